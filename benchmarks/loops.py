"""Count loops and lost words on recordings made to provoke them, ours beside its peers.

    python -m benchmarks.loops --audio DIR --model PATH [--systems NAME...] [--table FILE]

The recordings are `benchmarks.provokers`; the language is given, all else at the defaults. A run
is a unit of words said three times or more in a row; it is false when the reference says it less
often there. One JSON line per system and recording, then one per system over all; exit code 1
when ours has a false run, or deletes more words than the better peer (or there is no peer).
After a change of ours delete `mixtures/*/ours-*` in the cache.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.mixture_runs import MixtureListener, is_ours, parser_of
from benchmarks.mixtures import AudioSet, Mixture
from benchmarks.provokers import provokers
from benchmarks.records import Record, emit
from benchmarks.repeats import RepeatScore, compare
from benchmarks.transcript import TimedText
from benchmarks.word_error_rate import units_of


@dataclass(frozen=True, slots=True)
class Total:
    """One system over all recordings."""

    false_runs: int = 0
    deleted: int = 0
    inserted: int = 0
    substituted: int = 0
    words: int = 0
    said_repeats: int = 0
    kept_repeats: int = 0

    def __add__(self, score: RepeatScore) -> "Total":
        return Total(
            self.false_runs + len(score.false_runs),
            self.deleted + score.deleted,
            self.inserted + score.inserted,
            self.substituted + score.substituted,
            self.words + score.words,
            self.said_repeats + score.said_repeats,
            self.kept_repeats + score.kept_repeats,
        )

    @property
    def numbers(self) -> Record:
        """What is told of it."""
        return {
            "false_runs": self.false_runs,
            "deleted": self.deleted,
            "inserted": self.inserted,
            "substituted": self.substituted,
            "words": self.words,
            "repeats_kept": f"{self.kept_repeats}/{self.said_repeats}",
        }


def measure(
    arguments: argparse.Namespace, mixtures: Sequence[Mixture]
) -> Iterator[tuple[str, RepeatScore]]:
    """Yield the score of every system on every recording, and emit each."""
    for system in arguments.systems:
        listener = MixtureListener(system, arguments)
        for mixture in mixtures:
            score, heard = scored(mixture, listener.hear(mixture, mixture.language))
            shown = [" ".join(heard[run.start : run.end]) for run in score.false_runs]
            record = {"system": system, "recording": mixture.name} | (Total() + score).numbers
            emit(record | {"runs": shown})
            yield system, score


def scored(mixture: Mixture, segments: Sequence[TimedText]) -> tuple[RepeatScore, list[str]]:
    """Return the score of a transcript and the words that it consists of."""
    fold = mixture.language != "en"
    text = " ".join(segment.text for segment in segments)
    said = units_of(mixture.reference_text, mixture.language, fold_diacritics=fold)
    heard = units_of(text, mixture.language, fold_diacritics=fold)
    return compare(said, heard), heard


def verdicts(totals: Mapping[str, Total]) -> Iterator[Record]:
    """Yield for each of ours whether it loops and whether it loses more than the better peer."""
    peers = [total.deleted for name, total in totals.items() if not is_ours(name)]
    for name, total in totals.items():
        if is_ours(name) and peers:
            is_fine = total.false_runs == 0 and total.deleted <= min(peers)
            yield {"system": name, "deleted_by_the_better_peer": min(peers), "ok": is_fine}


def as_markdown(totals: Mapping[str, Total]) -> str:
    """Return the table for people."""
    names = ("false runs", "deleted", "inserted", "substituted", "words", "repeats kept")
    lines = [f"| system | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for system, total in totals.items():
        lines.append(f"| {system} | {' | '.join(str(n) for n in total.numbers.values())} |")
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; return the exit code."""
    arguments = parser_of("loops", __doc__).parse_args(argv)
    mixtures = [
        mixture
        for mixture in provokers(AudioSet(arguments.audio, arguments.cache))
        if any(text in mixture.name for text in arguments.files or [""])
    ]
    totals: dict[str, Total] = {}
    for system, score in measure(arguments, mixtures):
        totals[system] = totals.get(system, Total()) + score
    for system, total in totals.items():
        emit({"system": system} | total.numbers)
    found = list(verdicts(totals))
    for verdict in found:
        emit(verdict)
    if arguments.table is not None:
        arguments.table.write_text(as_markdown(totals), encoding="utf-8")
    return int(not found or not all(verdict["ok"] for verdict in found))


if __name__ == "__main__":
    sys.exit(main())
