"""Measure how well word times fit the speech: ours and those of other programs.

    python -m benchmarks.word_times --audio DIR --model PATH [--systems NAME...] [--drift]

Recordings: those of the audio set whose words have times (by hand, by the energy of isolated
words, by an aligner), and words said by synthesisers, joined with known pauses, clean and in noise.
One JSON line per system and kind of recording, of the words that were recognised; `--drift` adds
how starts are off in every ten minutes of an hour.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.records import emit
from benchmarks.timed_speech import TimedRecording, TimedWord, labelled, made
from benchmarks.word_match import Misses, misses, summary
from benchmarks.word_time_systems import SYSTEMS, Transcriber

NOISE_DB = 10.0
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
    parser.add_argument("--drift", action="store_true", help="measure an hour, too, with the first")
    options = parser.parse_args(arguments)
    recordings = [
        *labelled(options.audio, options.cache, options.files),
        *(made(options.cache) if not options.files else ()),
        *(made(options.cache, NOISE_DB) if not options.files else ()),
    ]
    name, weights = options.model
    for system in options.systems:
        transcribe = SYSTEMS[system](weights, options.threads)
        for record in tables(recordings, transcribe):
            emit({"model": name, "system": system, **record})
    if options.drift:
        transcribe = SYSTEMS[options.systems[0]](weights, options.threads)
        emit({"model": name, "system": options.systems[0], **drift(recordings, transcribe)})
    return 0


def tables(
    recordings: Sequence[TimedRecording], transcribe: Transcriber
) -> Iterator[dict[str, object]]:
    """Yield a line for every kind of recording, and one for all that were labelled."""
    by_kind: dict[str, list[Misses]] = {}
    for recording in recordings:
        heard = transcribe(recording.samples, recording.language)
        by_kind.setdefault(recording.kind, []).append(misses(recording.words, heard))
    for kind, found in by_kind.items():
        yield {"kind": kind, **summary(found)}
    together = [one for kind in LABELLED for one in by_kind.get(kind, ())]
    if together:
        yield {"kind": " and ".join(LABELLED), **summary(together)}


def drift(recordings: Sequence[TimedRecording], transcribe: Transcriber) -> dict[str, object]:
    """Return the median error of starts in each ten minutes of an hour of joined recordings."""
    hour = joined_hour([one for one in recordings if one.language == "en"])
    found = misses(hour.words, transcribe(hour.samples, hour.language))
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
