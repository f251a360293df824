from pathlib import Path

import pytest

from whisper_desktop.app.recent import MAX_RECENT, RecentFile, RecentFiles
from whisper_desktop.core.errors import OutputUnwritableError


@pytest.fixture
def recent(tmp_path: Path) -> RecentFiles:
    return RecentFiles(tmp_path / "home" / "recent.json", clock_ms=lambda: 7)


def test_nothing_was_opened_yet(recent: RecentFiles) -> None:
    assert recent.files() == ()


def test_the_last_comes_first_and_each_once(recent: RecentFiles, tmp_path: Path) -> None:
    first, second = tmp_path / "a.srt", tmp_path / "b.wdproj"
    first.touch()
    for path in (first, second, first):
        recent.add(path)
    assert recent.files() == (RecentFile(first, 7), RecentFile(second, 7, is_missing=True))


def test_relative_names_are_those_of_today(
    recent: RecentFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recent.add(Path("a.srt"))
    assert recent.files()[0].path == tmp_path / "a.srt"


def test_only_so_many_are_remembered(recent: RecentFiles, tmp_path: Path) -> None:
    for number in range(MAX_RECENT + 5):
        recent.add(tmp_path / f"{number}.srt")
    assert len(recent.files()) == MAX_RECENT


def test_they_can_be_forgotten(recent: RecentFiles, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        recent.add(tmp_path / name)
    recent.remove(tmp_path / "b")
    assert [file.path.name for file in recent.files()] == ["c", "a"]
    recent.clear()
    assert recent.files() == ()


@pytest.mark.parametrize("text", ["", "[]", '{"files": [{"path": "a"}]}', '{"files": 3}'])
def test_a_damaged_list_counts_as_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recent.json"
    path.write_text(text, encoding="utf-8")
    recent = RecentFiles(path)
    assert recent.files() == ()
    recent.add(tmp_path / "a")
    assert len(recent.files()) == 1


def test_a_name_that_no_system_takes_is_missing(recent: RecentFiles, tmp_path: Path) -> None:
    recent.add(tmp_path / ("a" * 5_000))
    assert recent.files()[0].is_missing


def test_a_list_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    with pytest.raises(OutputUnwritableError):
        RecentFiles(tmp_path / "home" / "recent.json").add(tmp_path / "a")
