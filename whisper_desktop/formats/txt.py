"""Plain text (.txt): one segment a line, without times."""

from collections.abc import Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.cue_text import single_line


def write_txt(segments: Sequence[Segment | Cue]) -> str:
    """Return the text of each segment on a line of its own; empty ones are left out."""
    lines = (single_line(segment.text) for segment in segments)
    return "".join(f"{line}\n" for line in lines if line)
