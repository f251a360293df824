"""Rows through the clipboard: as text, as SubRip, as times."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication

from whisper_desktop.app.clipboard_text import (
    ROWS_TYPE,
    Pasted,
    PastedCues,
    PastedTexts,
    PastedTimes,
    copied_rows,
    copied_srt,
    copied_text,
    copied_times,
    pasted,
    pasted_rows,
)
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.verbs.paste import paste_cues, paste_texts, paste_times
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk


def _pasted() -> Pasted | None:
    """Return what is in the clipboard; of rows of this program, more than their text."""
    # The stubs do not know that an empty clipboard has none.
    content = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    if content is not None and content.hasFormat(ROWS_TYPE):
        found = pasted_rows(bytes(content.data(ROWS_TYPE).data()))
        if found is not None:
            return found
    return pasted(QGuiApplication.clipboard().text())


class ClipboardCommands(QObject):
    """Connects the actions that copy and paste rows."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        super().__init__(desk)
        self._desk, self._editing = desk, desk.editing
        actions["cut"].triggered.connect(self._on_cut)
        actions["copy"].triggered.connect(self._on_copy_srt)
        actions["copy-srt"].triggered.connect(self._on_copy_srt)
        actions["copy-text"].triggered.connect(self._on_copy_text)
        actions["copy-times"].triggered.connect(self._on_copy_times)
        actions["paste"].triggered.connect(self._on_paste)

    def _copy(self, as_text: Callable[[Sequence[Cue]], str]) -> None:
        cues = [self._editing.document[row] for row in self._editing.selected_rows()]
        if cues:
            content = QMimeData()
            content.setText(as_text(cues))
            if as_text is copied_srt:
                content.setData(ROWS_TYPE, copied_rows(cues))
            QGuiApplication.clipboard().setMimeData(content)
            self._desk.told.emit(self.tr("Copied %Ln row(s)", "", len(cues)))

    @Slot()
    def _on_cut(self) -> None:
        self._copy(copied_srt)
        self._desk.perform(delete(self._editing.document, self._editing.selected_rows()))

    @Slot()
    def _on_copy_srt(self) -> None:
        self._copy(copied_srt)

    @Slot()
    def _on_copy_text(self) -> None:
        self._copy(copied_text)

    @Slot()
    def _on_copy_times(self) -> None:
        self._copy(copied_times)

    @Slot()
    def _on_paste(self) -> None:
        found = _pasted()
        document, rows = self._editing.document, self._editing.selected_rows()
        if found is None:
            self._desk.told.emit(self.tr("There is no text in the clipboard."))
        elif isinstance(found, PastedCues):
            row = rows[-1] + 1 if rows else len(document)
            self._desk.perform(paste_cues(document, row, found.cues))
        else:
            self._paste_over(rows[0] if rows else 0, found)

    def _paste_over(self, row: int, found: PastedTimes | PastedTexts) -> None:
        """Give rows, from one on, other times or texts, or say that there are too few rows."""
        document = self._editing.document
        count = len(found.spans_ms) if isinstance(found, PastedTimes) else len(found.texts)
        if row + count > len(document):
            words = (
                self.tr("Not pasted. Times: {count}; rows from the selected one on: {rows}.")
                if isinstance(found, PastedTimes)
                else self.tr("Not pasted. Texts: {count}; rows from the selected one on: {rows}.")
            )
            self._desk.told.emit(words.format(count=count, rows=len(document) - row))
        elif isinstance(found, PastedTimes):
            self._desk.perform(paste_times(document, row, found.spans_ms))
        else:
            self._desk.perform(paste_texts(document, row, found.texts))
