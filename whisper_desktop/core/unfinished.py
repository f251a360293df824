"""What the next window has to know of those before it, where rows are made window by window."""

from dataclasses import dataclass

from whisper_desktop.core.segment import Segment


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Segments that wait to be cut with what follows them.

    `before` is what was said just before the first of them; rules about names look back there.
    `spoken_ms` is where the last word ends of all that was recognised so far: nothing that is
    recognised later begins before.
    """

    segments: tuple[Segment, ...] = ()
    before: str = ""
    spoken_ms: int = 0


NOTHING_UNFINISHED = Unfinished()
