from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.formats.subtitles import ReadReason
from whisper_desktop.formats.txt_reader import read_txt


def test_each_line_follows_the_one_before_it() -> None:
    read = read_txt(" one\r\n\n" + "x" * 100)
    assert [(cue.start_ms, cue.end_ms, len(cue.text)) for cue in read.cues] == [
        (0, 1_000, 3),
        (1_000, 7_700, 100),
    ]
    assert [one.reason for one in read.problems] == [ReadReason.TIMES_MADE_UP]


@given(st.text())
def test_no_line_is_lost(text: str) -> None:
    lines = text.replace("\r", "\n").replace("\0", "").split("\n")
    assert len(read_txt(text).cues) == sum(bool(line.strip()) for line in lines)
