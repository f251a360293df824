"""Text typed into a cell: Enter takes it, Shift+Enter begins a new line."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.directed_text_edit import DirectedTextEdit

_MIN_LINES = 2
_PADDING_PX = 10


class TextDelegate(CellDelegate):
    """Edits the text of a row in a box that shows all of its lines."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the text in the direction in which it is read."""
        if index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight:
            option.direction = Qt.LayoutDirection.RightToLeft
        super().paint(painter, option, index)

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a box of plain text."""
        del option
        editor = DirectedTextEdit(parent)
        editor.setTabChangesFocus(True)
        is_translation = index.column() == Column.TRANSLATION
        of_translation = self.tr("Translation of the row")
        editor.setAccessibleName(of_translation if is_translation else self.tr("Text of the row"))
        self._editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the text with its lines, unless something was typed already."""
        assert isinstance(editor, DirectedTextEdit)
        if not editor.document().isModified():
            text = index.data(Qt.ItemDataRole.EditRole)
            if editor.text() != text:
                editor.set_text(text)
                editor.selectAll()
                editor.document().setModified(False)

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Hand on the text when it was changed."""
        assert isinstance(editor, DirectedTextEdit)
        if editor.document().isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)
            editor.document().setModified(False)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Lay the box over the cell, as high as its lines, inside the table."""
        rect = option.rect
        line_count = max(_MIN_LINES, str(index.data(Qt.ItemDataRole.EditRole)).count("\n") + 1)
        height = line_count * editor.fontMetrics().lineSpacing() + _PADDING_PX
        rect.setHeight(max(height, rect.height()))
        viewport = editor.parentWidget()
        if viewport is not None and rect.bottom() > viewport.height():
            rect.moveBottom(viewport.height())
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Enter take the text; Qt's own filter lets a box of text keep it."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(editor, DirectedTextEdit)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
            return True
        return super().eventFilter(editor, event)
