"""How long every verb of the editor takes on a long film: `python -m benchmarks.ui_verbs`.

Each line is one verb: the times of random calls, in milliseconds, from the call until the
document has changed and the selection is found again, by the clock and in processor time, which
other programs do not lengthen. `undo` is the way back. The goal is a p95 of 16 ms, one picture of
a screen. `rows` is how many rows a call is about.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.records import emit
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.case import Case, change_case
from whisper_desktop.core.verbs.extend import ReadingGoal, extend
from whisper_desktop.core.verbs.fillers import remove_fillers
from whisper_desktop.core.verbs.frame_rate import change_frame_rate
from whisper_desktop.core.verbs.gaps import close_gaps, open_gaps
from whisper_desktop.core.verbs.inserting import insert, insert_after, insert_before
from whisper_desktop.core.verbs.merge import merge
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.core.verbs.paste import paste_cues, paste_texts, paste_times
from whisper_desktop.core.verbs.rows import SortKey, delete, duplicate, sort
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.core.verbs.shift import shift
from whisper_desktop.core.verbs.snap import (
    snap_to_frames,
    snap_to_neighbours,
    snap_to_time,
    snap_to_words,
)
from whisper_desktop.core.verbs.split import split
from whisper_desktop.core.verbs.stretch import Anchor, stretch
from whisper_desktop.core.verbs.text import set_text, set_texts
from whisper_desktop.core.verbs.times import set_end, set_start, set_times

TEXT = "Um, nobody knows what the harbour\nlooked like before the storm came."
STEP_MS = 3_000
CUE_MS = 2_400
PUSH = TimingRules(Neighbours.PUSH, min_gap_ms=80)
KEEP = TimingRules(min_gap_ms=80)

Call = Callable[[Document, random.Random], Edit]


def make_cues(count: int, *, has_words: bool) -> Iterator[Cue]:
    """Yield the rows of a long film, back to back now and then."""
    tokens = TEXT.split()
    word_ms = CUE_MS // len(tokens)
    for row in range(count):
        start_ms = row * STEP_MS
        words = tuple(
            Word(start_ms + at * word_ms, start_ms + (at + 1) * word_ms, f" {token}", 0.9)
            for at, token in enumerate(tokens if has_words else ())
        )
        end_ms = start_ms + (STEP_MS if row % 7 == 0 else CUE_MS)
        yield Cue(row + 1, start_ms, end_ms, TEXT, words, "en")


def row_in(document: Document, chance: random.Random) -> int:
    """Return a row with others around it."""
    return chance.randrange(10, len(document) - 10)


def time_in(document: Document, row: int, chance: random.Random) -> int:
    """Return a time near the start of a row."""
    return document[row].start_ms + chance.randrange(-4_000, 4_000)


def some_rows(document: Document, chance: random.Random) -> range:
    """Return ten rows that follow each other."""
    row = row_in(document, chance)
    return range(row, row + 10)


def near_span(document: Document, row: int, chance: random.Random) -> tuple[int, int]:
    """Return a span near that of a row."""
    start_ms = time_in(document, row, chance)
    return start_ms, start_ms + chance.randrange(500, 5_000)


def retime_one(
    set_time: Callable[[Document, int, int, TimingRules], Edit], rules: TimingRules
) -> Call:
    """Return calls that set a time of a random row."""

    def call(document: Document, chance: random.Random) -> Edit:
        row = row_in(document, chance)
        return set_time(document, row, time_in(document, row, chance), rules)

    return call


def draw_span(document: Document, chance: random.Random) -> tuple[int, int]:
    """Return a span of three seconds somewhere."""
    start_ms = time_in(document, row_in(document, chance), chance)
    return start_ms, start_ms + 3_000


def set_times_push(document: Document, chance: random.Random) -> Edit:
    """Give a row a span near its own."""
    row = row_in(document, chance)
    return set_times(document, row, near_span(document, row, chance), PUSH)


ONE_ROW: dict[str, Call] = {
    "set_text": lambda d, c: set_text(d, row_in(d, c), f"Text {c.random()}", "typing"),
    "set_start keep": retime_one(set_start, KEEP),
    "set_start push": retime_one(set_start, PUSH),
    "set_end keep": retime_one(set_end, KEEP),
    "set_end push": retime_one(set_end, PUSH),
    "set_times push": set_times_push,
    "move keep": lambda d, c: move(d, [row_in(d, c)], c.randrange(-3_000, 3_000), KEEP),
    "move push": lambda d, c: move(d, [row_in(d, c)], c.randrange(-3_000, 3_000), PUSH),
    "snap_to_time": retime_one(snap_to_time, KEEP),
    "insert keep": lambda d, c: insert(d, draw_span(d, c), "new", KEEP),
    "insert push": lambda d, c: insert(d, draw_span(d, c), "new", PUSH),
    "insert_before": lambda d, c: insert_before(d, row_in(d, c)),
    "insert_after": lambda d, c: insert_after(d, row_in(d, c)),
    "delete": lambda d, c: delete(d, [row_in(d, c)]),
    "split": lambda d, c: split(d, row_in(d, c), c.randrange(5, 60)),
    "merge": lambda d, c: merge(d, some_rows(d, c)[:2]),
    "duplicate": lambda d, c: duplicate(d, [row_in(d, c)]),
    "paste_cues": lambda d, c: paste_cues(
        d, row_in(d, c), [d[row] for row in some_rows(d, c)], 5_000
    ),
    "paste_texts": lambda d, c: paste_texts(d, row_in(d, c), ["one", "two"]),
    "paste_times": lambda d, c: paste_times(d, row_in(d, c), [draw_span(d, c)] * 2),
    "shift": lambda d, c: shift(d, some_rows(d, c), c.randrange(-900, 900)),
}

ManyCall = Callable[[Document, Sequence[int], random.Random], Edit]

MANY_ROWS: dict[str, ManyCall] = {
    "shift": lambda d, rows, c: shift(d, rows, c.randrange(1, 9_000)),
    "move keep": lambda d, rows, c: move(d, rows, c.randrange(1, 600), KEEP),
    "move push": lambda d, rows, c: move(d, rows, c.randrange(-900, 900), PUSH),
    "stretch": lambda d, rows, c: stretch(
        d, rows, Anchor(1_000, c.randrange(900)), Anchor(9_000_000, 9_010_000)
    ),
    "change_frame_rate": lambda d, rows, _: change_frame_rate(d, rows, 25, 23.976),
    "snap_to_frames": lambda d, rows, _: snap_to_frames(d, rows, 23.976),
    "snap_to_words": lambda d, rows, _: snap_to_words(d, rows, 300, KEEP),
    "snap_to_neighbours": lambda d, rows, _: snap_to_neighbours(d, rows, 700, KEEP),
    "close_gaps": lambda d, rows, _: close_gaps(d, rows, 700, 80),
    "open_gaps": lambda d, rows, _: open_gaps(d, rows, 80),
    "extend": lambda d, rows, c: extend(d, rows, ReadingGoal(c.uniform(5, 20), 80)),
    "set_texts": lambda d, rows, _: set_texts(Verb.WRAP, d, dict.fromkeys(rows, "One.\nTwo.")),
    "change_case": lambda d, rows, _: change_case(d, rows, Case.UPPER),
    "change_case sentence": lambda d, rows, _: change_case(d, rows, Case.SENTENCE),
    "remove_fillers": lambda d, rows, _: remove_fillers(d, rows, "en"),
    "delete": lambda d, rows, _: delete(d, rows),
    "duplicate": lambda d, rows, _: duplicate(d, rows),
    "merge": lambda d, rows, _: merge(d, rows),
    "sort": lambda d, rows, _: sort(d, rows, SortKey.START, is_descending=True),
}


def on_rows(verb: ManyCall, count: int) -> Call:
    """Return calls of a verb on so many rows that follow each other."""

    def call(document: Document, chance: random.Random) -> Edit:
        first = chance.randrange(len(document) - count + 1)
        return verb(document, range(first, first + count), chance)

    return call


def measure(document: Document, call: Call, calls: int, chance: random.Random) -> dict[str, float]:
    """Apply and undo random edits; return what that took."""
    did_ms: list[float] = []
    busy_ms: list[float] = []
    undid_ms: list[float] = []
    for _ in range(calls):
        busy_from, started = time.thread_time(), time.perf_counter()
        edit = call(document, chance)
        inverse = document.apply(edit)
        for uid in edit.selection:
            document.row_of(uid)
        done, busy_until = time.perf_counter(), time.thread_time()
        document.apply(inverse)
        undid_ms.append((time.perf_counter() - done) * 1_000)
        did_ms.append((done - started) * 1_000)
        busy_ms.append((busy_until - busy_from) * 1_000)
    return {
        "p50_ms": round(statistics.median(did_ms), 3),
        "p95_ms": p95(did_ms),
        "busy_p95_ms": p95(busy_ms),
        "undo_p95_ms": p95(undid_ms),
    }


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed."""
    return round(statistics.quantiles(values, n=20, method="inclusive")[-1], 3)


def main() -> None:
    """Measure every verb."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cues", type=int, default=20_000)
    parser.add_argument("--words", action="store_true", help="rows know the times of their words")
    parser.add_argument("--calls", type=int, default=200, help="of every verb of one row")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    document = Document(make_cues(arguments.cues, has_words=arguments.words))
    chance = random.Random(arguments.seed)
    few, many = arguments.calls, max(arguments.calls // 10, 2)
    runs = [(1, name, call, few) for name, call in ONE_ROW.items()]
    for count in (min(1_000, arguments.cues), arguments.cues):
        runs += [(count, name, on_rows(call, count), many) for name, call in MANY_ROWS.items()]
    for rows, name, call, calls in runs:
        known = {"verb": name, "rows": rows, "cues": arguments.cues, "words": arguments.words}
        emit(known | {"calls": calls} | measure(document, call, calls, chance))


if __name__ == "__main__":
    main()
