"""How long the whole window takes to do things in a long film: `python -m benchmarks.ui`.

One JSON line per measure, from the act until the event loop is idle again, painted and all:
`p50_ms` and `p95_ms` by the clock, `busy_…` in processor time of the window's thread, which other
programs do not lengthen. Exit code 1 when an act that is held to one picture of a screen (16 ms,
`busy_p95_ms`) takes longer, or when memory grows by more than the history of steps.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from benchmarks.open_window import OpenWindow, Spent, percentiles, spent, write_srt
from benchmarks.records import Record, emit
from benchmarks.ui_edits import measure_edits
from benchmarks.ui_memory import measure_memory

LIMIT_MS = 16.0
"""60 pictures a second."""
OTHERS = ("benchmarks.ui_start", "benchmarks.ui_verbs", "benchmarks.ui_waveform")
"""What else there is to measure of the window."""
_PARTS = ("open", "edits", "looking", "memory")


def measure_opening(window: OpenWindow, path: Path) -> Iterator[Record]:
    """Yield what it takes to show a file, and to show it with its sound."""
    yield _named("open", [spent(lambda: window.open(path))])
    pyramid = window.make_peaks()
    yield _named("show peaks", [spent(lambda: window.show_peaks(pyramid))])


def measure_looking(window: OpenWindow, calls: int, chance: random.Random) -> Iterator[Record]:
    """Yield what going about takes: other rows, letters, finding, filtering."""
    editing, find_bar = window.editing, window.find_bar
    row_count = len(editing.document)

    def select_any() -> None:
        editing.select_rows([chance.randrange(row_count)])

    def play() -> None:
        editing.set_playhead(editing.playhead_ms + 16)

    actions = window.workplace.window.actions_by_name
    editing.select_rows([row_count // 2])
    yield _named("next row", _repeated(actions["next-row"].trigger, calls), LIMIT_MS)
    yield _named("any row", _repeated(select_any, calls), LIMIT_MS)
    editing.set_playhead(editing.document[editing.selected_rows()[0]].start_ms)
    yield _named("playhead", _repeated(play, calls), LIMIT_MS)
    yield _named("letter", _repeated(lambda: _type(window, "e"), calls), LIMIT_MS)
    editing.undo_stack.undo()
    few = max(calls // 20, 3)
    yield _named("select all", _repeated(actions["select-all"].trigger, 1))
    editing.select_rows([row_count // 2])
    find_bar.open_find()
    words = [f"storm {number}" for number in range(few)]
    count = _repeated(lambda: find_bar.find_text.setText(words.pop()), few)
    yield _named("find: count", count)
    find_bar.find_text.setText("storm")
    yield _named("find: count, in every row", _repeated(find_bar.case_box.toggle, few))
    yield _named("find: next", _repeated(find_bar.find_next, calls), LIMIT_MS)
    yield _named("filter on or off", _repeated(find_bar.filter_box.toggle, 2 * few))
    find_bar.leave()


def _type(window: OpenWindow, letter: str) -> None:
    box = window.text_editor.text
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(box, event)


def _repeated(act: Callable[[], object], calls: int) -> list[Spent]:
    return [spent(act) for _ in range(calls)]


def _named(name: str, times: Sequence[Spent], limit_ms: float | None = None) -> Record:
    slow = percentiles(times)
    is_slow = limit_ms is not None and slow["busy_p95_ms"] > limit_ms
    return {"measure": name, "calls": len(times), **slow, "limit_ms": limit_ms, "is_slow": is_slow}


def _measures(options: argparse.Namespace, window: OpenWindow, folder: Path) -> Iterator[Record]:
    chance = random.Random(options.seed)
    yield from measure_opening(window, write_srt(folder / "film.srt", options.rows))
    if "edits" in options.parts:
        yield from measure_edits(window, options.calls, chance, LIMIT_MS)
    if "looking" in options.parts:
        yield from measure_looking(window, options.calls, chance)
    if "memory" in options.parts:
        yield from measure_memory(window, options.actions, chance)


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for; return 1 when something misses its goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--calls", type=int, default=100, help="of every act")
    parser.add_argument("--actions", type=int, default=20_000, help="for memory")
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=list(_PARTS))
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--all", action="store_true", help=f"also {', '.join(OTHERS)}")
    options = parser.parse_args(arguments)
    instance = QApplication.instance()
    application = instance if isinstance(instance, QApplication) else QApplication([])
    has_missed = False
    with tempfile.TemporaryDirectory() as folder:
        window = OpenWindow(application, Path(folder) / "home")
        try:
            for record in _measures(options, window, Path(folder)):
                emit({"benchmark": "ui", "rows": options.rows, **record})
                has_missed |= bool(record["is_slow"])
        finally:
            window.close()
    for other in OTHERS if options.all else ():
        has_missed |= subprocess.run([sys.executable, "-m", other], check=False).returncode != 0
    return int(has_missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
