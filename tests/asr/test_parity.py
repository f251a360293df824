"""Our network and search beside openai-whisper's, on the sample, with the same weights in fp32.

What the reference makes of it is in golden/, written by `python -m benchmarks.golden`.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks import ours
from benchmarks.cases import Case, Search, Wanted
from benchmarks.comparison import (
    compare_word_times,
    first_segment_difference,
    first_token_difference,
)
from benchmarks.transcript import transcript_of
from whisper_desktop.asr.dims import HOP_SAMPLES
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.audio.pcm import load_pcm

MEL_LIMIT = 1e-5
ENCODER_LIMIT, ENCODER_OUTLIER_LIMIT = 1e-4, 1e-2
"""Of 99 in 100 values, and of all: at a few positions base turns a rounding of 1e-7 in its input
into 1e-3 (so does fp32 beside fp64), and another processor rounds in other places."""
LANGUAGE_LIMIT = 1e-4
LOGPROB_LIMIT = 1e-3
"""Natural log, the mean of a window; far more than rounding changes."""
PROBABILITY_LIMIT = 1e-3
WORD_LIMIT_MS = 20

Golden = dict[str, Any]

GOLDEN: dict[str, Golden] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "golden").glob("*.json"))
}
FIXTURES = {"base": "base_model", "tiny.en": "tiny_en_model"}


def case_of(golden: Golden) -> Case:
    search, wanted = Search(golden["case"]["search"]), Wanted(golden["case"]["wanted"])
    return Case(**{**golden["case"], "search": search, "wanted": wanted})


def name_of(golden: Golden) -> str:
    case = case_of(golden)
    return f"{case.model}-{case.search}-{case.wanted}-x{golden['repeats']}"


def transcripts(*repeats: int) -> pytest.MarkDecorator:
    found = [
        pytest.param(model, golden, id=name_of(golden))
        for model in FIXTURES
        for golden in GOLDEN[model]["transcripts"]
        if golden["repeats"] in repeats
    ]
    return pytest.mark.parametrize(("recognizer", "golden"), found, indirect=["recognizer"])


every_model = pytest.mark.parametrize("recognizer", FIXTURES, indirect=True)


@pytest.fixture(scope="module")
def samples(sample_audio: Path) -> NDArray[np.float32]:
    return load_pcm(sample_audio).samples


@pytest.fixture(scope="module")
def recognizer(request: pytest.FixtureRequest) -> Recognizer:
    return Recognizer.load(request.getfixturevalue(FIXTURES[request.param]))


def differences(found: Tensor, golden: Golden) -> Tensor:
    assert list(found.shape) == golden["shape"]
    expected = torch.tensor(golden["values"], dtype=torch.float64)
    return (found.flatten()[:: golden["step"]].double() - expected).abs()


@pytest.mark.parametrize("n_mels", [80, 128])
def test_the_mel_is_that_of_the_reference(samples: NDArray[np.float32], n_mels: int) -> None:
    mel = LogMel(samples, n_mels)
    found = mel.window(0, mel.content_frames, floor=mel.floor_of_recording())
    found = found[:, : mel.content_frames]
    assert differences(found, GOLDEN["mel"][str(n_mels)]).max() <= MEL_LIMIT


@pytest.mark.real_model
@every_model
def test_the_encoder_hears_as_the_reference_does(
    recognizer: Recognizer, samples: NDArray[np.float32], request: pytest.FixtureRequest
) -> None:
    mel = LogMel(samples, recognizer.dims.n_mels)
    window = mel.window(0, mel.content_frames, floor=mel.floor_of_recording())
    features = recognizer.engine.encode([window])[0]
    golden = GOLDEN[request.node.callspec.params["recognizer"]]
    found = differences(features, golden["encoder"])
    assert found.quantile(0.99) <= ENCODER_LIMIT
    assert found.max() <= ENCODER_OUTLIER_LIMIT


@pytest.mark.real_model
@pytest.mark.parametrize("recognizer", ["base"], indirect=True)
def test_every_language_is_as_probable_as_the_reference_has_it(
    recognizer: Recognizer, samples: NDArray[np.float32]
) -> None:
    found = recognizer.detect_language(samples).probabilities
    assert len(found) == 99
    assert found == pytest.approx(GOLDEN["base"]["languages"], rel=0, abs=LANGUAGE_LIMIT)


@pytest.mark.real_model
@transcripts(1, 4)
def test_every_window_has_the_references_tokens(
    recognizer: Recognizer, samples: NDArray[np.float32], golden: Golden
) -> None:
    heard, case = np.tile(samples, golden["repeats"]), case_of(golden)
    reference = transcript_of(golden).within(len(heard) // HOP_SAMPLES * FRAME_MS)
    found = ours.transcribe_by_window(recognizer.engine, heard, case)
    assert len(reference.windows) == (1 if golden["repeats"] == 1 else 2)
    assert first_token_difference(reference, found) is None
    if case.wanted is Wanted.WORDS:
        words = compare_word_times(reference, found)
        assert words.word_count >= 24 * golden["repeats"]
        assert words.is_text_equal
        assert words.max_difference_ms <= WORD_LIMIT_MS
    else:
        assert first_segment_difference(reference, found) is None


@pytest.mark.real_model
@transcripts(1)
def test_windows_are_as_probable_as_the_reference_has_them(
    recognizer: Recognizer, samples: NDArray[np.float32], golden: Golden
) -> None:
    found = ours.recognize(recognizer, samples, ours.parity_options(case_of(golden)))
    expected = [segment for segment in golden["segments"] if segment["text"].strip()]
    assert expected
    for segment, reference in zip(found, expected, strict=True):
        assert segment.evidence is not None
        for measure in ("avg_logprob", "no_speech_prob", "compression_ratio"):
            value = pytest.approx(reference[measure], rel=0, abs=LOGPROB_LIMIT)
            assert getattr(segment.evidence, measure) == value, measure
        words = [word["probability"] for word in reference.get("words", ())]
        assert [word.probability for word in segment.words] == pytest.approx(
            words, rel=0, abs=PROBABILITY_LIMIT
        )
