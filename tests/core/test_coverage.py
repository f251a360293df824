from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.coverage import (
    LEAST_SPEECH_MS,
    LONGEST_HOLE_MS,
    TOLERANCE_MS,
    uncovered,
)
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan


def span(start_ms: int, end_ms: int) -> TimeSpan:
    return TimeSpan(start_ms, end_ms)


def test_speech_without_a_subtitle_is_found() -> None:
    speech = [span(0, 4_000), span(10_000, 13_000), span(20_000, 24_000)]
    cues = [Cue(1, 19_900, 24_000, "c"), Cue(2, 100, 3_900, "a")]
    assert uncovered(speech, cues) == (span(10_000, 13_000),)


def test_what_a_subtitle_covers_in_part_is_listed_from_where_it_ends() -> None:
    assert uncovered([span(0, 9_000)], [Cue(1, 0, 5_000, "a")]) == (span(5_300, 9_000),)
    assert uncovered([span(0, 9_000)], [Cue(1, 4_000, 9_000, "a")]) == (span(0, 3_700),)


def test_a_subtitle_in_the_middle_leaves_both_sides() -> None:
    found = uncovered([span(0, 30_000)], [Cue(1, 10_000, 20_000, "a")])
    assert found == (span(0, 9_700), span(20_300, 30_000))


def test_padding_is_no_speech_of_its_own() -> None:
    speech = [span(0, 4_000)]
    assert uncovered(speech, [Cue(1, TOLERANCE_MS, 4_000 - TOLERANCE_MS, "a")], 1) == ()


def test_short_pieces_of_one_sentence_count_together() -> None:
    pieces = [span(0, 400), span(700, 1_100), span(1_500, 1_900)]
    assert uncovered(pieces, []) == (span(0, 1_900),)
    assert uncovered(pieces[:2], []) == ()
    far_apart = [span(0, 400), span(5_000, 5_400), span(10_000, 10_400)]
    assert uncovered(far_apart, []) == ()
    assert len(uncovered(far_apart, [], 300)) == 3


def test_nothing_is_listed_across_a_short_subtitle() -> None:
    found = uncovered([span(0, 4_000)], [Cue(1, 2_000, 2_010, "a")])
    assert found == (span(0, 1_700), span(2_310, 4_000))


def test_a_row_without_text_shows_nothing() -> None:
    assert uncovered([span(0, 4_000)], [Cue(1, 0, 4_000, " <i></i>\n")]) == (span(0, 4_000),)


def test_a_hole_between_the_words_of_a_long_subtitle_is_no_cover() -> None:
    words = (Word(0, 500, " a", 0.9), Word(9_000, 9_500, " b", 0.9))
    speech = [span(0, 20_000)]
    found = uncovered(speech, [Cue(1, 0, 20_000, "a b", words)])
    assert found == (span(800, 8_700), span(9_800, 20_000))
    near = (Word(0, 500, " a", 0.9), Word(500 + LONGEST_HOLE_MS, 9_000, " b", 0.9))
    assert uncovered([span(0, 9_500)], [Cue(1, 0, 9_500, "a b", near)]) == ()
    assert uncovered(speech, [Cue(1, 0, 20_000, "a b")]) == ()


spans = st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 5_000)), max_size=6).map(
    lambda steps: tuple(_laid_out(steps))
)
cues = st.lists(
    st.tuples(st.integers(0, 40_000), st.integers(0, 6_000)).map(
        lambda at: Cue(1, at[0], sum(at), "text")
    ),
    max_size=6,
)


def _laid_out(steps: list[tuple[int, int]]) -> list[TimeSpan]:
    made: list[TimeSpan] = []
    at_ms = 0
    for gap_ms, length_ms in steps:
        made.append(TimeSpan(at_ms + gap_ms, at_ms + gap_ms + length_ms))
        at_ms = made[-1].end_ms
    return made


def _heard(spans: tuple[TimeSpan, ...]) -> set[int]:
    return {ms // 10 for one in spans for ms in range(one.start_ms, one.end_ms)}


@given(spans, cues)
def test_nothing_is_listed_that_is_shown(speech: tuple[TimeSpan, ...], rows: list[Cue]) -> None:
    found = uncovered(speech, rows)
    assert [one.start_ms for one in found] == sorted(one.start_ms for one in found)
    for one in found:
        assert all(
            one.end_ms <= cue.start_ms or cue.end_ms <= one.start_ms
            for cue in rows
            if cue.duration_ms
        )
        assert one.duration_ms >= LEAST_SPEECH_MS


@given(spans)
def test_without_subtitles_all_long_speech_is_listed(speech: tuple[TimeSpan, ...]) -> None:
    found = _heard(uncovered(speech, []))
    for one in speech:
        assert one.duration_ms < LEAST_SPEECH_MS or _heard((one,)) <= found
