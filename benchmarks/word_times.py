"""Measure how well word times fit the speech: ours and those of other programs.

    python -m benchmarks.word_times --audio DIR --model PATH [--systems NAME...] [--parts NAME...]

Recordings: those of the audio set whose words have times (by hand, by the energy of isolated
words, by an aligner), and words said by synthesisers, joined with known pauses, clean and in noise.
One JSON line per system and kind of recording, of the words that were recognised; `--drift` adds
how starts are off in every ten minutes of an hour. What was heard is kept in the cache; after a
change of ours, delete `word_times/MODEL/ours*` there.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from benchmarks import records
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.records import emit
from benchmarks.timed_speech import TimedRecording, TimedWord, labelled, made
from benchmarks.word_match import Heard, Misses, misses, summary
from benchmarks.word_time_systems import SYSTEMS, Transcriber

NOISE_DB = 10.0
PARTS = ("labelled", "made", "noise")
LABELLED = ("hand", "energy")
"""The kinds that the goals are stated for; the times of an aligner are off themselves."""
_HOUR_S = 3_600.0
_TENTH_S = 600.0
_GAP_S = 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, metavar="[NAME=]PATH")
    parser.add_argument("--systems", nargs="*", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--drift", action="store_true", help="measure an hour, too")
    options = parser.parse_args(arguments)
    parts = {
        "labelled": lambda: labelled(options.audio, options.cache, options.files),
        "made": lambda: made(options.cache),
        "noise": lambda: made(options.cache, NOISE_DB),
    }
    recordings = [one for part in options.parts for one in parts[part]()]
    name, weights = options.model
    for system in options.systems:
        folder = options.cache / "word_times" / name / system
        transcribe = Listener(partial(SYSTEMS[system], weights, options.threads), folder)
        for record in tables(recordings, transcribe):
            emit({"model": name, "system": system, **record})
        if options.drift:
            emit({"model": name, "system": system, **drift(recordings, transcribe)})
    return 0


class Listener:
    """Has recordings transcribed, each once, by a system that is opened when it is needed."""

    def __init__(self, open_system: Callable[[], Transcriber], folder: Path) -> None:
        self._open, self._folder = cache(open_system), folder

    def __call__(self, recording: TimedRecording) -> Heard:
        """Return what was heard, now or before."""
        kept_at = self._folder / f"{recording.kind}-{recording.name}.json".replace(" ", "-")
        kept = records.load(kept_at)
        if kept is None:
            kept = asdict(self._open()(recording.samples, recording.language))
            records.save(kept_at, kept)
        words = tuple(TimedWord(**word) for word in kept["words"])
        return Heard(words, tuple(kept["segment_starts_s"]))


def tables(
    recordings: Sequence[TimedRecording], transcribe: Callable[[TimedRecording], Heard]
) -> Iterator[dict[str, object]]:
    """Yield a line for every kind of recording, and one for all that were labelled."""
    by_kind: dict[str, list[Misses]] = {}
    for recording in recordings:
        found = misses(recording.words, transcribe(recording))
        by_kind.setdefault(recording.kind, []).append(found)
    for kind, of_kind in by_kind.items():
        yield {"kind": kind, **summary(of_kind)}
    together = [one for kind in LABELLED for one in by_kind.get(kind, ())]
    if together:
        yield {"kind": " and ".join(LABELLED), **summary(together)}


def drift(
    recordings: Sequence[TimedRecording], transcribe: Callable[[TimedRecording], Heard]
) -> dict[str, object]:
    """Return the median error of starts in each ten minutes of an hour of joined recordings."""
    hour = joined_hour([one for one in recordings if one.language == "en"])
    found = misses(hour.words, transcribe(hour))
    starts_s = np.array(found.start_s)
    # Matched words are spread evenly enough for their number to tell the time.
    parts = np.array_split(starts_s, int(_HOUR_S / _TENTH_S))
    medians_ms = [round(1_000 * float(np.median(part)), 1) for part in parts]
    return {"kind": "drift over an hour", **summary([found]), "medians_ms": medians_ms}


def joined_hour(recordings: Sequence[TimedRecording]) -> TimedRecording:
    """Return an hour of the recordings, again and again, with silence between them."""
    gap = np.zeros(int(_GAP_S * 16_000), dtype=np.float32)
    parts: list[np.typing.NDArray[np.float32]] = []
    words: list[TimedWord] = []
    at_s, number = 0.0, 0
    while at_s < _HOUR_S:
        one = recordings[number % len(recordings)]
        words += [
            replace(word, start_s=word.start_s + at_s, end_s=word.end_s + at_s)
            for word in one.words
        ]
        parts += [one.samples, gap]
        at_s += (len(one.samples) + len(gap)) / 16_000
        number += 1
    return TimedRecording("hour", "drift", "en", np.concatenate(parts), tuple(words))


if __name__ == "__main__":
    sys.exit(main())
