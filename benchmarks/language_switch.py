"""Measure whether a change of language is noticed, and what looking for it costs.

    python -m benchmarks.language_switch --audio DIR --model PATH [--parts mixtures alone cost]

`mixtures`: recordings of two to ten languages joined, with and without gaps, in short turns and in
long ones; how much of the speech of turns longer than 5 s is in rows of the right language.
`alone`: recordings of one language, whose text must not get worse where the language is not given.
`cost`: processor time with and without following the language. One JSON line each; exit code 1
when a goal is missed. Texts are kept in the cache; after a change of ours delete `language_switch`.

Only recordings whose language the model finds by itself, by their first thirty seconds, count in
`mixtures`: what it takes for another language altogether says nothing about changes.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks import ours, records
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import (
    NO_LANGUAGE,
    Recording,
    Samples,
    read_manifest,
    select,
)
from benchmarks.language_mixtures import Mixture, Source, Turn, load_sources, make_mixtures
from benchmarks.records import Record, emit
from benchmarks.word_error_rate import count_errors, units_of
from whisper_desktop.asr.options import LongFormMode, RecognitionOptions
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.core.recipe import Recipe

LEAST_SHARE = 0.95
"""Of the speech in turns that count, so much is to be in rows of the right language."""
LEAST_TURN_MS = 5_000
ALLOWED_COST = 0.05
"""Following the language may take so much more processor time."""
ALLOWED_POINTS = 0.1
"""Without a language given, the text of one-language recordings may have so many more errors, in
percentage points over all of them."""
_SAMPLES_PER_S = 16_000
_PARTS = ("mixtures", "alone", "cost")


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of a transcript in one language."""

    start_ms: int
    end_ms: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Hits:
    """How much speech of the turns that count is in rows of which language."""

    speech_ms: int = 0
    right_ms: int = 0
    wrong_ms: int = 0

    def __add__(self, other: "Hits") -> "Hits":
        return Hits(
            self.speech_ms + other.speech_ms,
            self.right_ms + other.right_ms,
            self.wrong_ms + other.wrong_ms,
        )

    @property
    def share(self) -> float:
        """Of the speech that is in rows at all, how much is in the right language."""
        return self.right_ms / max(1, self.right_ms + self.wrong_ms)

    def record(self) -> Record:
        """Return what is told of it."""
        covered_ms = self.right_ms + self.wrong_ms
        return {
            "share_right": round(self.share, 4),
            "share_in_rows": round(covered_ms / max(1, self.speech_ms), 4),
            "speech_s": round(self.speech_ms / 1_000, 1),
        }


def hits_of(turn: Turn, rows: Sequence[Row]) -> Hits:
    """Return how the speech of a turn was taken; one that is too short does not count."""
    if turn.span.duration_ms <= LEAST_TURN_MS:
        return Hits()
    languages: Counter[str] = Counter()
    for span in turn.speech:
        reached_ms = span.start_ms
        for row in rows:
            start_ms = max(row.start_ms, reached_ms)
            end_ms = min(row.end_ms, span.end_ms)
            if end_ms > start_ms:
                languages[row.language] += end_ms - start_ms
                reached_ms = end_ms
    right_ms = languages[turn.language]
    speech_ms = sum(span.duration_ms for span in turn.speech)
    return Hits(speech_ms, right_ms, languages.total() - right_ms)


class Listener:
    """Our recogniser in one mode, with its kept transcripts."""

    def __init__(self, mode: LongFormMode, arguments: argparse.Namespace) -> None:
        self._name, self._weights = arguments.model
        self._arguments, self._mode = arguments, mode
        folder = f"{self._name}-{arguments.precision}-{mode.value}"
        self._folder: Path = arguments.cache / "language_switch" / folder

    @cached_property
    def recognizer(self) -> Recognizer:
        """The model, loaded when it is first needed."""
        arguments = self._arguments
        return ours.load(self._weights, precision=arguments.precision, threads=arguments.threads)

    def hear(self, name: str, samples: Samples, language: str | None = None) -> list[Row]:
        """Return the rows of a transcript: kept, or made now."""
        path = self._folder / f"{name}-{language or 'auto'}.json"
        kept = records.load(path)
        if kept is None:
            rows = [asdict(row) for row in self.transcribe(samples, self.options(language))]
            kept = {"rows": rows}
            records.save(path, kept)
        return [Row(**row) for row in kept["rows"]]

    def options(self, language: str | None = None) -> RecognitionOptions:
        """Return the usual options in this mode."""
        return RecognitionOptions(recipe=Recipe(language=language), mode=self._mode)

    def transcribe(self, samples: Samples, options: RecognitionOptions) -> list[Row]:
        """Return the rows of a transcript made now."""
        segments = ours.recognize(self.recognizer, samples, options)
        return [Row(one.start_ms, one.end_ms, one.language, one.text) for one in segments]


def measure_mixtures(listener: Listener, mixtures: Sequence[Mixture]) -> Iterator[Record]:
    """Yield what became of each mixture, of each language, and of all."""
    of_language: dict[str, Hits] = {}
    total = Hits()
    for mixture in mixtures:
        rows = listener.hear(mixture.name, mixture.samples)
        found = [(turn.language, hits_of(turn, rows)) for turn in mixture.turns]
        hits = sum((one for _, one in found), Hits())
        total += hits
        for language, one in found:
            of_language[language] = of_language.get(language, Hits()) + one
        turns = [f"{turn.start_ms}-{turn.end_ms} {code}" for turn, code in _taken(rows)]
        yield {"mixture": mixture.name, **hits.record(), "taken": turns}
    for language, hits in sorted(of_language.items()):
        if hits.speech_ms:
            yield {"language": language, **hits.record()}
    yield {"check": "share of time", **total.record(), "ok": total.share >= LEAST_SHARE}


def _taken(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Return the stretches of rows in one language."""
    taken: list[tuple[Row, str]] = []
    for row in rows:
        if taken and taken[-1][1] == row.language:
            taken[-1] = (replace(taken[-1][0], end_ms=row.end_ms), row.language)
        else:
            taken.append((row, row.language))
    return taken


def measure_alone(
    listener: Listener, sources: Mapping[str, Sequence[Source]], texts: Mapping[str, Recording]
) -> Iterator[Record]:
    """Yield for each recording of one language what not giving the language changes."""
    total, units = 0, 0
    for source in (one for group in sources.values() for one in group):
        found = listener.hear(source.file, source.samples)
        given = listener.hear(source.file, source.samples, source.language)
        languages = Counter[str]()
        for row in found:
            languages[row.language] += row.end_ms - row.start_ms
        changed = {code: ms for code, ms in languages.items() if code != source.language}
        record: Record = {"file": source.file, "language": source.language, "other_ms": changed}
        recording = texts.get(source.file)
        if recording is not None:
            errors = [_errors(recording, rows) for rows in (found, given)]
            count = len(units_of(recording.reference_text, recording.language))
            total, units = total + errors[0] - errors[1], units + count
            record |= {"errors": errors[0], "errors_if_given": errors[1], "units": count}
        yield record
    points = 100 * total / max(1, units)
    yield {"check": "errors", "points_more": round(points, 3), "ok": points <= ALLOWED_POINTS}


def _errors(recording: Recording, rows: Sequence[Row]) -> int:
    language, fold = recording.language, recording.folds_diacritics
    text = " ".join(row.text for row in rows)
    return count_errors(
        units_of(recording.reference_text, language, fold_diacritics=fold),
        units_of(text, language, fold_diacritics=fold),
    ).errors


def measure_cost(
    listener: Listener, sources: Mapping[str, Sequence[Source]], rounds: int
) -> Iterator[Record]:
    """Yield how much more processor time following takes, in turns over the same recordings.

    Where the language changes it takes more: what is read twice is not a cost of looking.
    """
    follows = listener.options()
    stays = replace(follows, defence=replace(follows.defence, follows_languages=False))
    chosen = [max(group, key=lambda one: len(one.samples)) for group in sources.values()]
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds):
        for is_followed, options in ((True, follows), (False, stays)):
            began_s = time.process_time()
            for source in chosen:
                listener.transcribe(source.samples[: 90 * _SAMPLES_PER_S], options)
            times[is_followed].append(time.process_time() - began_s)
    cost = statistics.median(times[True]) / statistics.median(times[False]) - 1
    yield {
        "check": "cost",
        "cpu_s": [round(one, 2) for one in times[True]],
        "cpu_s_without": [round(one, 2) for one in times[False]],
        "more": round(cost, 4),
        "ok": cost <= ALLOWED_COST,
    }


def found_alone(
    recognizer: Recognizer, sources: Mapping[str, Sequence[Source]]
) -> dict[str, list[Source]]:
    """Return the sources whose language the model finds; the short ones where nothing is longer."""
    found: dict[str, list[Source]] = {}
    for language, group in sources.items():
        known = [
            one for one in group if recognizer.detect_language(one.samples).language == language
        ]
        longer = [one for one in known if one.speech[-1].end_ms > LEAST_TURN_MS]
        if known:
            found[language] = longer or known
    return found


def measure(arguments: argparse.Namespace) -> Iterator[Record]:
    """Yield everything that was asked for."""
    recordings = select(read_manifest(arguments.audio), arguments.files)
    spoken = [one for one in recordings if one.language not in NO_LANGUAGE]
    sources = load_sources(spoken, arguments.audio, arguments.cache)
    texts = {
        one.file: one for one in spoken if one.reference_text and "|" not in one.reference_text
    }
    for mode in map(LongFormMode, arguments.modes):
        listener = Listener(mode, arguments)
        known = found_alone(listener.recognizer, sources)
        if "mixtures" in arguments.parts:
            mixtures = [one for seed in arguments.seeds for one in make_mixtures(known, seed)]
            yield from _of_mode(mode, measure_mixtures(listener, mixtures))
        if "alone" in arguments.parts:
            yield from _of_mode(mode, measure_alone(listener, sources, texts))
        if "cost" in arguments.parts:
            yield from _of_mode(mode, measure_cost(listener, known, arguments.rounds))


def _of_mode(mode: LongFormMode, measured: Iterator[Record]) -> Iterator[Record]:
    return ({"mode": mode.value, **record} for record in measured)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.language_switch", description=__doc__
    )
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, help="NAME=PATH or PATH")
    parser.add_argument("--precision", default="fp32", choices=["fp32", "int8"])
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=list(_PARTS))
    modes = [mode.value for mode in LongFormMode]
    parser.add_argument("--modes", nargs="+", choices=modes, default=modes)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; return the exit code."""
    checks = []
    for record in measure(_parse(argv)):
        emit(record)
        if "check" in record:
            checks.append(bool(record["ok"]))
    return int(not checks or not all(checks))


if __name__ == "__main__":
    sys.exit(main())
