import pytest

from whisper_desktop.app.editor_settings import EditorSettings, KeyMapName
from whisper_desktop.ui.keymaps import (
    NAMES,
    changes_from,
    is_plain,
    key_map,
    key_map_of,
    normal,
)


@pytest.mark.parametrize("name", KeyMapName)
def test_no_shipped_key_is_given_twice(name: KeyMapName) -> None:
    given = [key for keys in key_map(name).values() for key in keys]
    assert len(set(given)) == len(given)


def test_every_action_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("play", "Space"),
        ("play-selection", "F5"),
        ("set-start", "F11"),
        ("set-end", "F12"),
        ("next-row", "Alt+Down"),
        ("previous-row", "Alt+Up"),
        ("next-finding", "F8"),
        ("transcribe", "Ctrl+T"),
        ("pause-run", "Ctrl+Shift+P"),
        ("stop-run", "Shift+Esc"),
        ("go-on-run", "Ctrl+Shift+G"),
    ],
)
@pytest.mark.parametrize("name", KeyMapName)
def test_these_keys_work_in_both_maps(name: KeyMapName, action: str, key: str) -> None:
    assert key in key_map(name)[action]


def test_the_letters_of_aegisub_are_plain_keys() -> None:
    keys = key_map(KeyMapName.AEGISUB)
    letters = {
        letter: action for action, found in keys.items() for letter in filter(is_plain, found)
    }
    assert letters == {
        "Q": "play-before",
        "W": "play-after",
        "E": "play-first",
        "D": "play-last",
        "S": "play-selection",
        "R": "loop-selection",
        "G": "next-row",
        "X": "next-row",
        "Z": "previous-row",
    }


def test_keys_of_the_person_replace_those_of_the_map() -> None:
    settings = EditorSettings(keys={"play": ("P",), "stop": (), "of tomorrow": ("F1",)})
    keys = key_map_of(settings)
    assert (keys["play"], keys["stop"]) == (("P",), ())
    assert set(keys) == set(NAMES)
    assert changes_from(settings.key_map, keys) == {"play": ("P",), "stop": ()}


def test_a_key_is_known_however_it_is_written() -> None:
    assert key_map(KeyMapName.SUBTITLE_EDIT, {"wrap": ("ctrl+o",)})["wrap"] == ("Ctrl+O",)


@pytest.mark.parametrize("nonsense", ["", "Banana+7", "Ctrl+"])
def test_nonsense_is_no_key(nonsense: str) -> None:
    assert key_map(KeyMapName.SUBTITLE_EDIT, {"wrap": (nonsense, "F2")})["wrap"] == ("F2",)


def test_one_key_has_one_spelling() -> None:
    assert normal("shift+ctrl+a") == normal("Ctrl+Shift+A") == "Ctrl+Shift+A"
