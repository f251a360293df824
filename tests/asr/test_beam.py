"""Beam search against the plainest beam search there is, on random probabilities."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from whisper_desktop.asr.beam import BeamSearch
from whisper_desktop.asr.sampling import Hypothesis, SamplingSearch, Search

N_VOCAB, EOT, N_STEPS = 7, 6, 6


class RandomLanguage:
    """Logits that depend on the window and the whole text so far, and on nothing else."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def logits(self, window: int, text: tuple[int, ...]) -> Tensor:
        key = hash((self._seed, window, text)) % 2**31
        return torch.randn(N_VOCAB, generator=torch.Generator().manual_seed(key)) * 2


def run(search: Search, language: RandomLanguage, n_windows: int) -> list[list[Hypothesis]]:
    """Drive a search as the decoder does, checking that rows and windows keep in step."""
    owners, texts = list(range(n_windows)), [()] * n_windows
    for step in range(N_STEPS):
        rows = zip(owners, texts, strict=True)
        choice = search.advance(torch.stack([language.logits(*row) for row in rows]))
        if choice.is_end or step == N_STEPS - 1:
            break
        kept = range(len(texts)) if choice.rows is None else choice.rows.tolist()
        texts = [(*texts[r], t) for r, t in zip(kept, choice.tokens.tolist(), strict=True)]
        owners = [owners[row] for row in kept]
        assert [tuple(text) for text in search.generated.tolist()] == texts
    return search.results()


def plain_beam(
    language: RandomLanguage, window: int, beam_size: int, patience: float
) -> list[tuple[tuple[int, ...], float]]:
    live: dict[tuple[int, ...], float] = {(): 0.0}
    finished: list[tuple[tuple[int, ...], float]] = []
    enough = max(1, round(beam_size * patience))
    for _ in range(N_STEPS):
        longer = {
            (*text, token): total + float(logprob)
            for text, total in live.items()
            for token, logprob in enumerate(language.logits(window, text).log_softmax(0))
        }
        live = {}
        for text, total in sorted(longer.items(), key=lambda item: -item[1]):
            if len(live) == beam_size:
                break
            if text[-1] != EOT:
                live[text] = total
            elif len(finished) < enough:
                finished.append((text[:-1], total))
        if len(finished) >= enough:
            return finished
    rest = sorted(live.items(), key=lambda item: -item[1])
    return finished + rest[: max(0, beam_size - len(finished))]


@given(
    seed=st.integers(0, 10_000),
    beam_size=st.integers(1, 4),
    patience=st.sampled_from([0.5, 1.0, 2.0]),
    n_windows=st.integers(1, 3),
)
def test_it_finds_what_a_plain_beam_search_finds(
    seed: int, beam_size: int, patience: float, n_windows: int
) -> None:
    language = RandomLanguage(seed)
    search = BeamSearch(n_windows, EOT, beam_size=beam_size, patience=patience)
    for window, found in enumerate(run(search, language, n_windows)):
        expected = plain_beam(language, window, beam_size, patience)
        assert [text.tokens for text in found] == [text for text, _ in expected]
        totals = [text.sum_logprob for text in found]
        assert totals == pytest.approx([total for _, total in expected], abs=1e-4)


@given(seed=st.integers(0, 10_000))
def test_a_beam_of_one_is_greedy(seed: int) -> None:
    language = RandomLanguage(seed)
    beam = run(BeamSearch(2, EOT, beam_size=1), language, 2)
    greedy = run(SamplingSearch(2, EOT), language, 2)
    for ours, theirs in zip(beam, greedy, strict=True):
        assert ours[0].tokens == theirs[0].tokens
        assert ours[0].sum_logprob == pytest.approx(theirs[0].sum_logprob, abs=1e-4)


class TestStopping:
    def test_the_others_go_on_where_one_text_is_stopped(self) -> None:
        language = RandomLanguage(5)
        search = BeamSearch(1, EOT, beam_size=3)
        search.advance(language.logits(0, ())[None])
        gone = tuple(search.generated[0].tolist())
        search.stop([0, 0])
        texts = [tuple(text) for text in search.generated.tolist()]
        search.advance(torch.stack([language.logits(0, text) for text in texts]))
        assert all(tuple(text[:1]) != gone for text in search.generated.tolist())

    def test_a_window_whose_texts_are_all_stopped_is_done(self) -> None:
        language = RandomLanguage(5)
        search = BeamSearch(2, EOT, beam_size=2)
        search.advance(torch.stack([language.logits(window, ()) for window in range(2)]))
        search.stop([0, 1])
        texts = [tuple(text) for text in search.generated.tolist()]
        rows = zip((0, 0, 1, 1), texts, strict=True)
        choice = search.advance(torch.stack([language.logits(*row) for row in rows]))
        assert choice.windows is not None
        assert choice.windows.tolist() == [1]
        first, second = search.results()
        assert {text.tokens for text in first} <= {*texts[:2], ()}
        assert all(text.is_circling for text in first if not text.is_finished)
        assert not any(text.is_circling for text in second)

    def test_what_was_stopped_counts_at_the_end_where_nothing_else_is_left(self) -> None:
        search = BeamSearch(1, EOT, beam_size=1)
        logits = torch.zeros(1, N_VOCAB)
        logits[0, 2] = 5.0
        search.advance(logits)
        search.stop([0])
        ((text,),) = search.results()
        assert (text.tokens, text.is_circling) == ((2,), True)
