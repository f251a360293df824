"""The door: loading in every precision, and events from samples."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.checkpoint import load_checkpoint
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    LongFormMode,
    RecognitionOptions,
    SearchOptions,
)
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.audio.pcm import load_pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, InsufficientMemoryError, ModelFileError
from whisper_desktop.core.events import LanguageDetected, SegmentReady, WindowDone
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

OPTIONS = RecognitionOptions(
    search=SearchOptions(max_new_tokens=20), fallback=FallbackLimits((0.0,), None, None, None)
)


def test_the_language_is_found_out_and_told_first(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    kept = replace(OPTIONS, defence=DefenceOptions.off())
    found = list(Recognizer(toy_engine).recognize(toy_speech, kept, cancel=CancelToken()))
    detected = found[0]
    assert isinstance(detected, LanguageDetected)
    assert detected.probability == max(detected.probabilities.values())
    segments = [event.segment for event in found if isinstance(event, SegmentReady)]
    assert {segment.language for segment in segments} == {detected.language}
    assert isinstance(found[-1], WindowDone)


def test_a_given_or_resumed_language_is_not_found_out_again(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    recognizer = Recognizer(toy_engine)
    given = replace(OPTIONS, recipe=Recipe(language="de"))
    first = list(recognizer.recognize(toy_speech, given, cancel=CancelToken()))
    assert not any(isinstance(event, LanguageDetected) for event in first)
    stop = next(event for event in first if isinstance(event, WindowDone))
    rest = list(recognizer.recognize(toy_speech, given, cancel=CancelToken(), resume=stop.resume))
    assert rest == first[first.index(stop) + 1 :]
    found_before = replace(OPTIONS, first_language="de")
    followed = recognizer.recognize(toy_speech, found_before, cancel=CancelToken())
    assert not isinstance(next(followed), LanguageDetected)


def test_several_windows_vote_and_a_short_recording_has_one(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    recognizer = Recognizer(toy_engine)
    single = recognizer.detect_language(toy_speech)
    voted = recognizer.detect_language(toy_speech, windows=3)
    assert sum(voted.probabilities.values()) == pytest.approx(1)
    assert voted.probabilities != single.probabilities
    short = toy_speech[: 16_000 * 20]
    assert recognizer.detect_language(short, windows=5) == recognizer.detect_language(short)


def test_memory_that_runs_out_on_the_way_to_the_language_is_one_error(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    def refuse(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    handle = toy_engine.model.decoder.register_forward_pre_hook(refuse)
    try:
        with pytest.raises(InsufficientMemoryError):
            Recognizer(toy_engine).detect_language(toy_speech)
    finally:
        handle.remove()


def test_the_language_is_heard_where_speech_begins(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    recognizer = Recognizer(toy_engine)
    batched = replace(OPTIONS, mode=LongFormMode.BATCHED)
    speech = SpeechMap.known([TimeSpan(25_000, 40_000)], 70_000)
    found = recognizer.recognize(toy_speech, batched, speech=speech, cancel=CancelToken())
    assert next(found) == recognizer.detect_language(toy_speech, from_ms=25_000)
    assert next(found) != recognizer.detect_language(toy_speech)


def test_identifying_the_language_can_be_cancelled(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Recognizer(toy_engine).detect_language(toy_speech, cancel=cancel)


def test_batched_mode_wants_to_know_where_speech_is(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    batched = replace(OPTIONS, mode=LongFormMode.BATCHED, recipe=Recipe(language="en"))
    batched = replace(batched, defence=DefenceOptions.off())
    with pytest.raises(ValueError, match="speech"):
        list(Recognizer(toy_engine).recognize(toy_speech, batched, cancel=CancelToken()))
    speech = SpeechMap.known([TimeSpan(0, 9_000)], 70_000)
    recognizer = Recognizer(toy_engine)
    found = recognizer.recognize(toy_speech, batched, speech=speech, cancel=CancelToken())
    assert any(isinstance(event, SegmentReady) for event in found)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model at all")
    with pytest.raises(ModelFileError):
        Recognizer.load(tmp_path)


@pytest.mark.real_model
@pytest.mark.parametrize("precision", ["fp32", "int8", "bf16"])
def test_the_sample_is_understood_in_every_precision(
    base_model: Path, sample_audio: Path, precision: str
) -> None:
    recognizer = Recognizer.load(base_model, precision=precision)
    pcm = load_pcm(sample_audio)
    options = RecognitionOptions(recipe=Recipe(timestamps=TimestampMode.WORDS))
    found = list(recognizer.recognize(pcm.samples, options, cancel=CancelToken()))
    text = " ".join(e.segment.text for e in found if isinstance(e, SegmentReady)).lower()
    assert isinstance(found[0], LanguageDetected)
    assert found[0].language == "en"
    assert "harbor" in text or "harbour" in text


@pytest.mark.real_model
def test_an_english_only_model_needs_no_language(tiny_en_model: Path, sample_audio: Path) -> None:
    recognizer = Recognizer.load(tiny_en_model)
    assert recognizer.language_codes == ("en",)
    pcm = load_pcm(sample_audio)
    found = list(recognizer.recognize(pcm.samples, RecognitionOptions(), cancel=CancelToken()))
    assert not any(isinstance(event, LanguageDetected) for event in found)
    assert recognizer.detect_language(pcm.samples).language == "en"
    assert any(isinstance(event, SegmentReady) for event in found)


@pytest.mark.real_model
def test_loaded_weights_are_those_of_the_checkpoint(base_model: Path) -> None:
    checkpoint = load_checkpoint(base_model)
    recognizer = Recognizer.load(base_model)
    state = recognizer.engine.model.state_dict()
    name = "decoder.blocks.3.cross_attn.value.weight"
    assert state[name].equal(checkpoint.state[name].float())
    assert recognizer.sha256 == checkpoint.sha256()
