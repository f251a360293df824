"""Sampling: greedy picks the best, draws follow the temperature, finished windows leave."""

import math

import pytest
import torch
from torch import Tensor

from whisper_desktop.asr.sampling import SamplingSearch

EOT = 9


def logits_of(*tokens: int, height: float = 5.0) -> Tensor:
    """One row per token, which stands out by `height`."""
    rows = torch.zeros(len(tokens), 10)
    rows[range(len(tokens)), tokens] = height
    return rows


def expected_logprob(height: float = 5.0) -> float:
    return height - math.log(math.exp(height) + 9)


def test_greedy_takes_the_likeliest_and_sums_what_it_was_worth() -> None:
    search = SamplingSearch(2, EOT)
    assert search.advance(logits_of(3, 4)).tokens.tolist() == [3, 4]
    assert search.advance(logits_of(5, 6)).tokens.tolist() == [5, 6]
    assert search.advance(logits_of(EOT, EOT)).is_end
    (first,), (second,) = search.results()
    assert (first.tokens, second.tokens) == ((3, 5), (4, 6))
    assert first.sum_logprob == pytest.approx(3 * expected_logprob(), abs=1e-5)


def test_a_finished_window_leaves_and_the_rest_move_up() -> None:
    search = SamplingSearch(3, EOT)
    choice = search.advance(logits_of(1, EOT, 2))
    assert choice.tokens.tolist() == [1, 2]
    assert choice.rows is not None
    assert choice.rows.tolist() == [0, 2]
    assert choice.windows is not None
    assert choice.windows.tolist() == [0, 2]
    assert search.advance(logits_of(EOT, EOT)).is_end
    assert [texts[0].tokens for texts in search.results()] == [(1,), (), (2,)]


def test_one_of_many_stays_until_leaving_pays() -> None:
    search = SamplingSearch(8, EOT)
    choice = search.advance(logits_of(EOT, *range(7)))
    assert len(choice.tokens) == 8
    assert choice.windows is None
    choice = search.advance(logits_of(4, EOT, *range(6)))
    assert choice.windows is not None
    assert choice.windows.tolist() == [2, 3, 4, 5, 6, 7]
    search.advance(logits_of(*[EOT] * 6))
    texts = search.results()
    assert texts[0][0].tokens == ()
    assert texts[0][0].sum_logprob == pytest.approx(expected_logprob(), abs=1e-5)
    assert texts[1][0].tokens == (0,)


def test_texts_cut_off_by_the_length_limit_are_kept() -> None:
    search = SamplingSearch(1, EOT)
    search.advance(logits_of(3))
    assert search.results()[0][0].tokens == (3,)


def test_draws_follow_the_softmax_at_the_temperature() -> None:
    temperature, n_draws = 0.5, 4_000
    row = torch.tensor([[1.0, 0.5, 0.0, -1.0]])
    generator = torch.Generator().manual_seed(0)
    search = SamplingSearch(1, EOT, temperature=temperature, best_of=n_draws, generator=generator)
    drawn = search.advance(row).tokens
    shares = torch.bincount(drawn, minlength=4) / n_draws
    torch.testing.assert_close(shares, (row[0] / temperature).softmax(0), atol=0.03, rtol=0)


def test_the_same_seed_draws_the_same_texts() -> None:
    def draw(seed: int) -> list[int]:
        generator = torch.Generator().manual_seed(seed)
        search = SamplingSearch(1, EOT, temperature=1.0, best_of=20, generator=generator)
        tokens: list[int] = search.advance(torch.zeros(1, 9)).tokens.tolist()
        return tokens

    assert draw(1) == draw(1) != draw(2)


def test_a_window_stays_until_all_of_its_draws_are_finished() -> None:
    search = SamplingSearch(1, EOT, temperature=1e-6, best_of=2)
    first = search.advance(logits_of(3))
    assert first.rows is not None
    assert first.rows.tolist() == [0, 0]
    assert search.advance(logits_of(EOT, 4)).tokens.tolist() == [EOT, 4]
    assert search.advance(logits_of(5, EOT)).is_end
    assert [text.tokens for text in search.results()[0]] == [(3,), (3, 4)]


def test_rows_without_any_choice_left_do_not_break_a_draw() -> None:
    search = SamplingSearch(1, EOT, temperature=1.0)
    assert len(search.advance(torch.full((1, 10), -math.inf)).tokens) == 1


def test_a_row_that_is_stopped_writes_no_more() -> None:
    search = SamplingSearch(2, EOT)
    search.advance(logits_of(3, 4))
    search.stop([0])
    assert search.advance(logits_of(3, 4)).tokens.tolist() == [4]
    search.advance(logits_of(EOT))
    (stopped,), (ended,) = search.results()
    assert (stopped.tokens, stopped.is_finished, stopped.is_circling) == ((3,), False, True)
    assert (ended.tokens, ended.is_finished, ended.is_circling) == ((4, 4), True, False)
    assert stopped.sum_logprob == pytest.approx(expected_logprob(), abs=1e-5)


def test_what_has_ended_cannot_be_stopped() -> None:
    search = SamplingSearch(8, EOT)
    search.advance(logits_of(EOT, *range(7)))
    search.stop([0])
    search.advance(logits_of(*[EOT] * 8))
    ((first,), *_) = search.results()
    assert (first.is_finished, first.is_circling) == (True, False)
