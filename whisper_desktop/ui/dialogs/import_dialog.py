"""How a subtitle file is to be read: its encoding, with a look at the text, and its frame rate."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from whisper_desktop.app.subtitle_files import SubtitleFormat, format_named, preview
from whisper_desktop.core.errors import SubtitlesUnreadableError
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateBox
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.error_sentences import error_sentence

_SIZE_PX = (640, 480)


class ImportDialog(Question):
    """Shows the beginning of the file as the chosen encoding reads it."""

    def __init__(
        self,
        path: Path,
        encodings: Sequence[str],
        frames_per_second: float,
        parent: QWidget | None = None,
        *,
        row_count: int = 0,
    ) -> None:
        """`row_count` is how many rows the import will replace."""
        super().__init__(parent)
        self.path = path
        sentence = self.tr("Can the text of {name} be read like this?").format(name=path.name)
        title, verb = self.tr("Import subtitles"), self.tr("Import")
        if row_count:
            loss = self.tr("What is read takes the place of %Ln row(s).", "", row_count)
            sentence, verb = f"{sentence}\n\n{loss}", self.tr("Replace all rows")
        self.ask(title, sentence, verb)
        self._encoding = QComboBox()
        self._encoding.addItems(list(encodings))
        self._rate = FrameRateBox(frames_per_second)
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._preview.setAccessibleName(self.tr("Beginning of the file"))
        self.add_row(self.tr("Encoding:"), self._encoding)
        self._needs_rate = format_named(path.suffix) is SubtitleFormat.MICRODVD
        if self._needs_rate:
            self.add_row(self.tr("Frames a second:"), self._rate)
            self._rate.editTextChanged.connect(self._on_rate)
        self.body.insertWidget(2, self._preview, 1)
        self.resize(*_SIZE_PX)
        self._encoding.currentTextChanged.connect(self._on_encoding)
        self._on_encoding()

    @property
    def encoding(self) -> str:
        """The encoding that was chosen."""
        return self._encoding.currentText()

    @property
    def frame_rate(self) -> float | None:
        """The frame rate, None for a format that has times."""
        return self._rate.frames_per_second if self._needs_rate else None

    @Slot()
    def _on_encoding(self) -> None:
        try:
            self._preview.setPlainText(preview(self.path, self.encoding))
            self.refuse("")
        except SubtitlesUnreadableError as error:
            self.refuse(error_sentence(error))

    @Slot()
    def _on_rate(self) -> None:
        is_possible = self._rate.frames_per_second is not None
        self.refuse("" if is_possible else self.tr("A frame rate is a number from 1 to 1000."))
