"""Text typed into a cell: Enter takes it, Shift+Enter begins a new line, Escape leaves it."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.models.cue_columns import Column, Role
from whisper_desktop.ui.views.directed_text_edit import DirectedTextEdit

_MIN_LINES = 2
_HAND_ON_AFTER_MS = 400
"""What is typed is an edit after this long: a crash must not take more with it."""
_PADDING_PX = 10


class TextDelegate(CellDelegate):
    """Edits the text of a row in a box that shows all of its lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_directed = True
        self._cell = QPersistentModelIndex()
        self._text_before = ""
        """What the cell said when its editor was opened."""
        self._session = 0
        """Counts the editors: what is typed in one is one step."""
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_HAND_ON_AFTER_MS)
        self._typed.timeout.connect(self.commit_editor)

    @Slot()
    def _on_typed(self) -> None:
        if not self._typed.isActive():
            self._typed.start()

    def _hand_on(
        self, text: str, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model.setData(index, (text, f"cell {self._session}"), Role.TYPED)

    def _take_back(self) -> None:
        """Let the cell say again what it said before."""
        self._typed.stop()
        if self._cell.isValid() and self._cell.data(Qt.ItemDataRole.EditRole) != self._text_before:
            self._hand_on(self._text_before, self._cell.model(), self._cell)

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
        self._session += 1
        self._cell = QPersistentModelIndex(index)
        self._text_before = index.data(Qt.ItemDataRole.EditRole)
        editor.textChanged.connect(self._on_typed)
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
            self._hand_on(editor.text(), model, index)
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

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Wait for no more letters."""
        self._typed.stop()
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Enter take the text, which Qt's own filter lets a box keep, and Escape none of it."""
        is_key = event.type() is QEvent.Type.KeyPress and isinstance(editor, DirectedTextEdit)
        if is_key and _is_enter(event):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
            return True
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._take_back()
        return super().eventFilter(editor, event)


def _is_enter(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return False
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
