import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.events import Stage
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech import voice_activity
from whisper_desktop.speech.frame import FRAME_SAMPLES
from whisper_desktop.speech.voice_activity import (
    BLOCK_SAMPLES,
    VoiceActivityOptions,
    find_speech,
    listen,
    stream_probabilities,
)

Samples = npt.NDArray[np.float32]


def probabilities_of(samples: npt.NDArray[Any]) -> Samples:
    return np.concatenate(list(stream_probabilities([samples])))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Make blocks of 16 frames, so that a few seconds are many."""
    monkeypatch.setattr(voice_activity, "BLOCK_SAMPLES", 16 * FRAME_SAMPLES)
    return 16 * FRAME_SAMPLES


@pytest.fixture
def recording(voice: Samples) -> Samples:
    """Two seconds of silence, four of voice, two of silence, and a broken frame."""
    return np.pad(voice, (32_000, 32_123))


def test_speech_is_found_where_it_is(recording: Samples) -> None:
    options = VoiceActivityOptions(min_silence_ms=1_000, pad_ms=300)
    (span,) = find_speech(recording, options)
    assert 1_500 <= span.start_ms <= 2_200
    assert 5_800 <= span.end_ms <= 6_500


def test_silence_and_nothing_hold_no_speech() -> None:
    assert find_speech(np.zeros(20_000, dtype=np.float32)) == ()
    assert find_speech(np.zeros(0, dtype=np.float32)) == ()
    assert list(stream_probabilities([np.zeros(0, dtype=np.float32)])) == []


def test_speech_to_the_end_ends_with_the_recording(voice: Samples) -> None:
    cut = voice[: 2 * 16_000 + 100]
    span = find_speech(cut, VoiceActivityOptions(threshold=0.1, negative_threshold=0.01))[-1]
    assert span == TimeSpan(span.start_ms, 2_006)


def test_listening_tells_how_far_it_is(small_blocks: int) -> None:
    samples = np.zeros(2 * small_blocks + 100, dtype=np.float32)
    told = list(listen(samples))
    assert {(step.stage, step.total_ms) for step in told} == {(Stage.LISTENING, 1_030)}
    assert [step.done_ms for step in told] == [512, 1_024, 1_030]


def test_every_begun_frame_has_a_probability(recording: Samples) -> None:
    probabilities = probabilities_of(recording)
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (-(-recording.size // FRAME_SAMPLES),)
    assert probabilities.min() >= 0
    assert probabilities.max() <= 1


@pytest.mark.parametrize("chunk_samples", [97, 512, 8_192, 50_000, 10**6])
def test_chunks_of_any_size_are_heard_alike(
    recording: Samples, small_blocks: int, chunk_samples: int
) -> None:
    whole = probabilities_of(recording)
    chunks = (recording[i : i + chunk_samples] for i in range(0, recording.size, chunk_samples))
    np.testing.assert_array_equal(np.concatenate(list(stream_probabilities(chunks))), whole)


def test_a_block_boundary_is_not_heard(recording: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = probabilities_of(recording)
    monkeypatch.setattr(voice_activity, "BLOCK_SAMPLES", 16 * FRAME_SAMPLES)
    np.testing.assert_allclose(probabilities_of(recording), whole, atol=2e-5)


def test_a_long_recording_is_heard_while_it_arrives(small_blocks: int) -> None:
    arrived = 0

    def endless() -> Iterator[Samples]:
        nonlocal arrived
        while True:
            arrived += 1_000
            yield np.zeros(1_000, dtype=np.float32)

    heard = stream_probabilities(endless())
    for n_blocks in range(1, 4):
        assert next(heard).shape == (16,)
        assert arrived - n_blocks * small_blocks < 1_000


def test_a_cancel_is_honoured_before_the_next_block(recording: Samples, small_blocks: int) -> None:
    cancel = CancelToken()
    heard = stream_probabilities([recording], cancel)
    next(heard)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(heard)
    with pytest.raises(Cancelled):
        find_speech(recording, cancel=cancel)


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, 600), dtype=np.float32), np.zeros(600), np.zeros(600, dtype=np.int16)]
)
def test_samples_of_another_kind_are_a_bug(wrong: npt.NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="mono float32"):
        probabilities_of(wrong)


def test_a_block_is_whole_frames() -> None:
    assert BLOCK_SAMPLES % FRAME_SAMPLES == 0


def test_importing_does_not_load_torch() -> None:
    code = (
        "import sys, whisper_desktop.speech.voice_activity\n"
        "sys.exit('torch' in sys.modules or 'silero_vad' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0
