"""How the window looks, how rows are made and moved, and where files go."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from whisper_desktop.app.editor_settings import ColorScheme
from whisper_desktop.core.verbs.rules import Neighbours
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.path_row import PathRow
from whisper_desktop.ui.dialogs.settings_page import SettingsPage
from whisper_desktop.ui.preferences import Preferences


class GeneralPage(SettingsPage):
    """What is most often asked for."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(preferences, parent)
        self.add_choice(
            "color_scheme",
            self.tr("Colours:"),
            {
                ColorScheme.SYSTEM: self.tr("As the system has them"),
                ColorScheme.LIGHT: self.tr("Light"),
                ColorScheme.DARK: self.tr("Dark"),
            },
        )
        unit = self.tr("ms")
        self.add_number("new_cue_duration_ms", self.tr("New rows last:"), (100, 60_000), unit)
        self.add_number("step_ms", self.tr("Nudging keys move by:"), (1, 10_000), unit)
        gap = self.add_number(
            "min_gap_ms", self.tr("Keep between rows at least:"), (0, 5_000), unit
        )
        gap.setSpecialValueText(self.tr("What the rules ask for"))
        self.add_choice(
            "neighbours",
            self.tr("Where rows meet:"),
            {
                Neighbours.KEEP: self.tr("Stop there"),
                Neighbours.PUSH: self.tr("Push the neighbour away"),
                Neighbours.ALLOW_OVERLAP: self.tr("Let them overlap"),
            },
        )
        self.add_switch("is_snapping", self.tr("Snap while dragging (Shift does the opposite)"))
        self._fillers = QLineEdit(", ".join(preferences.editor.extra_fillers))
        self._folder = QLineEdit(preferences.editor.export_folder)
        self._add_texts()

    def _add_texts(self) -> None:
        self._fillers.setAccessibleName(self.tr("Filler words of your own"))
        self._fillers.setPlaceholderText(self.tr("well, you know"))
        self._fillers.editingFinished.connect(self._on_fillers)
        self.form.addRow(self.tr("Filler words of your own:"), self._fillers)
        self._folder.setAccessibleName(self.tr("Folder for exports"))
        self._folder.setPlaceholderText(self.tr("Beside the recording"))
        self._folder.editingFinished.connect(self._on_folder)
        row = PathRow(self._folder, self.tr("Choose the folder for exports"))
        row.button.clicked.connect(self._on_choose)
        self.form.addRow(self.tr("Export to:"), row)

    @Slot()
    def _on_fillers(self) -> None:
        words = (word.strip() for word in self._fillers.text().split(","))
        self.change(extra_fillers=tuple(filter(None, words)))

    @Slot()
    def _on_folder(self) -> None:
        self.change(export_folder=self._folder.text().strip())

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for exports"), self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_chosen)
        open_once(dialog)

    @Slot(str)
    def _on_chosen(self, folder: str) -> None:
        self._folder.setText(folder)
        self._on_folder()
