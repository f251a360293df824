"""Whether the window holds on to memory: thousands of edits, undos, selections, playhead moves."""

import gc
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from sys import getsizeof
from types import MappingProxyType
from typing import Any

from PySide6.QtGui import QUndoStack

from benchmarks.open_window import OpenWindow, settle
from benchmarks.records import Record
from benchmarks.ui_verbs import ONE_ROW
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice
from whisper_desktop.core.segment import Word

GROWTH_LIMIT_MIB = 24.0
"""Beyond the history: what the allocators keep for themselves."""
_WARM_SHARE = 0.25
"""Of the actions, before memory is looked at: caches are full then."""
_CLEAR_EVERY = 1_000
_OF_EDITS = (Edit, Splice, Cue, Word, tuple, str, int, float, dict, MappingProxyType)


def measure_memory(window: OpenWindow, actions: int, chance: random.Random) -> Iterator[Record]:
    """Yield what is resident after edits that can be undone, and after edits that cannot."""
    stack = window.editing.undo_stack
    work = _Work(window, chance)
    work.do(int(actions * _WARM_SHARE))
    stack.clear()
    base_mib = resident_mib()
    work.do(actions)
    history_mib = history_bytes(stack, frozenset(map(id, window.editing.document))) / 2**20
    steps, with_history_mib = stack.count(), resident_mib()
    stack.clear()
    yield _record("memory: an hour of editing", base_mib, with_history_mib, history_mib) | {
        "actions": actions,
        "steps": steps,
        "history_cleared_mib": resident_mib(),
    }
    base_mib = resident_mib()
    work.do(actions, _CLEAR_EVERY)
    stack.clear()
    record = _record("memory: history cleared now and then", base_mib, resident_mib(), 0.0)
    yield record | {"actions": actions}


def resident_mib() -> float:
    """Return the memory of this process after everything collectable went; 0 off Linux."""
    settle()
    gc.collect()
    status = Path("/proc/self/statm")
    pages = int(status.read_text(encoding="ascii").split()[1]) if status.exists() else 0
    return round(pages * 4_096 / 2**20, 1)


def history_bytes(stack: QUndoStack, shared: frozenset[int]) -> int:
    """Return what the steps hold, without the objects with these ids, which the rows hold too."""
    seen, total = set(shared), 0
    waiting: list[Any] = [
        edit for step in range(stack.count()) for edit in getattr(stack.command(step), "edits", ())
    ]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, _OF_EDITS):
            continue
        seen.add(id(one))
        total += getsizeof(one)
        waiting += gc.get_referents(one)
    return total


def _record(name: str, base_mib: float, after_mib: float, history_mib: float) -> Record:
    growth_mib = after_mib - base_mib - history_mib
    return {
        "measure": name,
        "before_mib": base_mib,
        "after_mib": after_mib,
        "history_mib": round(history_mib, 1),
        "growth_beyond_history_mib": round(growth_mib, 1),
        "limit_mib": GROWTH_LIMIT_MIB,
        "is_slow": growth_mib > GROWTH_LIMIT_MIB,
    }


class _Work:
    """Does at random what a person does; every edit is undone as often as not."""

    def __init__(self, window: OpenWindow, chance: random.Random) -> None:
        self._window, self._chance = window, chance
        self._acts: tuple[Callable[[], object], ...] = (
            self._edit,
            self._edit,
            self._edit,
            window.editing.undo_stack.undo,
            window.editing.undo_stack.redo,
            self._select,
            self._play,
        )

    def do(self, actions: int, clear_every: int | None = None) -> None:
        """Act so many times; forget the steps now and then when that is wanted."""
        for number in range(actions):
            self._chance.choice(self._acts)()
            settle()
            if clear_every and number % clear_every == clear_every - 1:
                self._window.editing.undo_stack.clear()

    def _edit(self) -> None:
        call = self._chance.choice(list(ONE_ROW.values()))
        self._window.editing.perform(call(self._window.editing.document, self._chance))

    def _select(self) -> None:
        row_count = len(self._window.editing.document)
        self._window.editing.select_rows([self._chance.randrange(row_count)])

    def _play(self) -> None:
        editing = self._window.editing
        editing.set_playhead(editing.playhead_ms + 40)
