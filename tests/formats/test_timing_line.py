from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cancel import CancelToken, MeasuredToken
from whisper_desktop.formats.srt import format_srt_time
from whisper_desktop.formats.timing_line import is_timing_line, timing_lines
from whisper_desktop.formats.vtt import format_vtt_time

TIMES_MS = st.integers(0, 10**10)


@given(TIMES_MS, TIMES_MS, st.sampled_from([format_srt_time, format_vtt_time]))
def test_times_are_read_as_they_were_written(start_ms: int, end_ms: int, write: object) -> None:
    assert callable(write)
    line = f"{write(start_ms)} --> {write(end_ms)}"
    assert is_timing_line(line)
    assert list(timing_lines(f"1\n{line} a:b \n")) == [(2, 7 + len(line), start_ms, end_ms, "a:b")]


@given(st.lists(st.sampled_from(["00:01 --> 00:02", "-->", "a", ""])))
def test_places_are_those_of_the_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = [text[start:end] for start, end, *_ in timing_lines(text)]
    assert found == [line for line in lines if is_timing_line(line)]


def test_a_line_without_end_is_searched_once() -> None:
    assert list(timing_lines("x --> " * 200_000)) == []
    assert list(timing_lines("9" * 1_000_000 + "-->")) == []
    blanks = " " * 300_000
    assert next(timing_lines(f"0:1{blanks}-->{blanks}0:2{blanks}x{blanks}"))[4] == "x"
    assert list(timing_lines(f"0:1 --> 0:2{blanks}x{blanks}-")) != []


def test_it_tells_how_far_in_the_text_it_is() -> None:
    token = MeasuredToken(CancelToken())
    lines = "00:01 --> 00:02\ntext\n\n" * 4
    percents = [token.percent for _ in timing_lines(lines, token)]
    assert percents == [6, 31, 56, 81]
