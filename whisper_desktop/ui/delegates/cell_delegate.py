"""A cell that shows when its value breaks a rule."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Slot
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from whisper_desktop.ui.models.cue_columns import Role
from whisper_desktop.ui.theme import colors_of

_CORNER_PX = 6


class CellDelegate(QStyledItemDelegate):
    """Tints a cell whose value breaks a rule and marks its corner, so that colour is not alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor: QWidget | None = None
        """What `createEditor` of a subclass made last, as long as it is open."""

    @property
    def is_editing(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

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
        """Paint the cell and, where a rule is broken, the tint behind it and its corner."""
        if not index.data(Role.BREAKS_RULE):
            super().paint(painter, option, index)
            return
        colors = colors_of(option.palette)
        # Not through initStyleOption(), which Qt would ask for every cell.
        painter.fillRect(option.rect, QColor(colors.problem_tint))
        super().paint(painter, option, index)
        corner = option.rect.topRight() + QPoint(1, 0)
        color = QColor(colors.problem)
        if option.state & QStyle.StateFlag.State_Selected:
            color = option.palette.color(QPalette.ColorRole.HighlightedText)
        painter.save()
        painter.setPen(color)
        painter.setBrush(color)
        painter.drawPolygon(
            QPolygon([corner, corner - QPoint(_CORNER_PX, 0), corner + QPoint(0, _CORNER_PX)])
        )
        painter.restore()

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
