"""Rows of a text with the times of their words: those that were found, and guesses for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.time_map import Fit, time_map
from whisper_desktop.app.unheard_words import UnheardWords
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import Unit
from whisper_desktop.core.timecode import TimeSpan

_LEAST_SUPPORT = 0.3
"""Of a row that counts as heard, at least this share of the letters is."""
_SURE_PROBABILITY = 0.2
"""A word that the network itself would have said there counts as heard, whatever was recognised."""
_SURE_SUPPORT = 0.6
"""At least this share, where no word of the row was recognised: what the network would say itself
it would say to other sounds, too."""
_LEAST_SURE = 2
"""A row of three words or more is heard when so many of them are: any may be said by chance."""
_LONG_UNHEARD = 20
"""So many letters in a row that were not heard are told: about two seconds."""
_MS_PER_LETTER = 60
_SHORTEST_MS = 300
_LITTLE_MS = 1_500
"""A row is moved so far from where it should be, to lie between the rows that were heard."""


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the text and when it is said; `is_matched` when it was recognised, too."""

    word: Word
    is_matched: bool


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A row of the text at its place in the recording.

    `support` is the share of its letters that are heard there, 0 to 1. The times of one that is
    not heard are a guess.
    """

    row: int
    segment: Segment
    support: float
    unheard: tuple[TimeSpan, ...] = ()
    """Stretches inside a row that is heard of which that is not so: the times there are guesses."""

    @property
    def is_heard(self) -> bool:
        """Whether it was found in the sound."""
        return self.support >= _LEAST_SUPPORT


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text, the units of each, and their language."""

    rows: Sequence[GivenRow]
    units: Sequence[Sequence[Unit]]
    language: str

    def aligned(
        self, found: Mapping[tuple[int, int], FoundWord], speech: SpeechMap
    ) -> tuple[AlignedRow, ...]:
        """Return every row with its times; `found` has words by row and unit."""
        support = self._supports(found)
        placed = {place: one.word for place, one in found.items()}
        words = UnheardWords(self.units, placed, speech).all_words(list(support))
        heard = {row: self._heard(row, words) for row in support}
        guesses = _guessed(self.rows, heard, speech.end_ms)
        return tuple(
            AlignedRow(row, heard[row], support[row], self._stretches(row, found, heard[row]))
            if row in heard
            else AlignedRow(row, self._unheard(row, guesses[row]), 0.0)
            for row in range(len(self.rows))
        )

    def _supports(self, found: Mapping[tuple[int, int], FoundWord]) -> dict[int, float]:
        """Return the rows that are heard, each with its support.

        What may be chance is believed of a row that stands between two that are sure.
        """
        owns = [self._own(row, found) for row in range(len(self.units))]
        shares = [_support(units, own) for units, own in zip(self.units, owns, strict=True)]
        sure = {
            row
            for row, own in enumerate(owns)
            if shares[row] >= _LEAST_SUPPORT and not _may_be_chance(self.units[row], own)
        }
        return {
            row: share
            for row, share in enumerate(shares)
            if row in sure or (share >= _LEAST_SUPPORT and sure.issuperset((row - 1, row + 1)))
        }

    def _own(self, row: int, found: Mapping[tuple[int, int], FoundWord]) -> dict[int, FoundWord]:
        return {at: found[row, at] for at in range(len(self.units[row])) if (row, at) in found}

    def _heard(self, row: int, words: Mapping[tuple[int, int], Word]) -> Segment:
        own = tuple(words[row, at] for at in range(len(self.units[row])))
        start_ms = min(word.start_ms for word in own)
        end_ms = max(start_ms + 1, *(word.end_ms for word in own))
        return Segment(start_ms, end_ms, self.rows[row].text, self.language, words=own)

    def _stretches(
        self, row: int, found: Mapping[tuple[int, int], FoundWord], segment: Segment
    ) -> tuple[TimeSpan, ...]:
        """Return where so many words follow each other that were not heard that they count."""
        units, own = self.units[row], self._own(row, found)
        said = [at for at, unit in enumerate(units) if unit.letters]
        stretches: list[TimeSpan] = []
        for is_sure, run in groupby(said, lambda at: at in own and _is_sure(own[at])):
            places = list(run)
            letters = sum(len(units[at].letters) for at in places)
            if is_sure or letters < _LONG_UNHEARD or len(places) < _LEAST_SURE:
                continue
            start_ms = segment.words[places[0]].start_ms
            end_ms = max(start_ms + 1, segment.words[places[-1]].end_ms)
            stretches.append(TimeSpan(start_ms, end_ms))
        return tuple(stretches)

    def _unheard(self, row: int, span_ms: tuple[int, int]) -> Segment:
        return Segment(*span_ms, self.rows[row].text, self.language)


def _support(units: Sequence[Unit], found: Mapping[int, FoundWord]) -> float:
    """Return the share of letters that are heard."""
    letters = sum(len(unit.letters) for unit in units)
    return sum(len(units[at].letters) for at in _sure(units, found)) / max(1, letters)


def _may_be_chance(units: Sequence[Unit], found: Mapping[int, FoundWord]) -> bool:
    sure = _sure(units, found)
    if len(sure) < min(_LEAST_SURE, sum(bool(unit.letters) for unit in units) - 1):
        return True
    is_recognised = any(found[at].is_matched for at in sure)
    return not is_recognised and _support(units, found) < _SURE_SUPPORT


def _sure(units: Sequence[Unit], found: Mapping[int, FoundWord]) -> list[int]:
    return [at for at, one in found.items() if units[at].letters and _is_sure(one)]


def _is_sure(found: FoundWord) -> bool:
    return found.is_matched or found.word.probability >= _SURE_PROBABILITY


def _guessed(
    rows: Sequence[GivenRow], heard: Mapping[int, Segment], end_ms: int
) -> dict[int, tuple[int, int]]:
    """Return (start, end) for each row that was not heard, between those that were."""
    fit = time_map(
        [
            (at_ms, one.start_ms)
            for row, one in heard.items()
            if (at_ms := rows[row].start_ms) is not None
        ]
    )
    guesses: dict[int, tuple[int, int]] = {}
    unheard = [row for row in range(len(rows)) if row not in heard]
    for _, run in groupby(enumerate(unheard), lambda pair: pair[1] - pair[0]):
        together = [row for _, row in run]
        before, after = heard.get(together[0] - 1), heard.get(together[-1] + 1)
        room = _Room(_span(before), _span(after), max(end_ms, 1))
        for place, row in enumerate(together):
            span_ms = room.mapped(rows[row], fit) if fit is not None else None
            if span_ms is None:
                last = guesses.get(row - 1) if place else room.before
                guesses |= replace(room, before=last).shared(rows, together[place:])
                break
            guesses[row] = span_ms
    return guesses


def _span(segment: Segment | None) -> tuple[int, int] | None:
    return (segment.start_ms, segment.end_ms) if segment is not None else None


@dataclass(frozen=True, slots=True)
class _Room:
    """The time between two rows, (start, end) each, either None at an edge of the recording."""

    before: tuple[int, int] | None
    after: tuple[int, int] | None
    end_ms: int

    @property
    def span_ms(self) -> tuple[int, int]:
        """From the end of one to the start of the other."""
        start_ms = self.before[1] if self.before else 0
        return start_ms, max(start_ms, self.after[0] if self.after else self.end_ms)

    def mapped(self, row: GivenRow, fit: Fit) -> tuple[int, int] | None:
        """Return where a row should be by its old times; None where no recording is.

        It is moved into the room when that takes little. If not, the times are as good as the
        rows that were heard: it stays, whatever else is there.
        """
        start_ms, end_ms = fit(row.start_ms or 0), fit(row.end_ms or row.start_ms or 0)
        length_ms = min(max(end_ms - start_ms, 1), self.end_ms)
        if start_ms >= self.end_ms:
            return None
        least_ms = min(length_ms, _SHORTEST_MS)
        first_ms, last_ms = self.span_ms
        moved_ms = max(first_ms, min(start_ms, last_ms - least_ms))
        if moved_ms + least_ms <= last_ms and abs(moved_ms - start_ms) <= _LITTLE_MS:
            return moved_ms, min(moved_ms + length_ms, max(last_ms, moved_ms + least_ms))
        start_ms = min(start_ms, self.end_ms - least_ms)
        return start_ms, min(start_ms + length_ms, self.end_ms)

    def shared(
        self, rows: Sequence[GivenRow], together: Sequence[int]
    ) -> dict[int, tuple[int, int]]:
        """Put rows one behind the other, as long as they take to say.

        Without time for it they reach into the rows that were heard, so that each can be seen.
        """
        lengths = [max(_SHORTEST_MS, len(rows[row].text) * _MS_PER_LETTER) for row in together]
        start_ms, end_ms = self._widened(len(together) * _SHORTEST_MS)
        shrink = min(1.0, (end_ms - start_ms) / max(1, sum(lengths)))
        at = max(0.0, end_ms - sum(lengths)) if self.before is None else float(start_ms)
        placed: dict[int, tuple[int, int]] = {}
        for row, length in zip(together, lengths, strict=True):
            placed[row] = int(at), max(int(at) + 1, int(at + length * shrink))
            at += length * shrink
        return placed

    def _widened(self, least_ms: int) -> tuple[int, int]:
        start_ms, end_ms = self.span_ms
        lack_ms = max(0, least_ms - (end_ms - start_ms))
        if self.before is not None:
            share_ms = lack_ms // 2 if self.after is not None else lack_ms
            start_ms = max(self.before[0], start_ms - share_ms)
        if self.after is not None:
            end_ms = min(self.after[1], max(end_ms, start_ms + least_ms))
        return start_ms, end_ms
