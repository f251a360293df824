"""A person at work in a window, and a pulse that tells how often the window holds its breath."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest

from benchmarks.open_window import OpenWindow, Spent
from benchmarks.ui_verbs import ONE_ROW, make_cues
from whisper_desktop.app.subtitle_files import SubtitleFormat, write_subtitles

TICK_MS = 5
_ACT_MS = 200


class Pulse(QObject):
    """Fires again and again, and keeps how late each time was, and what was done before it."""

    def __init__(self, window: OpenWindow) -> None:
        super().__init__(window.workplace.window)
        self.ticks: list[Spent] = []
        self._last = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        # Wound up anew each time: one that repeats makes up for a late tick with an early one.
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin."""
        self._last = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def percentiles(self) -> dict[str, float]:
        """Return how late the ticks were, and the processor time between two of them."""
        late_ms = [tick.wall_ms for tick in self.ticks]
        busy_ms = [tick.busy_ms for tick in self.ticks]
        return _named(late_ms, "") | _named(busy_ms, "busy_")

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter(), time.thread_time()
        wall_ms, busy_ms = ((at - last) * 1_000 for at, last in zip(now, self._last, strict=True))
        self.ticks.append(Spent(max(wall_ms - TICK_MS, 0.0), busy_ms))
        self._last = now
        self._timer.start()


class Person(QObject):
    """Goes to a row, types, edits, or takes back the last edit, five times a second."""

    def __init__(self, window: OpenWindow, chance: random.Random) -> None:
        super().__init__(window.workplace.window)
        self._window, self._chance = window, chance
        self._can_undo = False
        """Whether the last act was an edit of the person: rows that came are not taken back."""
        self.acts = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_ACT_MS)
        self._timer.timeout.connect(self.act)
        self._timer.start()

    def stop(self) -> None:
        """Leave everything as it is."""
        self._timer.stop()

    @Slot()
    def act(self) -> None:
        """Do one thing."""
        acts: list[Callable[[], None]] = [self._select, self._type, self._edit, self._edit]
        if self._can_undo:
            acts.append(self._undo)
        act = self._chance.choice(acts)
        act()
        self._can_undo = act == self._edit
        self.acts += 1

    def _select(self) -> None:
        editing = self._window.editing
        editing.select_rows([self._chance.randrange(len(editing.document))])

    def _type(self) -> None:
        QTest.keyClicks(self._window.text_editor.text, "e")

    def _edit(self) -> None:
        call = self._chance.choice(list(ONE_ROW.values()))
        self._window.editing.perform(call(self._window.editing.document, self._chance))

    def _undo(self) -> None:
        self._window.editing.undo_stack.undo()


def write_later_rows(path: Path, rows: int, from_s: int) -> Path:
    """Write the subtitles of a long film that begin where a recording ends."""
    offset_ms = from_s * 1_000
    cues = tuple(
        replace(cue, start_ms=cue.start_ms + offset_ms, end_ms=cue.end_ms + offset_ms)
        for cue in make_cues(rows, has_words=False)
    )
    write_subtitles(path, cues, SubtitleFormat.SRT)
    return path


def _named(values_ms: Sequence[float], prefix: str) -> dict[str, float]:
    cuts = statistics.quantiles(values_ms, n=100, method="inclusive")
    found = {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "max_ms": max(values_ms)}
    return {f"{prefix}{name}": round(value, 2) for name, value in found.items()}
