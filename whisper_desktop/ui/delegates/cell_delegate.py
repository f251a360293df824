"""A cell that shows when its value breaks a rule."""

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from whisper_desktop.ui.delegates.fitted_text import FittedTexts
from whisper_desktop.ui.delegates.marked_text import paint_marked, visible_marks
from whisper_desktop.ui.models.cue_columns import Cell
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.theme import colors_of

_CORNER_PX = 6
_CORNER = QPolygon([QPoint(0, 0), QPoint(-_CORNER_PX, 0), QPoint(0, _CORNER_PX)])
# Numbers: to ask a state for a flag of it takes as long as to paint a word.
_HAS_FOCUS = QStyle.StateFlag.State_HasFocus.value
_SELECTED = QStyle.StateFlag.State_Selected.value


class CellDelegate(QStyledItemDelegate):
    """Tints a cell whose value breaks a rule and marks its corner, so that colour is not alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor: QWidget | None = None
        """What `createEditor` of a subclass made last, as long as it is open."""
        self._is_directed = False
        """Whether texts are painted in the direction in which they are read."""
        self._texts = FittedTexts()

    @property
    def is_editing(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

    def focus_editor(self) -> None:
        """Go on in the editor that is open."""
        if self._editor is not None:
            self._editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def commit_editor(self) -> None:
        """Hand on what was typed so far; the editor stays open."""
        if self._editor is not None:
            self.commitData.emit(self._editor)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell and, where a rule is broken, the tint behind it and its corner.

        Not as Qt does it, which asks for eight values of each cell and lays its text out anew:
        that takes three times as long.
        """
        cell = cast("CueFilter", index.model()).cell(index.row(), index.column())
        state = option.state.value
        is_selected = bool(state & _SELECTED)
        if self._is_directed and cell.is_right:
            option.direction = Qt.LayoutDirection.RightToLeft
        if cell.breaks_rule:
            painter.fillRect(option.rect, QColor(colors_of(option.palette).problem_tint))
        if state & _HAS_FOCUS and not cell.marks:
            super().paint(painter, option, index)
        else:
            self._paint_text(painter, option, cell, is_selected=is_selected)
        if cell.breaks_rule:
            _paint_corner(painter, option, is_selected=is_selected)

    def forget_texts(self) -> None:
        """Fit texts anew; the font is another."""
        self._texts.forget()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, *, is_selected: bool
    ) -> None:
        role = QPalette.ColorRole.Text
        if is_selected:
            role = QPalette.ColorRole.HighlightedText
            ground = QStyle.PrimitiveElement.PE_PanelItemViewItem
            option.widget.style().drawPrimitive(ground, option, painter, option.widget)
        if cell.text:
            place, text = self._texts.fitted(cell.text, option, is_right=cell.is_right)
            painter.setPen(option.palette.color(role))
            if cell.marks:
                marks = visible_marks(cell.text, text.text(), cell.marks)
                paint_marked(painter, option, (place, text), marks)
            else:
                painter.drawStaticText(option.rect.topLeft() + place, text)

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Let go of an editor that was closed."""
        self._editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let go of an editor that the view hid: it took it away together with the row."""
        if isinstance(editor, QWidget) and editor.isHidden():
            if event.type() is QEvent.Type.Hide and editor is self._editor:
                self._editor = None
            if event.type() in {QEvent.Type.Hide, QEvent.Type.FocusOut}:
                return False
        return super().eventFilter(editor, event)


def _paint_corner(painter: QPainter, option: QStyleOptionViewItem, *, is_selected: bool) -> None:
    if is_selected:
        color = option.palette.color(QPalette.ColorRole.HighlightedText)
    else:
        color = QColor(colors_of(option.palette).problem)
    painter.setPen(color)
    painter.setBrush(color)
    painter.drawPolygon(_CORNER.translated(option.rect.topRight() + QPoint(1, 0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
