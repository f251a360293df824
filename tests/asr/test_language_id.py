"""Which language: probabilities that sum to one, and votes."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.language_id import language_probabilities, stretch_languages, vote
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.core.cancel import CancelToken


def test_languages_share_the_probability_of_the_token_after_the_start(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    mel = LogMel(toy_speech, 80)
    features = toy_engine.encode([mel.window(0), mel.window(3_000)])
    model, tokenizer = toy_engine.model.decoder, toy_engine.tokenizer
    found = language_probabilities(toy_engine.model, tokenizer, features)
    for index, probabilities in enumerate(found):
        assert set(probabilities) == {"en", "de", "ja"}
        assert sum(probabilities.values()) == pytest.approx(1)
        read = model(torch.tensor([[tokenizer.sot]]), model.start(features[index : index + 1]))
        logits = model.logits(read[0, 0])
        odds = probabilities["de"] / probabilities["en"]
        difference = logits[tokenizer.language_token("de")] - logits[tokenizer.language_token("en")]
        assert odds == pytest.approx(float(difference.exp()), rel=1e-3)


def test_a_stretch_of_a_window_is_heard_as_if_there_were_nothing_else(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    model, tokenizer = toy_engine.model, toy_engine.tokenizer
    features = toy_engine.encode([LogMel(toy_speech, 80).window(0)])
    audio = model.decoder.start(features).audio
    found = stretch_languages(model.decoder, tokenizer, audio, CancelToken())
    assert len(found) == 6
    for part, (language, probability) in zip(features.tensor_split(6, 1), found, strict=True):
        [alone] = language_probabilities(model, tokenizer, part)
        assert language == max(alone, key=lambda code: alone[code])
        assert probability == pytest.approx(alone[language], rel=1e-3)


def test_a_vote_is_the_mean_with_the_likeliest_first() -> None:
    outcome = vote([{"en": 0.2, "de": 0.8}, {"en": 0.9, "de": 0.1}])
    assert list(outcome) == ["en", "de"]
    assert outcome["en"] == pytest.approx(0.55)
