"""How large the moving picture of a file is, and how fast it moves."""

from dataclasses import dataclass
from typing import cast

from av.codec.context import CodecContext
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

_STILL = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails


@dataclass(frozen=True, slots=True)
class Picture:
    """A moving picture as it is shown: of square pixels."""

    width: int
    """0, as the height is, when there is no decoder for it."""
    height: int
    fps: float | None
    """Frames a second, on average; None when the file does not say."""


def picture_of(container: InputContainer) -> Picture | None:
    """Return the first moving picture of an open file; a cover is none."""
    moving = (one for one in container.streams.video if not one.disposition & _STILL)
    stream = next(moving, None)
    return None if stream is None else _describe(stream)


def _describe(stream: VideoStream) -> Picture:
    # None when there is no decoder for it.
    if cast("CodecContext | None", stream.codec_context) is None:
        return Picture(0, 0, None)
    aspect = stream.sample_aspect_ratio
    width = round(stream.width * aspect) if aspect else stream.width
    rate = stream.average_rate or stream.guessed_rate
    return Picture(width, stream.height, float(rate) if rate else None)
