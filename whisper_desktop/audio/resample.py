"""Converting one unbroken run of decoded frames to the wanted rate and channels.

The conversion is FFmpeg's own, set up as `ffmpeg -ac N -ar RATE -f s16le` does it, so the samples
are the very ones that the reference implementation of Whisper hears. Channels are mixed with
weights that add up to 1: left and right become their mean, 5.1 is mixed by the usual weights,
scaled down, and nothing can grow beyond full scale.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYetError
from av.error import EOFError as FlushedError
from av.filter import Graph
from av.video.frame import VideoFrame

Samples = npt.NDArray[Any]
"""Converted samples, (n, channels), int16 or float32 as the shape says."""


@dataclass(frozen=True, slots=True)
class SampleShape:
    """What samples shall look like."""

    rate_hz: int
    channels: int
    """1 or 2."""
    is_float: bool = False
    """Keep samples as floats; otherwise they are rounded to 16 bits."""

    @property
    def layout(self) -> str:
        """FFmpeg's name for the channels."""
        return "mono" if self.channels == 1 else "stereo"

    @property
    def dtype(self) -> npt.DTypeLike:
        """The type of the numbers."""
        return np.float32 if self.is_float else np.int16


class RunResampler:
    """Converts frames that follow each other without a gap; made anew for each such run."""

    def __init__(self, first: AudioFrame, shape: SampleShape, *, at: int, skipped: int = 0) -> None:
        """Prepare for frames like the first, without their first so many samples.

        `at` is the position of the first sample that comes out.
        """
        self._at = at
        self._kind = _kind(first)
        self._shape = shape
        self._graph = _build_graph(first, shape, skipped)
        self._waiting = 0

    def fits(self, frame: AudioFrame) -> bool:
        """Whether the frame has the rate, number format and channels of the first one."""
        return _kind(frame) == self._kind

    def push(self, frame: AudioFrame) -> Iterator[tuple[int, Samples]]:
        """Take a frame in; yield blocks of one second that are ready, with their positions."""
        self._graph.push(frame)
        self._waiting += frame.samples
        # Asking for output costs more than a frame's conversion, so ask once a second.
        if self._waiting >= frame.sample_rate:
            self._waiting = 0
            yield from self._pull()

    def flush(self) -> Iterator[tuple[int, Samples]]:
        """End the run and yield the rest."""
        self._graph.push(None)
        yield from self._pull()

    def _pull(self) -> Iterator[tuple[int, Samples]]:
        while True:
            try:
                frame = self._graph.pull()
            except (NothingYetError, FlushedError):
                return
            samples = self._samples(frame)
            yield self._at, samples
            self._at += len(samples)

    def _samples(self, frame: AudioFrame | VideoFrame) -> Samples:
        assert isinstance(frame, AudioFrame)
        count = frame.samples * self._shape.channels
        interleaved = np.frombuffer(memoryview(frame.planes[0]), self._shape.dtype, count)
        return interleaved.reshape(frame.samples, self._shape.channels)


def _kind(frame: AudioFrame) -> tuple[int, str, str]:
    return frame.sample_rate, frame.format.name, frame.layout.name


def _build_graph(first: AudioFrame, shape: SampleShape, skipped: int) -> Graph:
    graph = Graph()
    graph.threads = 1
    rate_hz, sample_format, layout = _kind(first)
    nodes = [
        graph.add(
            "abuffer",
            sample_rate=str(rate_hz),
            sample_fmt=sample_format,
            channel_layout=layout,
            time_base=str(first.time_base or Fraction(1, rate_hz)),
        )
    ]
    if skipped:
        nodes.append(graph.add("atrim", start_sample=str(skipped)))
    mix = _mix(layout, first.layout.nb_channels)
    if mix:
        outputs = "|".join(f"c{channel}={mix}" for channel in range(shape.channels))
        nodes.append(graph.add("pan", f"{shape.layout}|{outputs}"))
    # Unless told otherwise, float samples are mixed 3 dB louder than 16-bit ones.
    nodes.append(graph.add("aresample", rematrix_maxval="1.0"))
    nodes.append(
        graph.add(
            "aformat",
            sample_rates=str(shape.rate_hz),
            sample_fmts="flt" if shape.is_float else "s16",
            channel_layouts=shape.layout,
        )
    )
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes)
    graph.configure()
    graph.set_audio_frame_size(shape.rate_hz)
    return graph


def _mix(layout: str, channels: int) -> str:
    """Say how channels make one where FFmpeg has no weights, or only guesses the roles."""
    if layout.startswith("ambisonic"):
        return "c0"  # The sound from all around; the others tell directions.
    if channels > 2 and layout.endswith(" channels"):
        # A field recorder's microphones: guessed to be 5.1, the fourth would be left out.
        return "+".join(f"{1 / channels:.9f}*c{channel}" for channel in range(channels))
    return ""
