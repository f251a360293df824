from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.app.editor_settings import ColorScheme, KeyMapName
from whisper_desktop.core.presets import AMAZON, ARTE, CUSTOM_NAME
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.dialogs.checks_page import ChecksPage
from whisper_desktop.ui.dialogs.general_page import GeneralPage
from whisper_desktop.ui.dialogs.keys_page import KeysPage
from whisper_desktop.ui.dialogs.settings_dialog import Page, SettingsDialog
from whisper_desktop.ui.preferences import Preferences


@pytest.fixture
def dialog(window: QMainWindow, preferences: Preferences) -> SettingsDialog:
    dialog = SettingsDialog(preferences, Actions(window), window)
    dialog.open()
    return dialog


@pytest.fixture
def general(dialog: SettingsDialog) -> GeneralPage:
    page = dialog.findChild(GeneralPage)
    assert isinstance(page, GeneralPage)
    return page


@pytest.fixture
def checks(dialog: SettingsDialog) -> ChecksPage:
    page = dialog.findChild(ChecksPage)
    assert isinstance(page, ChecksPage)
    return page


@pytest.fixture
def keys(dialog: SettingsDialog) -> KeysPage:
    dialog.show_page(Page.KEYS)
    page = dialog.findChild(KeysPage)
    assert isinstance(page, KeysPage)
    return page


def test_every_change_takes_effect_at_once(general: GeneralPage, preferences: Preferences) -> None:
    scheme, _ = general.findChildren(QComboBox)
    scheme.setCurrentIndex(2)
    assert preferences.editor.color_scheme is ColorScheme.DARK
    new_ms, step_ms, _ = general.findChildren(QSpinBox)
    new_ms.setValue(3_000)
    step_ms.setValue(40)
    assert (preferences.editor.new_cue_duration_ms, preferences.editor.step_ms) == (3_000, 40)
    switch = general.findChild(QCheckBox)
    assert isinstance(switch, QCheckBox)
    switch.setChecked(False)
    assert not preferences.editor.is_snapping


def test_words_and_folders_are_taken(general: GeneralPage, preferences: Preferences) -> None:
    fields = {field.accessibleName(): field for field in general.findChildren(QLineEdit)}
    fields["Filler words of your own"].setText(" well, , you know")
    fields["Filler words of your own"].editingFinished.emit()
    assert preferences.editor.extra_fillers == ("well", "you know")
    fields["Folder for exports"].setText("/films")
    fields["Folder for exports"].editingFinished.emit()
    assert preferences.editor.export_folder == "/films"


def test_the_folder_can_be_chosen(
    general: GeneralPage, preferences: Preferences, tmp_path: Path
) -> None:
    button = general.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    dialog = general.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    assert preferences.editor.export_folder == str(tmp_path)


def test_a_preset_shows_its_limits_and_the_own_one_takes_others(
    checks: ChecksPage, preferences: Preferences
) -> None:
    checks.preset.setCurrentIndex(checks.preset.findData(ARTE.name))
    assert checks.numbers["max_line_characters"].value() == 40
    assert not checks.numbers["max_line_characters"].isEnabled()
    checks.preset.setCurrentIndex(checks.preset.findData(CUSTOM_NAME))
    checks.numbers["max_line_characters"].setValue(33)
    checks.speed.setValue(12.5)
    assert preferences.preset.max_line_characters == 33
    assert preferences.preset.max_cps == 12.5
    checks.numbers["min_duration_ms"].setValue(9_000)
    assert preferences.preset.min_duration_ms == 1_000


def test_limits_are_those_of_the_text_that_is_open(checks: ChecksPage) -> None:
    assert checks.scope.text() == "These hold for English at 24 frames a second."
    assert (checks.speed.value(), checks.numbers["min_gap_ms"].value()) == (20, 83)
    checks.show_text("de", 25.0)
    assert (checks.speed.value(), checks.numbers["min_gap_ms"].value()) == (17, 80)
    assert checks.scope.text() == "These hold for German at 25 frames a second."
    checks.preset.setCurrentIndex(checks.preset.findData(AMAZON.name))
    checks.show_text(None, 24_000 / 1_001)
    assert checks.scope.text() == "These hold for most languages at 23.976 frames a second."
    checks.preset.setCurrentIndex(checks.preset.findData(CUSTOM_NAME))
    assert not checks.scope.isVisibleTo(checks)


def test_a_key_is_given_and_taken_from_its_owner(keys: KeysPage, preferences: Preferences) -> None:
    keys.choose("wrap")
    keys.add_button.click()
    assert keys.remark.text() == "Press a key in the field first."
    keys.key_edit.setKeySequence(QKeySequence("Ctrl+O"))
    assert keys.remark.text() == ("Ctrl+O is the key of: Open. If you take it, it is not any more.")
    assert preferences.editor.keys == {}
    assert keys.add_button.text() == "Take this key"
    keys.add_button.click()
    assert preferences.editor.keys == {"open": (), "wrap": ("Ctrl+B", "Ctrl+O")}
    assert not keys.remark.text()
    assert keys.add_button.text() == "Add this key"
    keys.key_edit.setKeySequence(QKeySequence("F2"))
    keys.add_button.click()
    assert not keys.remark.text()
    keys.remove_button.click()
    assert preferences.editor.keys["wrap"] == ()
    keys.reset_button.click()
    assert preferences.editor.keys == {}


def test_an_action_gets_its_usual_keys_back(keys: KeysPage, preferences: Preferences) -> None:
    keys.choose("wrap")
    keys.key_edit.setKeySequence(QKeySequence("Ctrl+O"))
    keys.add_button.click()
    keys.choose("open")
    keys.usual_button.click()
    assert preferences.editor.keys == {}


def test_a_key_goes_to_an_action_that_is_shown(keys: KeysPage, preferences: Preferences) -> None:
    keys.search.setText("wrap")
    keys.key_edit.setKeySequence(QKeySequence("Ctrl+Alt+J"))
    keys.add_button.click()
    assert preferences.editor.keys == {"wrap": ("Ctrl+B", "Ctrl+Alt+J")}
    keys.search.setText("no such action")
    assert not keys.add_button.isEnabled()
    keys.search.clear()
    assert keys.add_button.isEnabled()


@pytest.mark.parametrize("name", ["add_button", "remove_button", "usual_button"])
def test_enter_presses_the_button_that_has_the_focus(
    qtbot: QtBot, dialog: SettingsDialog, keys: KeysPage, name: str
) -> None:
    keys.choose("wrap")
    keys.key_edit.setKeySequence(QKeySequence("Ctrl+Alt+J"))
    button: QPushButton = getattr(keys, name)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
    keys.search.setFocus()
    QTest.keyClick(keys.search, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_the_other_map_is_shown(keys: KeysPage, preferences: Preferences) -> None:
    assert "is on" in keys.map_remark.text()
    keys.map_box.setCurrentIndex(1)
    assert not preferences.editor.is_snapping
    assert "is off, as in Aegisub" in keys.map_remark.text()
    assert preferences.editor.key_map is KeyMapName.AEGISUB
    items = [keys.list.topLevelItem(row) for row in range(keys.list.topLevelItemCount())]
    shown = {item.text(0): item.text(1) for item in items if item is not None}
    assert shown["Play the selection"] == "S, F5"
    assert shown["Copy as: Times"] == ""


@pytest.mark.parametrize("map_index", [0, 1])
def test_another_map_leaves_snapping_as_the_person_has_set_it(
    keys: KeysPage, preferences: Preferences, map_index: int
) -> None:
    keys.map_box.setCurrentIndex(map_index)
    is_wanted = not preferences.editor.is_snapping
    keys.change(is_snapping=is_wanted)
    assert "as you have set it" in keys.map_remark.text()
    keys.map_box.setCurrentIndex(1 - map_index)
    assert preferences.editor.is_snapping is is_wanted


def test_actions_are_found_by_name_and_by_key(keys: KeysPage) -> None:
    QTest.keyClicks(keys.search, "f11")
    items = [keys.list.topLevelItem(row) for row in range(keys.list.topLevelItemCount())]
    visible = [item.text(0) for item in items if item is not None and not item.isHidden()]
    assert visible == ["Set the start at the playhead"]


def test_pages_are_reached_by_key(dialog: SettingsDialog) -> None:
    dialog.show_page(Page.GENERAL)
    QTest.keyClick(dialog.pages, Qt.Key.Key_Down)
    assert dialog.stack.currentIndex() == Page.CHECKS
