"""Word times: where attention jumps, words begin."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.ndimage import median_filter as scipy_median

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.word_timing import (
    AlignmentRequest,
    WordAligner,
    attention_matrix,
    median_filter,
)
from whisper_desktop.core.recipe import Task


@pytest.mark.parametrize("width", [3, 7])
def test_the_median_filter_is_scipys_with_mirrored_ends(width: int) -> None:
    x = torch.randn(2, 5, 40, generator=torch.Generator().manual_seed(0))
    expected = scipy_median(x.numpy(), size=(1, 1, width), mode="mirror")
    np.testing.assert_allclose(median_filter(x, width).numpy(), expected, atol=1e-6)


def test_a_series_too_short_to_filter_stays_as_it_is() -> None:
    x = torch.tensor([[3.0, 1.0, 2.0]])
    assert torch.equal(median_filter(x, 7), x)


def test_a_position_that_every_token_looks_at_says_nothing() -> None:
    scores = torch.randn(1, 4, 60, generator=torch.Generator().manual_seed(0)) * 0.1
    for token in range(4):
        scores[0, token, 15 * token : 15 * token + 10] = 6.0
    scores[0, :, 55] = 9.0
    matrix = attention_matrix(scores)
    assert matrix.shape == (4, 60)
    for token in range(4):
        assert 15 * token <= int(matrix[token].argmax()) < 15 * token + 10


def test_columns_without_any_difference_count_nothing() -> None:
    assert torch.equal(attention_matrix(torch.zeros(2, 3, 40)), torch.zeros(3, 40))


@pytest.fixture(scope="module")
def aligned_inputs(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> tuple[torch.Tensor, list[AlignmentRequest]]:
    mel = LogMel(toy_speech, 80)
    tokenizer = toy_engine.tokenizer
    texts = [" the cat sat", " a dog ran home, the dog", ""]
    requests = [AlignmentRequest((tuple(tokenizer.encode(text)),), "en", 1_500) for text in texts]
    return toy_engine.encode([mel.window(start) for start in (0, 900, 1_800)]), requests


def aligner(engine: Engine) -> WordAligner:
    return WordAligner(engine.model, engine.tokenizer, engine.alignment_heads, Task.TRANSCRIBE)


def test_words_hold_all_tokens_in_rising_times_within_the_sound(
    toy_engine: Engine, aligned_inputs: tuple[torch.Tensor, list[AlignmentRequest]]
) -> None:
    features, requests = aligned_inputs
    for request, words in zip(requests, aligner(toy_engine).align(features, requests), strict=True):
        assert sum((word.tokens for word in words), ()) == request.tokens
        times = [time for word in words for time in (word.start_s, word.end_s)]
        assert times == sorted(times)
        assert all(0 <= time <= 15 for time in times)
        assert all(0 < word.probability < 1 for word in words)


def test_windows_aligned_together_are_aligned_as_alone(
    toy_engine: Engine, aligned_inputs: tuple[torch.Tensor, list[AlignmentRequest]]
) -> None:
    features, requests = aligned_inputs
    together = aligner(toy_engine).align(features, requests)
    for index, request in enumerate(requests):
        alone = aligner(toy_engine).align(features[index : index + 1], [request])[0]
        assert [word.text for word in alone] == [word.text for word in together[index]]
        for ours, theirs in zip(alone, together[index], strict=True):
            assert ours.start_s == pytest.approx(theirs.start_s, abs=0.02)
            assert ours.probability == pytest.approx(theirs.probability, abs=1e-4)


def test_the_shortest_sound_still_gives_every_word_a_time(
    toy_engine: Engine, aligned_inputs: tuple[torch.Tensor, list[AlignmentRequest]]
) -> None:
    features, requests = aligned_inputs
    for n_frames in (0, 1, 2, 5):
        request = AlignmentRequest(requests[0].pieces, "en", n_frames)
        words = aligner(toy_engine).align(features[:1], [request])[0]
        assert [word.text for word in words] == [" the", " cat", " sat"]
        assert all(0 <= word.end_s <= n_frames / 100 for word in words)


def test_no_word_reaches_over_the_end_of_a_piece(
    toy_engine: Engine, aligned_inputs: tuple[torch.Tensor, list[AlignmentRequest]]
) -> None:
    encode = toy_engine.tokenizer.encode
    request = AlignmentRequest((tuple(encode(" ho")), tuple(encode("me dog"))), "en", 900)
    words = aligner(toy_engine).align(aligned_inputs[0][:1], [request])[0]
    assert [word.text for word in words] == [" ho", "me", " dog"]
