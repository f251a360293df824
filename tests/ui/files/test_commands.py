"""Commands that need the panes of the whole window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.files.opened import texts
from whisper_desktop.app.editor_settings import ColorScheme
from whisper_desktop.app.media_facts import MediaFacts, PictureFacts
from whisper_desktop.core.presets import ARTE
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.rules import Neighbours
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.settings_dialog import SettingsDialog
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.row_menu import RowMenu
from whisper_desktop.ui.theme import DARK, colors_of
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.views.waveform.pointer import ContextPlace
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path, wav: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt, wav])
    qtbot.waitUntil(workplace.window.actions_by_name["play"].isEnabled, timeout=5_000)
    return workplace


@pytest.fixture
def desk(opened: Workplace) -> Desk:
    desk = opened.window.findChild(Desk)
    assert isinstance(desk, Desk)
    return desk


def do(workplace: Workplace, *names: str) -> None:
    for name in names:
        action = workplace.window.actions_by_name[name]
        assert action.isEnabled(), name
        action.trigger()


def test_enter_in_the_table_goes_to_the_row_and_into_its_text(opened: Workplace) -> None:
    table = opened.window.findChild(CueTable)
    editor = opened.window.findChild(TextEditor)
    assert table is not None
    assert editor is not None
    went: list[str] = []
    opened.window.actions_by_name["seek-row"].triggered.connect(lambda: went.append("there"))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert went == ["there"]
    assert opened.window.focusWidget() is editor.text


def test_rows_go_through_the_clipboard(opened: Workplace) -> None:
    clipboard = QGuiApplication.clipboard()
    do(opened, "copy")
    assert "-->" in clipboard.text()
    do(opened, "paste")
    assert texts(opened) == ["Good morning.", "Good morning.", "Nobody was ready."]
    do(opened, "cut")
    assert len(texts(opened)) == 2
    opened.editing.select_rows([0, 1])
    do(opened, "copy-text")
    assert clipboard.text() == "Good morning.\nNobody was ready."
    clipboard.setText("One\nTwo")
    do(opened, "paste")
    assert texts(opened) == ["One", "Two"]
    do(opened, "copy-times")
    assert clipboard.text().splitlines()[0] == "0:00:00.000\t0:00:00.900"
    clipboard.setText("0:00:05.000\t0:00:06.000")
    do(opened, "paste")
    assert opened.editing.document[0].start_ms == 5_000
    clipboard.clear()
    do(opened, "paste")
    assert opened.window.status_line.text == "There is no text in the clipboard."


def test_rows_keep_everything_on_their_way_through_the_clipboard(opened: Workplace) -> None:
    document = opened.editing.document
    opened.editing.perform(set_recipe(document, [0], RecipeOverride("nl")))
    opened.editing.perform(set_translation(document, 0, "Hello"))
    before = document[0]
    do(opened, "cut")
    do(opened, "paste")
    assert replace(document[1], uid=before.uid) == before


@pytest.mark.parametrize(
    ("copied", "said"),
    [
        ("One\nTwo\nThree", "Not pasted. Texts: 3; rows from the selected one on: 2."),
        (
            "0:00:05.000\t0:00:06.000\n0:00:06.000\t0:00:07.000\n0:00:08.000\t0:00:09.000",
            "Not pasted. Times: 3; rows from the selected one on: 2.",
        ),
    ],
)
def test_more_than_there_are_rows_is_not_pasted(opened: Workplace, copied: str, said: str) -> None:
    before = list(opened.editing.document)
    QGuiApplication.clipboard().setText(copied)
    do(opened, "paste")
    assert list(opened.editing.document) == before
    assert opened.window.status_line.text == said


def test_rules_follow_the_settings(opened: Workplace, desk: Desk) -> None:
    dock = opened.window.findChild(FindingsDock)
    assert isinstance(dock, FindingsDock)
    dock.preset_chosen.emit(ARTE.name)
    assert desk.preferences.preset is ARTE
    assert dock.presets.currentData() == ARTE.name


def test_frames_in_the_rules_are_those_of_the_picture(opened: Workplace, desk: Desk) -> None:
    board = opened.window.findChild(FindingsBoard)
    assert isinstance(board, FindingsBoard)
    cue = opened.editing.document[0]
    assert board.limits_of(cue).min_gap_ms == 83
    desk.show_media(MediaFacts(Path("film.mkv"), picture=PictureFacts(640, 360, 25.0)))
    assert board.limits_of(cue).min_gap_ms == desk.rules.min_gap_ms == 80
    preferences = desk.preferences
    preferences.change(replace(preferences.editor, min_gap_ms=120))
    assert desk.rules.min_gap_ms == 120
    preferences.change(replace(preferences.editor, min_gap_ms=40))
    assert desk.rules.min_gap_ms == 80
    desk.show_media(None)
    assert board.limits_of(cue).min_gap_ms == 83


def test_findings_are_fixed_and_reported(opened: Workplace, tmp_path: Path) -> None:
    do(opened, "next-finding", "fix", "findings-report")
    dialog = opened.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert [Path(file) for file in dialog.selectedFiles()] == [tmp_path / "tone findings.csv"]
    dialog.fileSelected.emit(str(tmp_path / "findings.csv"))
    assert (tmp_path / "findings.csv").exists()
    dialog.fileSelected.emit(str(tmp_path / "missing" / "findings.csv"))
    assert "findings.csv cannot be written" in opened.window.status_line.text


def test_the_appearance_is_changed_at_once(qtbot: QtBot, opened: Workplace, desk: Desk) -> None:
    try:
        do(opened, "scheme-dark")
        assert desk.preferences.editor.color_scheme is ColorScheme.DARK
        qtbot.waitUntil(lambda: colors_of(opened.window.palette()) is DARK)
    finally:
        do(opened, "scheme-light")


def test_dragging_follows_the_settings(opened: Workplace, desk: Desk) -> None:
    waveform = opened.window.findChild(WaveformPane)
    assert isinstance(waveform, WaveformPane)
    do(opened, "snapping")
    assert not waveform.options.is_snapping
    desk.preferences.change(replace(desk.preferences.editor, neighbours=Neighbours.ALLOW_OVERLAP))
    assert not opened.window.actions_by_name["push"].isChecked()
    do(opened, "push")
    assert opened.window.actions_by_name["push"].isChecked()
    do(opened, "push")
    assert waveform.options.rules.neighbours is Neighbours.KEEP


def test_the_waveform_is_shown_in_other_ways(opened: Workplace) -> None:
    waveform = opened.window.findChild(WaveformPane)
    assert isinstance(waveform, WaveformPane)
    do(opened, "zoom-in", "zoom-out", "zoom-fit", "zoom-selection", "taller", "flatter", "follow")
    assert not waveform.navigation.is_following
    do(opened, "spectrogram")
    assert waveform.has_spectrogram
    do(opened, "spectrogram")


def test_another_audio_track_is_shown_and_heard(opened: Workplace) -> None:
    media = opened.window.findChild(MediaPanes)
    player = opened.window.findChild(PlayerPane)
    assert isinstance(media, MediaPanes)
    assert isinstance(player, PlayerPane)
    player.audio_track_chosen.emit(7)
    assert media.track == 1
    player.audio_track_chosen.emit(0)
    assert media.track == 1


def test_the_dialogs_about_the_program_open(opened: Workplace) -> None:
    do(opened, "settings")
    dialog = opened.window.findChild(SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    dialog.reject()
    do(opened, "keys")
    do(opened, "about")
    box = opened.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "Whisper Desktop" in box.text()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menus_appear_where_they_are_wanted(opened: Workplace) -> None:
    menu = opened.window.findChild(RowMenu)
    assert isinstance(menu, RowMenu)
    menu.show_at(opened.window.pos())
    close_the_menu(opened)
    menu.show_in_waveform(ContextPlace(opened.window.pos(), 500, 0))
    close_the_menu(opened)


def test_every_entry_of_the_menus_says_what_it_does(opened: Workplace) -> None:
    window = opened.window
    snapping = window.menus["snap-words"]
    menus = [menu for menu in window.findChildren(QMenu) if menu.parent() is window]
    listed = [action for menu in menus for action in menu.actions()]
    assert window.actions_by_name["snap-playhead"] not in listed
    assert snapping.menuAction() in listed


def close_the_menu(workplace: Workplace) -> None:
    shown = [found for found in workplace.window.findChildren(QMenu) if found.isVisible()]
    assert len(shown) == 1
    shown[0].close()


def test_what_was_open_is_offered_again(qtbot: QtBot, opened: Workplace, srt: Path) -> None:
    do(opened, "close")
    menus = opened.window.menus["file"].findChildren(QMenu) + opened.window.findChildren(QMenu)
    again = next(menu for menu in menus if menu.title() == "Open &again")
    again.aboutToShow.emit()
    (action, *_) = again.actions()
    assert action.data() == srt
    with qtbot.waitSignal(opened.opening.opened, timeout=5_000):
        again.triggered.emit(action)
    again.triggered.emit(QAction("Nothing yet", again))
    do(opened, "close")
    with qtbot.waitSignal(opened.opening.opened, timeout=5_000):
        opened.window.empty_state.file_chosen.emit(srt)


def test_space_plays_from_the_table_and_presses_a_button(qtbot: QtBot, opened: Workplace) -> None:
    player = opened.window.findChild(PlayerPane)
    assert isinstance(player, PlayerPane)
    with qtbot.waitActive(opened.window):
        opened.window.activateWindow()
    opened.window.setFocus()
    qtbot.waitUntil(lambda: player.playback.is_open, timeout=20_000)
    QTest.keyClick(opened.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=20_000)
    QTest.keyClick(opened.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.playback.is_playing, timeout=20_000)


def test_the_language_is_asked_for_and_kept(opened: Workplace, desk: Desk) -> None:
    do(opened, "language")
    dialog = opened.window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("German")
    dialog.accept()
    assert desk.language == "de"
    assert opened.session.setting("language") == "de"
    do(opened, "language")
    again = opened.window.findChildren(QInputDialog)[-1]
    assert isinstance(again, QInputDialog)
    assert again.textValue() == "German"
    again.setTextValue("Not known")
    again.accept()
    assert desk.language is None


def test_who_leaves_the_language_open_hears_why_no_filler_word_went(
    opened: Workplace,
) -> None:
    do(opened, "remove-fillers")
    dialog = opened.window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.reject()
    told = "Filler words are not known without the language."
    assert opened.window.status_line.text == told


def test_the_name_of_the_file_tells_the_language(
    qtbot: QtBot, opened: Workplace, desk: Desk, srt: Path
) -> None:
    french = srt.rename(srt.with_name("talk.fr.srt"))
    with qtbot.waitSignal(opened.opening.opened, timeout=5_000):
        opened.opening.open([french])
    assert desk.language == "fr"
