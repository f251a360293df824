"""What is marked in the texts that are painted, because somebody searches for it."""

from functools import lru_cache

from whisper_desktop.app.search import Search, Span
from whisper_desktop.ui.one_line import index_in_line

Marks = tuple[Span, ...]
"""Parts of a text in one line, from and up to a character."""

_KEPT_TEXTS = 1_000
"""More than a screen has rows; they are painted again and again."""


class SearchMarks:
    """Finds the marks of one text after the other, for no longer than painting may take."""

    def __init__(self, search: Search) -> None:
        self._places_in = search.finder()
        self.of = lru_cache(_KEPT_TEXTS)(self._of)
        """Return the marks of a text.

        Raises `SearchTooLongError` when all texts together took too long.
        """

    def _of(self, text: str) -> Marks:
        places = (
            (index_in_line(text, start_index), index_in_line(text, end_index))
            for start_index, end_index in self._places_in(text)
        )
        return tuple((first, last) for first, last in places if first < last)
