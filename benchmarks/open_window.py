"""The real window without a screen, for measurements: opened, waited for, closed."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.ui_verbs import make_cues
from benchmarks.ui_waveform import make_pyramid
from whisper_desktop.app.media_peaks import PeakPyramid
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.app.subtitle_files import SubtitleFormat, write_subtitles
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.quiet_collector import QuietCollector
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace, build

WIDTH_PX, HEIGHT_PX = 1_600, 1_000
_OPENING_LIMIT_S = 120
_MOST_ROUNDS = 200
"""Of the event loop, until it counts as idle: playback would never let it rest."""

Pane = TypeVar("Pane", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Spent:
    """What something took: by the clock, and the processor time of the window's thread."""

    wall_ms: float
    busy_ms: float


class OpenWindow:
    """A window of its own home folder; `settle` lets it do all that waits to be done."""

    def __init__(self, application: QApplication, home: Path) -> None:
        paths = app_paths({**os.environ, "WHISPER_DESKTOP_HOME": str(home)})
        self.workplace: Workplace = build(application, paths, load_settings(paths.settings_file))
        # As the program itself has it (ui/application.py).
        QuietCollector(self.workplace.session.opened, self.workplace.window)
        self.workplace.window.resize(WIDTH_PX, HEIGHT_PX)
        self.workplace.window.show()
        settle()

    @property
    def editing(self) -> EditingController:
        """The document, the selection and the steps."""
        return self.workplace.editing

    @property
    def find_bar(self) -> FindBar:
        """Where rows are searched and filtered."""
        return self._pane(FindBar)

    @property
    def text_editor(self) -> TextEditor:
        """Where the current row is typed."""
        return self._pane(TextEditor)

    def open(self, path: Path) -> None:
        """Open subtitles and wait until their rows are painted."""
        self.workplace.opening.open([path])
        limit_s = time.monotonic() + _OPENING_LIMIT_S
        while not len(self.editing.document):
            if time.monotonic() > limit_s:
                raise TimeoutError(f"{path.name} was not opened within {_OPENING_LIMIT_S} s")
            QCoreApplication.processEvents()
        settle()

    def show_peaks(self, pyramid: PeakPyramid) -> None:
        """Show a sound below the rows."""
        pane = self._pane(WaveformPane)
        pane.state.set_media(pyramid.duration_ms, 25.0)
        pane.show_sound(pyramid)
        settle()

    def make_peaks(self) -> PeakPyramid:
        """Return a sound that is as long as the film."""
        return make_pyramid(self.editing.document[-1].end_ms // 60_000 + 1)

    def close(self) -> None:
        """Stop every thread, as at the end of the program."""
        self.workplace.closing.end()
        self.workplace.window.hide()
        self.workplace.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _pane(self, kind: type[Pane]) -> Pane:
        found = self.workplace.window.findChild(kind)
        assert found is not None, f"the window has no {kind.__name__}"
        return found


def settle() -> None:
    """Run the event loop until it is idle: everything is told, laid out and painted."""
    dispatcher = QAbstractEventDispatcher.instance()
    for _ in range(_MOST_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if not dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            return


def spent(act: Callable[[], object]) -> Spent:
    """Return what an act takes until the window is idle again."""
    busy_from_s, started_s = time.thread_time(), time.perf_counter()
    act()
    settle()
    wall_ms = (time.perf_counter() - started_s) * 1_000
    return Spent(wall_ms, (time.thread_time() - busy_from_s) * 1_000)


def percentiles(times: Sequence[Spent], prefix: str = "") -> dict[str, float]:
    """Return the middle and the slow end of what was spent."""
    wall_ms, busy_ms = [one.wall_ms for one in times], [one.busy_ms for one in times]
    return {
        f"{prefix}p50_ms": round(statistics.median(wall_ms), 2),
        f"{prefix}p95_ms": _p95(wall_ms),
        f"{prefix}busy_p50_ms": round(statistics.median(busy_ms), 2),
        f"{prefix}busy_p95_ms": _p95(busy_ms),
    }


def write_srt(path: Path, rows: int) -> Path:
    """Write the subtitles of a long film."""
    cues = tuple(make_cues(rows, has_words=False))
    write_subtitles(path, cues, SubtitleFormat.SRT)
    return path


def _p95(values: Sequence[float]) -> float:
    if len(values) == 1:
        return round(values[0], 2)
    return round(statistics.quantiles(values, n=20, method="inclusive")[-1], 2)
