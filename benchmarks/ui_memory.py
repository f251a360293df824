"""Whether the window holds on to memory: thousands of edits, undos, selections, playhead moves."""

import gc
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from sys import getsizeof
from types import MappingProxyType
from typing import Any

from benchmarks.open_window import OpenWindow, settle
from benchmarks.records import Record
from benchmarks.ui_verbs import ONE_ROW
from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice
from whisper_desktop.core.segment import Word
from whisper_desktop.ui.session import NewWork

GROWTH_LIMIT_MIB = 24.0
"""Beyond the history: what the allocators keep for themselves."""
_WARM_SHARE = 0.25
"""Of the actions, before memory is looked at: caches are full then."""
_DOCUMENTS = 10
"""One after another, with half the actions: closing one lets go of its history."""
_OF_EDITS = (Edit, Splice, Cue, Word, tuple, str, int, float, dict, MappingProxyType)


def measure_memory(window: OpenWindow, actions: int, chance: random.Random) -> Iterator[Record]:
    """Yield what is resident after long editing: of one document, and of one after another."""
    cues = tuple(window.editing.document)
    work = _Work(window, chance)
    work.do(int(actions * _WARM_SHARE))
    _begin_anew(window, cues)
    base_mib = resident_mib()
    work.do(actions)
    after_mib = resident_mib()
    history_mib = history_bytes(_edits(), frozenset(map(id, cues))) / 2**20
    steps = window.editing.undo_stack.count()
    _begin_anew(window, cues)
    yield _record("memory: an hour of editing", (base_mib, after_mib), history_mib) | {
        "actions": actions,
        "steps": steps,
        "after_closing_mib": resident_mib(),
    }
    base_mib = resident_mib()
    for _ in range(_DOCUMENTS):
        work.do(max(actions // (2 * _DOCUMENTS), 1))
        _begin_anew(window, cues)
    record = _record("memory: one document after another", (base_mib, resident_mib()), 0.0)
    yield record | {"actions": actions}


def resident_mib() -> float:
    """Return the memory of this process after everything collectable went; 0 off Linux."""
    settle()
    gc.collect()
    status = Path("/proc/self/statm")
    pages = int(status.read_text(encoding="ascii").split()[1]) if status.exists() else 0
    return round(pages * 4_096 / 2**20, 1)


def history_bytes(edits: Iterable[Edit], shared: frozenset[int]) -> int:
    """Return what edits hold, but for the objects with these ids, which were there before."""
    seen, total = set(shared), 0
    waiting: list[Any] = list(edits)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, _OF_EDITS):
            continue
        seen.add(id(one))
        total += getsizeof(one)
        waiting += gc.get_referents(one)
    return total


def _edits() -> list[Edit]:
    """Return the steps of the window and those that the project remembers."""
    return [one for one in gc.get_objects() if type(one) is Edit]


def _begin_anew(window: OpenWindow, cues: tuple[Cue, ...]) -> None:
    session = window.workplace.session
    session.leave(keep_draft=False)
    session.begin(NewWork(cues, settings={NAME_SETTING: "film"}))
    settle()


def _record(name: str, resident: tuple[float, float], history_mib: float) -> Record:
    before_mib, after_mib = resident
    growth_mib = after_mib - before_mib - history_mib
    return {
        "measure": name,
        "before_mib": before_mib,
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

    def do(self, actions: int) -> None:
        """Act so many times."""
        for _ in range(actions):
            self._chance.choice(self._acts)()
            settle()

    def _edit(self) -> None:
        call = self._chance.choice(list(ONE_ROW.values()))
        self._window.editing.perform(call(self._window.editing.document, self._chance))

    def _select(self) -> None:
        row_count = len(self._window.editing.document)
        self._window.editing.select_rows([self._chance.randrange(row_count)])

    def _play(self) -> None:
        editing = self._window.editing
        editing.set_playhead(editing.playhead_ms + 40)
