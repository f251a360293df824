"""Ten words a second apart, half a second long; the plan says which are said, and where."""

import pytest

from whisper_desktop.app.text_plan import UNMATCHED, Heard, PlannedWindow, plan_windows
from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import Unit
from whisper_desktop.core.timecode import TimeSpan

END_MS = 120_000


def unit(at: int) -> Unit:
    return Unit(f" word{at}", f"word{at}")


def heard_at(*seconds: float, speech: list[tuple[int, int]] | None = None) -> Heard:
    starts = [round(second * 1_000) for second in seconds]
    words = tuple(Word(start_ms, start_ms + 500, f" w{start_ms}", 0.9) for start_ms in starts)
    spans = speech if speech is not None else [(one, one + 500) for one in starts]
    return Heard(words, SpeechMap.known([TimeSpan(*span) for span in spans], END_MS), END_MS)


def plan(matches: list[int], heard: Heard, max_tokens: int = 400) -> list[PlannedWindow]:
    units = [unit(at) for at in range(len(matches))]
    return plan_windows(units, matches, heard, [2] * len(units), max_tokens)


def said(windows: list[PlannedWindow]) -> list[list[int]]:
    return [[planned.unit for planned in window.units] for window in windows]


def test_words_that_were_heard_are_said_in_windows_that_the_network_can_hear() -> None:
    windows = plan(list(range(60)), heard_at(*range(60)))
    assert [at for own in said(windows) for at in own] == list(range(60))
    assert len(windows) == 3
    for window in windows:
        assert window.end[1] - window.begin[0] <= 28_000


def test_a_window_begins_and_ends_between_its_words_and_their_neighbours() -> None:
    (window,) = plan([1, 2], heard_at(1, 2, 3, 4))
    assert window.begin == (1_500, 2_000)
    assert window.end == (3_500, 4_000)
    (alone,) = plan([0], heard_at(10))
    assert (alone.begin, alone.end) == ((9_500, 10_000), (10_500, 11_000))


def test_a_word_that_was_not_heard_is_said_where_there_is_speech_for_it() -> None:
    windows = plan([0, UNMATCHED, 1], heard_at(0, 2, speech=[(0, 2_500)]))
    assert said(windows) == [[0, 1, 2]]
    between = windows[0].units[1]
    assert (between.start_ms, between.end_ms, between.is_matched) == (500, 2_000, False)


def test_a_word_without_time_for_it_is_not_said() -> None:
    heard = heard_at(0, 0.6)
    assert said(plan([0, *[UNMATCHED] * 4, 1], heard)) == [[0, 5]]


def test_words_are_not_stretched_over_speech_that_is_not_in_the_text() -> None:
    heard = heard_at(0, 20, speech=[(0, 20_500)])
    assert said(plan([0, UNMATCHED, 1], heard)) == [[0], [2]]


def test_what_is_said_and_not_written_parts_two_windows() -> None:
    heard = heard_at(0, 1, 2, 3, speech=[(0, 3_500)])
    windows = plan([0, 3], heard)
    assert said(windows) == [[0], [1]]
    assert windows[0].end[1] <= 1_000
    assert windows[1].begin[0] >= 2_500


def test_titles_and_credits_that_nobody_says_are_left_out() -> None:
    heard = heard_at(5, 6)
    assert said(plan([UNMATCHED, 0, 1, UNMATCHED], heard)) == [[1, 2]]


def test_a_long_pause_parts_two_windows() -> None:
    assert said(plan([0, 1], heard_at(0, 10))) == [[0], [1]]


def test_a_window_has_no_more_tokens_than_the_network_takes() -> None:
    windows = plan(list(range(9)), heard_at(*range(9)), max_tokens=6)
    assert [len(own) for own in said(windows)] == [3, 3, 3]


def test_a_word_longer_than_any_window_is_one_alone() -> None:
    words = (Word(0, 40_000, " long", 0.9), Word(40_000, 40_500, " short", 0.9))
    heard = Heard(words, SpeechMap.known([TimeSpan(0, 40_500)], END_MS), END_MS)
    assert said(plan([0, 1], heard)) == [[0], [1]]


def test_a_mark_is_never_said() -> None:
    units = [Unit(" —", ""), unit(1)]
    heard = heard_at(0)
    windows = plan_windows(units, [UNMATCHED, 0], heard, [1, 1], 400)
    assert said(windows) == [[1]]


@pytest.mark.parametrize("matches", [[], [UNMATCHED, UNMATCHED]])
def test_nothing_that_was_heard_is_no_window(matches: list[int]) -> None:
    heard = Heard((), SpeechMap.known((), END_MS), END_MS)
    assert plan(matches, heard) == []


def test_text_without_a_word_that_was_heard_is_said_where_speech_fits() -> None:
    heard = Heard((), SpeechMap.known([TimeSpan(1_000, 2_000)], END_MS), END_MS)
    assert said(plan([UNMATCHED, UNMATCHED], heard)) == [[0, 1]]
