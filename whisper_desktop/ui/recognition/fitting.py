"""Rows that are fitted to the sound while the person works on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.align import TextAligned
from whisper_desktop.app.recognition_jobs import AlignJob, JobHost, RetimeJob
from whisper_desktop.app.retime import RowNotHeard, RowTimed
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.events import Progress
from whisper_desktop.core.verbs.fitting import SpokenTimes, fit_times
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.hands_off import HandsOff
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.workers.job_slot import JobSlot


@dataclass(frozen=True, slots=True)
class FittingOrder:
    """Rows as they are now, and the job that finds their words.

    With `moves_rows` their starts and ends follow. Rows of an `AlignJob` are those of its request,
    in the same order.
    """

    job: RetimeJob | AlignJob
    cues: Sequence[Cue]
    moves_rows: bool
    media: Path


class Fitting(QObject):
    """Works on one order; its rows change in one step at its end, but for those edited since."""

    progressed = Signal(int)
    """So much is done, in percent."""
    finished = Signal(int, object)
    """So many rows were fitted; the uids of those that were not heard where they are."""
    failed = Signal(object)
    """The error that ended the work; nothing was changed."""
    ended = Signal()
    """Nothing is fitted any more, for whatever reason."""

    def __init__(
        self, desk: Desk, session: Session, host: JobHost, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._host = desk, host
        self._order: FittingOrder | None = None
        self._times: dict[int, SpokenTimes] = {}
        self._unheard: list[int] = []
        self._is_given_up = False
        self._slot = JobSlot(self)
        self._slot.event_ready.connect(self._on_event)
        self._slot.failed.connect(self._on_failed)
        self._slot.ended.connect(self._on_ended)
        self._hands_off = HandsOff(self)
        self._hands_off.came.connect(self._settle)
        session.about_to_close.connect(self.stop)
        session.opened.connect(self.stop)
        desk.media_changed.connect(self._on_media_changed)

    @property
    def is_running(self) -> bool:
        """Whether there is an order that is not at its end."""
        return self._slot.is_running

    def start(self, order: FittingOrder) -> None:
        """Work on an order, in place of the one before."""
        self.stop()
        self._order, self._times, self._unheard = order, {}, []
        self._is_given_up = False
        self._slot.start(lambda cancel: self._host.run(order.job, cancel))
        self.progressed.emit(0)

    @Slot()
    def stop(self) -> None:
        """End the work now and wait for it; no row changes."""
        is_waiting = self._order is not None and not self._slot.is_running
        self._is_given_up = True
        self._order = None
        self._hands_off.stop()
        self._slot.stop()
        if is_waiting:
            self.ended.emit()

    def cancel(self) -> None:
        """Ask the work to end, and return at once; no row changes."""
        self._is_given_up = True
        self._slot.cancel()

    @Slot()
    def _on_media_changed(self) -> None:
        facts, order = self._desk.facts, self._order
        if order is not None and (facts is None or facts.path != order.media):
            self.stop()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        match event:
            case Progress(done_ms, total_ms) if total_ms:
                self.progressed.emit(100 * done_ms // total_ms)
            case RowTimed(key, times):
                self._times[key] = times
            case RowNotHeard(key):
                self._unheard.append(key)
            case TextAligned():
                self._take_aligned(event)

    def _take_aligned(self, aligned: TextAligned) -> None:
        if self._order is None:
            return
        for row in aligned.rows:
            uid, segment = self._order.cues[row.row].uid, row.segment
            self._times[uid] = SpokenTimes(segment.start_ms, segment.end_ms, segment.words)
        self._unheard = [self._order.cues[row].uid for row in aligned.unheard]

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._is_given_up = True
        self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        if self._is_given_up or self._order is None:
            self._order = None
            self.ended.emit()
        else:
            self._hands_off.wait()

    @Slot()
    def _settle(self) -> None:
        """Change the rows, as far as they are what they were."""
        order, self._order = self._order, None
        if order is None:
            return
        document = self._desk.editing.document
        times = _still_true(self._times, order.cues, document)
        edit = fit_times(
            document, times, moves_rows=order.moves_rows, min_gap_ms=self._desk.min_gap_ms
        )
        if not edit.is_empty:
            self._desk.editing.perform(edit)
        self.finished.emit(len(times.keys() - set(self._unheard)), tuple(self._unheard))
        self.ended.emit()


def _still_true(
    times: Mapping[int, SpokenTimes], before: Sequence[Cue], now: Sequence[Cue]
) -> dict[int, SpokenTimes]:
    """Return the times of rows that nobody edited since."""
    seen = {cue.uid: (cue.start_ms, cue.end_ms, cue.text) for cue in before}
    return {
        cue.uid: times[cue.uid]
        for cue in now
        if cue.uid in times and seen.get(cue.uid) == (cue.start_ms, cue.end_ms, cue.text)
    }
