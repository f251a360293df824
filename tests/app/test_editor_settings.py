import json
from typing import Any

import pytest

from whisper_desktop.app.editor_settings import (
    ColorScheme,
    EditorSettings,
    KeyMapName,
    editor_settings_data,
    read_editor_settings,
)


def test_everything_survives_json() -> None:
    chosen = EditorSettings(
        color_scheme=ColorScheme.DARK,
        key_map=KeyMapName.AEGISUB,
        keys={"play": ("Space", "P"), "stop": ()},
        custom_preset={"max_lines": 2},
        extra_fillers=("well",),
        export_folder="/films",
        cuts_for_reading=True,
    )
    data = json.loads(json.dumps(editor_settings_data(chosen)))
    assert read_editor_settings(data) == (chosen, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color_scheme", "pink"),
        ("key_map", 7),
        ("neighbours", "eat"),
        ("keys", ["Space"]),
        ("keys", {"play": "Space"}),
        ("keys", {"play": [7]}),
        ("custom_preset", "wide"),
        ("extra_fillers", "um"),
        ("is_snapping", 1),
        ("preset", None),
        ("step_ms", 0),
        ("step_ms", True),
        ("min_gap_ms", 5_001),
        ("new_cue_duration_ms", "2000"),
    ],
)
def test_a_value_without_sense_is_named_and_the_default_stands_in(name: str, value: Any) -> None:
    read, wrong = read_editor_settings({"export_folder": "/films", name: value})
    assert (read, wrong) == (EditorSettings(export_folder="/films"), (f"editor.{name}",))


def test_what_is_no_object_is_named_as_a_whole() -> None:
    assert read_editor_settings([]) == (EditorSettings(), ("editor",))
