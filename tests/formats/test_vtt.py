import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.formats.cue_text import cue_lines
from whisper_desktop.formats.vtt import format_vtt_time, write_vtt

Cue = tuple[int, int, list[str]]

TIME = r"(\d{2,}):(\d\d):(\d\d)\.(\d{3})"
TIMING = re.compile(f"{TIME} --> {TIME}", re.ASCII)
AWKWARD = ["1984", "-->", "<i>", "&amp;", "&", "<00:00:01.000>", "NOTE", "\n\n", "\r\n", "\ufeff"]
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=8), max_size=4).map("".join)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    start_ms = draw(st.integers(0, 400_000_000))
    return Segment(start_ms, start_ms + draw(st.integers(1, 30_000)), draw(TEXTS), "en")


def to_ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, millis = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis


def read_blocks(text: str) -> list[Cue]:
    """Read as the specification says: blocks between blank lines, the first is the header."""
    header, *blocks = text.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    cues: list[Cue] = []
    for block in blocks:
        timing, *lines = block.split("\n")
        match = TIMING.fullmatch(timing)
        assert match is not None
        cues.append((to_ms(match.groups()[:4]), to_ms(match.groups()[4:]), lines))
    return cues


@given(st.lists(segments(), max_size=5))
def test_what_was_written_is_read_back(spoken: list[Segment]) -> None:
    expected = [(s.start_ms, s.end_ms, cue_lines(s.text)) for s in spoken if cue_lines(s.text)]
    cues = read_blocks(write_vtt(spoken))
    assert [(a, b, [html.unescape(line) for line in lines]) for a, b, lines in cues] == expected


@given(st.lists(segments(), max_size=5))
def test_text_holds_no_markup(spoken: list[Segment]) -> None:
    for _, _, lines in read_blocks(write_vtt(spoken)):
        for line in lines:
            assert not set("<>") & set(line)
            assert re.sub("&(amp|lt|gt);", "", line).count("&") == 0


def test_words_leave_no_mark_in_the_text() -> None:
    words = (
        Word(0, 400, " fish", 0.9),
        Word(400, 500, " &", 0.8),
        Word(1_200, 2_000, " chips", 1.0),
    )
    segment = Segment(0, 2_000, " fish & chips", "en", words=words)
    head = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n"
    assert write_vtt([segment]) == head + "fish &amp; chips\n"


def test_nothing_spoken_is_still_a_vtt_file() -> None:
    assert write_vtt([]) == "WEBVTT\n"


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [(0, "00:00:00.000"), (1_234, "00:00:01.234"), (360_000_007, "100:00:00.007")],
)
def test_times_have_hours_and_a_point(time_ms: int, text: str) -> None:
    assert format_vtt_time(time_ms) == text
