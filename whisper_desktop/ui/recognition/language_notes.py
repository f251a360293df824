"""Tells after a transcription where the recording sounds like another language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.events import SpokenLanguage, WindowDone
from whisper_desktop.core.language_changes import LanguageChange, language_changes
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.core.verbs.recipes import set_recipes
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.recipe_words import language_words
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

_TOPIC = "languages"
_MOST_LINES = 3
_Found = Sequence[tuple[LanguageChange, tuple[int, ...]]]
"""Changes, each with the uids of its rows."""


class LanguageNotes(QObject):
    """Listens to a run; the rows in question can be selected, or recognised again, at once.

    Those are rows that the run brought in another language, and that nobody wishes to have in that
    one yet: where the run followed the speech, its rows are in the right one already.
    """

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
        self._desk = desk
        self._editing, self._session, self._run = desk.editing, session, run
        self._notices, self._recognise = notices, recognise
        self._record: RunRecord | None = None
        """Of the run that is listened to, or was last."""
        self._spoken: list[SpokenLanguage] = []
        self._usual = ""
        self._brought: set[int] = set()
        """The uids of the rows that came of it."""
        self._found: _Found = []
        """What was told last."""
        self._told_ms = 0
        """Up to where the person has answered."""
        run.began.connect(self._on_began)
        run.event_ready.connect(self._on_event)
        run.brought.connect(self._on_brought)
        run.ended.connect(self._on_ended)
        self._editing.rows_changed.connect(self._on_rows_changed)
        session.opened.connect(self._forget)
        session.changed.connect(self._on_session_changed)

    @Slot()
    def _forget(self) -> None:
        self._record, self._spoken, self._told_ms = None, [], 0
        self._usual = ""
        self._brought.clear()
        self._offer([])

    @Slot()
    def _on_session_changed(self) -> None:
        if self._record is not None and not self._record.is_of(self._session.media):
            self._forget()

    @Slot()
    def _on_began(self) -> None:
        record = self._run.record
        if record is None or self._record is None or record.id != self._record.id:
            # With a run that goes on, what was heard before it stopped counts, too.
            self._forget()
        self._record = record

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if self._record is not None and isinstance(event, WindowDone):
            self._spoken += event.spoken
            self._usual = event.resume.usual_language or self._usual

    @Slot(object)
    def _on_brought(self, uids: tuple[int, ...]) -> None:
        self._brought.update(uids)

    @Slot()
    def _on_ended(self) -> None:
        if self._found and not self._is_shown():
            self._told_ms = self._found[-1][0].end_ms
        changes = [
            replace(change, start_ms=max(change.start_ms, self._told_ms))
            for change in language_changes(self._spoken, self._usual)
            if change.end_ms > self._told_ms
        ]
        self._offer([(change, uids) for change in changes if (uids := self._uids(change))])

    @Slot()
    def _on_rows_changed(self) -> None:
        """Take back what does not hold any more: rows are gone, or wish that language now."""
        if self._found and self._is_shown():
            self._offer([one for one in self._found if any(self._rows([one]))])

    def _is_shown(self) -> bool:
        """Tell whether what was told was neither answered nor closed."""
        return any(notice.topic == _TOPIC for notice in self._notices.notices)

    def _uids(self, change: LanguageChange) -> tuple[int, ...]:
        """Return the rows whose middle lies where it sounds like that."""
        return tuple(
            cue.uid
            for cue in self._editing.document
            if change.start_ms <= (cue.start_ms + cue.end_ms) // 2 < change.end_ms
            and self._is_meant(cue, change)
        )

    def _is_meant(self, cue: Cue, change: LanguageChange) -> bool:
        known = cue.recipe.language or cue.language or self._desk.language
        return cue.uid in self._brought and known != change.language

    def _rows(self, found: _Found) -> Iterator[tuple[int, LanguageChange]]:
        """Yield the rows that it still holds for."""
        document = self._editing.document
        for change, uids in found:
            for row in map(document.row_of, uids):
                if row is not None and self._is_meant(document[row], change):
                    yield row, change

    def _offer(self, found: _Found) -> None:
        if found == self._found:
            return
        self._found = found
        if not found:
            self._notices.withdraw(_TOPIC)
            return
        lines = [self._line(change) for change, _ in found[:_MOST_LINES]]
        if len(found) > _MOST_LINES:
            lines[-1] += " …"
        look = (self.tr("Select the rows"), partial(self._select, found))
        verb = (self.tr("Recognise them in that language"), partial(self._recognise_all, found))
        self._notices.tell(Notice(_TOPIC, "\n".join(lines), [verb], looks=[look]))

    def _line(self, change: LanguageChange) -> str:
        text = self.tr("From {start} to {end} it sounds like {language}, not {usual}.")
        return text.format(
            start=format_clock(change.start_ms),
            end=format_clock(change.end_ms),
            language=language_words(change.language),
            usual=language_words(self._usual),
        )

    def _select(self, found: _Found) -> None:
        self._editing.select_rows(row for row, _ in self._rows(found))

    def _recognise_all(self, found: _Found) -> None:
        self._select(found)
        wanted = {row: RecipeOverride(language=one.language) for row, one in self._rows(found)}
        self._editing.perform(set_recipes(self._editing.document, wanted))
        self._recognise()
