"""Where the audio of rows goes, and how it sounds."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from whisper_desktop.app.segment_clips import CLIP_ENDINGS, ClipPlan
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.path_row import PathRow
from whisper_desktop.ui.dialogs.question import Question

_WIDTH_PX = 520


class ClipsDialog(Question):
    """Asks for a folder, a format, and how much is heard around the rows."""

    def __init__(self, row_count: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Export audio"),
            self.tr("Where shall the audio of %Ln row(s) go, each to a file?", "", row_count),
            self.tr("Export"),
        )
        self.setMinimumWidth(_WIDTH_PX)
        self._folder = QLineEdit(str(folder))
        self._folder.setAccessibleName(self.tr("Folder"))
        self._ending = QComboBox()
        for ending in CLIP_ENDINGS:
            self._ending.addItem(ending.lstrip(".").upper(), ending)
        self._padding = QSpinBox()
        self._fade = QSpinBox()
        for box in (self._padding, self._fade):
            box.setRange(0, 5_000)
            box.setSingleStep(50)
            box.setSuffix(self.tr(" ms"))
        row = PathRow(self._folder, self.tr("Choose the folder"))
        row.button.clicked.connect(self._on_choose)
        self.form.addRow(self.tr("Folder:"), row)
        self.add_row(self.tr("Format:"), self._ending)
        self.add_row(self.tr("Before and after:"), self._padding)
        self.add_row(self.tr("Fade in and out:"), self._fade)

    @property
    def plan(self) -> ClipPlan:
        """What was chosen."""
        return ClipPlan(
            Path(self._folder.text().strip()),
            str(self._ending.currentData()),
            self._padding.value(),
            fade_ms=self._fade.value(),
        )

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for the audio"), self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder.setText)
        open_once(dialog)
