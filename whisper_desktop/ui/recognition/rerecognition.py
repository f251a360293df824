"""Rows that are recognised again while the person works on."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.recognition_jobs import JobHost, RerecogniseJob
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.retranscribe import CandidateReady, SpanFailed
from whisper_desktop.app.span_orders import RerecognitionRequest, SpanOrder
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.errors import WhisperDesktopError
from whisper_desktop.core.events import Progress
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.proposal import Proposal
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.hands_off import HandsOff
from whisper_desktop.ui.recognition.job_pause import JobPause
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.workers.job_slot import JobSlot


@dataclass(frozen=True, slots=True)
class AgainOrder:
    """Spans of what is open that shall be recognised, the key of each the uid of its row.

    With `is_translation` what is heard goes beside the text. With `alternatives` it is further
    hearings of rows that have some.
    """

    spans: tuple[SpanOrder, ...]
    media: Path
    track: int | None
    model: ModelRequest
    is_translation: bool = False
    alternatives: int = 0
    id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def duration_ms(self) -> int:
        """How much sound its spans hold."""
        return sum(span.duration_ms for span in self.spans)


class Rerecognition(QObject):
    """Works on one order after the other; what was heard goes on the board, or into empty rows.

    A row without text has nothing to compare with: it is filled at once, all rows of an order in
    one step. Once the person has done something since, the other rows are filled at the end of
    the order, for to undo is to take back one's own last step. No row is filled while there are
    steps to redo, which would be lost.
    """

    began = Signal()
    """An order is being worked on now."""
    event_ready = Signal(object)
    """Every event of the recogniser, as it comes."""
    paused_changed = Signal(bool)
    failed = Signal(object)
    """The error that ended an order; what was heard until then is kept."""
    finished = Signal(int)
    """All orders are done, and filled so many rows without text."""
    ended = Signal()
    """Nothing is being recognised any more, for whatever reason."""
    forgotten = Signal()
    """Another document or recording is open: what was said of the work before means nothing."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        host: JobHost,
        board: ProposalBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._host, self._board = desk, host, board
        self._waiting: deque[AgainOrder] = deque()
        self._order: AgainOrder | None = None
        self._done: set[int] = set()
        """The uids of the order that were heard, or cannot be."""
        self._unheard: tuple[AgainOrder, ...] = ()
        self._failures: dict[int, WhisperDesktopError] = {}
        self._silent: list[int] = []
        self._arrived: list[tuple[AgainOrder, Candidate]] = []
        """Heard, and not in its place yet."""
        self._held: list[ProposalId] = []
        """On the board, to fill rows at the end of the order."""
        self._fill_index: int | None = None
        """Where on the stack of steps the rows of the order were filled."""
        self._filled_count = self._done_count = self._total_count = 0
        self._past_ms = self._heard_ms = self._total_ms = 0
        """How much sound the orders before hold, was heard of this one, and all hold."""
        self._has_failed = self._is_stopped = False
        self._pause = JobPause(host, self)
        self._pause.changed.connect(self.paused_changed)
        self._slot = JobSlot(self)
        self._slot.event_ready.connect(self._on_event)
        self._slot.failed.connect(self._on_failed)
        self._slot.ended.connect(self._on_ended)
        self._hands_off = HandsOff(self)
        self._hands_off.came.connect(self._settle)
        session.about_to_close.connect(self.stop)
        session.opened.connect(self._forget)
        desk.media_changed.connect(self._on_media_changed)

    @property
    def is_running(self) -> bool:
        """Whether there is an order that is not at its end."""
        return self._slot.is_running

    @property
    def is_paused(self) -> bool:
        """Whether it waits for the person."""
        return self._pause.is_on

    @property
    def is_translating(self) -> bool:
        """Whether what is heard now goes beside the text."""
        return self._order is not None and self._order.is_translation

    @property
    def percent(self) -> int | None:
        """How much of the sound of all orders is heard; None before any of it is."""
        done_ms = self._past_ms + self._heard_ms
        return 100 * done_ms // self._total_ms if done_ms else None

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are done, and of how many."""
        return self._done_count, self._total_count

    @property
    def failures(self) -> Mapping[int, WhisperDesktopError]:
        """Why rows, by their uids, could not be recognised since the work began."""
        return self._failures

    @property
    def silent(self) -> Sequence[int]:
        """The uids of rows without text in which nothing was heard since the work began."""
        return self._silent

    @property
    def unheard(self) -> Sequence[AgainOrder]:
        """What is left to do since an error ended the work, the orders behind it, too."""
        return self._unheard

    def start(self, order: AgainOrder) -> None:
        """Recognise what is ordered, after the orders before."""
        if not self.is_running:
            self._reset()
        self._total_count += len(order.spans)
        self._total_ms += order.duration_ms
        self._waiting.append(order)
        if not self.is_running:
            self._begin()

    def _reset(self) -> None:
        self._failures, self._silent, self._is_stopped = {}, [], False
        self._unheard = ()
        self._filled_count = self._done_count = self._total_count = 0
        self._past_ms = self._heard_ms = self._total_ms = 0

    @Slot()
    def _on_media_changed(self) -> None:
        facts, orders = self._desk.facts, [*self._waiting, *self._unheard]
        if self._order is not None:
            orders.append(self._order)
        if facts is not None and any(order.media != facts.path for order in orders):
            self.stop()
            self._forget()

    @Slot()
    def _forget(self) -> None:
        # The rows of another document have the same uids.
        self._order = None
        self._reset()
        self.forgotten.emit()

    @Slot()
    def stop(self) -> None:
        """End everything now and wait for it; what was heard is kept."""
        self._is_stopped = True
        self._waiting.clear()
        self._slot.stop()

    def cancel(self) -> None:
        """Ask everything to end, and return at once; what was heard is kept."""
        self._is_stopped = True
        self._waiting.clear()
        self._slot.cancel()

    def set_paused(self, is_paused: bool) -> None:
        """Let it wait, or go on."""
        if self.is_running:
            self._pause.set_on(is_paused)

    def _begin(self) -> None:
        order = self._order = self._waiting.popleft()
        self._done, self._has_failed = set(), False
        job = RerecogniseJob(self._request(order), order.model)
        self._slot.start(lambda cancel: self._host.run(job, cancel))
        self._pause.apply()
        self.began.emit()

    def _request(self, order: AgainOrder) -> RerecognitionRequest:
        return RerecognitionRequest(
            order.media,
            order.spans,
            order.track,
            order.alternatives,
            self._likely_languages(),
        )

    def _likely_languages(self) -> tuple[str, ...]:
        """Return the languages that rows are known or said to be in, that of the document first."""
        document = self._desk.editing.document
        named = {code for cue in document for code in (cue.language, cue.recipe.language)}
        codes = [self._desk.language or "", *sorted(code for code in named if code)]
        return tuple(dict.fromkeys(code for code in codes if code in LANGUAGES))

    @Slot(object)
    def _on_event(self, event: object) -> None:
        match event:
            case CandidateReady(candidate):
                self._take(candidate)
            case SpanFailed(key, error):
                self._failures[key] = error
                self._done.add(key)
                self._done_count += 1
            case Progress(done_ms):
                self._heard_ms = done_ms
        self.event_ready.emit(event)

    def _take(self, candidate: Candidate) -> None:
        if self._order is not None:
            self._done.add(candidate.key)
            self._done_count += 1
            self._arrived.append((self._order, candidate))
            self._hands_off.wait()

    @Slot()
    def _settle(self) -> None:
        """Put what was heard where it belongs."""
        self._hands_off.stop()
        arrived, self._arrived = self._arrived, []
        for order, candidate in arrived:
            row = self._desk.editing.document.row_of(candidate.key)
            if row is not None:
                self._place(order, candidate, row)

    def _place(self, order: AgainOrder, candidate: Candidate, row: int) -> None:
        is_translation, is_more = order.is_translation, order.alternatives > 0
        has_text = self._has_text(order, row)
        if not has_text and not Proposal.of(candidate).text:
            self._silent.append(candidate.key)
        elif has_text or is_more or not self._can_fill(candidate, row):
            self._board.add(candidate, is_translation=is_translation, is_more=is_more)
        elif self._fill_index in {None, self._desk.editing.undo_stack.index()}:
            self._filled_count += self._board.fill(
                candidate,
                is_translation=is_translation,
                document_language=self._desk.language,
                merge_key=order.id,
            )
            self._fill_index = self._desk.editing.undo_stack.index()
        else:
            self._board.add(candidate, is_translation=is_translation, is_quiet=True)
            self._held.append(ProposalId(candidate.key, is_translation))

    def _fill_held(self, order: AgainOrder) -> None:
        """Fill the rows that have no text still, all in one step."""
        held, self._held, self._fill_index = self._held, [], None
        editing = self._desk.editing
        rows = {one: editing.document.row_of(one.uid) for one in held}
        wanted = [
            one for one, row in rows.items() if row is not None and not self._has_text(order, row)
        ]
        if wanted and not editing.undo_stack.canRedo():
            self._filled_count += self._board.accept(
                wanted, document_language=self._desk.language, merge_key=order.id
            )

    def _can_fill(self, candidate: Candidate, row: int) -> bool:
        editing = self._desk.editing
        return candidate.fits(editing.document[row]) and not editing.undo_stack.canRedo()

    def _has_text(self, order: AgainOrder, row: int) -> bool:
        """Tell whether there is something to compare with."""
        cue = self._desk.editing.document[row]
        return bool((cue.translation if order.is_translation else cue.text).strip())

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        rest = None if self._order is None else _without(self._order, self._done)
        self._unheard = (*([rest] if rest else ()), *self._waiting)
        self._waiting.clear()
        self._settle()
        self._has_failed = True
        self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        self._settle()
        if self._order is not None:
            self._fill_held(self._order)
            self._past_ms += self._order.duration_ms
            self._heard_ms = 0
        if self._waiting:
            self._begin()
            return
        self._pause.set_on(False)
        if not (self._has_failed or self._is_stopped):
            self.finished.emit(self._filled_count)
        self.ended.emit()


def _without(order: AgainOrder, done: Collection[int]) -> AgainOrder | None:
    """Return an order for what of another is not done; None when all is."""
    spans = tuple(span for span in order.spans if span.key not in done)
    if not spans:
        return None
    return AgainOrder(
        spans, order.media, order.track, order.model, order.is_translation, order.alternatives
    )
