import os
from pathlib import Path

from whisper_desktop.app.file_stamp import stamp_of


def test_a_file_that_nobody_wrote_keeps_its_stamp(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("one", encoding="utf-8")
    before = stamp_of(path)
    assert before is not None
    path.read_text(encoding="utf-8")
    assert stamp_of(path) == before


def test_a_file_that_was_written_has_another_stamp(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("one", encoding="utf-8")
    before = stamp_of(path)
    path.write_text("three", encoding="utf-8")
    longer = stamp_of(path)
    os.utime(path, ns=(1, 1))
    assert len({before, longer, stamp_of(path)}) == 3


def test_what_is_not_there_has_no_stamp(tmp_path: Path) -> None:
    assert stamp_of(tmp_path / "gone.srt") is None
