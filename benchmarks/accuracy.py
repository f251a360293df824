"""Measure word error rates of our recogniser and its peers on the same weights, in one table.

    python -m benchmarks.accuracy --audio DIR --model PATH [--systems NAME...] [--table FILE]

Every text is kept in the cache folder, so an interrupted run goes on; after a change of ours,
delete `accuracy/MODEL/ours-*` there. One JSON line per recording and system, then one per row of
the table and one per verdict; exit code 1 when ours is worse than the better peer by more than
0.3 points, or nothing was compared (no recordings of that kind, or no peers).
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from benchmarks import records
from benchmarks.accuracy_table import (
    OVERALL,
    Score,
    as_markdown,
    is_scored,
    points_behind,
    tabulate,
)
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import Recording, load_samples, read_manifest, select
from benchmarks.records import Record, emit
from benchmarks.systems import Engine, System, Transcribe, open_system
from benchmarks.word_error_rate import ErrorCount, count_errors, units_of

ALLOWED_POINTS = 0.3
"""Ours may be so much worse than the better of the peers, in percentage points."""

DEFAULT_SYSTEMS = (
    System(Engine.OURS, beam_size=1),
    System(Engine.OURS, is_batched=True, beam_size=1),
    System(Engine.OPENAI),
    System(Engine.FASTER),
    System(Engine.FASTER, is_batched=True),
)
"""The peers as they come, ours greedy."""
MORE_SYSTEMS = (
    System(Engine.OURS, beam_size=5),
    System(Engine.OURS, is_batched=True, beam_size=5),
    System(Engine.OURS, is_batched=True, beam_size=1, is_untimed=True),
    System(Engine.OURS, is_batched=True, beam_size=5, is_untimed=True),
    System(Engine.OURS, precision="int8", beam_size=1),
    System(Engine.OURS, is_batched=True, precision="int8", beam_size=1),
    System(Engine.OPENAI, beam_size=5),
    System(Engine.FASTER, beam_size=1),
    System(Engine.FASTER, is_batched=True, beam_size=1),
    System(Engine.FASTER, is_batched=True, precision="int8", beam_size=1),
)
"""Run when they are named."""
SYSTEMS = {system.name: system for system in (*DEFAULT_SYSTEMS, *MORE_SYSTEMS)}


class Listener:
    """One system with its kept texts; the model is loaded only when a text is missing."""

    def __init__(self, name: str, arguments: argparse.Namespace) -> None:
        model, self._weights = arguments.model
        self._system, self._arguments = SYSTEMS[name], arguments
        self._folder: Path = arguments.cache / "accuracy" / model / name

    @cached_property
    def _transcribe(self) -> Transcribe:
        return open_system(self._system, self._weights, self._arguments.threads)

    def hear(self, recording: Recording) -> Record:
        """Return `text` and `elapsed_s` of a recording: kept, or transcribed now."""
        path = self._folder / f"{recording.file}.json"
        kept = records.load(path)
        if kept is None:
            samples = load_samples(self._arguments.audio / recording.file, self._arguments.cache)
            transcribe, started_s = self._transcribe, time.perf_counter()
            text = transcribe(samples, recording.decoding_language)
            kept = {"text": text, "elapsed_s": round(time.perf_counter() - started_s, 3)}
            records.save(path, kept)
        return kept


def score(recording: Recording, text: str) -> ErrorCount:
    """Return the errors of a text; where nothing is said, every word of it is one."""
    language, fold = recording.decoding_language, recording.folds_diacritics
    reference = recording.reference_text if recording.has_speech else ""
    return count_errors(
        units_of(reference, language, fold_diacritics=fold),
        units_of(text, language, fold_diacritics=fold),
    )


def measure(arguments: argparse.Namespace, recordings: Sequence[Recording]) -> Iterator[Score]:
    """Yield the score of every system on every recording, and emit each."""
    for name in arguments.systems:
        listener = Listener(name, arguments)
        for recording in recordings:
            heard = listener.hear(recording)
            count = score(recording, heard["text"])
            emit({"file": recording.file, "system": name, **_numbers(count), **heard})
            yield Score(name, recording, count)


def _numbers(count: ErrorCount) -> Record:
    return {"errors": count.errors, "units": count.units, "percent": round(count.percent, 2)}


def verdicts(overall: Mapping[str, ErrorCount]) -> Iterator[Record]:
    """Yield for each of ours how far it is behind the best peer; nothing without peers."""
    peers = [name for name in overall if SYSTEMS[name].engine is not Engine.OURS]
    for name in overall:
        if peers and name not in peers:
            points = points_behind(overall, name, peers)
            yield {
                "system": name,
                "points_behind": round(points, 2),
                "ok": points <= ALLOWED_POINTS,
            }


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, help="NAME=PATH or PATH")
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=[s.name for s in DEFAULT_SYSTEMS]
    )
    parser.add_argument("--languages", nargs="+", help="only recordings in these languages")
    parser.add_argument("--table", type=Path, help="write the table as Markdown to this file")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; return the exit code."""
    arguments = _parse(argv)
    recordings = [
        recording
        for recording in select(read_manifest(arguments.audio), arguments.files)
        if is_scored(recording)
        and (arguments.languages is None or recording.decoding_language in arguments.languages)
    ]
    table = tabulate(list(measure(arguments, recordings)))
    for row, cells in table.items():
        emit({"row": row, **{name: _numbers(count) for name, count in cells.items()}})
    if arguments.table is not None:
        text = as_markdown(table, arguments.systems)
        arguments.table.write_text(text, encoding="utf-8")
    found = list(verdicts(table.get(OVERALL, {})))
    for verdict in found:
        emit(verdict)
    if not found:
        emit({"verdicts": [], "ok": False})
    return int(not found or not all(verdict["ok"] for verdict in found))


if __name__ == "__main__":
    sys.exit(main())
