"""Tells after a transcription where the recording sounds like another language."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Slot

from whisper_desktop.core.events import SpokenLanguage, WindowDone
from whisper_desktop.core.language_changes import LanguageChange, language_changes
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.recipe_words import language_words
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

_TOPIC = "languages"
_MOST_LINES = 3
_Found = list[tuple[LanguageChange, tuple[int, ...]]]
"""Changes, each with the uids of its rows."""


class LanguageNotes(QObject):
    """Listens to a run; the rows in question can be selected, or recognised again, at once."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        run: LiveRun,
        notices: NoticeBar,
        recognise: Callable[[], None],
    ) -> None:
        """`recognise` is what recognises the selected rows again."""
        super().__init__(desk)
        self._editing, self._run = desk.editing, run
        self._notices, self._recognise = notices, recognise
        self._run_id = ""
        self._spoken: list[SpokenLanguage] = []
        self._usual = ""
        run.began.connect(self._on_began)
        run.event_ready.connect(self._on_event)
        run.ended.connect(self._on_ended)
        session.opened.connect(self._forget)

    @Slot()
    def _forget(self) -> None:
        self._spoken.clear()
        self._notices.withdraw(_TOPIC)

    @Slot()
    def _on_began(self) -> None:
        record = self._run.record
        run_id = "" if record is None else record.id
        if run_id != self._run_id:
            # What goes on was told of up to there.
            self._forget()
            self._run_id = run_id

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, WindowDone):
            self._spoken += event.spoken
            self._usual = event.resume.language or self._usual

    @Slot()
    def _on_ended(self) -> None:
        changes = language_changes(self._spoken, self._usual)
        found = [(change, self._uids(change)) for change in changes]
        found = [(change, uids) for change, uids in found if uids]
        if found:
            self._tell(found)

    def _uids(self, change: LanguageChange) -> tuple[int, ...]:
        """Return the rows whose middle lies where it sounds like that."""
        return tuple(
            cue.uid
            for cue in self._editing.document
            if change.start_ms <= (cue.start_ms + cue.end_ms) // 2 < change.end_ms
        )

    def _tell(self, found: _Found) -> None:
        lines = [self._line(change) for change, _ in found[:_MOST_LINES]]
        if len(found) > _MOST_LINES:
            lines[-1] += " …"
        answers = [
            (self.tr("Select the rows"), partial(self._select, found)),
            (self.tr("Recognise them in that language"), partial(self._recognise_all, found)),
        ]
        self._notices.tell(Notice(_TOPIC, "\n".join(lines), answers))

    def _line(self, change: LanguageChange) -> str:
        text = self.tr("From {start} to {end} it sounds like {language}, not {usual}.")
        return text.format(
            start=format_clock(change.start_ms),
            end=format_clock(change.end_ms),
            language=language_words(change.language),
            usual=language_words(self._usual),
        )

    def _select(self, found: _Found) -> None:
        self._editing.select(uid for _, uids in found for uid in uids)

    def _recognise_all(self, found: _Found) -> None:
        for change, uids in found:
            wanted = RecipeOverride(language=change.language)
            self._editing.perform(set_recipe(self._editing.document, self._rows(uids), wanted))
        self._select(found)
        self._recognise()
        self._notices.withdraw(_TOPIC)

    def _rows(self, uids: Iterable[int]) -> list[int]:
        rows = (self._editing.document.row_of(uid) for uid in uids)
        return sorted(row for row in rows if row is not None)
