"""Breaking text into lines that are balanced and end where a reader would pause."""

from collections.abc import Sequence

from whisper_desktop.core.checks import begins_speech, is_dialogue
from whisper_desktop.core.line_layout import LineLayout
from whisper_desktop.core.line_pieces import BREAKING_SPACE, Piece, pieces_of
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import line_lengths, visible_text
from whisper_desktop.core.scripts import has_unspaced


def wrap(text: str, limits: Limits, language: str | None = None) -> str:
    """Return the text on as few lines as the limits allow, balanced and well broken.

    Only blanks between words change. Lines of a dialogue stay apart. What needs more lines than
    allowed is spread evenly over the allowed ones, for the checks to say so. `language` None:
    only punctuation tells where to break.
    """
    lines = [line for line in text.split("\n") if line.strip(BREAKING_SPACE)]
    if has_unspaced(text) and _is_within(lines, limits):
        # A break may stand for a comma there; without one nothing would part the two.
        return "\n".join(lines)
    paragraphs = speeches(lines)
    spare = max(limits.max_lines - len(paragraphs), 0)
    wrapped: list[str] = []
    for paragraph in paragraphs:
        own = _lines_of(pieces_of(paragraph, limits.counting, language), limits, 1 + spare)
        spare -= len(own) - 1
        wrapped += own
    return "\n".join(wrapped)


def speeches(lines: Sequence[str]) -> list[list[str]]:
    """Part the lines into what each speaker says; all is one where there is no dialogue."""
    visible = [visible_text(line) for line in lines]
    if not is_dialogue(visible):
        return [list(lines)] if lines else []
    paragraphs: list[list[str]] = [[]]
    for line, seen in zip(lines, visible, strict=True):
        if begins_speech(seen) and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def joined_pieces(pieces: Sequence[Piece]) -> str:
    """Return pieces on one line."""
    first, *others = pieces
    return first.text + "".join([piece.blank + piece.text for piece in others])


def _is_within(lines: Sequence[str], limits: Limits) -> bool:
    longest = max(line_lengths("\n".join(lines), limits.counting))
    return len(lines) <= limits.max_lines and longest <= limits.max_line_characters


def _lines_of(pieces: Sequence[Piece], limits: Limits, max_lines: int) -> list[str]:
    layout, end = LineLayout(pieces, limits), len(pieces)
    _, ends = layout.best(0, end, max_lines)
    ends = ends or layout.even(0, end, max_lines)
    starts = (0, *ends[:-1])
    return [
        joined_pieces(pieces[start:line_end]) for start, line_end in zip(starts, ends, strict=True)
    ]
