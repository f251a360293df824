"""The text of segments, shortened to the pixels that there are."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from whisper_desktop.core.bidi import is_right_to_left
from whisper_desktop.core.reading import visible_text

_MANY = 4_000
_LONGEST = 400
"""Characters of a line that may be in sight; measuring more of it would be slow."""
_LONGEST_TEXT = 4_000
"""Characters of a text that may be in sight, marks included."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it fits, with the width that it takes."""

    text: str
    width: float
    is_right_to_left: bool


class ElidedText:
    """Shortens lines and remembers how, for the next picture is mostly much the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Line] = {}

    def lines(self, text: str, width: float, max_lines: int, metrics: QFontMetricsF) -> list[Line]:
        """Return at most so many lines that are no wider; the last one holds all that is left."""
        whole = [line for line in visible_text(text[:_LONGEST_TEXT]).split("\n") if line.strip()]
        if len(whole) > max_lines:
            whole = [*whole[: max_lines - 1], " ".join(whole[max_lines - 1 :])]
        return [self._line(line.strip(), int(width), metrics) for line in whole]

    def forget(self) -> None:
        """Measure everything anew; the font is another."""
        self._known.clear()

    def _line(self, text: str, width: int, metrics: QFontMetricsF) -> Line:
        key = (text, width)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MANY:
                self._known.clear()
            shown = metrics.elidedText(text[:_LONGEST], Qt.TextElideMode.ElideRight, width)
            advance = min(metrics.horizontalAdvance(shown), width)
            found = self._known[key] = Line(shown, advance, is_right_to_left(text))
        return found
