"""Text that can stand in a subtitle: no line of it ends the cue, or looks like a timing line."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

NO_BREAK_SPACE = "\u00a0"

_ARROW = re.compile(r"-{2,}>")


def cue_lines(text: str) -> list[str]:
    """Return the lines that show something, without control characters and outer blanks.

    A blank line ends a cue in SRT and WebVTT, so none is kept. What str.splitlines takes for
    the end of a line (form feeds, U+2028, ...) ends one here, because readers differ on it.
    """
    lines = (_without_controls(line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def single_line(text: str) -> str:
    """Return the text on one line, without tabs or other control characters."""
    return " ".join(cue_lines(text.replace("\t", " ")))


def without_arrows(text: str) -> str:
    """Shorten '-->' to '->', since a line that holds '-->' is a timing line to many readers."""
    return _ARROW.sub("->", text)


def _without_controls(line: str) -> str:
    """Drop control characters (tabs become spaces) and halves of surrogate pairs."""
    spaced = line.replace("\t", " ")
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cs"})


def normal_text(text: str) -> str:
    """Part lines by a newline alone, and drop NUL, which no file may hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "") if "\0" in text else text


def kept_lines(text: str) -> list[str]:
    """Return every line such that none of them ends a cue; no line for no text.

    A line without a visible letter gets a no-break space in front. `read_lines` takes it away,
    and a player that ends the cue at a blank line goes on.
    """
    if not text:
        return []
    lines = normal_text(text).split("\n")
    return [line if line and not line.isspace() else NO_BREAK_SPACE + line for line in lines]


def read_lines(lines: Iterable[str]) -> list[str]:
    """Undo `kept_lines`."""
    return [line[1:] if is_kept_blank(line) else line for line in lines]


def is_kept_blank(line: str) -> bool:
    """Return whether `kept_lines` made this line of one without a visible letter."""
    return line.startswith(NO_BREAK_SPACE) and line.isspace()


def is_separator(line: str) -> bool:
    """Return whether the line shows nothing and parts two cues."""
    return not line.strip() and not line.startswith(NO_BREAK_SPACE)


def without_outer_separators(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines from the first to the last that is no separator."""
    first, end = 0, len(lines)
    while first < end and is_separator(lines[first]):
        first += 1
    while end > first and is_separator(lines[end - 1]):
        end -= 1
    return lines[first:end]
