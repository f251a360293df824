"""What batched decoding looks at, what it hears there, and what it leaves to read."""

from dataclasses import dataclass, replace

from torch import Tensor

from whisper_desktop.asr.loop_breaker import Verdict
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.segment import Defence, LeftOut, Segment


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is looked at, and up to where it is read then; `taken` is what was done about it."""

    window: AudioWindow
    end_frame: int
    language: str
    taken: tuple[Defence, ...] = ()

    def rest_from(self, frame: int) -> "Stretch | None":
        """Return what is left to read from a frame on."""
        if frame >= self.end_frame:
            return None
        return Stretch(AudioWindow(frame, self.end_frame - frame), self.end_frame, self.language)


@dataclass(frozen=True, slots=True)
class HeardStretch:
    """The pieces of a window's text that count, and the stretch that they leave unread."""

    stretch: Stretch
    features: Tensor
    verdict: Verdict
    pieces: tuple[TimedTokens, ...]
    unread: Stretch | None

    @property
    def window(self) -> AudioWindow:
        """What was looked at."""
        return self.stretch.window

    def first(self, n_pieces: int, unread: Stretch | None) -> "HeardStretch":
        """Return the same with no more than so many pieces, and what that leaves unread."""
        return replace(self, pieces=self.pieces[:n_pieces], unread=unread)


@dataclass(frozen=True, slots=True)
class StretchReading:
    """What was read of a window, in which language, and the stretch that is left unread."""

    segments: tuple[Segment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: Stretch | None = None
    language: str = ""

    def and_then(self, other: "StretchReading") -> "StretchReading":
        """Return this and what was read after it."""
        segments = (*self.segments, *other.segments)
        left_out = (*self.left_out, *other.left_out)
        return StretchReading(segments, left_out, other.unread, other.language)
