"""Compare our recogniser with openai-whisper on the same weights and samples, in fp32.

    python -m benchmarks.parity reference --audio DIR --model NAME=PATH...
    python -m benchmarks.parity compare   --audio DIR --model NAME=PATH...

`reference` computes the reference transcripts and keeps them; `compare` computes those that are
missing. One JSON line per comparison, one at the end; exit code 1 when anything missed, or
nothing was compared.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import torch

from benchmarks import openai_whisper, ours
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import Recording, Samples, load_samples, read_manifest, select
from benchmarks.cases import Case, Search, Wanted, cases
from benchmarks.comparison import (
    compare_word_times,
    first_segment_difference,
    first_token_difference,
)
from benchmarks.records import Record, emit
from benchmarks.reference import ReferenceStore, compute_missing
from benchmarks.tally import Tally
from benchmarks.tie import measure_margins
from benchmarks.transcript import Transcript, transcript_of
from whisper_desktop.asr.checkpoint import load_checkpoint
from whisper_desktop.asr.dims import HOP_SAMPLES, WINDOW_FRAMES
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.asr.timestamps import FRAME_MS

MEL_LIMIT = 1e-5
ENCODER_LIMIT = 1e-4
LANGUAGE_LIMIT = 1e-4
WORD_LIMIT_MS = 20
MEL_BANDS = (80, 128)


@dataclass(frozen=True, slots=True)
class Bench:
    """One model on both sides, and the recordings."""

    name: str
    recognizer: Recognizer
    store: ReferenceStore
    audio: Path
    cache: Path

    def samples(self, file: str) -> Samples:
        """Return what both sides hear."""
        return load_samples(self.audio / file, self.cache)

    @property
    def reference_model(self) -> Any:
        """The network of the reference implementation."""
        return self.store.model(self.name)


def compare_signals(bench: Bench, recordings: Sequence[Recording]) -> Iterator[Record]:
    """Yield mel, encoder and language comparisons of every recording."""
    for recording in recordings:
        samples = bench.samples(recording.file)
        found = {
            **{f"mel-{bands}": (_mel_difference(samples, bands), MEL_LIMIT) for bands in MEL_BANDS},
            "encoder": (_encoder_difference(bench, samples), ENCODER_LIMIT),
        }
        if bench.reference_model.is_multilingual:
            found["language"] = (_language_difference(bench, samples), LANGUAGE_LIMIT)
        for check, (difference, limit) in found.items():
            yield {
                "check": check,
                "model": bench.name,
                "file": recording.file,
                "difference": difference,
                "ok": difference <= limit,
            }


def _mel_difference(samples: Samples, n_mels: int) -> float:
    """Compare every window of a recording, and the first as language identification sees it."""
    theirs = openai_whisper.log_mel(samples, n_mels)
    mel = LogMel(samples, n_mels)
    floor = mel.floor_of_recording()
    first = mel.window(0, floor=floor)
    largest = float((first - theirs[:, :WINDOW_FRAMES]).abs().max())
    for start in range(0, mel.content_frames, WINDOW_FRAMES):
        n_frames = min(WINDOW_FRAMES, mel.content_frames - start)
        window = mel.window(start, n_frames, floor=floor)[:, :n_frames]
        difference = (window - theirs[:, start : start + n_frames]).abs().max()
        largest = max(largest, float(difference))
    return largest


@torch.inference_mode()
def _encoder_difference(bench: Bench, samples: Samples) -> float:
    """Compare the encoders on the reference's own mel of the first window."""
    model = bench.reference_model
    mel = openai_whisper.window_mel(samples, model.dims.n_mels, seek_frame=0)[None]
    return float((bench.recognizer.engine.model.encoder(mel) - model.encoder(mel)).abs().max())


def _language_difference(bench: Bench, samples: Samples) -> float:
    theirs = openai_whisper.language_probabilities(bench.reference_model, samples)
    found = bench.recognizer.detect_language(samples).probabilities
    if theirs.keys() != found.keys():
        return 1.0
    return max(abs(theirs[code] - found[code]) for code in theirs)


def compare_transcripts(bench: Bench, wanted: Sequence[Case]) -> Iterator[Record]:
    """Yield the token comparisons, and for word times those too."""
    for case in wanted:
        samples = bench.samples(case.file)
        end_ms = len(samples) // HOP_SAMPLES * FRAME_MS
        reference = transcript_of(bench.store.record(case)).within(end_ms)
        found = ours.transcribe_by_window(bench.recognizer.engine, samples, case)
        about: Record = {
            "model": case.model,
            "search": case.search,
            "wanted": case.wanted,
            "file": case.file,
        }
        tokens = _compare_tokens(bench, case, reference, found)
        yield {"check": f"tokens-{case.model}-{case.search}-{case.wanted}", **about, **tokens}
        if case.wanted is Wanted.WORDS:
            times = compare_word_times(reference, found)
            yield {
                "check": f"words-{case.model}",
                **about,
                "difference": times.max_difference_ms,
                "words": times.word_count,
                "ok": times.is_text_equal and times.max_difference_ms <= WORD_LIMIT_MS,
            }


def _compare_tokens(bench: Bench, case: Case, reference: Transcript, found: Transcript) -> Record:
    difference = first_token_difference(reference, found)
    if difference is None:
        return _compare_segments(case, reference, found)
    margins = measure_margins(bench.reference_model, case, bench.samples(case.file), difference)
    expected = difference.reference
    return {
        "ok": False,
        "window": difference.window_index,
        "windows": len(reference.windows),
        "seek_frames": [w and w.seek_frame for w in (expected, difference.ours)],
        "position": difference.position,
        "is_input_equal": difference.is_input_equal,
        "reference_tokens": expected.tokens[difference.position :] if expected else None,
        "our_tokens": difference.ours.tokens[difference.position :] if difference.ours else None,
        "margins": asdict(margins) if margins else None,
        "is_tie": margins is not None and margins.is_tie(case.search),
    }


def _compare_segments(case: Case, reference: Transcript, found: Transcript) -> Record:
    """With all tokens equal, times and text of the segments must be equal too."""
    pair = None if case.wanted is Wanted.WORDS else first_segment_difference(reference, found)
    if pair is None:
        return {"ok": True, "windows": len(reference.windows)}
    named = zip(("reference_segment", "our_segment"), pair, strict=True)
    return {"ok": False, **{name: segment and asdict(segment) for name, segment in named}}


def _run_reference(arguments: argparse.Namespace, recordings: tuple[Recording, ...]) -> int:
    models = dict(arguments.model)
    store = ReferenceStore(arguments.audio, arguments.cache, models)
    wanted = [case for name, path in models.items() for case in _cases(recordings, name, path)]
    wanted.sort(key=lambda case: case.effort_s)
    for case in compute_missing(store, wanted):
        emit({"done": case.file, "model": case.model, "search": case.search, "wanted": case.wanted})
    return 0


def _run_comparison(arguments: argparse.Namespace, recordings: tuple[Recording, ...]) -> int:
    models, tally = dict(arguments.model), Tally()
    store = ReferenceStore(arguments.audio, arguments.cache, models)
    for name, path in models.items():
        recognizer = ours.load(path, threads=arguments.threads)
        bench = Bench(name, recognizer, store, arguments.audio, arguments.cache)
        wanted = [
            case
            for case in _cases(recordings, name, path)
            if case.search in arguments.searches and case.wanted in arguments.wanted
            if store.has(case) or not arguments.only_kept
        ]
        signals = [] if arguments.no_signals else recordings
        for record in chain(compare_signals(bench, signals), compare_transcripts(bench, wanted)):
            tally.add(record)
            emit(record)
    emit(tally.summary())
    return int(not tally.is_passed)


def _cases(recordings: tuple[Recording, ...], name: str, weights: Path) -> list[Case]:
    is_multilingual = load_checkpoint(weights).dims.is_multilingual
    return cases(recordings, name, is_multilingual=is_multilingual)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parity", description=__doc__)
    commands = parser.add_subparsers(required=True)
    reference = commands.add_parser("reference", help="compute the reference transcripts")
    reference.set_defaults(run=_run_reference)
    compare = commands.add_parser("compare", help="compare ours with them")
    compare.set_defaults(run=_run_comparison)
    for command in (reference, compare):
        add_shared_arguments(command)
        command.add_argument("--model", type=named_model, nargs="+", required=True)
    compare.add_argument("--searches", type=Search, nargs="+", default=list(Search))
    compare.add_argument("--wanted", type=Wanted, nargs="+", default=list(Wanted))
    compare.add_argument("--no-signals", action="store_true", help="transcripts only")
    compare.add_argument("--only-kept", action="store_true", help="compute no reference")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the wanted command; return its exit code."""
    arguments = _parse(argv)
    torch.set_num_threads(arguments.threads)
    recordings = select(read_manifest(arguments.audio), arguments.files)
    code: int = arguments.run(arguments, recordings)
    return code


if __name__ == "__main__":
    sys.exit(main())
