"""The reference transcripts that parity is measured against, computed once and kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import openai_whisper, records
from benchmarks.audio_set import load_samples
from benchmarks.cases import Case, Search, Wanted
from benchmarks.records import Record


class ReferenceStore:
    """Gives the reference record of a case: the kept one, or one computed now and kept."""

    def __init__(self, audio: Path, cache_folder: Path, models: Mapping[str, Path]) -> None:
        self._audio, self._cache, self._models = audio, cache_folder, models
        self._load = cache(lambda name: openai_whisper.load_model(self._models[name]))

    def model(self, name: str) -> Any:
        """Return the reference implementation's network, loaded once."""
        return self._load(name)

    def has(self, case: Case) -> bool:
        """Whether the record is there already."""
        return case.kept_at(self._cache).exists()

    def record(self, case: Case) -> Record:
        """Return the record of a case; long recordings take minutes when it is not there yet."""
        path = case.kept_at(self._cache)
        kept = records.load(path)
        if kept is not None:
            return kept
        result = openai_whisper.transcribe(
            self.model(case.model),
            load_samples(self._audio / case.file, self._cache),
            **reference_options(case),
        )
        record = {"case": asdict(case), **result}
        records.save(path, record)
        return record


def reference_options(case: Case) -> dict[str, Any]:
    """Return what openai-whisper is asked for: temperature 0 and nothing else, no second tries."""
    options: dict[str, Any] = {
        "language": case.language,
        "task": case.task,
        "temperature": 0.0,
        "condition_on_previous_text": True,
        "word_timestamps": case.wanted is Wanted.WORDS,
    }
    if case.search is Search.BEAM5:
        options["beam_size"] = case.search.beam_size
    return options


def compute_missing(store: ReferenceStore, wanted: Sequence[Case]) -> Iterator[Case]:
    """Compute what is not kept yet, quick cases first, and yield each case when it is done."""
    for case in wanted:
        if not store.has(case):
            store.record(case)
            yield case
