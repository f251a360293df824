"""Write what openai-whisper makes of our sample, for the tests of parity.

    python -m benchmarks.golden --model base=PATH tiny.en=PATH

In fp32, at temperature 0 without second tries. Tests need neither openai-whisper nor this module,
only its files in tests/asr/golden: mel.json and one file for each model.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks import openai_whisper, records
from benchmarks.arguments import named_model
from benchmarks.audio_set import Recording, Samples, Trust
from benchmarks.cases import Case, Search, Wanted, cases
from benchmarks.records import Record, emit
from benchmarks.reference import reference_options
from whisper_desktop.asr.dims import HOP_SAMPLES, SAMPLE_RATE_HZ
from whisper_desktop.audio.pcm import load_pcm
from whisper_desktop.core.resources import resource

SAMPLE = "samples/harbor.flac"
FOLDER = Path("tests/asr/golden")
MEL_BANDS = (80, 128)
MEL_STEP, ENCODER_STEP = 97, 997
"""Prime, so that the values kept lie in every band and channel, at frames of all kinds."""
DECIMALS = 7
ONCE, REPEATED = 1, 4
"""How often the sample is heard: repeated it fills two windows, the second with text before it."""


def mel_record(samples: Samples) -> Record:
    """Return values of the mel of the whole sample, for every number of bands."""
    content_frames = len(samples) // HOP_SAMPLES
    found = {n_mels: openai_whisper.log_mel(samples, n_mels) for n_mels in MEL_BANDS}
    return {
        str(n_mels): _sampled(mel[:, :content_frames], MEL_STEP) for n_mels, mel in found.items()
    }


def model_record(name: str, model: Any, samples: Samples) -> Record:
    """Return what a model makes of the sample: encoder output, languages, transcripts."""
    languages = (
        openai_whisper.language_probabilities(model, samples) if model.is_multilingual else {}
    )
    return {
        "encoder": _encoder_record(model, samples),
        "languages": {code: round(value, 9) for code, value in languages.items()},
        "transcripts": list(_transcripts(name, model, samples)),
    }


@torch.inference_mode()
def _encoder_record(model: Any, samples: Samples) -> Record:
    mel = openai_whisper.window_mel(samples, model.dims.n_mels, seek_frame=0)
    return _sampled(model.encoder(mel[None])[0], ENCODER_STEP)


def _sampled(values: Tensor, step: int) -> Record:
    """Return every `step`-th value, row after row, and how to find them again."""
    kept = values.flatten()[::step].double().tolist()
    return {
        "shape": list(values.shape),
        "step": step,
        "values": [round(value, DECIMALS) for value in kept],
    }


def _transcripts(name: str, model: Any, samples: Samples) -> Iterator[Record]:
    for repeats in (ONCE, REPEATED):
        heard = np.tile(samples, repeats)
        for case in _cases(name, heard, is_multilingual=model.is_multilingual):
            if repeats == ONCE or _is_repeated(case):
                result = openai_whisper.transcribe(model, heard, **reference_options(case))
                yield {"case": asdict(case), "repeats": repeats, **result}


def _cases(name: str, samples: Samples, *, is_multilingual: bool) -> list[Case]:
    recording = Recording(
        file=Path(SAMPLE).name,
        language="en",
        duration_s=len(samples) / SAMPLE_RATE_HZ,
        reference_text="",
        trust=Trust.NONE,
        folds_diacritics=False,
        has_word_times=False,
    )
    return cases([recording], name, is_multilingual=is_multilingual)


def _is_repeated(case: Case) -> bool:
    """Going on from window to window is the same for every search: the quick one does."""
    return case.search is Search.GREEDY and case.wanted is not Wanted.TRANSLATE


def main(argv: Sequence[str] | None = None) -> None:
    """Write the files; print the name and size of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.golden", description=__doc__)
    parser.add_argument("--model", type=named_model, nargs="+", required=True)
    arguments = parser.parse_args(argv)
    samples = load_pcm(resource(SAMPLE)).samples
    _write("mel", mel_record(samples))
    for name, weights in arguments.model:
        _write(name, model_record(name, openai_whisper.load_model(weights), samples))


def _write(name: str, record: Record) -> None:
    path = FOLDER / f"{name}.json"
    records.save(path, record)
    emit({"file": str(path), "bytes": path.stat().st_size})


if __name__ == "__main__":
    main()
