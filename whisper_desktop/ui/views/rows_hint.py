"""What is said, and can be done, where there are no rows to see."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLabel

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.recipe_words import language_words


class RowsHint(QLabel):
    """A sentence in the middle of a table that shows no rows: there are none, or all are hidden."""

    def __init__(
        self, table: QAbstractItemView, editing: EditingController, insert: QAction
    ) -> None:
        """`insert` is the action that makes a row at the playhead."""
        super().__init__(table)
        self._viewport, self._editing, self._insert = table.viewport(), editing, insert
        self._rows = table.model()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(24)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._waiting: str | None = None
        """What is said while rows are about to come."""
        self._viewport.installEventFilter(self)
        editing.rows_changed.connect(self._on_rows_changed)
        editing.replaced.connect(self._on_rows_changed)
        self._rows.modelReset.connect(self._on_rows_changed)
        insert.changed.connect(self._show_words)
        self._on_rows_changed()

    def set_waiting(self, is_waiting: bool, language: str | None = None) -> None:
        """Say that rows are about to come, and in which language, or how to make some."""
        self._waiting = None
        if is_waiting:
            self._waiting = self.tr("The rows appear here as the recording is transcribed.")
            if language is not None:
                found = self.tr("The language is {language}.")
                self._waiting += "\n" + found.format(language=language_words(language))
        self._show_words()

    @Slot()
    def _on_rows_changed(self) -> None:
        self.setGeometry(self._viewport.geometry())
        self.setVisible(not self._rows.rowCount())
        self._show_words()

    @Slot()
    def _show_words(self) -> None:
        if len(self._editing.document):
            text = self.tr(
                "No row has the text that is searched for. Uncheck “Show only these rows” to see"
                " all rows."
            )
            self.setText(text)
            return
        if self._waiting is not None:
            self.setText(self._waiting)
            return
        key = self._insert.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        by_key = f" ({key})" if key else ""
        text = self.tr(
            "There are no rows yet. Transcribe the recording, insert a row at the playhead{key},"
            " or draw one in the waveform."
        )
        self.setText(text.format(key=by_key))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._viewport.geometry())
        return False
