"""How long a recording takes to be seen: JSON lines on building, caching and looking.

python -m benchmarks.peaks RECORDING...      (any media that the program can read)
python -m benchmarks.peaks --hours 4         (one made for the purpose: AAC, 48 kHz, stereo)

Each recording is measured in a process of its own, for the sake of its memory.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet

from benchmarks.records import Record, emit
from whisper_desktop.app.media_peaks import PeakPyramid, PeaksCache, PeaksReady, build_peaks
from whisper_desktop.app.media_spectrogram import Spectrogram
from whisper_desktop.core.cancel import CancelToken

_RATE_HZ = 48_000
_FRAME_SAMPLES = 1_024
_COLUMNS = 1_920
_VIEWS = 1_000
_SHORTEST_VIEW_MS = 2_000
_PIECE_S = 60


def main(arguments: Sequence[str]) -> int:
    """Measure the recordings one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peaks")
    parser.add_argument("recordings", nargs="*", type=Path)
    parser.add_argument("--hours", type=float, help="make a recording this long and measure it")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        recordings = list(options.recordings)
        if options.hours:
            recordings.append(_make_recording(Path(folder, "made.m4a"), options.hours))
        for path in recordings:
            with get_context("spawn").Pool(1) as pool:
                emit(pool.apply(measure, (path,)))
    return 0


def measure(path: Path) -> Record:
    """Return what one recording costs, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        cache = PeaksCache(Path(folder))
        built = _measure_build(path, cache)
        cached = _measure_build(path, cache)
        pyramid = built.pop("pyramid")
        hours = pyramid.duration_ms / 3_600_000
        views_ms = sorted(_look(pyramid))
        return {
            "benchmark": "peaks",
            "recording": path.name,
            "hours": round(hours, 3),
            "build_s_per_hour": round(built["whole_s"] / hours, 2),
            "build_cpu_s_per_hour": round(built["cpu_s"] / hours, 2),
            "first_picture_s": round(built["first_s"], 3),
            "first_picture_from_cache_s": round(cached["first_s"], 3),
            "view_p95_ms": round(views_ms[len(views_ms) * 95 // 100], 3),
            "view_max_ms": round(views_ms[-1], 3),
            "cache_mib_per_hour": round(_size_mib(Path(folder)) / hours, 1),
            "peak_mib": round(_peak_mib(), 1),
            "spectrogram_10_s_of_it_s": round(_measure_spectrogram(path, pyramid.duration_ms), 3),
        }


def _measure_build(path: Path, cache: PeaksCache) -> dict[str, Any]:
    pyramid, first_s = PeakPyramid(), 0.0
    start_s, start_cpu_s = perf_counter(), thread_time()
    for event in build_peaks(path, None, pyramid, cache, CancelToken()):
        if not first_s:
            total_ms = event.duration_ms if isinstance(event, PeaksReady) else event.total_ms
            pyramid.window(0, total_ms or 1, _COLUMNS)
            first_s = perf_counter() - start_s
    return {
        "pyramid": pyramid,
        "first_s": first_s,
        "whole_s": perf_counter() - start_s,
        "cpu_s": thread_time() - start_cpu_s,
    }


def _look(pyramid: PeakPyramid) -> Iterator[float]:
    """Yield what views at all zooms and places cost, in milliseconds of the processor."""
    random = np.random.default_rng(0)
    whole_ms = float(pyramid.duration_ms)
    shortest_ms = min(_SHORTEST_VIEW_MS, whole_ms)
    for share in random.random(_VIEWS):
        span_ms = shortest_ms * (whole_ms / shortest_ms) ** share
        at_ms = random.uniform(0, whole_ms - span_ms)
        start_s = thread_time()
        pyramid.window(at_ms, at_ms + span_ms, _COLUMNS)
        yield (thread_time() - start_s) * 1_000


def _measure_spectrogram(path: Path, duration_ms: int) -> float:
    spectrogram = Spectrogram(path, None, duration_ms)
    at_ms = duration_ms * 0.7
    start_s = perf_counter()
    view = spectrogram.view(at_ms, at_ms + 10_000, _COLUMNS)
    for _ in spectrogram.compute(view.missing, CancelToken()):
        pass
    return perf_counter() - start_s


def _size_mib(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 2**20


def _peak_mib() -> float:
    import resource

    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def _make_recording(path: Path, hours: float) -> Path:
    """Write minutes of noise that swells like speech, again and again."""
    with av.open(path, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=_RATE_HZ, layout="stereo")
        assert isinstance(stream, AudioStream)
        piece = [(bytes(packet), packet.duration) for packet in _encode_piece(stream)]
        at = 0
        for _ in range(max(round(hours * 3_600 / _PIECE_S), 1)):
            for data, duration in piece:
                packet: Packet[Any] = Packet(data)
                packet.stream, packet.time_base = stream, Fraction(1, _RATE_HZ)
                packet.pts = packet.dts = at
                packet.duration, packet.is_keyframe = duration or 0, True
                at += packet.duration
                container.mux(packet)
    return path


def _encode_piece(stream: AudioStream) -> "Iterator[Packet[Any]]":
    random = np.random.default_rng(0)
    for first in range(0, _PIECE_S * _RATE_HZ, _FRAME_SAMPLES):
        times_s = np.arange(first, first + _FRAME_SAMPLES) / _RATE_HZ
        loudness = 0.3 * np.abs(np.sin(9 * times_s) * np.sin(0.7 * times_s))
        sound = (loudness * random.standard_normal((2, _FRAME_SAMPLES))).astype(np.float32)
        frame = AudioFrame.from_ndarray(np.clip(sound, -1, 1), "fltp", "stereo")
        frame.pts, frame.sample_rate = first, _RATE_HZ
        frame.time_base = Fraction(1, _RATE_HZ)
        yield from stream.encode(frame)
    yield from stream.encode(None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
