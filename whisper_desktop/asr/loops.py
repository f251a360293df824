"""Text that goes in circles: how to notice it, and how to tell it from repeated speech.

The network is apt to write the same words again and again, surer each time, and then no number
that it gives tells of it. What tells is the sound: who says something three times needs the time
for it, and says it also to one who hears nothing else.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from whisper_desktop.asr.seam import spoken_part
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.timecode import TimeSpan

LEAST_REPEATS = 3
"""So often the same is suspicious; twice is everyday speech."""
_LONGEST_PERIOD = 60
"""Tokens: longer loops were not seen, and a window holds three of these at most."""
_CIRCLING_TOKENS = 30
"""So many tokens that were all said one period before end the writing: in people's speech it
takes 15 times "no,", which fills six seconds."""
_CIRCLING_PERIODS = 3
_LEAST_REPEAT_MS = 120
"""Nobody says anything again and again faster than eight times a second."""
_ALIKE = 0.5
"""Of what is heard a second time where something is said again and again, at least so much is that.
Of eight runs that were said, all that was heard again was that, though mostly once."""
_LEAST_APART_MS = 300
"""Who repeats a phrase for others to note it pauses for longer; within phrases that is rare."""
_ALIKE_FACTOR = 1.5
"""Repeats of one recorded phrase are equally long, apart from how their ends are timed."""
_FASTEST_LETTERS_PER_S = 25.0
"""Twice the pace of usual speech, 12 letters a second or so in European languages."""
_SLOW_FACTOR = 4
"""Slow speech, against the fastest."""
_FASTEST_CHARACTERS_PER_S = 12.0
"""The same for characters of languages without spaces, which are syllables mostly."""

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Tibetan, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # kana, Chinese characters
)
_UNIT = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Run:
    """The same `period` words `count` times, from the word `first` on."""

    first: int
    period: int
    count: int

    @property
    def end(self) -> int:
        """The first word after it."""
        return self.first + self.period * self.count


def find_run(keys: Sequence[str], least_count: int = LEAST_REPEATS) -> Run | None:
    """Return the longest run of repeats among words, of the shortest period; None without any."""
    words = np.unique(np.array(keys, dtype=np.str_), return_inverse=True)[1]
    best: Run | None = None
    for period in range(1, min(len(words) // least_count, _LONGEST_PERIOD) + 1):
        is_same = np.concatenate(([False], words[period:] == words[:-period], [False]))
        edges = np.flatnonzero(is_same[1:] != is_same[:-1])
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            run = Run(first, period, (end - first) // period + 1)
            is_longer = best is None or run.count * period > best.count * best.period
            if run.count >= least_count and is_longer:
                best = run
    return best


def find_runs(keys: Sequence[str]) -> list[Run]:
    """Return the runs in order: the longest one, and those before it and after it."""
    run = find_run(keys)
    if run is None:
        return []
    before, after = find_runs(keys[: run.first]), find_runs(keys[run.end :])
    moved = [Run(one.first + run.end, one.period, one.count) for one in after]
    return [*before, run, *moved]


def is_circling(tokens: Sequence[int]) -> bool:
    """Whether text that is being written repeats itself at its end, too often to go on.

    `tokens` are those of the text, without timestamps.
    """
    longest = min(_LONGEST_PERIOD, len(tokens) // (_CIRCLING_PERIODS + 1))
    return any(_circles(tokens, period) for period in range(1, longest + 1))


def _circles(tokens: Sequence[int], period: int) -> bool:
    needed = max(_CIRCLING_TOKENS, _CIRCLING_PERIODS * period)
    if len(tokens) < needed + period or tokens[-1] != tokens[-1 - period]:
        return False
    return list(tokens[-needed:]) == list(tokens[-needed - period : -period])


def units_of(text: str) -> list[str]:
    """Return the words of a text as they are compared, or the characters where words are joined."""
    return [key for key in map(spoken_part, _UNIT.findall(text)) if key]


def is_repeated(text: str) -> bool:
    """Whether a text has a run of repeats, said or not."""
    return find_run(units_of(text)) is not None


def keys_of(words: Sequence[AlignedWord]) -> list[str]:
    """Return what is compared of words, letters and digits in any case."""
    return [spoken_part(word.text) for word in words]


def least_repeat_ms(keys: Sequence[str], language: str) -> float:
    """Return the least time that it takes to say some words once."""
    letters = sum(map(len, keys))
    is_dense = is_written_without_spaces(language)
    pace = _FASTEST_CHARACTERS_PER_S if is_dense else _FASTEST_LETTERS_PER_S
    return max(_LEAST_REPEAT_MS, letters * 1_000 / pace)


def usual_repeat_ms(run: Run, words: Sequence[AlignedWord], least_ms: float) -> float:
    """Return the time that each repeat needs: half of what the first one took, or the least.

    A first one that takes long, for a pause in it, does not count for more than slow speech.
    """
    first = words[run.first : run.first + run.period]
    taken_ms = sum(word.duration_s for word in first) * 1_000
    return max(least_ms, min(taken_ms, _SLOW_FACTOR * least_ms) / 2)


def count_sounding(
    run: Run,
    words: Sequence[AlignedWord],
    least_ms: float,
    speech_ms: Callable[[int, int], int],
) -> int:
    """Return for how many repeats there is sound in the time of all of them.

    `words` are aligned to the sound, `speech_ms` says how long somebody speaks between two times.
    Single words are not aligned so exactly that each could be asked for its own.
    """
    start_s, end_s = words[run.first].start_s, words[run.end - 1].end_s
    sound_ms = speech_ms(round(start_s * 1_000), round(end_s * 1_000))
    return min(run.count, int(sound_ms / least_ms))


def are_said_apart(repeats: Sequence[TimeSpan], pauses: Iterable[TimeSpan]) -> bool:
    """Whether each repeat has a stretch of sound of its own, and all of these are about as long.

    `pauses` are where nothing sounds. Who goes in circles while others speak does not keep pace
    with their pauses.
    """
    start_ms, end_ms = repeats[0].start_ms, repeats[-1].end_ms
    between = [
        pause
        for pause in pauses
        if pause.duration_ms >= _LEAST_APART_MS
        and start_ms < pause.start_ms
        and pause.end_ms < end_ms
    ]
    if len(between) != len(repeats) - 1:
        return False
    is_at_seams = all(
        before.end_ms <= pause.end_ms and pause.start_ms <= after.start_ms
        for (before, after), pause in zip(pairwise(repeats), between, strict=True)
    )
    starts_ms = [start_ms, *(pause.end_ms for pause in between)]
    ends_ms = [*(pause.start_ms for pause in between), end_ms]
    lengths_ms = [end - start for start, end in zip(starts_ms, ends_ms, strict=True)]
    return is_at_seams and max(lengths_ms) <= _ALIKE_FACTOR * min(lengths_ms)


def count_repeats(unit: Sequence[str], heard: Sequence[str]) -> int:
    """Return how often a unit comes in what was heard, however the words are parted."""
    return "".join(heard).count("".join(unit))


def is_agreed(unit: Sequence[str], expected: int, heard: Sequence[str]) -> bool:
    """Whether a second hearing of a run's sound tells of the same.

    It has heard the words and little else, parted or spelt in another way, too; how often does not
    matter, for who hears nothing but repeats is apt to write them once. Or it took them for other
    words, and those again and again, as often.
    """
    letters = sum(map(len, heard))
    own = max(
        sum(len(key) for key in heard if key in unit),
        "".join(heard).count("".join(unit)) * sum(map(len, unit)),
    )
    return (letters > 0 and own >= _ALIKE * letters) or _is_repeated_as_often(expected, heard)


def _is_repeated_as_often(expected: int, heard: Sequence[str]) -> bool:
    run = find_run(heard)
    if run is None or run.count * run.period < _ALIKE * len(heard):
        return False
    return abs(run.count - expected) <= max(1, expected // LEAST_REPEATS)


def count_kept(sounding: int, expected: int, heard: int) -> int:
    """Return how many of the repeats that have a sound are kept, if a hearing counts others.

    `heard` are those that were heard again of `expected` last ones. The smaller number is taken,
    for the network adds more than it leaves out; but who writes it once has not counted.
    """
    return min(sounding, sounding - expected + heard) if heard > 1 else sounding
