from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.subtitle_files import SubtitleFormat, read_subtitles
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    return workplace


def asked(workplace: Workplace) -> ExportDialog:
    workplace.window.actions_by_name["export"].trigger()
    dialog = workplace.window.findChildren(ExportDialog)[-1]
    assert isinstance(dialog, ExportDialog)
    return dialog


def test_the_choices_are_remembered(opened: Workplace, tmp_path: Path) -> None:
    dialog = asked(opened)
    assert dialog.choices.path == tmp_path / "talk.srt"
    dialog.choose_format(SubtitleFormat.VTT)
    assert dialog.choices.path == tmp_path / "talk.vtt"
    dialog.accept()
    assert len(read_subtitles(tmp_path / "talk.vtt").cues) == 2
    assert asked(opened).choices.format is SubtitleFormat.VTT


@pytest.mark.parametrize(("words", "is_replaced"), [("Replace", True), ("Cancel", False)])
def test_another_file_is_not_replaced_by_accident(
    opened: Workplace, tmp_path: Path, words: str, is_replaced: bool
) -> None:
    other = tmp_path / "talk.vtt"
    other.write_text("mine", encoding="utf-8")

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if words in button.text()).click()

    dialog = asked(opened)
    dialog.choose_format(SubtitleFormat.VTT)
    QTimer.singleShot(200, answer)
    dialog.accept()
    assert (other.read_text(encoding="utf-8") != "mine") is is_replaced


def test_what_cannot_be_written_is_told(opened: Workplace, tmp_path: Path) -> None:
    dialog = asked(opened)
    path = dialog.findChild(QLineEdit)
    assert isinstance(path, QLineEdit)
    path.setText("")
    assert not dialog.verb_button.isEnabled()
    path.setText(str(tmp_path / "missing" / "talk.srt"))
    dialog.accept()
    assert "talk.srt cannot be written" in opened.window.status_line.text


def test_a_document_without_a_file_is_asked_about(
    qtbot: QtBot, workplace: Workplace, wav: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([wav])
    qtbot.waitUntil(lambda: workplace.session.media is not None, timeout=5_000)
    workplace.window.actions_by_name["export-again"].trigger()
    dialog = workplace.window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.choices.path == wav.with_suffix(".srt")
    dialog.reject()
