"""One recogniser process for the open document and for the queue: who comes first works first.

A host by itself lets anybody have the next turn, and pauses whatever runs. Here jobs wait in a
line, and whoever has work pauses and lets go on its own only.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from whisper_desktop.app.recognition_jobs import JobHost, RecognitionJob
from whisper_desktop.core.cancel import CancelToken

_LOOK_INTERVAL_S = 0.05


class Side(Enum):
    """Who has work for the recogniser."""

    DOCUMENT = auto()
    QUEUE = auto()
    MACHINE = auto()
    """A look at the devices, which takes seconds."""


@dataclass(frozen=True, slots=True)
class TurnAwaited:
    """A job waits for the work of this side; it begins by itself."""

    holder: Side


@dataclass(eq=False, slots=True)
class _Turn:
    owner: "HostSide"


class HostTurns:
    """The line in front of a host."""

    def __init__(self, host: JobHost) -> None:
        self._host = host
        self._changed = threading.Condition()
        self._line: list[_Turn] = []
        """The first has the host."""
        self._paused: set[HostSide] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a job that comes now has to wait."""
        with self._changed:
            return bool(self._line)

    def side(self, side: Side) -> "HostSide":
        """Return the host for one who has a job at a time; two of a side do not share it."""
        return HostSide(self, side)

    def run(self, owner: "HostSide", job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        """Yield `TurnAwaited` if somebody is before, and the events of the job in its turn."""
        turn = _Turn(owner)
        with self._changed:
            holder = self._line[0].owner.side if self._line else None
            self._line.append(turn)
        try:
            if holder is not None:
                yield TurnAwaited(holder)
            self._await(turn, cancel)
            yield from self._host.run(job, cancel)
        finally:
            self._leave(turn)

    def set_paused(self, owner: "HostSide", *, is_paused: bool) -> None:
        """Hold the job of somebody when it is its turn, or let it go on."""
        with self._changed:
            (self._paused.add if is_paused else self._paused.discard)(owner)
            if self._line and self._line[0].owner is owner:
                (self._host.pause if is_paused else self._host.go_on)()

    def _await(self, turn: _Turn, cancel: CancelToken) -> None:
        with self._changed:
            while self._line[0] is not turn:
                cancel.raise_if_cancelled()
                self._changed.wait(_LOOK_INTERVAL_S)
            if turn.owner in self._paused:
                self._host.pause()

    def _leave(self, turn: _Turn) -> None:
        with self._changed:
            # The next job is not held because this one was, whether or not it came to its turn.
            self._paused.discard(turn.owner)
            if self._line[0] is turn:
                self._host.go_on()
            self._line.remove(turn)
            self._changed.notify_all()


class HostSide:
    """The host for one who has work: its jobs wait for those of others, which it cannot pause."""

    def __init__(self, turns: HostTurns, side: Side) -> None:
        self._turns, self._side = turns, side

    @property
    def side(self) -> Side:
        """Whose work it is."""
        return self._side

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of a job, before them `TurnAwaited` if it has to wait."""
        return self._turns.run(self, job, cancel)

    def pause(self) -> None:
        """Hold its job."""
        self._turns.set_paused(self, is_paused=True)

    def go_on(self) -> None:
        """Let its job go on."""
        self._turns.set_paused(self, is_paused=False)
