"""Raw word times made presentable: punctuation joined on, over-long words cut, pieces fitted.

The rules and constants are those of the reference implementation's word timestamps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whisper_desktop.asr.word_timing import AlignedWord

_OPENING_MARKS = "\"'“¿([{-"
_CLOSING_MARKS = "\"'.。,，!！?？:：”)]}、"
_SENTENCE_END_MARKS = ".。!！?？"
_LONGEST_MEDIAN_S = 0.7
_TOLERANCE_S = 0.5
"""How far words may stick out of the piece that the timestamp tokens gave."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long words take in a window, in seconds."""

    median_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class TimedWords:
    """A piece of a window with its words; times in seconds of the whole recording."""

    start_s: float
    end_s: float
    words: tuple[AlignedWord, ...]


def pace_of(words: Sequence[AlignedWord]) -> Pace | None:
    """Return the pace: the median length (at most 0.7 s), and twice that as the limit."""
    durations = [word.duration_s for word in words if word.duration_s != 0]
    if not durations:
        return None
    median_s = min(_LONGEST_MEDIAN_S, float(np.median(durations)))
    return Pace(median_s, 2 * median_s)


def cut_long_sentence_ends(words: Sequence[AlignedWord], pace: Pace) -> list[AlignedWord]:
    """Shorten marks that end sentences, and words after them, that swallowed a pause."""
    result = list(words)
    for i in range(1, len(result)):
        word = result[i]
        if word.duration_s <= pace.longest_s:
            continue
        if word.text in _SENTENCE_END_MARKS:
            result[i] = replace(word, end_s=word.start_s + pace.longest_s)
        elif result[i - 1].text in _SENTENCE_END_MARKS:
            result[i] = replace(word, start_s=word.end_s - pace.longest_s)
    return result


def join_punctuation(words: Sequence[AlignedWord]) -> list[AlignedWord]:
    """Join opening marks to the word after and closing marks to the word before.

    The word keeps its own times and probability; the marks give only their text and tokens.
    """
    return _join_closing(_join_opening(words))


def _join_opening(words: Sequence[AlignedWord]) -> list[AlignedWord]:
    joined: list[AlignedWord] = []
    for word in reversed(words):
        is_opening = word.text.startswith(" ") and word.text.strip() in _OPENING_MARKS
        if is_opening and joined:
            joined[-1] = replace(
                joined[-1],
                text=word.text + joined[-1].text,
                tokens=word.tokens + joined[-1].tokens,
            )
        else:
            joined.append(word)
    return joined[::-1]


def _join_closing(words: Sequence[AlignedWord]) -> list[AlignedWord]:
    joined: list[AlignedWord] = []
    for word in words:
        if joined and not joined[-1].text.endswith(" ") and word.text in _CLOSING_MARKS:
            joined[-1] = replace(
                joined[-1],
                text=joined[-1].text + word.text,
                tokens=joined[-1].tokens + word.tokens,
            )
        else:
            joined.append(word)
    return joined


def fit_words(
    piece: TimedWords, words: Sequence[AlignedWord], pace: Pace, last_speech_s: float
) -> TimedWords:
    """Give a piece its words: first words after a pause are cut, edges follow the words.

    Where words stick out of the piece by more than half a second, the piece's own edge is
    believed instead.
    """
    if not words:
        return piece
    fitted = _cut_after_pause(list(words), pace, last_speech_s)
    start_s, end_s = piece.start_s, piece.end_s
    first = fitted[0]
    if start_s < first.end_s and start_s - _TOLERANCE_S > first.start_s:
        fitted[0] = replace(first, start_s=max(0.0, min(first.end_s - pace.median_s, start_s)))
    else:
        start_s = first.start_s
    last = fitted[-1]
    if end_s > last.start_s and end_s + _TOLERANCE_S < last.end_s:
        fitted[-1] = replace(last, end_s=max(last.start_s + pace.median_s, end_s))
    else:
        end_s = last.end_s
    return TimedWords(start_s, end_s, tuple(fitted))


def _cut_after_pause(
    words: list[AlignedWord], pace: Pace, last_speech_s: float
) -> list[AlignedWord]:
    """After a pause, the first two words are no longer than the pace allows."""
    first = words[0]
    if first.end_s - last_speech_s <= pace.median_s * 4:
        return words
    is_second_late = len(words) > 1 and words[1].end_s - first.start_s > pace.longest_s * 2
    if first.duration_s <= pace.longest_s and not is_second_late:
        return words
    if len(words) > 1 and words[1].duration_s > pace.longest_s:
        boundary_s = max(words[1].end_s / 2, words[1].end_s - pace.longest_s)
        words[0] = replace(words[0], end_s=boundary_s)
        words[1] = replace(words[1], start_s=boundary_s)
    words[0] = replace(words[0], start_s=max(0.0, words[0].end_s - pace.longest_s))
    return words


def words_of_pieces(
    pieces: Sequence[TimedWords],
    token_counts: Sequence[int],
    aligned: Sequence[AlignedWord],
    *,
    offset_s: float,
    last_speech_s: float,
) -> list[TimedWords]:
    """Deal the aligned words of a window out to its pieces, by their counts of text tokens.

    `aligned` counts from the window's start, which is `offset_s` into the recording.
    """
    pace = pace_of(aligned)
    words = list(aligned) if pace is None else cut_long_sentence_ends(aligned, pace)
    result: list[TimedWords] = []
    for piece, n_tokens in zip(pieces, token_counts, strict=True):
        own, words = _taken(words, n_tokens)
        placed = [_moved(word, offset_s) for word in join_punctuation(own)]
        fitted = fit_words(piece, placed, pace or Pace(0.0, 0.0), last_speech_s)
        if placed:
            last_speech_s = fitted.end_s
        result.append(fitted)
    return result


def words_as_found(
    pieces: Sequence[TimedWords],
    token_counts: Sequence[int],
    aligned: Sequence[AlignedWord],
    offset_s: float,
) -> list[TimedWords]:
    """Deal the aligned words out as `words_of_pieces` does, and believe their times.

    Pieces begin and end with their words.
    """
    words = list(aligned)
    result: list[TimedWords] = []
    for piece, n_tokens in zip(pieces, token_counts, strict=True):
        own, words = _taken(words, n_tokens)
        placed = tuple(_moved(word, offset_s) for word in join_punctuation(own))
        result.append(TimedWords(placed[0].start_s, placed[-1].end_s, placed) if placed else piece)
    return result


def _taken(words: list[AlignedWord], n_tokens: int) -> tuple[list[AlignedWord], list[AlignedWord]]:
    """Return the words that make up the first `n_tokens`, and the rest."""
    count = 0
    while n_tokens > 0:
        n_tokens -= len(words[count].tokens)
        count += 1
    return words[:count], words[count:]


def _moved(word: AlignedWord, offset_s: float) -> AlignedWord:
    start_s, end_s = round(offset_s + word.start_s, 2), round(offset_s + word.end_s, 2)
    return replace(word, start_s=start_s, end_s=end_s)
