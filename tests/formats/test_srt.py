import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.cue_text import cue_lines, without_arrows
from whisper_desktop.formats.srt import format_srt_time, write_srt

Cue = tuple[int, int, list[str]]

TIMING = re.compile(r"(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})", re.ASCII)
AWKWARD = ["1984", "-->", "--->", "1\n00:00:01,000 --> 00:00:02,000", "\n\n", "\r\n", "\ufeff", "a"]
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=8), max_size=4).map("".join)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    start_ms = draw(st.integers(0, 400_000_000))
    return Segment(start_ms, start_ms + draw(st.integers(1, 30_000)), draw(TEXTS), "en")


def to_ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, millis = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis


def read_by_blocks(text: str) -> list[Cue]:
    """Read as strict players do: a blank line ends a cue, numbers count from 1."""
    cues: list[Cue] = []
    for block in text.removesuffix("\n").split("\n\n") if text else []:
        number, timing, *lines = block.split("\n")
        match = TIMING.fullmatch(timing)
        assert match is not None
        assert int(number) == len(cues) + 1
        cues.append((to_ms(match.groups()[:4]), to_ms(match.groups()[4:]), lines))
    return cues


def read_by_arrows(text: str) -> list[tuple[int, int]]:
    """Read as lenient players do: wherever a line holds an arrow, a cue begins."""
    lines = text.splitlines()
    found = [TIMING.search(line) for line in lines if "-->" in line]
    return [(to_ms(m.groups()[:4]), to_ms(m.groups()[4:])) for m in found if m is not None]


@given(st.lists(segments(), max_size=5))
def test_what_was_written_is_read_back(spoken: list[Segment]) -> None:
    expected = [
        (s.start_ms, s.end_ms, [without_arrows(line) for line in cue_lines(s.text)])
        for s in spoken
        if cue_lines(s.text)
    ]
    assert read_by_blocks(write_srt(spoken)) == expected


@given(st.lists(segments(), max_size=5))
def test_no_text_is_taken_for_a_timing_line(spoken: list[Segment]) -> None:
    text = write_srt(spoken)
    assert text.count("-->") == len(read_by_arrows(text)) == len(read_by_blocks(text))


def test_a_file_looks_as_players_expect_it() -> None:
    spoken = [
        Segment(0, 1_500, " Hello there.", "en"),
        Segment(1_500, 1_600, "\n", "en"),
        Segment(3_600_000, 3_601_001, "Second line\r\n\r\n1984", "en"),
    ]
    assert write_srt(spoken) == (
        "1\n00:00:00,000 --> 00:00:01,500\nHello there.\n"
        "\n"
        "2\n01:00:00,000 --> 01:00:01,001\nSecond line\n1984\n"
    )


def test_nothing_spoken_is_an_empty_file() -> None:
    assert write_srt([]) == ""


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [(0, "00:00:00,000"), (1_234, "00:00:01,234"), (360_000_007, "100:00:00,007")],
)
def test_times_have_hours_and_a_comma(time_ms: int, text: str) -> None:
    assert format_srt_time(time_ms) == text
