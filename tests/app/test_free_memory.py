import sys
from pathlib import Path

import pytest

from whisper_desktop.app.free_memory import free_memory_bytes


def test_what_could_be_used_is_read_from_the_system(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:       32000 kB\nMemAvailable:    1000 kB\n", encoding="utf-8")
    assert free_memory_bytes(meminfo) == 1_024_000


@pytest.mark.parametrize("text", ["", "MemAvailable:\n", "MemAvailable: many kB\n"])
def test_a_system_that_does_not_tell(tmp_path: Path, text: str) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(text, encoding="utf-8")
    assert free_memory_bytes(meminfo) is None
    assert free_memory_bytes(tmp_path / "none") is None


def test_windows_is_asked_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        assert free_memory_bytes()
        return
    monkeypatch.setattr(sys, "platform", "win32")
    assert free_memory_bytes() is None
