from pathlib import Path

import pytest

from whisper_desktop.app.paths import app_paths


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    paths = app_paths({"WHISPER_DESKTOP_HOME": str(tmp_path)})
    assert paths.home == tmp_path
    for folder in (paths.cache, paths.config, paths.settings_file, paths.recipes_file):
        assert folder.is_relative_to(tmp_path)


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_counts_as_none(value: str) -> None:
    assert app_paths({"WHISPER_DESKTOP_HOME": value}) == app_paths({})


def test_the_platform_has_its_own_places() -> None:
    paths = app_paths({})
    assert len({paths.home, paths.cache, paths.config}) >= 1
    assert all(path.is_absolute() for path in (paths.home, paths.cache, paths.config))
    assert "whisper-desktop" in str(paths.home)


def test_the_home_may_be_relative_or_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert app_paths({"WHISPER_DESKTOP_HOME": "here"}).home == tmp_path / "here"
    assert app_paths({"WHISPER_DESKTOP_HOME": "~/there"}).home == tmp_path / "there"


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    app_paths({"WHISPER_DESKTOP_HOME": str(tmp_path / "home")})
    assert list(tmp_path.iterdir()) == []
