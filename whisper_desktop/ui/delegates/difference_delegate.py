"""Cells of several lines; of two texts, what goes is struck out, and underlined what comes."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from whisper_desktop.core.differences import Difference, DifferenceKind
from whisper_desktop.ui.models.comparison_model import DIFFERENCES
from whisper_desktop.ui.theme import colors_of

PADDING_PX = 5
_LINE_SEPARATOR = "\u2028"
_EQUAL = DifferenceKind.EQUAL
Index = QModelIndex | QPersistentModelIndex


class DifferenceDelegate(QStyledItemDelegate):
    """Paints a cell in as many lines as it needs; one of two texts with what the other has not."""

    def __init__(self, parent: QObject | None = None, *, is_proposed: bool = False) -> None:
        super().__init__(parent)
        self._is_proposed = is_proposed

    def height(self, index: Index, font: QFont, width_px: int) -> int:
        """Return how high a cell of a width has to be for all of its text."""
        # The marks make words wider.
        differences: Sequence[Difference] = index.data(DIFFERENCES) or ()
        marks = list(self._marks(differences, QPalette(), QColor(), is_selected=True))
        layout = self._laid_out(index, font, width_px, marks)
        return round(layout.boundingRect().height()) + 2 * PADDING_PX

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and text; on a selected line the marks alone tell the differences."""
        ground = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(ground, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        ink = QColor(option.palette.color(role))
        differences: Sequence[Difference] = index.data(DIFFERENCES) or ()
        marks = list(self._marks(differences, option.palette, ink, is_selected=is_selected))
        layout = self._laid_out(index, option.font, option.rect.width(), marks)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setPen(ink)
        layout.draw(painter, QPointF(option.rect.topLeft()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the text in the width that there is."""
        width_px = max(option.rect.width(), 1)
        return QSize(width_px, self.height(index, option.font, width_px))

    def _side(self, difference: Difference) -> str:
        return difference.new if self._is_proposed else difference.old

    def _text(self, index: Index) -> tuple[str, bool]:
        """Return what is painted, and whether it stands in for a text that is not there."""
        differences: Sequence[Difference] | None = index.data(DIFFERENCES)
        if differences is None:
            return str(index.data() or "").replace("\n", _LINE_SEPARATOR), False
        text = "".join(map(self._side, differences))
        if text.strip():
            # Line by line it would be higher, and where lines break is not what is compared.
            return text.replace("\n", " "), False
        return str(index.data() or ""), True

    def _marks(
        self,
        differences: Sequence[Difference],
        palette: QPalette,
        ink: QColor,
        *,
        is_selected: bool,
    ) -> Iterator[QTextLayout.FormatRange]:
        colors = colors_of(palette)
        color = QColor(colors.good if self._is_proposed else colors.problem)
        place = 0
        for difference in differences:
            side = self._side(difference)
            # Qt counts in UTF-16.
            length = len(side.encode("utf-16-le")) // 2
            if difference.kind is not _EQUAL and side.strip():
                yield self._mark(place, side, length, ink if is_selected else color)
            place += length

    def _mark(self, place: int, side: str, length: int, color: QColor) -> QTextLayout.FormatRange:
        form = QTextCharFormat()
        form.setForeground(color)
        if self._is_proposed:
            form.setFontUnderline(True)
            form.setFontWeight(QFont.Weight.DemiBold)
        else:
            form.setFontStrikeOut(True)
        mark = QTextLayout.FormatRange()
        # The blanks before the first word are no part of it.
        blanks = len(side) - len(side.lstrip())
        mark.start, mark.length, mark.format = place + blanks, length - blanks, form
        return mark

    def _laid_out(
        self, index: Index, font: QFont, width_px: int, marks: list[QTextLayout.FormatRange]
    ) -> QTextLayout:
        text, is_stopgap = self._text(index)
        if is_stopgap:
            font = QFont(font)
            font.setItalic(True)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setFormats(marks)
        y = float(PADDING_PX)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width_px - 2 * PADDING_PX, 1))
            line.setPosition(QPointF(PADDING_PX, y))
            y += line.height()
        layout.endLayout()
        return layout
