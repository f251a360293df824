"""Timestamps cut a window; the numbers below are steps of 20 ms from token 100."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.timestamps import STEP_MS, TimedTokens, cut_window

BEGIN = 100


def test_meeting_timestamps_separate_pieces_and_the_last_is_read_again() -> None:
    tokens = [100, 1, 2, 150, 150, 3, 200, 200, 4]
    cut = cut_window(tokens, BEGIN, 3_000)
    assert cut.pieces == (
        TimedTokens(0, 1_000, (100, 1, 2, 150), 0),
        TimedTokens(1_000, 2_000, (150, 3, 200), 1_000),
    )
    assert cut.advance_frames == 200
    assert cut.tail == TimedTokens(2_000, 30_000, (200, 4), 2_000)
    assert not cut.ends_in_silence


def test_a_lone_closing_timestamp_settles_the_whole_window() -> None:
    cut = cut_window([100, 1, 150, 160, 2, 200], BEGIN, 2_500)
    assert [piece.end_ms for piece in cut.pieces] == [1_000, 2_000]
    assert cut.advance_frames == 2_500
    assert cut.ends_in_silence
    assert cut.tail is None


def test_a_window_cut_off_right_after_a_pair_has_no_tail() -> None:
    cut = cut_window([100, 1, 150, 150], BEGIN, 3_000)
    assert cut.advance_frames == 100
    assert cut.tail is None


@pytest.mark.parametrize(
    ("tokens", "start_ms", "end_ms"),
    [
        ([1, 2], 0, 20_000),
        ([100, 1], 0, 20_000),
        ([110, 1, 150], 200, 1_000),
        ([110, 1], 200, 200),
        ([], 0, 20_000),
    ],
)
def test_a_window_without_pairs_is_one_piece(tokens: list[int], start_ms: int, end_ms: int) -> None:
    cut = cut_window(tokens, BEGIN, 2_000)
    assert cut.pieces == (TimedTokens(start_ms, end_ms, tuple(tokens), words_from_ms=0),)
    assert cut.advance_frames == 2_000


@st.composite
def spoken(draw: st.DrawFn) -> list[int]:
    """Token sequences that obey the timestamp rules."""
    steps = sorted(draw(st.lists(st.integers(0, 1_500), min_size=1, max_size=10)))
    tokens = [BEGIN + steps[0]]
    for step in steps[1:]:
        tokens += draw(st.lists(st.integers(0, 99), min_size=1, max_size=4))
        tokens += [BEGIN + step, BEGIN + step]
    ending = draw(st.sampled_from(["pair", "single", "text"]))
    if len(tokens) > 1 and ending == "single":
        tokens.pop()
    if ending == "text":
        tokens.append(1)
    return tokens


@given(spoken())
def test_pieces_and_tail_hold_every_text_token_once_and_in_order(tokens: list[int]) -> None:
    cut = cut_window(tokens, BEGIN, 3_000)
    parts = [*cut.pieces, *([cut.tail] if cut.tail else [])]
    text = [token for part in parts for token in part.tokens if token < BEGIN]
    assert text == [token for token in tokens if token < BEGIN]
    assert 0 <= cut.advance_frames <= 3_000
    for earlier, later in pairwise(parts):
        assert min(earlier.end_ms, 30_000 - STEP_MS) <= later.start_ms
    if cut.tail is not None:
        assert cut.tail.start_ms < cut.tail.end_ms
