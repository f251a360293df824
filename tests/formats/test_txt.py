from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.txt import write_txt


def test_each_segment_is_a_line() -> None:
    spoken = [Segment(0, 1, " One\r\n\r\ntwo", "en"), Segment(1, 2, " ", "en")]
    assert write_txt([*spoken, Segment(2, 3, "three", "en")]) == "One two\nthree\n"


@given(st.lists(st.text()))
def test_there_are_never_more_lines_than_segments(texts: list[str]) -> None:
    lines = write_txt([Segment(0, 1, text, "en") for text in texts]).splitlines()
    assert len(lines) <= len(texts)
    assert all(lines)


def test_nothing_spoken_is_an_empty_file() -> None:
    assert write_txt([]) == ""
