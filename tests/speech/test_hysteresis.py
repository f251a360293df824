import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.frame import FRAME_MS, FRAME_SAMPLES
from whisper_desktop.speech.hysteresis import VoiceActivityOptions, spans_from_probabilities

SAMPLES_PER_MS = FRAME_SAMPLES // FRAME_MS

Reference = Callable[..., list[dict[str, int]]]

runs = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.05, 0.1, 0.19, 0.2, 0.25, 0.34, 0.35, 0.4, 0.5, 0.9, 1.0]),
        st.integers(1, 30),
    ),
    max_size=30,
)
options_any = st.builds(
    VoiceActivityOptions,
    threshold=st.sampled_from([0.35, 0.5]),
    negative_threshold=st.sampled_from([0.1, 0.2, 0.35]),
    min_speech_ms=st.integers(0, 400),
    min_silence_ms=st.integers(0, 600),
    pad_ms=st.integers(0, 25).map(lambda steps: 16 * steps),
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    """The package's own rule."""
    n_threads = torch.get_num_threads()
    from silero_vad.utils_vad import get_speech_timestamps_from_probs

    torch.set_num_threads(n_threads)
    rule: Reference = get_speech_timestamps_from_probs
    return rule


def _spread(levels: list[tuple[float, int]]) -> list[float]:
    return [level for level, n_frames in levels for _ in range(n_frames)]


@given(levels=runs, options=options_any)
def test_spans_are_those_of_the_package(
    reference: Reference, levels: list[tuple[float, int]], options: VoiceActivityOptions
) -> None:
    probabilities = _spread(levels)
    expected: Any = reference(
        probabilities,
        threshold=options.threshold,
        neg_threshold=options.negative_threshold,
        min_speech_duration_ms=options.min_speech_ms,
        min_silence_duration_ms=options.min_silence_ms,
        speech_pad_ms=options.pad_ms,
    )
    spans = spans_from_probabilities(probabilities, len(probabilities) * FRAME_MS, options)
    assert [(span.start_ms, span.end_ms) for span in spans] == [
        (span["start"] // SAMPLES_PER_MS, span["end"] // SAMPLES_PER_MS) for span in expected
    ]


@given(levels=runs, options=options_any, cut_ms=st.integers(0, FRAME_MS - 1))
def test_spans_are_ordered_apart_and_within_the_recording(
    levels: list[tuple[float, int]], options: VoiceActivityOptions, cut_ms: int
) -> None:
    probabilities = _spread(levels)
    total_ms = max(0, len(probabilities) * FRAME_MS - cut_ms)
    spans = spans_from_probabilities(probabilities, total_ms, options)
    edges = [edge for span in spans for edge in (span.start_ms, span.end_ms)]
    assert edges == sorted(edges)
    assert not edges or edges[-1] <= total_ms


@given(levels=runs)
def test_every_frame_above_the_threshold_is_covered_when_nothing_is_too_short(
    levels: list[tuple[float, int]],
) -> None:
    probabilities = _spread(levels)
    options = VoiceActivityOptions(min_speech_ms=0)
    spans = spans_from_probabilities(probabilities, len(probabilities) * FRAME_MS, options)
    for frame, probability in enumerate(probabilities):
        if probability >= options.threshold:
            assert any(
                span.start_ms <= frame * FRAME_MS and (frame + 1) * FRAME_MS <= span.end_ms
                for span in spans
            )


def test_a_pause_below_the_minimum_does_not_end_speech() -> None:
    options = VoiceActivityOptions(min_speech_ms=0, min_silence_ms=256, pad_ms=0)
    for quiet_frames, expected in [(8, 1), (9, 2)]:
        probabilities = [0.9] * 10 + [0.0] * quiet_frames + [0.9] * 10 + [0.0] * 20
        assert len(spans_from_probabilities(probabilities, 60_000, options)) == expected


def test_speech_between_the_thresholds_goes_on_but_does_not_begin() -> None:
    options = VoiceActivityOptions(threshold=0.5, negative_threshold=0.3, pad_ms=0)
    assert spans_from_probabilities([0.4] * 50, 1_600, options) == ()
    assert spans_from_probabilities([0.5] + [0.4] * 49, 1_600, options) == (TimeSpan(0, 1_600),)


def test_padding_meets_in_the_middle_of_a_short_pause() -> None:
    probabilities = [0.0] * 20 + [0.9] * 20 + [0.0] * 12 + [0.9] * 20 + [0.0] * 60
    spans = spans_from_probabilities(probabilities, 132 * 32, VoiceActivityOptions())
    assert spans == (TimeSpan(340, 1_472), TimeSpan(1_472, 2_604))


def test_no_sound_has_no_speech() -> None:
    assert spans_from_probabilities([], 0, VoiceActivityOptions()) == ()


@pytest.mark.parametrize(
    "bad",
    [
        {"threshold": 1.0},
        {"threshold": 0.1},
        {"negative_threshold": 0.0},
        {"min_speech_ms": -1},
        {"min_silence_ms": -1},
        {"pad_ms": -1},
    ],
)
def test_options_are_checked_at_birth(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"bad thresholds|negative"):
        dataclasses.replace(VoiceActivityOptions(), **bad)
