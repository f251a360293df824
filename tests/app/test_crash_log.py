import re
from pathlib import Path

import pytest

from whisper_desktop.app.crash_log import log_crash
from whisper_desktop.app.log_file import MAX_BYTES


def crash(message: str) -> BaseException:
    with pytest.raises(ValueError, match=r".*") as caught:
        raise ValueError(message)
    return caught.value


def test_each_crash_is_appended_with_time_and_traceback(tmp_path: Path) -> None:
    home = tmp_path / "not" / "there" / "yet"
    path = log_crash(crash("first"), home)
    assert path == home / "logs" / "crash.log"
    assert log_crash(crash("second \udce9"), home) == path
    text = path.read_text(encoding="utf-8")
    assert text.count("Traceback (most recent call last)") == 2
    assert "ValueError: first" in text
    assert "ValueError: second \\udce9" in text
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00\n", text)


def test_a_long_log_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "crash.log").write_bytes(b"x" * (MAX_BYTES + 1))
    path = log_crash(crash("new"), tmp_path)
    assert path is not None
    assert path.stat().st_size < 10_000
    assert (tmp_path / "logs" / "crash.old.log").stat().st_size == MAX_BYTES + 1


def test_a_home_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"a file")
    assert log_crash(crash("lost"), tmp_path / "home") is None
