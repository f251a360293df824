from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QInputDialog, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.app.request import LongFormMode
from whisper_desktop.core.errors import ModelDownloadError, RecogniserDiedError
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.dialogs.preflight_panel import AnswerLine
from whisper_desktop.ui.dialogs.transcribe_dialog import (
    TranscribeDialog,
    TranscribePlan,
    TranscribeSubject,
)
from whisper_desktop.ui.recognition.run_advice import RunAdvice

SUBJECT = TranscribeSubject("talk.mp4", 600_000, TimeSpan(61_000, 95_000), 300_000)
PLAN = TranscribePlan(Recipe(language="de"))

MakeDialog = Callable[..., TranscribeDialog]


@pytest.fixture
def make(advice: RunAdvice, store: Any, window: QMainWindow, english_numbers: None) -> MakeDialog:
    store.put("base")

    def open_dialog(
        plan: TranscribePlan = PLAN, subject: TranscribeSubject = SUBJECT
    ) -> TranscribeDialog:
        dialog = TranscribeDialog(subject, plan, advice, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.open()
        return dialog

    return open_dialog


def choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))


def warnings(dialog: TranscribeDialog) -> list[str]:
    lines = dialog.panel.findChildren(AnswerLine)
    return [line.accessibleName() for line in lines if line.is_warning]


def test_what_is_proposed_is_what_comes_out(make: MakeDialog) -> None:
    recipe = Recipe("nl", Task.TRANSLATE, TimestampMode.SEGMENTS, "Before", "Ijmuiden", "small")
    plan = TranscribePlan(recipe, LongFormMode.BATCHED, 61_000, 95_000, cuts_for_reading=True)
    assert make(plan).plan == plan


def test_rows_can_be_cut_by_the_rules_of_the_document(make: MakeDialog) -> None:
    dialog = make()
    assert not dialog.plan.cuts_for_reading
    choose(dialog.cut_box, True)
    assert dialog.cut_box.currentText() == "Cut for reading, by the rules: Netflix"
    assert dialog.plan.cuts_for_reading


def test_the_model_of_the_settings_is_no_wish_of_its_own(make: MakeDialog) -> None:
    dialog = make(TranscribePlan(Recipe(model="base")))
    assert dialog.model_box.name == "base"
    assert dialog.plan == TranscribePlan(Recipe())


def test_a_range_can_be_chosen(make: MakeDialog) -> None:
    dialog = make()
    texts = [dialog.range_box.itemText(row) for row in range(dialog.range_box.count())]
    assert texts == [
        "The whole recording",
        "The selection, 1:01 to 1:35",
        "From the playhead on, 5:00",
    ]
    dialog.range_box.setCurrentIndex(2)
    assert (dialog.plan.start_ms, dialog.plan.end_ms) == (300_000, None)
    only = make(subject=TranscribeSubject("talk.mp4", None))
    assert only.range_box.count() == 1


def test_answers_come_as_they_are_found(
    make: MakeDialog, known_machine: Callable[[], None], qtbot: QtBot
) -> None:
    dialog = make()
    assert dialog.panel.device.text() == "Looking at this machine…"
    memory = "804.0 MB needed at most, 2.0 GB of main memory free"
    assert dialog.panel.memory.text() == memory
    assert dialog.verb_button.isEnabled()
    known_machine()
    qtbot.waitUntil(lambda: dialog.panel.time.text().startswith("About"))
    assert dialog.panel.device.text() == "EPYC (cpu), in fp32"
    assert dialog.panel.memory.text() == "804.0 MB needed, 2.0 GB free"
    assert "18 in 100 words of German" in dialog.panel.quality.text()
    assert warnings(dialog) == []
    whole = dialog.panel.time.text()
    dialog.range_box.setCurrentIndex(1)
    assert dialog.panel.time.text() != whole
    choose(dialog.language_box, "am")
    assert warnings(dialog) == ["Accuracy"]
    assert dialog.panel.quality.accessibleDescription() == dialog.panel.quality.text()
    assert dialog.verb_button.isEnabled()


def test_a_model_that_cannot_translate_is_refused_with_advice(make: MakeDialog, store: Any) -> None:
    store.put("large-v3-turbo")
    dialog = make(TranscribePlan(Recipe(model="large-v3-turbo")))
    assert dialog.verb_button.isEnabled()
    choose(dialog.task_box, Task.TRANSLATE.value)
    assert not dialog.verb_button.isEnabled()
    assert dialog.remark.text() == "large-v3-turbo was not trained to translate."
    assert dialog.help_button.text() == "Use base"
    dialog.help_button.click()
    assert dialog.model_box.name == "base"
    assert dialog.verb_button.isEnabled()
    assert dialog.help_button.isHidden()


def test_models_that_cannot_are_not_offered_and_say_why(make: MakeDialog) -> None:
    dialog = make()
    items = dialog.model_box.model()
    assert isinstance(items, QStandardItemModel)

    def shown(name: str) -> tuple[str, bool]:
        item = items.item(dialog.model_box.findData(name))
        return item.text(), item.isEnabled()

    assert shown("base") == ("base", True)
    assert shown("base.en") == ("base.en — English only", False)
    assert shown("small") == ("small — not installed, 483.6 MB", True)
    assert shown("distil-small.en")[1] is False
    choose(dialog.task_box, Task.TRANSLATE.value)
    assert shown("large-v3-turbo") == ("large-v3-turbo — cannot translate", False)
    choose(dialog.language_box, "yue")
    choose(dialog.task_box, Task.TRANSCRIBE.value)
    assert shown("medium") == ("medium — does not know this language", False)
    choose(dialog.language_box, "en")
    assert shown("distil-small.en") == ("distil-small.en — not installed", True)


def test_a_missing_model_is_installed_from_here(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    dialog = make(TranscribePlan(Recipe(model="small")))
    assert dialog.remark.text() == "small is not installed."
    assert dialog.help_button.text() == "Install small (483.6 MB)"
    dialog.help_button.click()
    qtbot.waitUntil(lambda: "Downloading" in dialog.remark.text())
    assert dialog.help_button.isHidden()
    assert not dialog.verb_button.isEnabled()
    store.may_go_on.set()
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert dialog.model_box.name == "small"


def test_a_download_that_failed_is_told(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    store.error = ModelDownloadError("small", (("OpenAI", "no route"),))
    store.may_go_on.set()
    dialog = make(TranscribePlan(Recipe(model="small")))
    dialog.help_button.click()
    qtbot.waitUntil(lambda: "could not be downloaded" in dialog.remark.text())
    assert not dialog.help_button.isHidden()


def test_offline_nothing_is_offered(make: MakeDialog, advice: RunAdvice) -> None:
    advice.preferences.change_settings(replace(advice.preferences.settings, offline=True))
    dialog = make(TranscribePlan(Recipe(model="small")))
    assert dialog.remark.text() == "small is not installed, and downloads are switched off."
    assert dialog.help_button.isHidden()


def test_too_little_memory_warns_and_offers_what_fits(
    make: MakeDialog, store: Any, known_machine: Callable[[], None], qtbot: QtBot
) -> None:
    store.put("medium")
    dialog = make(TranscribePlan(Recipe(model="medium")))
    known_machine()
    qtbot.waitUntil(lambda: dialog.panel.memory.is_warning)
    assert dialog.verb_button.isEnabled()
    assert dialog.help_button.text() == "Use base"


def test_a_device_that_is_not_there_is_told(
    make: MakeDialog, advice: RunAdvice, known_machine: Callable[[], None], qtbot: QtBot
) -> None:
    advice.preferences.change_settings(replace(advice.preferences.settings, device="cuda"))
    dialog = make()
    assert not dialog.verb_button.isEnabled()
    assert dialog.remark.text() == "Looking whether cuda can be used here…"
    known_machine()
    qtbot.waitUntil(lambda: "cannot be used" in dialog.remark.text())
    assert not dialog.verb_button.isEnabled()
    assert "built without CUDA" in dialog.remark.text()
    assert dialog.panel.device.is_warning
    with qtbot.waitSignal(dialog.devices_requested):
        dialog.panel.devices_button.click()


def test_a_look_in_vain_stands_in_nobodys_way(
    make: MakeDialog, advice: RunAdvice, recogniser: Any, qtbot: QtBot
) -> None:
    recogniser.error = RecogniserDiedError(-9, "it was killed", Path("recogniser.log"))
    advice.preferences.change_settings(replace(advice.preferences.settings, device="cuda"))
    dialog = make()
    assert not dialog.verb_button.isEnabled()
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert dialog.remark.text() == ""
    assert dialog.panel.memory.text().startswith("804.0 MB needed at most")


def test_a_model_nobody_knows_is_shown_by_its_name(make: MakeDialog) -> None:
    dialog = make(TranscribePlan(Recipe(model="/gone/own.pt")))
    assert dialog.model_box.name == "/gone/own.pt"
    assert not dialog.verb_button.isEnabled()
    assert dialog.help_button.isHidden()


def test_everything_has_a_name_and_enter_begins(make: MakeDialog, qtbot: QtBot) -> None:
    dialog = make()
    assert dialog.focusWidget() is dialog.model_box
    for field in (*dialog.findChildren(QComboBox), *dialog.findChildren(QLineEdit)):
        assert field.accessibleName()
    QTest.keyClicks(dialog.words_line, "Ijmuiden")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.words_line, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.plan.recipe.hotwords == "Ijmuiden"


def test_rows_that_are_there_are_replaced_unless_the_person_keeps_them(
    window: QMainWindow, advice: RunAdvice
) -> None:
    subject = TranscribeSubject(
        "talk.wav",
        60_000,
        TimeSpan(1_000, 2_000),
        count_rows=lambda start_ms, _end_ms: 0 if start_ms else 13,
    )
    dialog = TranscribeDialog(subject, TranscribePlan(Recipe()), advice, window)
    assert "13" in dialog.rows_box.currentText()
    replaces = [dialog.plan.replaces_rows]
    for index in (1, 0):
        dialog.rows_box.setCurrentIndex(index)
        replaces.append(dialog.plan.replaces_rows)
    dialog.range_box.setCurrentIndex(1)
    replaces.append(dialog.plan.replaces_rows)
    assert replaces == [True, False, True, False]
    assert not dialog.rows_box.isEnabled()
    dialog.reject()


def test_a_saved_recipe_is_used_and_another_saved(make: MakeDialog, advice: RunAdvice) -> None:
    advice.named_recipes.save("Dutch show", RecipeOverride("nl", hotwords="Ijmuiden"))
    dialog = make(TranscribePlan(Recipe("de", initial_prompt="Before", model="small")))
    dialog.named.apply_button.click()
    expected = Recipe("nl", initial_prompt="Before", hotwords="Ijmuiden", model="small")
    assert dialog.plan.recipe == expected
    dialog.words_line.setText("Scheveningen")
    dialog.named.save_action.trigger()
    asked = dialog.named.findChild(QInputDialog)
    assert asked is not None
    asked.textValueSelected.emit("Other show")
    asked.reject()
    assert dialog.remark.text() == "Saved the recipe “Other show”."
    saved = advice.named_recipes.found().recipes[-1]
    assert saved.recipe == RecipeOverride.exactly(replace(expected, hotwords="Scheveningen"))


def test_a_saved_recipe_with_the_usual_model_follows_the_settings(
    make: MakeDialog, advice: RunAdvice
) -> None:
    advice.named_recipes.save("Usual", RecipeOverride(language="auto", model=""))
    dialog = make(TranscribePlan(Recipe("de", model="small")))
    dialog.named.apply_button.click()
    assert dialog.plan.recipe == Recipe()
    assert dialog.model_box.name == "base"
