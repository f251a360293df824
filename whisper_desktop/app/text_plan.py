"""Which stretches of a recording hold which words of a given text, judged by what was heard.

A word of the text is taken for said where a heard word is like it, or where there is speech
between two such words that it could be. What is heard and is not in the text is passed over.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import Unit
from whisper_desktop.core.timecode import TimeSpan

UNMATCHED = -1
"""As `asr.text_match` says it."""

_FASTEST_MS_PER_LETTER = 30
"""Nobody speaks faster than 33 letters a second: where there is less time, words were left out."""
_SLOWEST_MS_PER_LETTER = 300
"""Nobody takes longer: where there is more speech, something else is said."""
_SLACK_MS = 200
"""How wrong the edges of heard words may be, both sides together."""
_CLOSE_MS = 1_500
_EXTRA_SPEECH_MS = 700
"""More speech than this between words that follow each other in the text is not in it."""
_LONG_PAUSE_MS = 3_000
"""A window does not reach across longer silence: the network writes there what nobody says."""
_FULL_MS, _MOST_MS = 15_000, 27_000
"""How long a window should be at least and may be at most: the network hears half a minute."""
_PLAIN_PAUSE_MS = 400
_MARGIN_MS = 500
"""How much silence is heard before the first and after the last word."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of a recording as they were recognised, where somebody speaks, and its length."""

    words: tuple[Word, ...]
    speech: SpeechMap
    end_ms: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit of the text that is said, and about when."""

    unit: int
    start_ms: int
    end_ms: int
    heard: int = UNMATCHED
    """The heard word that is like it."""

    @property
    def is_matched(self) -> bool:
        """Whether it was heard, more or less."""
        return self.heard != UNMATCHED


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """Units said in a stretch; it may begin and end anywhere in the two spans of quiet.

    `begin` and `end` are (earliest, latest) in milliseconds.
    """

    units: tuple[Planned, ...]
    begin: tuple[int, int]
    end: tuple[int, int]


@dataclass(slots=True)
class _Chain:
    """Units that are said one after the other with nothing else between them."""

    units: list[Planned] = field(default_factory=list)


def plan_windows(
    units: Sequence[Unit],
    matches: Sequence[int],
    heard: Heard,
    token_counts: Sequence[int],
    max_tokens: int,
) -> list[PlannedWindow]:
    """Return the windows in order of time; units that are in none were not said."""
    windows: list[PlannedWindow] = []
    for chain in _chains(units, matches, heard):
        for part in _cut(chain.units, token_counts, max_tokens):
            windows.append(_window(part, heard))
    return windows


def _chains(units: Sequence[Unit], matches: Sequence[int], heard: Heard) -> Iterator[_Chain]:
    matched = [at for at, found in enumerate(matches) if found != UNMATCHED]
    chain = _Chain()
    for before, after in pairwise([None, *matched, None]):
        between = _Between.of(units, matches, heard, before, after)
        if between.is_said:
            chain.units += between.planned()
        elif chain.units and between.is_hole:
            yield chain
            chain = _Chain()
        if after is not None:
            word = heard.words[matches[after]]
            chain.units.append(Planned(after, word.start_ms, word.end_ms, matches[after]))
    if chain.units:
        yield chain


@dataclass(frozen=True, slots=True)
class _Between:
    """What lies between two words that were heard: units of the text, and time of the sound."""

    units: tuple[tuple[int, int], ...]
    """(index, letters) of those of which something is said."""
    start_ms: int
    end_ms: int
    speech: tuple[TimeSpan, ...]
    """Where somebody speaks between the two times."""
    is_inside: bool
    """Whether there is a word that was heard on both sides."""

    @classmethod
    def of(
        cls,
        units: Sequence[Unit],
        matches: Sequence[int],
        heard: Heard,
        before: int | None,
        after: int | None,
    ) -> "_Between":
        """Look at what is between two units that are matched; None is the beginning or the end."""
        first = 0 if before is None else before + 1
        last = len(units) if after is None else after
        start_ms = 0 if before is None else heard.words[matches[before]].end_ms
        end_ms = heard.end_ms if after is None else heard.words[matches[after]].start_ms
        end_ms = max(start_ms, end_ms)
        own = tuple((at, len(units[at].letters)) for at in range(first, last) if units[at].letters)
        speech = tuple(_speech_between(heard.speech, start_ms, end_ms))
        is_inside = before is not None and after is not None
        return cls(own, start_ms, end_ms, speech, is_inside)

    @property
    def speech_ms(self) -> int:
        """How long somebody speaks."""
        return sum(span.duration_ms for span in self.speech)

    @property
    def is_said(self) -> bool:
        """Whether the time is what the units would take."""
        letters = sum(count for _, count in self.units)
        least_ms, most_ms = letters * _FASTEST_MS_PER_LETTER, letters * _SLOWEST_MS_PER_LETTER
        # Between words that follow each other closely, their edges decide how much time there is.
        is_close = self.is_inside and self.end_ms - self.start_ms <= _CLOSE_MS
        slack_ms = _SLACK_MS if is_close else 0
        return letters > 0 and least_ms - slack_ms <= self.speech_ms <= most_ms + _SLACK_MS

    @property
    def is_hole(self) -> bool:
        """Whether something is said that is not in the text."""
        return self.speech_ms > _EXTRA_SPEECH_MS

    def planned(self) -> Iterator[Planned]:
        """Yield the units, the time that is spoken shared by their letters."""
        total = sum(count for _, count in self.units)
        done = 0
        for at, count in self.units:
            start_ms = self._spoken_at(done / total)
            done += count
            yield Planned(at, start_ms, max(start_ms, self._spoken_at(done / total)))

    def _spoken_at(self, share: float) -> int:
        """Return when so much of what is spoken was spoken; of silence, when so much is over."""
        left_ms = share * self.speech_ms
        for span in self.speech:
            if left_ms <= span.duration_ms:
                return span.start_ms + int(left_ms)
            left_ms -= span.duration_ms
        return self.start_ms + int(share * (self.end_ms - self.start_ms))


def _speech_between(speech: SpeechMap, start_ms: int, end_ms: int) -> Iterator[TimeSpan]:
    first = bisect_right(speech.speech, start_ms, key=lambda span: span.end_ms)
    for span in speech.speech[first:]:
        if span.start_ms >= end_ms or start_ms >= end_ms:
            return
        yield TimeSpan(max(span.start_ms, start_ms), min(span.end_ms, end_ms))


def _cut(
    units: Sequence[Planned], token_counts: Sequence[int], max_tokens: int
) -> Iterator[Sequence[Planned]]:
    """Yield the units of one window after the other, cut in pauses between words that are sure."""
    first = 0
    while first < len(units):
        end = _window_end(units, first, token_counts, max_tokens)
        yield units[first:end]
        first = end


def _window_end(
    units: Sequence[Planned], first: int, token_counts: Sequence[int], max_tokens: int
) -> int:
    start_ms, tokens = units[first].start_ms, 0
    best, best_worth = first + 1, -1.0
    for at in range(first, len(units)):
        tokens += token_counts[units[at].unit]
        if at > first and (units[at].end_ms - start_ms > _MOST_MS or tokens > max_tokens):
            return best
        if at + 1 == len(units):
            return len(units)
        pause_ms = units[at + 1].start_ms - units[at].end_ms
        if pause_ms > _LONG_PAUSE_MS:
            return at + 1
        worth = _worth(units[at], units[at + 1], units[at].end_ms - start_ms)
        if worth >= best_worth:
            best, best_worth = at + 1, worth
    return best


def _worth(before: Planned, after: Planned, length_ms: int) -> float:
    """Return how good it is to cut between two units: sure of both, in a pause, late."""
    pause = min(1.0, max(0, after.start_ms - before.end_ms) / _PLAIN_PAUSE_MS)
    sureness = float(before.is_matched and after.is_matched and after.heard == before.heard + 1)
    fullness = min(1.0, length_ms / _FULL_MS)
    return (0.2 + sureness) * (0.2 + pause) * (0.1 + fullness) + length_ms / 1e6


def _window(units: Sequence[Planned], heard: Heard) -> PlannedWindow:
    first, last = units[0], units[-1]
    before_ms, after_ms = _neighbour_end_ms(first, heard), _neighbour_start_ms(last, heard)
    begin = max(before_ms, first.start_ms - _MARGIN_MS), max(before_ms, first.start_ms)
    end = min(last.end_ms, after_ms), min(after_ms, last.end_ms + _MARGIN_MS)
    return PlannedWindow(tuple(units), begin, end)


def _neighbour_end_ms(unit: Planned, heard: Heard) -> int:
    """Return where the word that was heard before ends, be it in the text or not."""
    if unit.is_matched:
        before = heard.words[: unit.heard][-1:]
    else:
        place = bisect_right(heard.words, unit.start_ms, key=lambda word: word.end_ms)
        before = heard.words[:place][-1:]
    return min(before[0].end_ms, unit.start_ms) if before else 0


def _neighbour_start_ms(unit: Planned, heard: Heard) -> int:
    if unit.is_matched:
        after = heard.words[unit.heard + 1 :][:1]
    else:
        place = bisect_right(heard.words, unit.end_ms - 1, key=lambda word: word.start_ms)
        after = heard.words[place:][:1]
    return max(after[0].start_ms, unit.end_ms) if after else heard.end_ms
