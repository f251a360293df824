"""Which heard words are those of a text, where the text's own times tell more or less when."""

from collections import Counter
from collections.abc import Iterator, Sequence

from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.time_map import Fit, time_map
from whisper_desktop.asr.text_match import UNMATCHED, RoughTimes, match_words
from whisper_desktop.core.segment import Word
from whisper_desktop.core.spoken_units import Unit, heard_letters

_PHRASE = 3
"""So many words in a row, found once in each text, tell how wrong the text's times are."""


def match_rows(
    rows: Sequence[GivenRow], units: Sequence[Sequence[Unit]], words: Sequence[Word]
) -> tuple[int, ...]:
    """Return the index of the heard word for each unit of all rows, or `UNMATCHED`.

    Where the same is said several times, the times of the rows tell which it is: moved and
    stretched as they must be for what is said once.
    """
    given = [unit.letters for own in units for unit in own]
    heard = [heard_letters(word.text) for word in words]
    matches = match_words(given, heard)
    given_ms = [at_ms for row, own in zip(rows, units, strict=True) for at_ms in _times(row, own)]
    if all(at_ms is None for at_ms in given_ms):
        return matches
    row_of = [row for row, own in enumerate(units) for _ in own]
    # One word of each row: within a row they are only dealt out.
    known = {
        row_of[at]: (at_ms, words[matches[at]].start_ms)
        for at in _found_once(given, heard, matches)
        if (at_ms := given_ms[at]) is not None
    }
    # Without a word about them they are taken as they are.
    fit = time_map(list(known.values())) if known else _as_they_are
    if fit is None:
        return matches
    timed = match_words(given, heard, _expected(given_ms, fit, words))
    is_sure = len(known) > 1 or 2 * _count(timed) >= _count(matches)
    return timed if is_sure else matches


def _expected(given_ms: Sequence[int | None], fit: Fit, words: Sequence[Word]) -> RoughTimes:
    expected = [None if at_ms is None else fit(at_ms) for at_ms in given_ms]
    return RoughTimes(expected, [word.start_ms for word in words])


def _as_they_are(time_ms: int) -> int:
    return time_ms


def _count(matches: Sequence[int]) -> int:
    return sum(one != UNMATCHED for one in matches)


def _times(row: GivenRow, units: Sequence[Unit]) -> Iterator[int | None]:
    """Yield when each unit would be said if the row's times were right."""
    for place in range(len(units)):
        if row.start_ms is None:
            yield None
        else:
            length_ms = max(0, (row.end_ms or 0) - row.start_ms)
            yield row.start_ms + length_ms * place // len(units)


def _found_once(
    given: Sequence[str], heard: Sequence[str], matches: Sequence[int]
) -> Iterator[int]:
    """Yield the given words in phrases that were heard, and that both texts have once."""
    own, other = _phrases(given), _phrases(heard)
    counts, other_counts = Counter(own), Counter(other)
    for at, phrase in enumerate(own):
        together = matches[at : at + _PHRASE]
        first = together[0]
        is_run = first != UNMATCHED and list(together) == list(range(first, first + _PHRASE))
        if is_run and counts[phrase] == 1 and other_counts[other[first]] == 1:
            yield at


def _phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1)]
