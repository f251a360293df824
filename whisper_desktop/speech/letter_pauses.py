"""Pauses of a recording that hold no letters: where a word is heard by its letters is none."""

from collections.abc import Iterable, Iterator, Sequence

from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.word_placing import LETTER_REACH_MS

SURE_PROBABILITY = 0.5
"""Letters as likely as this are heard: words that are not said have 0.05 on average."""
_LEAST_PAUSE_MS = 100


def pauses_without_letters(
    pauses: Iterable[TimeSpan], words: Sequence[Word]
) -> tuple[TimeSpan, ...]:
    """Return the pauses without what words placed by their letters take of them.

    A murmured word is quiet enough to pass for a pause, and so is the middle of a word that is said
    slowly. One that only reaches in from a side counts as late, and takes nothing.
    """
    sure = [word for word in words if word.probability >= SURE_PROBABILITY]
    return tuple(part for pause in pauses for part in _rest_of(pause, sure))


def _rest_of(pause: TimeSpan, words: Sequence[Word]) -> Iterator[TimeSpan]:
    start_ms = pause.start_ms
    for word in words:
        first_ms, last_ms = _letters_of(word)
        inside_ms = min(last_ms, pause.end_ms) - max(first_ms, pause.start_ms)
        if first_ms < pause.start_ms and pause.end_ms < last_ms:
            return
        if 2 * inside_ms > last_ms - first_ms:
            if first_ms - start_ms >= _LEAST_PAUSE_MS:
                yield TimeSpan(start_ms, first_ms)
            start_ms = max(start_ms, last_ms)
    if pause.end_ms - start_ms >= _LEAST_PAUSE_MS or start_ms == pause.start_ms:
        yield TimeSpan(start_ms, pause.end_ms)


def _letters_of(word: Word) -> tuple[int, int]:
    """Return where the letters of a word are named."""
    reach_ms = min(LETTER_REACH_MS, (word.end_ms - word.start_ms) // 2)
    return word.start_ms + reach_ms, word.end_ms - reach_ms
