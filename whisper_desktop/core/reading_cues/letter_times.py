"""When each letter of a text is said, by the times of its words."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate

from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.words import squeezed


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text and the times of its words, which are spread over the span where they do not fit."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()


class LetterTimes:
    """Knows the times of one text; blanks and formatting are no letters."""

    def __init__(self, spoken: Spoken) -> None:
        said = squeezed(spoken.text)
        written = [squeezed(word.text) for word in spoken.words]
        is_known = bool(said) and "".join(written) == said
        self._words = spoken.words if is_known else ()
        self._ends = list(accumulate(map(len, written))) if is_known else []
        self._span, self._letter_count = spoken, max(len(said), 1)
        self.word_begins = frozenset(self._ends)
        """The letters that begin a word; none where the words are those of another text."""

    def span_ms(self, first: int, end: int) -> tuple[int, int]:
        """Return when a stretch of letters is said."""
        if not self._words:
            return self._share_ms(first), self._share_ms(end)
        start_ms = self._within_ms(self._word_at(first), first)
        end_ms = self._within_ms(bisect_left(self._ends, end), end)
        return start_ms, max(start_ms, end_ms)

    def words_between(self, first: int, end: int) -> list[Word]:
        """Return the words of a stretch of letters; one across its edge is parted."""
        found: list[Word] = []
        for at in range(self._word_at(first), len(self._words)):
            begin = self._begin(at)
            if begin >= end:
                break
            is_whole = begin >= first and self._ends[at] <= end
            found.append(self._words[at] if is_whole else self._part(at, first, end))
        return found

    def _word_at(self, letter: int) -> int:
        return min(bisect_right(self._ends, letter), max(len(self._words) - 1, 0))

    def _part(self, at: int, first: int, end: int) -> Word:
        word, begin = self._words[at], self._begin(at)
        first, end = max(first, begin), min(end, self._ends[at])
        return replace(
            word,
            start_ms=self._within_ms(at, first),
            end_ms=self._within_ms(at, end),
            text=squeezed(word.text)[first - begin : end - begin],
        )

    def _begin(self, at: int) -> int:
        return self._ends[at - 1] if at else 0

    def _share_ms(self, letter: int) -> int:
        span = self._span
        return span.start_ms + (span.end_ms - span.start_ms) * letter // self._letter_count

    def _within_ms(self, at: int, letter: int) -> int:
        word, begin = self._words[at], self._begin(at)
        length = max(self._ends[at] - begin, 1)
        share = min(max(letter - begin, 0), length)
        return word.start_ms + (word.end_ms - word.start_ms) * share // length
