"""Tab-separated values (.tsv): start and end in milliseconds, and the text."""

from collections.abc import Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.cue_text import single_line

_HEADER = "start\tend\ttext\n"


def write_tsv(segments: Sequence[Segment | Cue]) -> str:
    """Return a heading and one row a segment; tabs and line breaks in the text become spaces."""
    rows = (f"{s.start_ms}\t{s.end_ms}\t{single_line(s.text)}\n" for s in segments)
    return _HEADER + "".join(rows)
