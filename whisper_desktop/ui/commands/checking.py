"""The menu Check, and the rules that everything is checked by."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from whisper_desktop.app.findings_report import save_findings
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.row_traits import RowTraits, Trait
from whisper_desktop.ui.preset_names import preset_names
from whisper_desktop.ui.views.findings_dock import FindingsDock


class CheckingCommands(QObject):
    """Connects the actions about findings, and keeps the rules equal to the settings."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        board: FindingsBoard,
        dock: FindingsDock,
        traits: RowTraits,
    ) -> None:
        super().__init__(desk)
        self._desk, self._board, self._dock, self._traits = desk, board, dock, traits
        self._both = actions["check-translation"]
        self._both.toggled.connect(self._on_both)
        traits.changed.connect(self._on_rules_changed)
        actions["fix"].triggered.connect(self._on_fix)
        actions["fix-all"].triggered.connect(dock.fix_everything)
        actions["findings-report"].triggered.connect(self._on_report)
        dock.report_requested.connect(self._on_report)
        dock.said.connect(desk.told)
        dock.preset_chosen.connect(self._on_preset_chosen)
        desk.preferences.changed.connect(self._on_rules_changed)
        desk.media_changed.connect(self._on_rules_changed)
        desk.language_changed.connect(self._on_rules_changed)
        self._on_rules_changed()

    @Slot()
    def _on_rules_changed(self) -> None:
        preferences, facts = self._desk.preferences, self._desk.facts
        picture = facts.picture if facts else None
        # Gaps are asked for in frames, and those are as long as the picture's.
        preset = preferences.preset.at_rate(picture.fps if picture else None)
        is_wanted = preferences.editor.checks_translation
        self._both.setChecked(is_wanted)
        # Where no row has any, none is missing.
        has_translation = is_wanted and Trait.TRANSLATION in self._traits.present
        rules = Rules(preset, self._desk.language, self._desk.duration_ms)
        self._board.set_rules(replace(rules, has_translation=has_translation))
        self._dock.show_presets(preset_names(), preferences.editor.preset)

    @Slot(bool)
    def _on_both(self, is_wanted: bool) -> None:
        preferences = self._desk.preferences
        preferences.change(replace(preferences.editor, checks_translation=is_wanted))

    @Slot(str)
    def _on_preset_chosen(self, name: str) -> None:
        preferences = self._desk.preferences
        preferences.change(replace(preferences.editor, preset=name))

    @Slot()
    def _on_fix(self) -> None:
        self._dock.fix_rows(self._desk.editing.selected_rows())

    @Slot()
    def _on_report(self) -> None:
        dialog = QFileDialog(self._desk.window, self.tr("Save the findings as a table"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([self.tr("Tables (*.csv)")])
        facts = self._desk.facts
        dialog.setDirectory(str(facts.path.parent if facts else Path.home()))
        name = self.tr("{name} findings.csv").format(name=facts.path.stem if facts else "")
        dialog.selectFile(name.strip())
        dialog.fileSelected.connect(self._on_report_place)
        self._desk.ask(dialog)

    @Slot(str)
    def _on_report_place(self, path: str) -> None:
        self._board.finish()
        try:
            save_findings(Path(path), self._desk.editing.document, self._board.all())
        except OutputUnwritableError as error:
            self._desk.told.emit(error_sentence(error))
        else:
            self._desk.told.emit(self.tr("Wrote {path}").format(path=path))
