import itertools
import pickle

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, Cancelled
from whisper_desktop.speech.ctc_viterbi import LabelSpan, align_labels, needed_frames

BLANK = 0
Emissions = npt.NDArray[np.float32]


def emissions_of(seed: int, n_frames: int, n_labels: int) -> Emissions:
    noise = np.random.default_rng(seed).normal(size=(n_frames, n_labels)) * 3
    log_probs: Emissions = (noise - np.log(np.exp(noise).sum(1, keepdims=True))).astype(np.float32)
    return log_probs


def collapsed(path: tuple[int, ...]) -> list[int]:
    return [label for label, _ in itertools.groupby(path) if label != BLANK]


def best_score(log_probs: Emissions, labels: list[int]) -> float | None:
    """Try every path there is."""
    n_frames, n_labels = log_probs.shape
    paths = itertools.product(range(n_labels), repeat=n_frames)
    fitting = [path for path in paths if collapsed(path) == labels]
    scores = [sum(float(log_probs[t, label]) for t, label in enumerate(path)) for path in fitting]
    return max(scores, default=None)


def path_of(spans: tuple[LabelSpan, ...], labels: list[int], n_frames: int) -> tuple[int, ...]:
    path = [BLANK] * n_frames
    for span, label in zip(spans, labels, strict=True):
        assert path[span.start : span.stop] == [BLANK] * (span.stop - span.start)
        path[span.start : span.stop] = [label] * (span.stop - span.start)
    return tuple(path)


def score_of(log_probs: Emissions, path: tuple[int, ...]) -> float:
    return sum(float(log_probs[t, label]) for t, label in enumerate(path))


@given(
    seed=st.integers(0, 2**32 - 1),
    n_frames=st.integers(1, 6),
    labels=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    block_frames=st.sampled_from([1, 2, 3, 2_048]),
)
@settings(max_examples=150, deadline=None)
def test_the_path_is_the_best_of_all(
    seed: int, n_frames: int, labels: list[int], block_frames: int
) -> None:
    log_probs = emissions_of(seed, n_frames, 4)
    best = best_score(log_probs, labels)
    if best is None:
        with pytest.raises(AlignmentImpossibleError):
            align_labels(log_probs, labels, BLANK, block_frames=block_frames)
        return
    spans = align_labels(log_probs, labels, BLANK, block_frames=block_frames)
    path = path_of(spans, labels, n_frames)
    assert collapsed(path) == labels
    assert score_of(log_probs, path) == pytest.approx(best)


@given(
    seed=st.integers(0, 2**32 - 1),
    n_frames=st.integers(20, 120),
    labels=st.lists(st.integers(0, 3), min_size=1, max_size=20),
    block_frames=st.integers(1, 50),
)
@settings(max_examples=50, deadline=None)
def test_blocks_change_nothing(
    seed: int, n_frames: int, labels: list[int], block_frames: int
) -> None:
    log_probs, blank = emissions_of(seed, n_frames, 5), 4
    if needed_frames(labels) > n_frames:
        n_frames = needed_frames(labels)
        log_probs = emissions_of(seed, n_frames, 5)
    whole = align_labels(log_probs, labels, blank)
    assert align_labels(log_probs, labels, blank, block_frames=block_frames) == whole


def test_a_label_has_its_frames_and_their_mean_log_probability() -> None:
    probs = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.3, 0.6, 0.1], [0.9, 0.05, 0.05], [0.1, 0.1, 0.8]]
    log_probs = np.log(np.array(probs, dtype=np.float32))
    first, second = align_labels(log_probs, [1, 2], BLANK)
    assert (first.start, first.stop) == (1, 3)
    assert (second.start, second.stop) == (4, 5)
    assert first.log_prob == pytest.approx((np.log(0.8) + np.log(0.6)) / 2, abs=1e-6)


def test_a_label_said_twice_needs_a_blank_between() -> None:
    log_probs = np.log(np.full((3, 2), 0.5, dtype=np.float32))
    spans = align_labels(log_probs, [1, 1], BLANK)
    assert [(span.start, span.stop) for span in spans] == [(0, 1), (2, 3)]


def test_no_labels_have_no_spans() -> None:
    assert align_labels(emissions_of(0, 4, 3), [], BLANK) == ()


@pytest.mark.parametrize(("labels", "needed"), [([1, 2, 3, 1], 4), ([1, 1], 3), ([2], 1)])
def test_too_few_frames_are_told_with_how_many_are_needed(labels: list[int], needed: int) -> None:
    log_probs = emissions_of(1, needed - 1, 4)
    with pytest.raises(AlignmentImpossibleError) as caught:
        align_labels(log_probs, labels, BLANK)
    assert (caught.value.frames, caught.value.needed_frames) == (needed - 1, needed)
    assert needed_frames(labels) == needed
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.frames, copy.needed_frames) == (needed - 1, needed)


def test_a_label_that_is_certainly_not_said_is_told() -> None:
    log_probs = emissions_of(2, 5, 3)
    log_probs[:, 2] = -np.inf
    with pytest.raises(AlignmentImpossibleError) as caught:
        align_labels(log_probs, [1, 2], BLANK)
    assert caught.value.needed_frames <= caught.value.frames


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        align_labels(emissions_of(3, 5, 3), [1], BLANK, cancel=cancel)
