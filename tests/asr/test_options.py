"""Options are checked when they are made, so that no search begins with what makes no sense."""

import math
from collections.abc import Callable

import pytest
import torch

from whisper_desktop.asr.logit_filters import build_filters
from whisper_desktop.asr.options import FallbackLimits, RecognitionOptions, SearchOptions
from whisper_desktop.asr.tokenizer import Tokenizer

NAN = math.nan


def made(kind: Callable[..., object], name: str, value: object) -> object:
    return kind(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("beam_size", 0),
        ("best_of", 0),
        ("patience", 0.0),
        ("patience", -3),
        ("patience", math.inf),
        ("length_penalty", NAN),
        ("repetition_penalty", 0.0),
        ("repetition_penalty", NAN),
        ("no_repeat_ngram_size", -2),
        ("suppress_tokens", (-1,)),
        ("max_initial_timestamp_s", -1),
        ("max_initial_timestamp_s", NAN),
        ("max_new_tokens", 0),
        ("max_new_tokens", -1),
    ],
)
def test_a_search_that_makes_no_sense_cannot_be_asked_for(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        made(SearchOptions, name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperatures", ()),
        ("temperatures", (0.0, -1.0)),
        ("temperatures", (NAN,)),
        ("max_compression_ratio", NAN),
        ("min_avg_logprob", NAN),
        ("max_no_speech_prob", NAN),
        ("reset_context_above_temperature", NAN),
    ],
)
def test_limits_that_make_no_sense_cannot_be_set(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        made(FallbackLimits, name, value)


@pytest.mark.parametrize(
    ("name", "value"), [("batch_size", 0), ("batch_size", -3), ("language_windows", 0)]
)
def test_a_recognition_that_makes_no_sense_cannot_be_asked_for(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        made(RecognitionOptions, name, value)


def test_a_token_that_does_not_exist_cannot_be_suppressed(toy_tokenizer: Tokenizer) -> None:
    search = SearchOptions(suppress_tokens=(7, toy_tokenizer.n_vocab))
    with pytest.raises(ValueError, match="suppress_tokens"):
        build_filters(toy_tokenizer, search, with_timestamps=True, device=torch.device("cpu"))


def test_what_makes_sense_is_taken() -> None:
    SearchOptions(patience=0.5, length_penalty=0.0, suppress_tokens=(0, 7), max_new_tokens=1)
    SearchOptions(max_initial_timestamp_s=None)
    FallbackLimits((1.5,), None, None, None, 0.0)
