"""Words of a given text that were not heard, laid where somebody speaks between those that were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import Unit
from whisper_desktop.core.timecode import TimeSpan

Place = tuple[int, int]
"""A row, and a unit in it."""

_FASTEST_MS_PER_LETTER = 30
"""Where there is less speech, the words are not said."""
_SLOWEST_MS_PER_LETTER = 300
"""Where there is more, something else is said, too."""
_USUAL_MS_PER_LETTER = 80


@dataclass(frozen=True, slots=True)
class UnheardWords:
    """The units of each row of a text, the words that were found, and where somebody speaks."""

    units: Sequence[Sequence[Unit]]
    found: Mapping[Place, Word]
    speech: SpeechMap

    def all_words(self, rows: Sequence[int]) -> dict[Place, Word]:
        """Return every word of some rows, of each of which one at least was found.

        The others share the speech between their neighbours by their letters. At the edge of a
        row, and where there is far too much speech, they lie beside the one that was found.
        """
        places = [(row, at) for row in rows for at in range(len(self.units[row]))]
        runs = [list(run) for _, run in groupby(places, self.found.__contains__)]
        words = {place: self.found[place] for place in places if place in self.found}
        for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
            if run[0] not in self.found:
                words |= self._laid(
                    run, before[-1] if before else None, after[0] if after else None
                )
        return words

    def _laid(
        self, run: list[Place], before: Place | None, after: Place | None
    ) -> dict[Place, Word]:
        start_ms = self.found[before].end_ms if before else 0
        end_ms = self.found[after].start_ms if after else self.speech.end_ms
        room = _Room(start_ms, max(start_ms, end_ms), self._spoken(start_ms, end_ms))
        if before and after and before[0] == after[0]:
            return self._dealt(run, room.inside(self._letters(run)), start_ms)
        is_one = before is not None and after is not None and after[0] == before[0] + 1
        if is_one and room.is_right_for(self._letters(run)):
            return self._dealt(run, room.speech, start_ms)
        tail = [place for place in run if before and place[0] == before[0]]
        head = run[len(tail) :]
        usual_ms = [self._letters(own) * _USUAL_MS_PER_LETTER for own in (tail, head)]
        shrink = min(1.0, room.speech_ms / max(1, sum(usual_ms)))
        if room.is_too_short_for(self._letters(run)):
            shrink = 0.0
        first, last = (int(own_ms * shrink) for own_ms in usual_ms)
        words = self._dealt(tail, room.part(0, first), start_ms)
        return words | self._dealt(head, room.part(room.speech_ms - last, room.speech_ms), end_ms)

    def _spoken(self, start_ms: int, end_ms: int) -> tuple[TimeSpan, ...]:
        return tuple(
            TimeSpan(max(span.start_ms, start_ms), min(span.end_ms, end_ms))
            for span in self.speech.speech
            if start_ms < end_ms and span.start_ms < end_ms and span.end_ms > start_ms
        )

    def _letters(self, places: Sequence[Place]) -> int:
        return sum(len(self.units[row][at].letters) for row, at in places)

    def _dealt(
        self, places: Sequence[Place], spans: Sequence[TimeSpan], else_ms: int
    ) -> dict[Place, Word]:
        """Return words that share some time by their letters; without any they stand at one."""
        total_ms, letters = sum(span.duration_ms for span in spans), self._letters(places)
        done = 0
        words: dict[Place, Word] = {}
        for row, at in places:
            unit = self.units[row][at]
            first, done = done, done + len(unit.letters)
            start_ms = end_ms = else_ms
            if total_ms and letters:
                start_ms = _at(spans, total_ms * first // letters, is_start=first < done)
                end_ms = max(start_ms, _at(spans, total_ms * done // letters, is_start=False))
            words[row, at] = Word(start_ms, end_ms, unit.text, 0.0)
        return words


@dataclass(frozen=True, slots=True)
class _Room:
    """The time between two words that were found, and where somebody speaks in it."""

    start_ms: int
    end_ms: int
    speech: tuple[TimeSpan, ...]

    @property
    def speech_ms(self) -> int:
        return sum(span.duration_ms for span in self.speech)

    def is_too_short_for(self, letters: int) -> bool:
        """Tell whether so many letters can't be said in it."""
        return self.speech_ms < letters * _FASTEST_MS_PER_LETTER

    def is_right_for(self, letters: int) -> bool:
        """Tell whether so many letters, and no others, may be said in it."""
        is_short = self.speech_ms <= letters * _SLOWEST_MS_PER_LETTER
        return is_short and not self.is_too_short_for(letters)

    def inside(self, letters: int) -> tuple[TimeSpan, ...]:
        """Return where so many letters are that were not heard inside a row."""
        if self.is_too_short_for(letters):
            return (TimeSpan(self.start_ms, self.end_ms),) if self.start_ms < self.end_ms else ()
        if self.is_right_for(letters):
            return self.speech
        return self.part(0, letters * _USUAL_MS_PER_LETTER)

    def part(self, first_ms: int, last_ms: int) -> tuple[TimeSpan, ...]:
        """Return the speech from a part of it on to another, both in ms of speech."""
        return tuple(_parts(self.speech, first_ms, last_ms))


def _parts(spans: Sequence[TimeSpan], first_ms: int, last_ms: int) -> Iterator[TimeSpan]:
    done_ms = 0
    for span in spans:
        start_ms = span.start_ms + max(0, first_ms - done_ms)
        end_ms = min(span.end_ms, span.start_ms + last_ms - done_ms)
        done_ms += span.duration_ms
        if start_ms < end_ms:
            yield TimeSpan(start_ms, end_ms)


def _at(spans: Sequence[TimeSpan], spoken_ms: int, *, is_start: bool) -> int:
    """Return when so much was spoken; at the end of a span, or at the start of the next."""
    left_ms = spoken_ms
    for span in spans:
        if left_ms < span.duration_ms or (left_ms == span.duration_ms and not is_start):
            return span.start_ms + left_ms
        left_ms -= span.duration_ms
    return spans[-1].end_ms
