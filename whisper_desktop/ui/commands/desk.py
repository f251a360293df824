"""What every command works with."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.verbs.rules import TimingRules
from whisper_desktop.ui.dialogs.passing import exec_once, open_once
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.menus.spec import Need
from whisper_desktop.ui.preferences import Preferences

DEFAULT_FPS = 25.0
"""Of a frame where the recording has none."""


class Desk(QObject):
    """The document, the settings and the facts of the media, for all commands.

    `told` carries sentences for the status line; `window` is the parent of dialogs.
    """

    told = Signal(str)
    media_changed = Signal()
    run_changed = Signal()
    """A transcription began, ended, or can go on now; or rows are recognised again, or were."""
    language_changed = Signal()
    language_asked = Signal()
    """The person was asked for the language, and has chosen one or left it."""

    def __init__(
        self, editing: EditingController, preferences: Preferences, window: QWidget
    ) -> None:
        super().__init__(window)
        self.editing, self.preferences, self.window = editing, preferences, window
        self._facts: MediaFacts | None = None
        self._language: str | None = None
        self._run_needs: frozenset[Need] = frozenset()
        self._again_needs: frozenset[Need] = frozenset()
        self._open_questions = 0

    @property
    def language(self) -> str | None:
        """The code of the language of the text, None when nobody said it."""
        return self._language

    @property
    def facts(self) -> MediaFacts | None:
        """What is known of the open recording; None without one."""
        return self._facts

    @property
    def frames_per_second(self) -> float:
        """The frame rate of the picture."""
        picture = self._facts.picture if self._facts else None
        return (picture.fps if picture else None) or DEFAULT_FPS

    @property
    def duration_ms(self) -> int | None:
        """The length of the recording, None when it is not known."""
        return self._facts.duration_ms if self._facts else None

    @property
    def preset(self) -> Preset:
        """The rules of delivery, with frames as long as those of the picture."""
        picture = self._facts.picture if self._facts else None
        return self.preferences.preset.at_rate(picture.fps if picture else None)

    @property
    def min_gap_ms(self) -> int:
        """What is kept between rows: what the rules ask for, or more if the person wants that."""
        asked_ms = self.preset.limits(self._language).min_gap_ms
        return max(self.preferences.editor.min_gap_ms, asked_ms)

    @property
    def rules(self) -> TimingRules:
        """How the person wants rows to be placed among each other."""
        neighbours = self.preferences.editor.neighbours
        return TimingRules(
            neighbours=neighbours, min_gap_ms=self.min_gap_ms, last_ms=self.duration_ms
        )

    def set_language(self, language: str | None) -> None:
        """Take the text for another language."""
        if language != self._language:
            self._language = language
            self.language_changed.emit()

    @property
    def run_needs(self) -> frozenset[Need]:
        """What a transcription, and rows that are recognised again, allow to be done."""
        return self._run_needs | self._again_needs

    def allow_run(self, needs: frozenset[Need]) -> None:
        """Let actions be there that need a transcription."""
        if needs != self._run_needs:
            self._run_needs = needs
            self.run_changed.emit()

    def allow_again(self, needs: frozenset[Need]) -> None:
        """Let actions be there that need rows that are or were recognised again."""
        if needs != self._again_needs:
            self._again_needs = needs
            self.run_changed.emit()

    def show_media(self, facts: MediaFacts | None) -> None:
        """Work with another recording."""
        self._facts = facts
        self.media_changed.emit()

    def ask(self, dialog: QDialog) -> None:
        """Open a dialog about this document; it is withdrawn when another one comes."""
        self.editing.replaced.connect(dialog.reject)
        open_once(dialog)

    def wait_for(self, dialog: QDialog) -> int:
        """Return the answer to a question about this document; withdrawn, it is rejected."""
        self.editing.replaced.connect(dialog.reject)
        self._open_questions += 1
        try:
            return exec_once(dialog)
        finally:
            self._open_questions -= 1

    @property
    def is_asking(self) -> bool:
        """Whether a dialog or a menu is open, or what waited for one did not go on yet."""
        is_open = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return bool(is_open or self._open_questions)

    def perform(self, edit: Edit) -> bool:
        """Apply an edit; say so when it would change nothing."""
        has_changed = self.editing.perform(edit)
        if not has_changed:
            self.told.emit(self.tr("There was nothing to change."))
        return has_changed
