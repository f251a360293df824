"""Texts of one language that follow each other, cut into subtitles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whisper_desktop.core.bonds import LOOK_AROUND
from whisper_desktop.core.markup_tags import carried_tags
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import reading_time_ms
from whisper_desktop.core.reading_cues.cue_times import Shown, end_ms
from whisper_desktop.core.reading_cues.cutting import Bounds, Cut, cuts, settled_cuts
from whisper_desktop.core.reading_cues.letter_times import LetterTimes, Spoken
from whisper_desktop.core.reading_cues.timed_pieces import TimedPiece, timed_pieces
from whisper_desktop.core.segment import Word
from whisper_desktop.core.wrapping import joined_pieces


@dataclass(frozen=True, slots=True)
class ReadCue:
    """A subtitle as it was cut; `sources` are the texts that it has something of, rising."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...]
    sources: tuple[int, ...]


class Passage:
    """Texts to be cut as one; `before` is what was said just before them, in the same language."""

    def __init__(
        self, sources: Sequence[Spoken], limits: Limits, language: str | None, before: str = ""
    ) -> None:
        self._sources, self._limits, self._before = sources, limits, before
        self._times = [LetterTimes(spoken) for spoken in sources]
        self._pieces = timed_pieces(sources, self._times, limits.counting, language, before)

    def cues(self, bounds: Bounds) -> list[ReadCue]:
        """Return all of the texts as subtitles."""
        return self._made(cuts(self._pieces, self._limits, bounds), bounds)

    def settled(self, last_ms: int | None) -> tuple[list[ReadCue], "Rest"]:
        """Return the subtitles that stay whatever comes next, and what is left to be cut with it.

        To cut in parts, each with what is left of the one before, makes the same subtitles as to
        cut all at once.
        """
        found = settled_cuts(self._pieces, self._limits)
        end = found[-1].end_piece if found else 0
        return self._made(found, Bounds(last_ms=last_ms)), self._rest(end)

    def _made(self, found: Sequence[Cut], bounds: Bounds) -> list[ReadCue]:
        made = [self._cue(cut, bounds) for cut in found]
        texts = carried_tags([cue.text for cue in made])
        return [
            cue if text == cue.text else replace(cue, text=text)
            for cue, text in zip(made, texts, strict=True)
        ]

    def _cue(self, cut: Cut, bounds: Bounds) -> ReadCue:
        pieces = self._pieces[cut.first : cut.end_piece]
        text = "\n".join(self._line(*ends) for ends in _stretches(cut))
        is_last = cut.end_piece == len(self._pieces)
        shown = Shown(
            pieces[0].start_ms,
            max(piece.end_ms for piece in pieces),
            reading_time_ms(text, self._limits.max_cps, self._limits.counting),
            bounds.next_ms if is_last else self._pieces[cut.end_piece].start_ms,
            bounds.last_ms,
            bounds.linger_ms,
        )
        sources = tuple(sorted({piece.source for piece in pieces}))
        words = [word for source in sources for word in self._words(source, pieces)]
        ended_ms = end_ms(shown, self._limits)
        return ReadCue(shown.start_ms, ended_ms, text, tuple(words), sources)

    def _line(self, first: int, end: int) -> str:
        return joined_pieces([timed.piece for timed in self._pieces[first:end]])

    def _words(self, source: int, pieces: Sequence[TimedPiece]) -> list[Word]:
        letters = [piece for piece in pieces if piece.source == source]
        return self._times[source].words_between(letters[0].first_letter, letters[-1].end_letter)

    def _rest(self, end: int) -> "Rest":
        """Return what is left from a piece on; there is always something."""
        first = self._pieces[end]
        spoken = self._sources[first.source]
        own = [piece for piece in self._pieces[end:] if piece.source == first.source]
        cut = Spoken(
            min(first.start_ms, spoken.end_ms - 1),
            spoken.end_ms,
            joined_pieces([timed.piece for timed in own]),
            tuple(self._words(first.source, own)),
        )
        later = enumerate(self._sources[first.source + 1 :], first.source + 1)
        return Rest(((first.source, cut), *later), self._context(end))

    def _context(self, end: int) -> str:
        """Return what is said just before a piece, as far as rules look back."""
        pieces = [timed.piece for timed in self._pieces[max(end - LOOK_AROUND, 0) : end]]
        if len(pieces) == LOOK_AROUND:
            return joined_pieces(pieces)
        own = joined_pieces(pieces) if pieces else ""
        return f"{self._before} {own}".strip()


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left to be cut: texts, each with the source that it is of, and what came before."""

    spoken: tuple[tuple[int, Spoken], ...]
    before: str


def _stretches(cut: Cut) -> list[tuple[int, int]]:
    return list(zip((cut.first, *cut.line_ends[:-1]), cut.line_ends, strict=True))
