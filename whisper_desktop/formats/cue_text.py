"""Text that can stand in a subtitle: no line of it ends the cue, or looks like a timing line."""

import re
import unicodedata

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
