import errno
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whisper_desktop.app.editor_settings import ColorScheme, EditorSettings
from whisper_desktop.app.settings import (
    LoadedSettings,
    Settings,
    is_offline,
    load_settings,
    save_settings,
    settings_data,
)
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.verbs.rules import Neighbours

SETTINGS = st.builds(
    Settings,
    model=st.text(min_size=1),
    device=st.sampled_from(["auto", "cpu", "cuda"]),
    precision=st.sampled_from(["auto", "fp32", "int8"]),
    offline=st.booleans(),
    threads=st.none() | st.integers(min_value=1, max_value=256),
    editor=st.builds(
        EditorSettings,
        color_scheme=st.sampled_from(ColorScheme),
        keys=st.dictionaries(st.text(), st.lists(st.text()).map(tuple)).map(MappingProxyType),
        step_ms=st.integers(min_value=1, max_value=10_000),
        is_snapping=st.booleans(),
        neighbours=st.sampled_from(Neighbours),
        extra_fillers=st.lists(st.text()).map(tuple),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load_settings(path) == LoadedSettings(Settings())
    assert Settings() == Settings("base", "auto", "auto", False, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=SETTINGS)
def test_what_is_in_the_file_is_loaded(chosen: Settings, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(settings_data(chosen)), encoding="utf-8")
    assert load_settings(path) == LoadedSettings(chosen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=SETTINGS)
def test_what_is_saved_is_loaded(chosen: Settings, path: Path) -> None:
    save_settings(path, chosen)
    assert load_settings(path) == LoadedSettings(chosen)


def test_saving_keeps_what_another_version_wrote(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"of_tomorrow": 7, "model": "tiny"}', encoding="utf-8")
    save_settings(path, Settings(model="small"))
    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["of_tomorrow"], data["model"]) == (7, "small")


def test_settings_that_cannot_be_written_say_why(path: Path) -> None:
    path.parent.touch()
    with pytest.raises(OutputUnwritableError):
        save_settings(path, Settings())


def test_keys_of_another_version_are_passed_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"of_tomorrow": 7, "model": "tiny"}', encoding="utf-8")
    assert load_settings(path) == LoadedSettings(Settings(model="tiny"))


DAMAGED = [b"", b"{", b"[1]", b"\xff\xfe", b'"text"', b"[" * 100_000]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_reported_every_time_and_left_alone(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    for _ in range(2):
        assert load_settings(path) == LoadedSettings(Settings(), problem="it is damaged")
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_set_aside_before_it_is_written_over(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    for name in ("", ".damaged", ".damaged-2"):
        path.write_bytes(content + name.encode())
        save_settings(path, Settings(model="small"))
        assert load_settings(path) == LoadedSettings(Settings(model="small"))
    kept = {file.name: file.read_bytes() for file in path.parent.iterdir() if file != path}
    assert kept == {
        "settings.json.damaged": content,
        "settings.json.damaged-2": content + b".damaged",
        "settings.json.damaged-3": content + b".damaged-2",
    }


def test_a_byte_order_mark_is_no_damage(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"model": "tiny"}', encoding="utf-8-sig")
    assert load_settings(path) == LoadedSettings(Settings(model="tiny"))
    save_settings(path, Settings(model="small"))
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_read_is_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load_settings(path)
    assert loaded.problem in {"it is a folder", "reading it is not permitted"}  # As Windows says.
    assert loaded == LoadedSettings(Settings(), problem=loaded.problem)
    assert path.is_dir()


def test_a_damaged_file_that_cannot_be_moved_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    def refused(self: Path, target: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, f"{self} to {target}")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputUnwritableError):
        save_settings(path, Settings())
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threads", 0),
        ("threads", True),
        ("threads", "4"),
        ("offline", 1),
        ("offline", "no"),
        ("model", ""),
        ("model", None),
        ("device", 7),
    ],
)
def test_a_value_without_sense_is_named_and_the_default_stands_in(
    name: str, value: Any, path: Path
) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"precision": "fp16", name: value}), encoding="utf-8")
    assert load_settings(path) == LoadedSettings(Settings(precision="fp16"), ignored=(name,))


@pytest.mark.parametrize(
    ("chosen", "environment", "expected"),
    [
        (False, {}, False),
        (True, {}, True),
        (False, {"WHISPER_DESKTOP_OFFLINE": "1"}, True),
        (False, {"WHISPER_DESKTOP_OFFLINE": "Yes"}, True),
        (False, {"WHISPER_DESKTOP_OFFLINE": "0"}, False),
        (True, {"WHISPER_DESKTOP_OFFLINE": "0"}, True),
    ],
)
def test_the_setting_or_the_variable_closes_the_network(
    chosen: bool, environment: dict[str, str], expected: bool
) -> None:
    assert is_offline(Settings(offline=chosen), environment) is expected
