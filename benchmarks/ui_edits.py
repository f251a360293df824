"""Every verb of the editor through the window: done, undone and done again."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.open_window import OpenWindow, Spent, percentiles, settle, spent
from benchmarks.records import Record
from benchmarks.ui_verbs import MANY_ROWS, ONE_ROW, Call, on_rows

_SOME_ROWS = 10
_FEW_CALLS = 3
"""Of what changes every row."""
_NOT_OF_ALL = frozenset({"merge"})
"""Nobody makes one subtitle of a film, and it takes minutes to show it."""


@dataclass(frozen=True, slots=True)
class _Times:
    """What the calls of one verb took."""

    done: list[Spent] = field(default_factory=list)
    undone: list[Spent] = field(default_factory=list)
    redone: list[Spent] = field(default_factory=list)


def measure_edits(
    window: OpenWindow, calls: int, chance: random.Random, limit_ms: float
) -> Iterator[Record]:
    """Yield what each verb takes, on a row or ten, then on all; only the former has a limit."""
    yield {"measure": "first edit", "calls": 1, **_first_edit(window, chance), "is_slow": False}
    row_count = len(window.editing.document)
    some = min(_SOME_ROWS, row_count)
    verbs = dict(ONE_ROW)
    verbs |= {f"{name}: {some} rows": on_rows(verb, some) for name, verb in MANY_ROWS.items()}
    for name, call in verbs.items():
        yield _record(name, _measure(window, call, calls, chance), limit_ms)
    for name in (name for name in MANY_ROWS if name not in _NOT_OF_ALL):
        times = _measure(window, on_rows(MANY_ROWS[name], row_count), _FEW_CALLS, chance)
        yield _record(f"{name}: all rows", times, None)


def _record(name: str, times: _Times, limit_ms: float | None) -> Record:
    if not times.done:
        return {"measure": name, "calls": 0, "is_slow": False}
    slow = percentiles(times.done)
    slow |= percentiles(times.undone, "undo_") | percentiles(times.redone, "redo_")
    worst_ms = max(slow[f"{act}busy_p95_ms"] for act in ("", "undo_", "redo_"))
    is_slow = limit_ms is not None and worst_ms > limit_ms
    known = {"measure": name, "calls": len(times.done), "limit_ms": limit_ms}
    return {**known, **slow, "is_slow": is_slow}


def _first_edit(window: OpenWindow, chance: random.Random) -> dict[str, float]:
    """Return what the edit takes that begins the draft."""
    edit = ONE_ROW["set_text"](window.editing.document, chance)
    took = percentiles([spent(lambda: window.editing.perform(edit))])
    window.editing.undo_stack.undo()
    settle()
    return took


def _measure(window: OpenWindow, call: Call, calls: int, chance: random.Random) -> _Times:
    editing, times = window.editing, _Times()
    document, stack = editing.document, editing.undo_stack

    def edit() -> None:
        editing.perform(call(document, chance))

    for _ in range(calls):
        before = chance.getstate()
        expected = call(document, chance)
        if expected.is_empty:
            continue
        # A person has the row in view before changing it.
        editing.select_rows([expected.splices[0].row])
        settle()
        chance.setstate(before)
        times.done.append(spent(edit))
        times.undone.append(spent(stack.undo))
        times.redone.append(spent(stack.redo))
        stack.undo()
        settle()
    return times
