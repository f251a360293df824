"""Times typed into a cell: what is no time is refused with a reason, and nothing is lost."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRegularExpression,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from whisper_desktop.core.timecode import parse_clock
from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.models.cue_columns import Column

_TYPEABLE = QRegularExpression(r"[0-9:.,]*")


class TimeDelegate(CellDelegate):
    """Edits start, end and duration as text."""

    refused = Signal(str)
    """A sentence that says why what was typed was not taken."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a line that takes digits and their separators only."""
        del option
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setAcceptDrops(False)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setValidator(QRegularExpressionValidator(_TYPEABLE, editor))
        name = index.model().headerData(
            index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        editor.setAccessibleName(name)
        self._editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the time and select it, so that typing replaces it."""
        assert isinstance(editor, QLineEdit)
        # Called again whenever the cell changes: what was typed so far stays.
        if not editor.isModified():
            text = index.data(Qt.ItemDataRole.EditRole)
            if editor.text() != text:
                editor.setText(text)
                editor.selectAll()

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Hand on the milliseconds, or say why not."""
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            problem = self._take(editor.text(), model, index)
            if problem:
                self.refused.emit(problem)
            else:
                editor.setModified(False)

    def _take(
        self,
        text: str,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> str:
        try:
            time_ms = parse_clock(text)
        except ValueError:
            return self.tr("“{0}” is not a time. Write it as 1:02:03.500 or 3.5.").format(text)
        row, column = index.row(), index.column()
        start_ms = parse_clock(index.sibling(row, Column.START).data())
        end_ms = parse_clock(index.sibling(row, Column.END).data())
        if column == Column.START and time_ms > end_ms:
            return self.tr("Row {0} cannot start after its end.").format(row + 1)
        if column == Column.END and time_ms < start_ms:
            return self.tr("Row {0} cannot end before its start.").format(row + 1)
        model.setData(index, time_ms, Qt.ItemDataRole.EditRole)
        return ""
