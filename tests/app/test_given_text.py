from pathlib import Path

import pytest

from whisper_desktop.app.given_text import GivenRow, read_given
from whisper_desktop.app.row_cut import RowCut
from whisper_desktop.core.errors import SubtitlesUnreadableError

SRT = """1
00:00:05,000 --> 00:00:06,000
Second

2
00:00:01,000 --> 00:00:02,000
First
"""
PROSE = "One line.\nAnother line goes on\nin the next. And ends!"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_with_times_come_in_order_of_those(tmp_path: Path) -> None:
    given = read_given(written(tmp_path, "talk.srt", SRT))
    assert given.has_times
    assert given.rows == (GivenRow("First", 1_000, 2_000), GivenRow("Second", 5_000, 6_000))


def test_lines_of_plain_text_are_rows_without_times(tmp_path: Path) -> None:
    given = read_given(written(tmp_path, "talk.txt", PROSE))
    assert not given.has_times
    assert [row.text for row in given.rows] == PROSE.split("\n")
    assert given.rows[0] == GivenRow("One line.", None, None)


def test_sentences_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    given = read_given(written(tmp_path, "talk.txt", PROSE), RowCut.SENTENCES)
    texts = [row.text for row in given.rows]
    assert texts == ["One line.", "Another line goes on in the next.", "And ends!"]


def test_a_paragraph_in_one_line_is_cut_into_its_sentences(tmp_path: Path) -> None:
    sentence = 'He said: "It is a long way to go." '
    given = read_given(written(tmp_path, "talk.txt", "Title\n" + sentence * 8))
    assert [row.text for row in given.rows] == ["Title", *[sentence.strip()] * 8]
    lines = read_given(written(tmp_path, "talk.txt", sentence * 8), RowCut.LINES)
    assert len(lines.rows) == 1


def test_sentences_of_chinese_need_no_spaces(tmp_path: Path) -> None:
    given = read_given(written(tmp_path, "talk.txt", "你好。再见！好"), RowCut.SENTENCES)
    assert [row.text for row in given.rows] == ["你好。", "再见！", "好"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SubtitlesUnreadableError):
        read_given(tmp_path / "missing.srt")
