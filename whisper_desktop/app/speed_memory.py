"""How long recognition took on this machine so far, kept from run to run."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.storage import write_json
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.events import Finished, MemoryRanOut, Progress, Started, Warned

_SHORTEST_MS = 20_000
"""What is shorter says more about the beginning of a run than about its speed."""
_MOST_WEIGHT_MS = 3_600_000
"""An hour of audio: so much of the past weighs against a new run."""


@dataclass(frozen=True, slots=True)
class Way:
    """What the speed of a run depends on."""

    model: str
    device: str
    precision: str
    mode: LongFormMode


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of work for a second of audio, and how much audio that was measured on."""

    rate: float
    audio_ms: int


class SpeedMemory:
    """Keeps one pace for each way; a file that is damaged counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def paces(self) -> dict[Way, Pace]:
        """Return all that was measured."""
        try:
            entries: Any = json.loads(self._path.read_text(encoding="utf-8"))["paces"]
            return dict(_read(entry) for entry in entries)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return {}

    def note(self, way: Way, audio_ms: int, elapsed_s: float) -> None:
        """Add a run; the last ones weigh most. Short runs are left out."""
        if audio_ms < _SHORTEST_MS or elapsed_s <= 0:
            return
        paces = self.paces()
        before = paces.get(way, Pace(0.0, 0))
        weight_ms = min(before.audio_ms, _MOST_WEIGHT_MS)
        total_ms = weight_ms + audio_ms
        rate = (before.rate * weight_ms + elapsed_s * 1_000) / total_ms
        paces[way] = Pace(rate, total_ms)
        # An estimate that is lost is no reason to disturb anybody.
        with suppress(OutputUnwritableError):
            write_json(self._path, {"paces": [_entry(*item) for item in paces.items()]})


class SpeedWatch:
    """Listens to the events of one run and notes its pace, also when it was stopped."""

    def __init__(self, memory: SpeedMemory, mode: LongFormMode) -> None:
        self._memory, self._mode = memory, mode
        self._way: Way | None = None
        self._begun: Progress | None = None
        self._last: Progress | None = None

    def hear(self, event: object) -> None:
        """Take notice of an event."""
        match event:
            case Started(model=model):
                self._way = Way(model.name, model.device, model.precision, self._mode)
            case Warned(concern=MemoryRanOut()):
                # From here on it goes another way, and the meter does not begin anew.
                self._way = None
            case Progress():
                self._begun = self._begun or event
                self._last = event
            case Finished():
                self.end()

    def end(self) -> None:
        """Note the pace; what was noted is not noted again."""
        way, begun, last = self._way, self._begun, self._last
        self._way = None
        if way is not None and begun is not None and last is not None:
            elapsed_s = last.elapsed_s - begun.elapsed_s
            self._memory.note(way, last.done_ms - begun.done_ms, elapsed_s)


def _entry(way: Way, pace: Pace) -> dict[str, Any]:
    return {
        "model": way.model,
        "device": way.device,
        "precision": way.precision,
        "mode": way.mode.value,
        "rate": pace.rate,
        "audio_ms": pace.audio_ms,
    }


def _read(entry: dict[str, Any]) -> tuple[Way, Pace]:
    way = Way(entry["model"], entry["device"], entry["precision"], LongFormMode(entry["mode"]))
    rate, audio_ms = float(entry["rate"]), int(entry["audio_ms"])
    if not 0 < rate < float("inf") or audio_ms <= 0:
        raise ValueError(rate)
    return way, Pace(rate, audio_ms)
