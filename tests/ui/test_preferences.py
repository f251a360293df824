from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.app.settings import Settings, load_settings
from whisper_desktop.core.presets import CUSTOM, NETFLIX
from whisper_desktop.ui.preferences import Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@pytest.fixture
def preferences(path: Path, qapp: object) -> Preferences:
    assert qapp
    return Preferences(path, Settings(model="small"))


def test_a_change_is_told_at_once_and_saved_soon(
    qtbot: QtBot, preferences: Preferences, path: Path
) -> None:
    with qtbot.waitSignal(preferences.changed):
        preferences.change(replace(preferences.editor, step_ms=40))
    preferences.save_if_changed()
    loaded = load_settings(path).settings
    assert (loaded.model, loaded.editor.step_ms) == ("small", 40)


def test_nothing_is_written_without_a_change(
    qtbot: QtBot, preferences: Preferences, path: Path
) -> None:
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.change(preferences.editor)
    preferences.save_if_changed()
    assert not path.exists()


def test_settings_that_cannot_be_saved_are_told(
    qtbot: QtBot, preferences: Preferences, path: Path
) -> None:
    path.parent.touch()
    preferences.change(replace(preferences.editor, step_ms=40))
    with qtbot.waitSignal(preferences.failed):
        preferences.save_if_changed()


@pytest.mark.parametrize(
    ("name", "custom", "expected"),
    [
        ("netflix", {}, NETFLIX),
        ("of tomorrow", {}, NETFLIX),
        ("custom", {}, CUSTOM),
        ("custom", {"max_lines": 3}, replace(CUSTOM, max_lines=3)),
        ("custom", {"max_lines": "many"}, CUSTOM),
    ],
)
def test_the_preset_is_found_or_replaced(
    preferences: Preferences, name: str, custom: dict[str, object], expected: object
) -> None:
    preferences.change(replace(preferences.editor, preset=name, custom_preset=custom))
    assert preferences.preset == expected


def test_what_is_wanted_of_the_recogniser_is_kept_too(
    qtbot: QtBot, preferences: Preferences, path: Path
) -> None:
    with qtbot.waitSignal(preferences.changed):
        preferences.change_settings(replace(preferences.settings, device="cpu", threads=4))
    preferences.save_if_changed()
    assert load_settings(path).settings == preferences.settings
    request = preferences.model_request
    assert (request.name, request.device, request.threads) == ("small", "cpu", 4)
