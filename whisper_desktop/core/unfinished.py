"""What was recognised and is not announced yet: a subtitle may go on in the next window."""

from dataclasses import dataclass

from whisper_desktop.core.segment import Segment


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Segments that wait to be cut with what follows them.

    `before` is what was said just before the first of them; rules about names look back there.
    """

    segments: tuple[Segment, ...] = ()
    before: str = ""


NOTHING_UNFINISHED = Unfinished()
