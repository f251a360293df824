from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.dialogs.clips_dialog import ClipsDialog
from whisper_desktop.ui.files.clips import Clips
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def clips(workplace: Workplace) -> Clips:
    found = workplace.window.findChild(Clips)
    assert isinstance(found, Clips)
    return found


@pytest.fixture
def with_sound(qtbot: QtBot, workplace: Workplace, srt: Path, wav: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt, wav])
    action = workplace.window.actions_by_name["export-clips"]
    qtbot.waitUntil(action.isEnabled, timeout=5_000)
    return workplace


def the_dialog(workplace: Workplace) -> ClipsDialog:
    dialog = workplace.window.findChild(ClipsDialog)
    assert isinstance(dialog, ClipsDialog)
    return dialog


def test_the_audio_of_rows_is_written(
    qtbot: QtBot, with_sound: Workplace, clips: Clips, tmp_path: Path
) -> None:
    actions = with_sound.window.actions_by_name
    actions["select-all"].trigger()
    actions["export-clips"].trigger()
    dialog = the_dialog(with_sound)
    assert dialog.plan.folder == tmp_path / "tone"
    folder = dialog.findChild(QLineEdit)
    assert isinstance(folder, QLineEdit)
    folder.setText(str(tmp_path / "clips"))
    with qtbot.waitSignal(clips.ended, timeout=5_000):
        dialog.accept()
    assert "Wrote 2 audio file" in with_sound.window.status_line.text
    assert len(list((tmp_path / "clips").iterdir())) == 2


def test_clips_have_the_numbers_of_their_rows(
    qtbot: QtBot, with_sound: Workplace, clips: Clips, tmp_path: Path
) -> None:
    with_sound.editing.select_rows([1])
    clips.ask()
    dialog = the_dialog(with_sound)
    with qtbot.waitSignal(clips.ended, timeout=5_000):
        dialog.accept()
    assert [path.name for path in (tmp_path / "tone").iterdir()] == ["tone_002.wav"]


def test_files_that_exist_are_told(
    qtbot: QtBot, with_sound: Workplace, clips: Clips, tmp_path: Path
) -> None:
    (tmp_path / "tone").mkdir()
    (tmp_path / "tone" / "tone_001.wav").touch()
    clips.ask()
    dialog = the_dialog(with_sound)
    with qtbot.waitSignal(clips.failed, timeout=5_000):
        dialog.accept()
    assert "exists already" in with_sound.window.status_line.text


def test_without_sound_there_is_nothing_to_export(workplace: Workplace, clips: Clips) -> None:
    clips.ask()
    assert workplace.window.status_line.text == "There is no sound to export."
