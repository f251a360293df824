import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.microdvd import read_microdvd, write_microdvd
from whisper_desktop.formats.subtitles import ReadReason

LINES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=6).filter(
    lambda line: not any(letter in line for letter in "<{|¦")
)


@given(
    st.lists(st.tuples(st.integers(0, 500_000), st.integers(0, 200), st.lists(LINES, min_size=1))),
    st.sampled_from([23.976, 24.0, 25.0, 29.97, 60.0]),
)
def test_what_was_written_is_read_back_to_the_frame(
    rows: list[tuple[int, int, list[str]]], fps: float
) -> None:
    cues = [
        Cue(uid, round(start * 1_000 / fps), round((start + count) * 1_000 / fps), "\n".join(lines))
        for uid, (start, count, lines) in enumerate(rows, start=1)
    ]
    read = read_microdvd(write_microdvd(cues, fps))
    assert list(read.cues) == cues
    assert read.problems == ()
    assert not read.is_frame_rate_needed


def test_a_rate_that_is_given_counts_more_than_that_of_the_file() -> None:
    text = "{1}{1}25.000\n{100}{200}a"
    assert read_microdvd(text).cues[0].start_ms == 4_000
    assert read_microdvd(text, 50.0).cues[0].start_ms == 2_000


def test_a_rate_that_is_missing_is_told() -> None:
    read = read_microdvd("{25}{50}a")
    assert (read.cues[0].start_ms, read.cues[0].end_ms) == (1_000, 2_000)
    assert read.is_frame_rate_needed
    assert [one.reason for one in read.problems] == [ReadReason.FRAME_RATE_ASSUMED]
    assert not read_microdvd("{25}{50}a", 25.0).is_frame_rate_needed


def test_styles_become_tags() -> None:
    (cue,) = read_microdvd("{0}{25}{y:i}one|{Y:b,u}two|{c:$00FF00}three", 25.0).cues
    assert cue.text == "<i>one</i>\n<b><u>two</u></b>\nthree"
    assert write_microdvd([cue]).splitlines()[1] == "{0}{25}{y:i}one|{y:b,u}two|three"


def test_lines_of_mixed_style_are_written_plain() -> None:
    cue = Cue(1, 0, 1_000, "a <i>b</i>\n\n x|y ")
    assert write_microdvd([cue]).splitlines()[1] == "{0}{25}a b|x¦y"


@pytest.mark.parametrize(("line", "end_ms"), [("{0}{}a", 4_000), ("{0}{-}a", 4_000)])
def test_an_end_that_is_missing_is_where_the_next_begins(line: str, end_ms: int) -> None:
    read = read_microdvd(f"{line}\n{{100}}{{}}last", 25.0)
    assert [cue.end_ms for cue in read.cues] == [end_ms, 5_000]


def test_what_cannot_be_read_is_told() -> None:
    read = read_microdvd("{1}{1}25\n{50}{25}crossing\nnonsense\n\n{-25}{25}negative")
    assert [(cue.start_ms, cue.end_ms) for cue in read.cues] == [(1_000, 2_000), (0, 1_000)]
    assert {(one.line, one.reason) for one in read.problems} == {
        (2, ReadReason.CROSSING_TIMES),
        (3, ReadReason.STRAY_TEXT),
        (5, ReadReason.NEGATIVE_TIME),
    }


def test_another_reader_understands_the_file() -> None:
    cues = [Cue(1, 1_000, 2_000, "a\nb"), Cue(2, 3_000, 4_000, "<i>c</i>")]
    read = pysubs2.SSAFile.from_string(write_microdvd(cues))
    assert [(e.start, e.end, e.plaintext) for e in read] == [
        (1_000, 2_000, "a\nb"),
        (3_000, 4_000, "c"),
    ]


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_microdvd(text)
    read_microdvd(f"{{1}}{{2}}{text}")
