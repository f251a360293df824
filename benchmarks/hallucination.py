"""Count the words that our recogniser and its peers write where nobody speaks, in one table.

    python -m benchmarks.hallucination --audio DIR --model PATH [--minutes N] [--systems NAME...]

The recordings are `benchmarks.mixtures.non_speech`: music, noise and silence at many levels, a
minute each. Every system runs at its defaults, with the language to be found out and with English
given. One JSON line per recording on which something was written, one per system and language;
exit code 1 when ours wrote a word. After a change of ours delete `mixtures/*/ours-*` in the cache.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.mixture_runs import AUTO, MixtureListener, is_ours, parser_of
from benchmarks.mixtures import AudioSet, Mixture, non_speech
from benchmarks.records import emit
from benchmarks.transcript import TimedText
from benchmarks.word_error_rate import units_of

LANGUAGES = (AUTO, "en")


@dataclass(frozen=True, slots=True)
class Invention:
    """What one system wrote on one recording without speech."""

    system: str
    language: str
    recording: str
    segments: tuple[TimedText, ...]
    word_count: int


def invented(
    system: str, language: str, mixture: Mixture, segments: tuple[TimedText, ...]
) -> Invention:
    """Return what was written, its words counted as the accuracy benchmark counts them."""
    counted = "en" if language == AUTO else language
    words = sum(len(units_of(segment.text, counted)) for segment in segments)
    return Invention(system, language, mixture.name, segments, words)


def measure(arguments: argparse.Namespace, mixtures: Sequence[Mixture]) -> Iterator[Invention]:
    """Yield what every system writes on every recording, and emit what is not nothing."""
    for system in arguments.systems:
        listener = MixtureListener(system, arguments)
        for language in arguments.languages:
            for mixture in mixtures:
                segments = listener.hear(mixture, language)
                found = invented(system, language, mixture, segments)
                if found.word_count:
                    _emit_text(found)
                yield found


def _emit_text(found: Invention) -> None:
    text = " | ".join(f"{s.start_ms}-{s.end_ms} {s.text}" for s in found.segments)
    emit(
        {
            "system": found.system,
            "language": found.language,
            "recording": found.recording,
            "words": found.word_count,
            "text": text,
        }
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One system and language over all recordings."""

    system: str
    language: str
    minutes: int
    words: int
    recordings: int
    """On so many something was written."""


def tabulate(found: Sequence[Invention]) -> list[Row]:
    """Return a row per system and language, in the order they came."""
    rows = []
    for system, language in dict.fromkeys((f.system, f.language) for f in found):
        mine = [f for f in found if (f.system, f.language) == (system, language)]
        words = sum(f.word_count for f in mine)
        wrong = sum(f.word_count > 0 for f in mine)
        rows.append(Row(system, language, len(mine), words, wrong))
    return rows


def as_markdown(rows: Sequence[Row]) -> str:
    """Return the table for people: words, and recordings with words."""
    lines = [
        "| system | language | minutes | words | minutes with words |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.system} | {row.language} | {row.minutes} | {row.words} | {row.recordings} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; return the exit code."""
    parser = parser_of("hallucination", __doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    arguments = parser.parse_args(argv)
    mixtures = [
        mixture
        for mixture in non_speech(AudioSet(arguments.audio, arguments.cache), arguments.minutes)
        if any(text in mixture.name for text in arguments.files or [""])
    ]
    rows = tabulate(list(measure(arguments, mixtures)))
    for row in rows:
        is_asked = is_ours(row.system)
        record = {"system": row.system, "language": row.language, "minutes": row.minutes}
        record |= {"words": row.words, "recordings": row.recordings}
        emit(record | ({"ok": row.words == 0} if is_asked else {}))
    if arguments.table is not None:
        arguments.table.write_text(as_markdown(rows), encoding="utf-8")
    return int(not rows or any(row.words for row in rows if is_ours(row.system)))


if __name__ == "__main__":
    sys.exit(main())
