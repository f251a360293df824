"""Which transcripts are compared for parity: recordings, searches, and what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.audio_set import Recording


class Search(StrEnum):
    """How tokens are chosen, at temperature 0."""

    GREEDY = "greedy"
    BEAM5 = "beam5"

    @property
    def beam_size(self) -> int:
        """How many hypotheses are followed."""
        return 5 if self is Search.BEAM5 else 1


class Wanted(StrEnum):
    """What is asked of the recogniser."""

    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"
    WORDS = "words"
    """Transcribe, with word times."""


_EFFORT = {Search.GREEDY: 1.0, Search.BEAM5: 3.0}


@dataclass(frozen=True, slots=True)
class Case:
    """One transcript to be compared."""

    file: str
    language: str
    duration_s: float
    model: str
    search: Search
    wanted: Wanted

    @property
    def task(self) -> str:
        """Whisper's name of the task."""
        return "translate" if self.wanted is Wanted.TRANSLATE else "transcribe"

    @property
    def effort_s(self) -> float:
        """A guess of the work, in seconds of greedily decoded audio."""
        return self.duration_s * _EFFORT[self.search]

    def kept_at(self, cache_folder: Path) -> Path:
        """Return where the reference record lies."""
        group = f"{self.model}-{self.search}-{self.wanted}"
        return cache_folder / "reference" / group / f"{self.file}.json"


def cases(recordings: Sequence[Recording], model: str, *, is_multilingual: bool) -> list[Case]:
    """Return every comparison for a model, quick ones first.

    English-only models are asked for English recordings only, and not to translate. Word times
    are compared, greedily, on speech of at most two minutes and wherever true ones are known.
    """
    found = [
        Case(r.file, r.decoding_language, r.duration_s, model, search, wanted)
        for r in recordings
        if is_multilingual or r.decoding_language == "en"
        for search in Search
        for wanted in Wanted
        if _is_compared(r, search, wanted, is_multilingual=is_multilingual)
    ]
    return sorted(found, key=lambda case: case.effort_s)


def _is_compared(
    recording: Recording, search: Search, wanted: Wanted, *, is_multilingual: bool
) -> bool:
    if wanted is Wanted.TRANSLATE:
        return is_multilingual
    if wanted is Wanted.WORDS:
        is_short = recording.has_speech and recording.duration_s <= 120
        return search is Search.GREEDY and (is_short or recording.has_word_times)
    return True
