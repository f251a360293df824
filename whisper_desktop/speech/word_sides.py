"""Words kept out of long silence, on the side where somebody speaks.

Under music and noise no pause is to be seen in the sound, and a word may be timed across a stretch
of seconds in which nobody speaks. It was said before that or after it.
"""

from collections.abc import Sequence
from dataclasses import replace

from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

_LONG_MS = 1_000
"""So much silence belongs to no word, and no more speech is needed for one. It is so long because
voice activity does not hear all that is sung or whispered: there words are short and many."""
_LEAST_SPEECH_MS = 100
"""A side with less is no better than silence."""
_LEAST_WORD_MS = 40


def words_beside_silence(
    words: Sequence[Word], heard: SpeechMap, first_ms: int, last_ms: int
) -> tuple[Word, ...]:
    """Return words in order of time, none of them deep in silence if it can be said beside it.

    `heard` tells about the time of the words, which is from `first_ms` to `last_ms`. A word takes
    no sound from its neighbours.
    """
    silences = SpeechMap.known(heard.speech, heard.end_ms).pauses(first_ms, last_ms, _LONG_MS)
    fitted = list(words)
    for index in range(len(words)):
        before_ms = fitted[index - 1].end_ms if index else first_ms
        after_ms = words[index + 1].start_ms if index + 1 < len(words) else last_ms
        for silence in silences:
            fitted[index] = _beside(fitted[index], silence, (before_ms, after_ms), heard)
    return tuple(fitted)


def _beside(word: Word, silence: TimeSpan, room: tuple[int, int], heard: SpeechMap) -> Word:
    """Return a word on the side of a silence that has more speech which nobody else said."""
    before_ms, after_ms = room
    inside_ms = min(word.end_ms, silence.end_ms) - max(word.start_ms, silence.start_ms)
    if inside_ms < _LONG_MS:
        return word
    earliest_ms = max(before_ms, silence.start_ms - _LONG_MS)
    latest_ms = min(after_ms, silence.end_ms + _LONG_MS)
    left_ms = heard.speech_ms(min(earliest_ms, silence.start_ms), silence.start_ms)
    right_ms = heard.speech_ms(silence.end_ms, max(latest_ms, silence.end_ms))
    if max(left_ms, right_ms) < _LEAST_SPEECH_MS:
        return word
    reaches_left = silence.start_ms - word.start_ms >= word.end_ms - silence.end_ms
    if left_ms > right_ms or (left_ms == right_ms and reaches_left):
        start_ms = min(word.start_ms, max(earliest_ms, silence.start_ms - inside_ms))
        return replace(word, start_ms=start_ms, end_ms=silence.start_ms)
    end_ms = max(word.end_ms, silence.end_ms + _LEAST_WORD_MS)
    if word.end_ms <= silence.end_ms:
        end_ms = min(latest_ms, silence.end_ms + inside_ms)
    return replace(word, start_ms=silence.end_ms, end_ms=end_ms)
