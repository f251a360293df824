"""What a window says of settings that it cannot use."""

import os
from collections.abc import Callable

import pytest

from whisper_desktop.app.paths import app_paths
from whisper_desktop.ui.wiring import Workplace


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "The settings could not be read: it is damaged."),
        ('{"editor": {"step_ms": "far"}}', "are not used: editor.step_ms"),
        ("{}", ""),
    ],
)
def test_settings_without_sense_are_told(
    make_workplace: Callable[[], Workplace], content: str, words: str
) -> None:
    path = app_paths(os.environ).settings_file
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    text = make_workplace().window.status_line.text
    assert words in text
    assert bool(words) is bool(text)
