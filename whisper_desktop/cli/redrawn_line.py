"""One line of a terminal that is drawn over and over."""

import shutil
import unicodedata

from whisper_desktop.cli.console import Console

_MAX_COLUMNS = 90
"""A terminal may be much wider; a line that is read at a glance is not."""


class RedrawnLine:
    """Draws on standard error; whole lines come in its place after `clear`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._drawn_columns = 0

    def draw(self, text: str) -> None:
        """Show the text, cut to what fits, in place of what was shown before."""
        room = min(shutil.get_terminal_size().columns - 1, _MAX_COLUMNS)
        shown = fitted(text, room)
        padding = " " * max(0, self._drawn_columns - columns(shown))
        self._console.draw(f"\r{shown}{padding}")
        self._drawn_columns = columns(shown)

    def clear(self) -> None:
        """Leave the line empty, with the cursor at its start."""
        if self._drawn_columns:
            self.draw("")
            self._console.draw("\r")


def columns(text: str) -> int:
    """Return how many columns a terminal gives the text: East Asian letters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def fitted(text: str, width: int) -> str:
    """Cut the text to so many columns."""
    while text and columns(text) > width:
        text = text[:-1]
    return text
