"""Listening as far as is asked, and no farther."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.speech import ear as ear_module
from whisper_desktop.speech.ear import Ear
from whisper_desktop.speech.frame import FRAME_SAMPLES
from whisper_desktop.speech.voice_activity import find_speech, stream_probabilities

Samples = npt.NDArray[np.float32]


@pytest.fixture
def count_blocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count the blocks of 1.024 s that were listened to."""
    taken: list[int] = []

    def noted(chunks: Iterable[Samples], cancel: CancelToken | None = None) -> Iterator[Samples]:
        # Each block's probabilities come from one pass over the whole, so they are the same.
        whole = np.concatenate(list(stream_probabilities(chunks, cancel)))
        for start in range(0, len(whole), 32):
            taken.append(start)
            yield whole[start : start + 32]

    monkeypatch.setattr(ear_module, "stream_probabilities", noted)
    return lambda: len(taken)


@pytest.fixture
def recording(voice: Samples) -> Samples:
    """Four seconds of silence, four of voice, four of silence, and a broken frame."""
    return np.pad(voice, (64_000, 64_123))


def test_no_more_is_heard_than_was_asked_for(
    recording: Samples, count_blocks: Callable[[], int]
) -> None:
    ear = Ear(recording)
    assert count_blocks() == 0
    assert ear.until(0).end_ms == count_blocks() == 0
    first = ear.until(1_000)
    assert (count_blocks(), first.speech, first.possible) == (3, (), ())
    assert 1_000 <= first.end_ms <= 3 * 1_024
    assert ear.until(900) is first
    assert ear.until(8_000).end_ms >= 8_000
    assert ear.until(10**9).end_ms == ear.total_ms == 12_007


def test_all_of_it_is_what_is_found_at_once(recording: Samples) -> None:
    heard = Ear(recording).until(20_000)
    assert heard.speech == find_speech(recording)
    assert all(
        any(span.start_ms <= one.start_ms and one.end_ms <= span.end_ms for span in heard.possible)
        for one in heard.speech
    )


def test_what_is_known_does_not_change(recording: Samples, count_blocks: Callable[[], int]) -> None:
    ear = Ear(recording)
    steps = [ear.until(ms) for ms in range(0, 13_000, 500)]
    whole = steps[-1]
    for known in steps:
        for start_ms in range(0, max(known.end_ms - 100, 0), 100):
            end_ms = start_ms + 100
            assert known.speech_ms(start_ms, end_ms) == whole.speech_ms(start_ms, end_ms)


def test_listening_can_be_cancelled(recording: Samples) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Ear(recording, cancel).until(1)


def test_nothing_holds_nothing() -> None:
    ear = Ear(np.zeros(FRAME_SAMPLES // 64, dtype=np.float32))
    assert ear.until(50).speech == ()
