"""Tells of rows that are recognised again: how far it is, and what could not be done, and why."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.retranscribe import SpanBegun
from whisper_desktop.core.errors import (
    ModelCapabilityError,
    ModelFileError,
    ModelNotInstalledError,
    RecogniserDiedError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import Preparing, Started, Warned
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.error_sentences import error_sentence, expected_sentence
from whisper_desktop.ui.menus.spec import Need
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.queue_words import awaited_words, loading_words
from whisper_desktop.ui.recognition.rerecognition import Rerecognition
from whisper_desktop.ui.recognition.row_pace import RowPace
from whisper_desktop.ui.recognition.run_words import (
    again_started_words,
    concern_words,
    left_words,
    reason_words,
    stage_words,
)
from whisper_desktop.ui.shown_file import show_file
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

_TOPIC = "again"
_TICK_MS = 1_000
_ABOUT_MODELS = (ModelCapabilityError, ModelNotInstalledError, ModelFileError)
_MOST_NUMBERS = 8
"""Of rows that are named one by one."""
Answer = tuple[str, Callable[[], None]]


class AgainStatus(QObject):
    """Listens to the work, and shows it in the dock, the status line and the notices."""

    models_wanted = Signal()
    rest_wanted = Signal(object)
    """An AgainOrder of what is left since an error ended the work shall be worked on."""

    def __init__(
        self,
        desk: Desk,
        work: Rerecognition,
        run: LiveRun,
        board: ProposalBoard,
        window_parts: tuple[StatusLine, NoticeBar, ComparisonDock],
    ) -> None:
        super().__init__(desk)
        self._desk, self._work, self._run, self._board = desk, work, run, board
        self._line, self._notices, self._dock = window_parts
        self._is_behind_queue = False
        self._words = ""
        """What goes on, "" while it is not known yet."""
        self._reason = ""
        """Why the model works where it does."""
        self._pace = RowPace()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._show)
        work.began.connect(self._on_began)
        work.event_ready.connect(self._on_event)
        work.failed.connect(self._on_failed)
        work.finished.connect(self._on_finished)
        work.ended.connect(self._on_ended)
        work.forgotten.connect(self._on_forgotten)
        work.paused_changed.connect(self._on_paused_changed)
        run.ended.connect(self._show)
        board.changed.connect(self._on_board_changed)
        board.lost.connect(self._on_lost)
        self._on_board_changed()

    @Slot()
    def _on_began(self) -> None:
        self._words = self._reason = ""
        self._notices.withdraw(_TOPIC)
        self._allow()
        self._show()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        self._is_behind_queue = event == TurnAwaited(Side.QUEUE)
        match event:
            case Warned(concern):
                self._desk.told.emit(concern_words(concern))
            case Started():
                self._reason = reason_words(event)
                self._desk.told.emit(again_started_words(event))
            case Preparing():
                self._words = stage_words(event)
            case SpanBegun(key):
                self._words = self._hearing(key)
                self._pace.begin()
                self._ticking.start()
        self._pace.note(self._work.counts[0])
        self._show()

    def _hearing(self, uid: int) -> str:
        """Return which row is heard, and which of how many that is."""
        row = self._desk.editing.document.row_of(uid)
        if row is None:
            return self.tr("Hearing a row that is not there any more")
        done, count = self._work.counts
        if self._work.is_translating:
            text = self.tr("Translating row {row}, {number} of {count}")
            single = self.tr("Translating row {row}")
        else:
            text = self.tr("Hearing row {row}, {number} of {count}")
            single = self.tr("Hearing row {row}")
        return (text if count > 1 else single).format(row=row + 1, number=done + 1, count=count)

    @Slot()
    def _show(self) -> None:
        """Show how far it is; the line is that of the transcription while there is one."""
        if not self._work.is_running:
            return
        is_waiting = self._is_behind_queue or not self._words
        words = self._waiting() if is_waiting else self._words
        if self._work.is_paused:
            words = self.tr("{work} · paused").format(work=words)
        elif not is_waiting:
            words = " · ".join([words, *self._time_left()])
        if not self._run.is_running:
            self._line.show_progress(words, self._work.percent, tip=self._reason)
        self._dock.show_progress(words, self._work.percent)

    def _time_left(self) -> Iterator[str]:
        done, count = self._work.counts
        left_s = self._pace.left_s(count - done)
        if left_s is not None and left_s >= 1:
            yield left_words(left_s)

    @Slot(bool)
    def _on_paused_changed(self, is_paused: bool) -> None:
        self._pace.hold(is_paused)
        self._show()

    def _waiting(self) -> str:
        if self._is_behind_queue:
            return awaited_words(TurnAwaited(Side.QUEUE))
        if self._run.is_running:
            return self.tr("Waits for the transcription")
        return loading_words()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        # No sentence of work that is over shall stand beside it.
        self._desk.told.emit("")
        answers: list[Answer] = []
        if self._work.unheard:
            answers.append((self.tr("Try again"), self._order_rest))
        if isinstance(error, _ABOUT_MODELS):
            answers.append((self.tr("Models…"), self.models_wanted.emit))
        if isinstance(error, RecogniserDiedError):
            answers.append((self.tr("Show the log"), partial(show_file, error.log_path)))
        self._notices.tell(Notice(_TOPIC, expected_sentence(error), answers, is_problem=True))

    def _order_rest(self) -> None:
        for order in self._work.unheard:
            self.rest_wanted.emit(order)

    @Slot()
    def _on_forgotten(self) -> None:
        self._notices.withdraw(_TOPIC)

    @Slot(int)
    def _on_finished(self, filled_count: int) -> None:
        failures = self._work.failures
        if failures:
            self._tell_failures(failures)
        done, _ = self._work.counts
        silent_count = len(self._work.silent)
        compared_count = done - len(failures) - filled_count - silent_count
        told: list[str] = []
        if filled_count:
            told.append(self.tr("Filled: %Ln row(s).", "", filled_count))
        if compared_count:
            text = self.tr(
                "Recognised again: %Ln row(s). Compare, accept or reject.", "", compared_count
            )
            told.append(text)
        if silent_count:
            told.append(self.tr("Nothing was heard in %Ln row(s).", "", silent_count))
        if told:
            self._desk.told.emit(" ".join(told))

    def _tell_failures(self, failures: Mapping[int, WhisperDesktopError]) -> None:
        reasons: dict[str, list[int]] = {}
        for uid, error in failures.items():
            reasons.setdefault(error_sentence(error), []).append(uid)
        lines = [self._failure(uids, reason) for reason, uids in reasons.items()]
        answers: list[Answer] = []
        if any(isinstance(error, _ABOUT_MODELS) for error in failures.values()):
            answers.append((self.tr("Models…"), self.models_wanted.emit))
        answers.append((self.tr("Select the rows"), lambda: self._desk.editing.select(failures)))
        self._notices.tell(Notice(_TOPIC, "\n".join(lines), answers, is_problem=True))

    def _failure(self, uids: list[int], reason: str) -> str:
        rows = (self._desk.editing.document.row_of(uid) for uid in uids)
        numbers = [str(row + 1) for row in sorted(row for row in rows if row is not None)]
        if len(numbers) > _MOST_NUMBERS:
            numbers = [*numbers[:_MOST_NUMBERS], "…"]
        text = self.tr("%Ln row(s) could not be recognised ({numbers}): {reason}", "", len(uids))
        return text.format(numbers=", ".join(numbers), reason=reason)

    @Slot()
    def _on_ended(self) -> None:
        self._ticking.stop()
        self._pace = RowPace()
        self._dock.end_progress()
        if not self._run.is_running:
            self._line.end_progress()
        self._allow()

    @Slot()
    def _on_board_changed(self) -> None:
        self._allow()

    @Slot(int)
    def _on_lost(self, count: int) -> None:
        self._desk.told.emit(self.tr("%Ln proposal(s) went with the row.", "", count))

    def _allow(self) -> None:
        needs = {Need.PROPOSALS} if self._board.open else set()
        if self._work.is_running:
            needs.add(Need.WORK)
        self._desk.allow_again(frozenset(needs))
