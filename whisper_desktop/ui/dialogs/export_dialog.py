"""Where to, in which format, and how the rows shall be written."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from whisper_desktop.app.export_choices import ExportChoices
from whisper_desktop.app.subtitle_files import (
    ENCODINGS,
    SubtitleFormat,
    Track,
    format_named,
    track_path,
)
from whisper_desktop.ui.dialogs.format_names import format_name, track_name
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateBox
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.path_row import PathRow
from whisper_desktop.ui.dialogs.question import Question

_WIDTH_PX = 560


class ExportDialog(Question):
    """Proposes what was chosen the last time.

    The format and the ending of the name follow each other; an ending that no format has stays.
    Which of two texts is written is only asked where rows have a translation, and how many have
    none is said. It stays open until it is closed by who wrote the file.
    """

    agreed = Signal()
    """The person wants it to be written as it is chosen now."""

    def __init__(
        self,
        proposed: ExportChoices,
        counts: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        """`counts` says how many rows there are, and how many of them without a translation."""
        super().__init__(parent)
        self._proposed = proposed
        row_count, untranslated_count = self._counts = counts
        sentence = self.tr("How shall %Ln row(s) be written?", "", row_count)
        self.ask(self.tr("Export"), sentence, self.tr("Export"))
        self.setMinimumWidth(_WIDTH_PX)
        self._path = QLineEdit(str(proposed.path))
        self._format = QComboBox()
        for known in SubtitleFormat:
            self._format.addItem(format_name(known), known)
        self._track = QComboBox()
        for track in Track:
            self._track.addItem(track_name(track), track)
        self._encoding = QComboBox()
        self._encoding.addItems(list(dict.fromkeys([proposed.encoding, *ENCODINGS])))
        self._newline = QComboBox()
        self._newline.addItem(self.tr("Unix, macOS (LF)"), "\n")
        self._newline.addItem(self.tr("Windows (CR LF)"), "\r\n")
        self._bom = QCheckBox(self.tr("Begin with a mark of Unicode (BOM)"))
        self._rate = FrameRateBox(proposed.fps)
        self._lay_out()
        has_translation = untranslated_count < row_count
        is_asked = has_translation or proposed.track is not Track.TEXT
        self.form.setRowVisible(self._track, is_asked)
        self._track.setCurrentIndex(self._track.findData(proposed.track))
        self._format.setCurrentIndex(self._format.findData(proposed.format))
        self._newline.setCurrentIndex(self._newline.findData(proposed.newline))
        self._bom.setChecked(proposed.has_bom)
        self._follow()

    def _follow(self) -> None:
        """Let what is chosen in one place change what is shown in the others."""
        self._track.currentIndexChanged.connect(self._on_track)
        self._format.currentIndexChanged.connect(self._on_format)
        self._path.textChanged.connect(self._on_path)
        for signal in (self._rate.editTextChanged, self._encoding.currentTextChanged):
            signal.connect(self._on_changed)
        if format_named(self._proposed.path.suffix) is None:
            self._show_format()
        else:
            self._on_format()

    @property
    def choices(self) -> ExportChoices:
        """What was chosen."""
        return replace(
            self._proposed.for_path(self._chosen_path),
            format=self._chosen_format,
            encoding=self._encoding.currentText(),
            newline=str(self._newline.currentData()),
            has_bom=self._bom.isChecked(),
            fps=self._rate.frames_per_second or self._proposed.fps,
            header=self._proposed.header if self._chosen_format is self._proposed.format else (),
            track=self._chosen_track,
        )

    @property
    def _chosen_path(self) -> Path:
        """The file; a name without a folder is meant beside the file that was proposed."""
        return (self._proposed.path.parent / self._path.text().strip()).absolute()

    @property
    def _chosen_format(self) -> SubtitleFormat:
        return SubtitleFormat(self._format.currentData())

    @property
    def _chosen_track(self) -> Track:
        return Track(self._track.currentData())

    def _lay_out(self) -> None:
        self._path.setAccessibleName(self.tr("File"))
        row = PathRow(self._path, self.tr("Choose where to write the file"))
        row.button.clicked.connect(self._on_browse)
        self.form.addRow(self.tr("File:"), row)
        self.add_row(self.tr("Format:"), self._format)
        self.add_row(self.tr("What to write:"), self._track)
        self.add_row(self.tr("Encoding:"), self._encoding)
        self.add_row(self.tr("Line ends:"), self._newline)
        self.form.addRow("", self._bom)
        self.add_row(self.tr("Frames a second:"), self._rate)

    def _show_format(self) -> None:
        wanted = self._chosen_format
        is_text = wanted is not SubtitleFormat.DOCX
        for widget in (self._encoding, self._newline, self._bom):
            widget.setEnabled(is_text)
        self.form.setRowVisible(self._rate, wanted.is_counted_in_frames)
        self._on_changed()

    @Slot()
    def _on_format(self) -> None:
        endings = self._chosen_format.endings
        path = Path(self._path.text().strip())
        if path.name and path.suffix.casefold() not in endings:
            # What no format has as its ending is a part of the name: "Meeting 26.11".
            stem = path if format_named(path.suffix) is None else path.with_suffix("")
            self._path.setText(f"{stem}{endings[0]}")
        self._show_format()

    @Slot(str)
    def _on_path(self, text: str) -> None:
        ending = Path(text.strip()).suffix
        named = format_named(ending)
        if named is not None and ending.casefold() not in self._chosen_format.endings:
            self._format.setCurrentIndex(self._format.findData(named))
        self._on_changed()

    @Slot()
    def _on_track(self) -> None:
        path = Path(self._path.text().strip())
        if path.name:
            self._path.setText(str(track_path(path, self._chosen_track)))
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if not Path(self._path.text().strip()).name:
            self.refuse(self.tr("The file needs a name."))
        elif self._rate.isVisibleTo(self) and self._rate.frames_per_second is None:
            self.refuse(self.tr("A frame rate is a number from 1 to 1000."))
        else:
            self.refuse("")
            self.tell(self._lack())

    def _lack(self) -> str:
        """Return what becomes of rows without a translation, where it is written."""
        count, missing = self._counts
        if not missing or self._chosen_track is Track.TEXT:
            return ""
        sentence = self.tr("Rows without a translation: {missing} of {count}. They are left out.")
        if self._chosen_track.is_bilingual:
            sentence = self.tr(
                "Rows without a translation: {missing} of {count}. Their own text stands alone."
            )
        return sentence.format(missing=missing, count=count)

    @Slot()
    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export"), self._path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._path.setText)
        open_once(dialog)

    def accept(self) -> None:
        """Tell what is wanted, and wait for whether it can be done."""
        self.agreed.emit()
