import math
import re
from collections.abc import Callable, Iterable, Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from whisper_desktop.asr.logit_filters import (
    LogitFilter,
    NoRepeatNgrams,
    RepetitionPenalty,
    SuppressBlank,
    SuppressTokens,
    TimestampRules,
    build_filters,
)
from whisper_desktop.asr.options import SearchOptions
from whisper_desktop.asr.tokenizer import build_tokenizer

CPU = torch.device("cpu")
TOKENIZER = build_tokenizer(
    {bytes([value]): value for value in range(256)}, ("en", "de"), is_multilingual=True
)
EOT, BEGIN, N_VOCAB = TOKENIZER.eot, TOKENIZER.timestamp_begin, TOKENIZER.n_vocab
DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])

TEXT_TOKENS = st.integers(0, 5)
TIMESTAMPS = st.sampled_from([BEGIN, BEGIN + 1, BEGIN + 2, BEGIN + 50, N_VOCAB - 2, N_VOCAB - 1])
TOKENS = TEXT_TOKENS | TIMESTAMPS | st.sampled_from([EOT, TOKENIZER.language_token("de")])
SEEDS = st.integers(0, 2**32)


@st.composite
def batches(draw: st.DrawFn, *, max_length: int = 8) -> tuple[Tensor, Tensor]:
    """Draw scores (B, V), for or against timestamps as a whole, and generated tokens (B, T)."""
    length = draw(st.integers(0, max_length))
    rows = draw(
        st.lists(st.lists(TOKENS, min_size=length, max_size=length), min_size=1, max_size=5)
    )
    logits = random_logits(draw(SEEDS), len(rows))
    logits[:, BEGIN:] += draw(st.sampled_from([-9.0, -4.0, 0.0, 4.0]))
    return logits, torch.tensor(rows, dtype=torch.int64).reshape(len(rows), length)


def random_logits(seed: int, n_rows: int) -> Tensor:
    return 2 * torch.randn(n_rows, N_VOCAB, generator=torch.Generator().manual_seed(seed))


def tokens(*rows: Sequence[int]) -> Tensor:
    return torch.tensor(rows, dtype=torch.int64)


def nothing_generated(n_rows: int = 1) -> Tensor:
    return torch.empty(n_rows, 0, dtype=torch.int64)


def allowed(rule: LogitFilter, logits: Tensor, generated: Tensor) -> list[set[int]]:
    """Apply a rule to a copy and return the tokens left in each row, whose scores must be kept."""
    after = logits.clone()
    rule.apply(after, generated)
    is_left = after > -math.inf
    assert torch.equal(after[is_left], logits[is_left])
    return [set(row.nonzero().flatten().tolist()) for row in is_left]


def even_logits(n_rows: int = 1, *, timestamp_score: float = -99.0) -> Tensor:
    logits = torch.zeros(n_rows, N_VOCAB)
    logits[:, BEGIN:] = timestamp_score
    return logits


# Timestamp rules


def allowed_by_the_law(scores: Sequence[float], row: Sequence[int], limit: int | None) -> set[int]:
    """Read the law of `TimestampRules` out for one row, token by token."""
    times = [token for token in row if token >= BEGIN]
    ends_with_timestamp = bool(row) and row[-1] >= BEGIN
    before_it_another = len(row) == 1 or (len(row) > 1 and row[-2] >= BEGIN)

    def may_come(token: int) -> bool:
        is_time = token >= BEGIN
        if not row:
            return is_time and (limit is None or token - BEGIN <= limit)
        if ends_with_timestamp and before_it_another:
            return not is_time
        if ends_with_timestamp:
            return token >= times[-1] if is_time else token >= EOT
        return not is_time or not times or token > times[-1]

    left = {t for t in range(N_VOCAB) if t != TOKENIZER.no_timestamps and may_come(t)}
    time_mass = sum(math.exp(scores[token]) for token in left if token >= BEGIN)
    best_other = max((math.exp(scores[token]) for token in left if token < BEGIN), default=0)
    return {token for token in left if token >= BEGIN} if time_mass > best_other else left


@given(batch=batches(), limit=st.sampled_from([None, 0, 50, 1_500]))
def test_timestamp_rules_allow_just_what_the_law_allows(
    batch: tuple[Tensor, Tensor], limit: int | None
) -> None:
    logits, generated = batch
    expected = [
        allowed_by_the_law(scores, row, limit)
        for scores, row in zip(logits.tolist(), generated.tolist(), strict=True)
    ]
    assert allowed(TimestampRules(TOKENIZER, limit), logits, generated) == expected


@given(batches())
def test_some_token_is_always_allowed(batch: tuple[Tensor, Tensor]) -> None:
    assert all(allowed(TimestampRules(TOKENIZER, 50), *batch))


@pytest.mark.parametrize(("limit", "count"), [(None, 1_501), (0, 1), (50, 51)])
def test_the_first_token_is_an_early_timestamp(limit: int | None, count: int) -> None:
    (left,) = allowed(TimestampRules(TOKENIZER, limit), even_logits(), nothing_generated())
    assert left == set(range(BEGIN, BEGIN + count))


def test_text_follows_a_start() -> None:
    rows = tokens([BEGIN, 1, BEGIN + 9, BEGIN + 9], [BEGIN, 1, BEGIN + 9, BEGIN + 30])
    for left in allowed(TimestampRules(TOKENIZER, 50), even_logits(2, timestamp_score=9), rows):
        assert left == set(range(BEGIN)) - {TOKENIZER.no_timestamps}


def test_no_text_follows_an_end() -> None:
    (left,) = allowed(
        TimestampRules(TOKENIZER, 50), even_logits(), tokens([BEGIN, 1, BEGIN + 1_499])
    )
    marks = set(range(EOT, BEGIN)) - {TOKENIZER.no_timestamps}
    assert left == {*marks, BEGIN + 1_499, BEGIN + 1_500}


@pytest.mark.parametrize(("start", "ends"), [(1_498, {1_499, 1_500}), (1_500, set())])
def test_a_segment_is_longer_than_nothing(start: int, ends: set[int]) -> None:
    (left,) = allowed(TimestampRules(TOKENIZER, 50), even_logits(), tokens([BEGIN + start, 1]))
    assert {token - BEGIN for token in left if token >= BEGIN} == ends


@pytest.mark.parametrize(("timestamp_score", "is_forced"), [(-7.25, True), (-7.35, False)])
def test_many_improbable_timestamps_together_outweigh_a_word(
    timestamp_score: float, is_forced: bool
) -> None:
    # 1 500 of them: ln 1 500 = 7.31
    logits = even_logits(timestamp_score=timestamp_score)
    (left,) = allowed(TimestampRules(TOKENIZER, 50), logits, tokens([BEGIN, 1]))
    assert (min(left) == BEGIN + 1) is is_forced


def test_forbidden_text_does_not_weigh_against_timestamps() -> None:
    logits = even_logits(timestamp_score=-20)
    logits[:, EOT:BEGIN] = -99
    (left,) = allowed(TimestampRules(TOKENIZER, 50), logits, tokens([BEGIN, 1, BEGIN + 9]))
    assert min(left) == BEGIN + 9


@DTYPES
def test_timestamp_rules_hold_in_every_precision(dtype: torch.dtype) -> None:
    logits = random_logits(seed=1, n_rows=3).to(dtype)
    rows = tokens([BEGIN, 1, 2], [BEGIN, 1, BEGIN + 4], [BEGIN + 3, 1, 2])
    expected = [
        allowed_by_the_law(scores, row, 50)
        for scores, row in zip(logits.tolist(), rows.tolist(), strict=True)
    ]
    assert allowed(TimestampRules(TOKENIZER, 50), logits, rows) == expected


# A walk under all rules


def walk(search: SearchOptions, seed: int, timestamp_bias: float) -> list[list[int]]:
    """Generate eight rows of tokens by chance until all have ended, or after forty steps."""
    filters = build_filters(TOKENIZER, search, with_timestamps=True, device=CPU)
    # Of the tokens between text and timestamps only the end of text is ever probable.
    unused = SuppressTokens([*TOKENIZER.language_tokens], CPU)
    generator = torch.Generator().manual_seed(seed)
    generated = nothing_generated(8)
    for _ in range(40):
        logits = 3 * torch.randn(8, N_VOCAB, generator=generator)
        logits[:, BEGIN:] += timestamp_bias
        for rule in (*filters, unused):
            rule.apply(logits, generated)
        assert bool((logits.amax(dim=1) > -math.inf).all()), "a dead end"
        chosen = torch.multinomial(logits.softmax(dim=1), 1, generator=generator)
        generated = torch.cat([generated, chosen], dim=1)
    return [until_end(row) for row in generated.tolist()]


def until_end(row: list[int]) -> list[int]:
    return row[: row.index(EOT) + 1] if EOT in row else row


def shape(row: Iterable[int]) -> str:
    """Write a row as letters: t for a timestamp, x for text, E for the end."""
    return "".join("E" if token == EOT else "t" if token >= BEGIN else "x" for token in row)


WALKS = given(seed=SEEDS, timestamp_bias=st.sampled_from([-12.0, -9.0, -6.0, 0.0]))
FEW = settings(max_examples=20)
"""Each example is eight rows of up to forty steps."""


@FEW
@WALKS
def test_a_walk_puts_text_between_timestamps_in_pairs(seed: int, timestamp_bias: float) -> None:
    for row in walk(SearchOptions(), seed, timestamp_bias):
        assert re.fullmatch(r"t(x+tt)*(x*|x+t)E?", shape(row))


@FEW
@WALKS
def test_a_walk_never_goes_back_in_time(seed: int, timestamp_bias: float) -> None:
    for row in walk(SearchOptions(), seed, timestamp_bias):
        times = [token - BEGIN for token in row if token >= BEGIN]
        assert times == sorted(times)
        assert times[0] <= 50
        assert all(start < end for start, end in zip(times[::2], times[1::2], strict=False))


@FEW
@WALKS
def test_a_walk_takes_no_suppressed_token(seed: int, timestamp_bias: float) -> None:
    search = SearchOptions(suppress_tokens=(7, 11))
    suppressed = {*TOKENIZER.suppressed((7, 11)), TOKENIZER.no_timestamps}
    for row in walk(search, seed, timestamp_bias):
        assert suppressed.isdisjoint(row)


@FEW
@WALKS
def test_timestamps_stay_paired_when_repetition_is_forbidden(
    seed: int, timestamp_bias: float
) -> None:
    search = SearchOptions(no_repeat_ngram_size=1, repetition_penalty=2)
    for row in walk(search, seed, timestamp_bias):
        assert re.fullmatch(r"t(x+tt)*(x*|x+t)E?", shape(row))
        text = [token for token in row if token < EOT]
        assert len(text) == len(set(text))


# The other rules


def test_blank_is_suppressed_at_the_first_step_only() -> None:
    rule = SuppressBlank(TOKENIZER, CPU)
    everything = set(range(N_VOCAB))
    (first,) = allowed(rule, even_logits(), nothing_generated())
    (second,) = allowed(rule, even_logits(), tokens([1]))
    assert first == everything - {ord(" "), EOT}
    assert second == everything


@given(st.lists(st.integers(0, N_VOCAB - 1), max_size=9), batches())
def test_suppressed_tokens_never_come(banned: list[int], batch: tuple[Tensor, Tensor]) -> None:
    for left in allowed(SuppressTokens(banned, CPU), *batch):
        assert left == set(range(N_VOCAB)) - set(banned)


@given(batches(), st.sampled_from([0.5, 1.0, 1.1, 3.0]))
def test_the_penalty_scales_each_earlier_text_token_once(
    batch: tuple[Tensor, Tensor], factor: float
) -> None:
    logits, generated = batch
    expected = logits.clone()
    for row, scores in zip(generated.tolist(), expected, strict=True):
        for token in {token for token in row if token < EOT}:
            scores[token] *= factor if scores[token] < 0 else 1 / factor
    RepetitionPenalty(TOKENIZER, factor).apply(logits, generated)
    torch.testing.assert_close(logits, expected)


def test_a_penalty_above_one_makes_repetition_less_likely() -> None:
    logits = even_logits()
    logits[0, :4] = torch.tensor([2.0, -2.0, 2.0, -math.inf])
    RepetitionPenalty(TOKENIZER, 2.0).apply(logits, tokens([0, 1, 3, BEGIN]))
    assert logits[0, :4].tolist() == [1.0, -4.0, 2.0, -math.inf]
    assert logits[0, BEGIN] == -99


def repeated(row: list[int], size: int) -> set[int]:
    """Return the text tokens that would complete an n-gram of the row, by trying them all."""
    ngrams = {tuple(row[first : first + size]) for first in range(len(row) - size + 1)}
    candidates = {token for token in row if token < EOT}
    return {token for token in candidates if tuple([*row, token][-size:]) in ngrams}


@given(batches(max_length=12), st.integers(1, 4))
def test_text_tokens_that_repeat_an_ngram_are_forbidden(
    batch: tuple[Tensor, Tensor], size: int
) -> None:
    expected = [set(range(N_VOCAB)) - repeated(row, size) for row in batch[1].tolist()]
    assert allowed(NoRepeatNgrams(TOKENIZER, size), *batch) == expected


@pytest.mark.parametrize(
    ("row", "forbidden"),
    [
        ([1, 2, 3, 1, 2], {3}),
        ([1, 2, 3, 1, 2, 4, 1, 2], {3, 4}),
        ([1, 1, 1], {1}),
        ([1, 2, 3], set()),
        ([1, 2], set()),
        ([1, 2, BEGIN, 1, 2], set()),
        ([1, BEGIN, 2, 1, BEGIN], {2}),
    ],
)
def test_trigrams_do_not_come_twice(row: list[int], forbidden: set[int]) -> None:
    (left,) = allowed(NoRepeatNgrams(TOKENIZER, 3), even_logits(), tokens(row))
    assert set(range(N_VOCAB)) - left == forbidden


@DTYPES
def test_penalty_and_ngrams_work_in_every_precision(dtype: torch.dtype) -> None:
    logits = torch.ones(1, N_VOCAB, dtype=dtype)
    RepetitionPenalty(TOKENIZER, 2).apply(logits, tokens([1, 2, 1]))
    NoRepeatNgrams(TOKENIZER, 2).apply(logits, tokens([1, 2, 1]))
    assert logits[0, :4].tolist() == [1, 0.5, -math.inf, 1]


@pytest.mark.parametrize(
    "make",
    [
        lambda: RepetitionPenalty(TOKENIZER, 0),
        lambda: RepetitionPenalty(TOKENIZER, -1.5),
        lambda: NoRepeatNgrams(TOKENIZER, 0),
    ],
)
def test_senseless_settings_are_a_bug(make: Callable[[], LogitFilter]) -> None:
    with pytest.raises(ValueError, match=r"penalty|n-gram"):
        make()


# All together


def kinds(search: SearchOptions, *, with_timestamps: bool) -> list[type]:
    filters = build_filters(TOKENIZER, search, with_timestamps=with_timestamps, device=CPU)
    return [type(rule) for rule in filters]


def test_by_default_the_rules_are_those_of_the_reference() -> None:
    default = [SuppressBlank, SuppressTokens, TimestampRules]
    assert kinds(SearchOptions(), with_timestamps=True) == default
    assert kinds(SearchOptions(), with_timestamps=False) == default[:2]


def test_penalties_come_before_the_timestamps_are_weighed() -> None:
    search = SearchOptions(repetition_penalty=1.2, no_repeat_ngram_size=3, suppress_blank=False)
    assert kinds(search, with_timestamps=True) == [
        RepetitionPenalty,
        NoRepeatNgrams,
        SuppressTokens,
        TimestampRules,
    ]


@pytest.mark.parametrize(("seconds", "last_index"), [(None, 1_500), (1.0, 50), (0.0, 0)])
def test_the_first_timestamp_is_limited_as_asked(seconds: float | None, last_index: int) -> None:
    search = SearchOptions(max_initial_timestamp_s=seconds)
    logits = even_logits()
    for rule in build_filters(TOKENIZER, search, with_timestamps=True, device=CPU):
        rule.apply(logits, nothing_generated())
    assert (logits[0] > -math.inf).nonzero().max() == BEGIN + last_index


@pytest.mark.parametrize("generated", [nothing_generated(), tokens([2])])
def test_no_timestamp_comes_where_none_is_wanted(generated: Tensor) -> None:
    logits = even_logits(timestamp_score=9)
    for rule in build_filters(TOKENIZER, SearchOptions(), with_timestamps=False, device=CPU):
        rule.apply(logits, generated)
    assert (logits[0] > -math.inf).nonzero().max() < BEGIN


@pytest.mark.parametrize("suppress_non_speech", [True, False])
def test_steering_tokens_are_suppressed_whatever_is_asked(suppress_non_speech: bool) -> None:
    search = SearchOptions(suppress_non_speech=suppress_non_speech, suppress_tokens=(1,))
    logits = even_logits()
    for rule in build_filters(TOKENIZER, search, with_timestamps=False, device=CPU):
        rule.apply(logits, tokens([2]))
    left = set((logits[0] > -math.inf).nonzero().flatten().tolist())
    assert left.isdisjoint({1, TOKENIZER.sot, TOKENIZER.no_speech, TOKENIZER.sot_prev})
    assert (ord("[") in left) is not suppress_non_speech


@pytest.mark.parametrize("length", [0, 1, 2, 9])
def test_no_rule_waits_for_the_device(length: int) -> None:
    # Tensors of the meta device have no values: reading one back would raise.
    meta = torch.device("meta")
    search = SearchOptions(repetition_penalty=1.2, no_repeat_ngram_size=3)
    filters = build_filters(TOKENIZER, search, with_timestamps=True, device=meta)
    logits = torch.empty(4, N_VOCAB, device=meta)
    for rule in filters:
        rule.apply(logits, torch.empty(4, length, dtype=torch.int64, device=meta))
    assert len(filters) == 5
