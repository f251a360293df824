"""Place known English words by the emissions of a real CTC network, and compare with known times.

    python -m benchmarks.ctc --audio DIR [--files TEXT...]

Needs hama (with the dev extra on Linux). One JSON line: absolute errors of word starts and ends
in milliseconds, as the network places them and after they were moved to the sound. `late` is the
median of the signed error: a network names a sound some time after it begins, each in its own
measure, so `about_late` is the 95th percentile of what is left without that.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.arguments import add_shared_arguments
from benchmarks.audio_set import Samples, load_samples, read_manifest, select
from benchmarks.hama_model import HamaModel
from benchmarks.records import Record, emit
from whisper_desktop.core.segment import Word
from whisper_desktop.speech.aligner import PlacedWord
from whisper_desktop.speech.letter_pauses import pauses_without_letters
from whisper_desktop.speech.sound_edges import find_pauses
from whisper_desktop.speech.word_edges import words_in_sound
from whisper_desktop.speech.word_placing import place_words

Times = npt.NDArray[np.float64]
"""Starts and ends (words, 2), in milliseconds."""


def read_words(path: Path) -> tuple[list[str], Times]:
    """Return words and times of a `.words.tsv` file: start_s, end_s, word under a heading."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    times = np.array([[float(start), float(end)] for start, end, _ in rows]) * 1_000
    return [word for _, _, word in rows], times


def placed_times(placed: Sequence[PlacedWord | None]) -> Times:
    """Return where words are; those without a place are not numbers."""
    nowhere = (np.nan, np.nan)
    return np.array([(word.start_ms, word.end_ms) if word else nowhere for word in placed])


def times_in_sound(placed: Sequence[PlacedWord | None], samples: Samples) -> Times:
    """Return the times that keep clear of pauses."""
    words = [Word(word.start_ms, word.end_ms, "", word.score) for word in placed if word]
    pauses = pauses_without_letters(find_pauses(samples), words)
    moved = iter(words_in_sound(words, pauses))
    return placed_times(
        [
            PlacedWord((there := next(moved)).start_ms, there.end_ms, word.score) if word else None
            for word in placed
        ]
    )


def summary(errors: Times) -> Record:
    """Return medians and 95th percentiles of signed errors (words, 2)."""
    known = errors[np.isfinite(errors).all(axis=1)]
    return {
        name: {
            "median": _round(np.median(np.abs(column))),
            "p95": _round(np.percentile(np.abs(column), 95)),
            "late": _round(np.median(column)),
            "about_late": _round(np.percentile(np.abs(column - np.median(column)), 95)),
        }
        for name, column in (("start", known[:, 0]), ("end", known[:, 1]))
    }


def _round(milliseconds: np.floating[npt.NBitBase]) -> float:
    return round(float(milliseconds), 1)


def measured(arguments: argparse.Namespace, model: HamaModel) -> Record:
    """Return the errors over all recordings whose words are known.

    Raises SystemExit when there are none.
    """
    named = select(read_manifest(arguments.audio), arguments.files)
    known = [one for one in named if one.language == "en" and one.has_word_times]
    if not known:
        raise SystemExit("there are no English recordings with word times")
    raw, moved, scores = [], [], []
    for recording in known:
        samples = load_samples(arguments.audio / recording.file, arguments.cache)
        words, times = read_words(arguments.audio / f"{recording.file}.words.tsv")
        placed = place_words(model.emissions(samples), model.spell(words))
        raw.append(placed_times(placed) - times)
        moved.append(times_in_sound(placed, samples) - times)
        scores += [word.score for word in placed if word]
    return {
        "benchmark": "ctc",
        "model": "hama",
        "files": len(known),
        "words": sum(len(errors) for errors in raw),
        "mean_score": round(float(np.mean(scores)), 3),
        "placed": summary(np.concatenate(raw)),
        "in_sound": summary(np.concatenate(moved)),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print one line, and return 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.ctc", description=__doc__)
    add_shared_arguments(parser)
    arguments = parser.parse_args(argv)
    emit(measured(arguments, HamaModel()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
