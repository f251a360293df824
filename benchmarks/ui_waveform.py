"""Measure how long the waveform takes to paint a frame, over 4 hours with 10 000 segments.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.ui_waveform [--frames N] [--segments N]

The view pans at several zooms, zooms in and out, follows the playhead and drags an edge; every
frame is painted and waited for. One JSON line per case; exit code 1 when one is over the limit.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks.records import emit
from whisper_desktop.app.media_peaks import PeakPyramid, PeaksCache
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.rules import TimingRules
from whisper_desktop.core.verbs.times import set_end
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

LIMIT_MS = 16.0
"""At the 95th percentile: 60 frames a second."""
WIDTH_PX, HEIGHT_PX = 1_600, 320
VIEWS_MS = (3_000, 12_000, 60_000, 600_000, 7_200_000)
"""How much time is in view while it pans."""
_MINUTE_MS = 60_000
_RATE_HZ = 16_000
_WORDS = ("The tide comes in at six", "and the harbour wakes", "Nobody saw\nthe boat leave")


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of movement: what happens before each frame."""

    name: str
    prepare: Callable[[], None]
    step: Callable[[int], None]


def build_pane(segments: int, minutes: int, cache: Path) -> WaveformPane:
    """Return a pane, not yet shown, with noise that comes and goes and segments all along it."""
    step_ms = minutes * _MINUTE_MS // segments
    cues = [
        # Every tenth one overlaps the next.
        Cue(
            row + 1,
            row * step_ms,
            row * step_ms + (step_ms + 100 if row % 10 == 3 else step_ms * 4 // 5),
            _WORDS[row % len(_WORDS)],
        )
        for row in range(segments)
    ]
    pane = WaveformPane(EditingController(Document(cues)), PeaksCache(cache))
    pane.resize(WIDTH_PX, HEIGHT_PX)
    pane.state.set_media(minutes * _MINUTE_MS, 25.0)
    pane.show_sound(make_pyramid(minutes))
    return pane


def measure(pane: WaveformPane, case: Case, frames: int) -> dict[str, float]:
    """Return the percentiles of the time from a step until its frame is painted."""
    case.prepare()
    pane.canvas.repaint()
    took_ms = []
    for frame in range(frames):
        started = time.perf_counter()
        case.step(frame)
        pane.canvas.repaint()
        pane.minimap.repaint()
        took_ms.append((time.perf_counter() - started) * 1_000)
    took_ms.sort()
    return {
        "p50_ms": round(statistics.median(took_ms), 2),
        "p95_ms": round(took_ms[math.ceil(frames * 0.95) - 1], 2),
        "max_ms": round(took_ms[-1], 2),
    }


def cases(pane: WaveformPane) -> Iterator[Case]:
    """Yield what a person does with the view."""
    canvas, editing = pane.canvas, pane.state.editing
    total_ms = pane.state.total_ms
    middle_ms = total_ms // 2
    document = editing.document
    row = len(document) // 2

    def show(span_ms: int) -> None:
        start_ms = min(middle_ms, max(total_ms - span_ms, 0))
        canvas.set_scale(canvas.scale.fitting(start_ms, start_ms + span_ms))

    def pan(frame: int) -> None:
        canvas.set_scale(canvas.scale.scrolled(17 if frame % 60 < 45 else -23))

    def zoom(frame: int) -> None:
        canvas.set_scale(canvas.scale.zoomed(1.1 if frame // 60 % 2 else 1 / 1.1, WIDTH_PX / 3))

    def play(frame: int) -> None:
        editing.set_playhead(middle_ms + frame * 16)

    def drag_edge(frame: int) -> None:
        time_ms = document[row].end_ms + frame % 100
        pane.state.preview(set_end(document, row, time_ms, TimingRules()))

    for view_ms in VIEWS_MS:
        yield Case(f"pan {view_ms} ms", partial(show, view_ms), pan)
    yield Case("zoom", partial(show, 2_000), zoom)
    yield Case("play", partial(show, 12_000), play)
    yield Case("drag", partial(show, 12_000), drag_edge)


def make_pyramid(minutes: int) -> PeakPyramid:
    """Return the peaks of noise that comes and goes like speech."""
    generator = np.random.default_rng(1)
    second = np.arange(60 * _RATE_HZ) / _RATE_HZ
    loudness = 9_000 * np.abs(np.sin(second * 4)) * (np.sin(second * 0.9) > -0.5)
    minute = (generator.normal(0, 0.4, len(second)) * loudness).astype(np.int16)
    pyramid = PeakPyramid()
    for _ in range(minutes):
        pyramid.append(minute)
    pyramid.finish()
    return pyramid


def main(arguments: Sequence[str]) -> int:
    """Measure all cases; return 1 when one is too slow."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, default=240)
    options = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    is_slow = False
    with tempfile.TemporaryDirectory() as cache:
        pane = build_pane(options.segments, options.minutes, Path(cache))
        pane.show()
        application.processEvents()
        for case in cases(pane):
            result = measure(pane, case, options.frames)
            emit(
                {"benchmark": "ui_waveform", "case": case.name, "frames": options.frames, **result}
            )
            is_slow |= result["p95_ms"] > LIMIT_MS
        pane.close()
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
