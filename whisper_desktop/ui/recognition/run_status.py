"""Tells of a transcription: how far it is, what it found out, and how it ended."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.core.errors import (
    ModelFileError,
    ModelNotInstalledError,
    RecogniserDiedError,
)
from whisper_desktop.core.events import LanguageDetected, Preparing, Progress, Started, Warned
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.error_sentences import expected_sentence
from whisper_desktop.ui.menus.spec import Need
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.queue_words import awaited_words
from whisper_desktop.ui.recognition.run_words import (
    concern_words,
    language_words,
    percent_of,
    progress_words,
    reason_words,
    stage_words,
    started_words,
)
from whisper_desktop.ui.recognition.stopwatch import Stopwatch
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.shown_file import show_file
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

_TOPIC = "run"
_TICK_MS = 1_000


class RunStatus(QObject):
    """Listens to a run and to what is opened, and shows it in the window."""

    go_on_wanted = Signal()
    models_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        session: Session,
        recipes: DocumentRecipe,
        run: LiveRun,
        window_parts: tuple[StatusLine, NoticeBar],
    ) -> None:
        super().__init__(desk)
        self._desk, self._recipes, self._run = desk, recipes, run
        self._line, self._notices = window_parts
        self._progress: Progress | None = None
        self._first_done_ms = 0
        self._reason = ""
        """Why the model works where it does."""
        self._since = Stopwatch()
        """Since the last progress."""
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._show_progress)
        run.began.connect(self._on_began)
        run.event_ready.connect(self._on_event)
        run.paused_changed.connect(self._on_paused_changed)
        run.failed.connect(self._on_failed)
        run.finished.connect(self._on_finished)
        run.ended.connect(self._on_ended)
        desk.media_changed.connect(self._on_media_changed)
        session.opened.connect(self._on_opened)

    @Slot()
    def _on_began(self) -> None:
        self._progress, self._reason = None, ""
        self._notices.withdraw(_TOPIC)
        self._desk.allow_run(frozenset({Need.RUN, Need.WORK}))
        self._line.show_progress(self.tr("Loading the model…"), None)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        match event:
            case TurnAwaited():
                self._line.show_progress(self._waiting(event), None)
            case Preparing():
                self._line.show_progress(stage_words(event), percent_of(event))
            case Started():
                self._reason = reason_words(event)
                self._desk.told.emit(started_words(event))
            case LanguageDetected():
                self._desk.told.emit(language_words(event))
                self._recipes.find(event.language)
            case Warned(concern):
                self._desk.told.emit(concern_words(concern))
            case Progress():
                self._take(event)

    def _take(self, event: Progress) -> None:
        if self._progress is None:
            self._first_done_ms = event.done_ms
        self._progress = event
        self._since.start()
        self._since.hold(self._run.is_paused)
        self._ticking.start()
        self._show_progress()

    def _waiting(self, event: TurnAwaited) -> str:
        if event.holder is Side.DOCUMENT:
            return self.tr("Waits for the rows that are recognised again")
        return awaited_words(event)

    @Slot()
    def _show_progress(self) -> None:
        event = self._progress
        if event is not None and self._run.is_running:
            words = progress_words(
                event,
                self._first_done_ms,
                self._since.elapsed_s,
                is_paused=self._run.is_paused,
            )
            # Nothing is known of how long the first part takes.
            self._line.show_progress(words, percent_of(event) or None, tip=self._reason)

    @Slot(bool)
    def _on_paused_changed(self, is_paused: bool) -> None:
        self._since.hold(is_paused)
        self._show_progress()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        sentence = expected_sentence(error)
        self._desk.told.emit(self._stopped_words())
        answers: list[tuple[str, Callable[[], None]]] = []
        if self._run.record is not None:
            answers.append((self.tr("Go on"), self.go_on_wanted.emit))
        if isinstance(error, (ModelNotInstalledError, ModelFileError)):
            answers.append((self.tr("Models…"), self.models_wanted.emit))
        if isinstance(error, RecogniserDiedError):
            answers.append((self.tr("Show the log"), partial(show_file, error.log_path)))
        elif self._run.row_count:
            kept = self.tr("The %Ln row(s) that came by then are kept.", "", self._run.row_count)
            sentence = f"{sentence} {kept}"
        self._notices.tell(Notice(_TOPIC, sentence, answers, is_problem=True))

    @Slot(int)
    def _on_finished(self, row_count: int) -> None:
        if row_count:
            self._desk.told.emit(self.tr("Transcribed: %Ln row(s)", "", row_count))

    @Slot()
    def _on_ended(self) -> None:
        self._ticking.stop()
        self._line.end_progress()
        self._allow_what_is_left()

    @Slot()
    def _on_opened(self) -> None:
        self._notices.withdraw(_TOPIC)
        self._allow_what_is_left()

    @Slot()
    def _on_media_changed(self) -> None:
        """Offer to go on with what another session left, now that it can be heard."""
        self._allow_what_is_left()
        record = None if self._run.is_running else self._run.record
        if Need.UNFINISHED_RUN not in self._desk.run_needs or record is None:
            return
        answers = [
            (self.tr("Go on"), self.go_on_wanted.emit),
            (self.tr("Leave it there"), self._forget),
        ]
        self._notices.tell(Notice(_TOPIC, self._stopped_words(), answers))

    def _stopped_words(self) -> str:
        """Return up to where it has come; "" where nothing is left of it."""
        record = self._run.record
        if record is None:
            return ""
        clock = format_clock(record.reached_ms)
        return self.tr("The transcription has stopped at {time}.").format(time=clock)

    def _forget(self) -> None:
        self._run.forget()
        self._allow_what_is_left()

    def _allow_what_is_left(self) -> None:
        if self._run.is_running:
            return
        facts = self._desk.facts
        can_go_on = facts is not None and facts.has_audio and self._run.record is not None
        self._desk.allow_run(frozenset({Need.UNFINISHED_RUN}) if can_go_on else frozenset())
