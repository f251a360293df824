from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.run_estimate import EstimateBasis
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.recognition.run_advice import RunAdvice

SEQUENTIAL = LongFormMode.SEQUENTIAL


def test_what_can_be_found_out_is_and_tells_of_itself(
    qtbot: QtBot, advice: RunAdvice, known_machine: Callable[[], None]
) -> None:
    first = advice.of(Recipe(), 60_000, SEQUENTIAL)
    assert (first.model, first.choice, first.expected) == ("base", None, None)
    known_machine()
    with qtbot.waitSignal(advice.changed):
        second = advice.of(Recipe(), 60_000, SEQUENTIAL)
    assert second.choice is not None
    known_machine()
    expected = advice.of(Recipe(), 60_000, SEQUENTIAL).expected
    assert expected is not None
    assert expected.basis is EstimateBasis.COMPUTED


def test_the_recipe_may_name_the_model(advice: RunAdvice, store: Any) -> None:
    store.put("tiny")
    found = advice.of(Recipe(model="tiny"), None, SEQUENTIAL)
    assert (found.model, found.is_installed) == ("tiny", True)


def test_downloads_follow_the_settings(qtbot: QtBot, advice: RunAdvice, store: Any) -> None:
    with qtbot.waitSignal(advice.changed):
        advice.preferences.change_settings(replace(advice.preferences.settings, offline=True))
    assert store.offline
    with qtbot.waitSignal(advice.changed):
        advice.downloads.remove("base")
