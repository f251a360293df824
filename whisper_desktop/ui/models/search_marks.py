"""What is marked in the texts that are painted, because somebody searches for it."""

from collections.abc import Callable
from functools import lru_cache

from whisper_desktop.app.search import Search, Span
from whisper_desktop.ui.one_line import index_in_line

Marks = tuple[Span, ...]
"""Parts of a text in one line, from and up to a character."""

_KEPT_TEXTS = 1_000
"""More than a screen has rows; they are painted again and again."""


def finder_of_marks(search: Search) -> Callable[[str], Marks]:
    """Return what finds the marks of one text after the other, for as long as painting may take.

    It raises `SearchTooLongError` when all texts together take longer.
    """
    find = search.finder()

    @lru_cache(_KEPT_TEXTS)
    def marks_of(text: str) -> Marks:
        places = (
            (index_in_line(text, start_index), index_in_line(text, end_index))
            for start_index, end_index in find(text)
        )
        return tuple((first, last) for first, last in places if first < last)

    return marks_of
