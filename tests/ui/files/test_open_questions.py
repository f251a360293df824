"""A question about a document is answered for that document and no other."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.files.opened import texts
from whisper_desktop.app.subtitle_files import read_subtitles
from whisper_desktop.core.document import Document
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.files.leaving import Answer, Leaving
from whisper_desktop.ui.wiring import Workplace
from whisper_desktop.ui.workers.job_thread import JobThread

_SETTLE_MS = 200


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nOf another\n", encoding="utf-8")
    return path


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    return workplace


def begin_reading(workplace: Workplace, path: Path) -> None:
    """Let a file be read to its end, and nothing of it have arrived."""
    workplace.opening.open([path])
    thread = workplace.opening.findChild(JobThread)
    assert isinstance(thread, JobThread)
    thread.wait()


def waits_for(qtbot: QtBot, workplace: Workplace, name: str) -> None:
    qtbot.waitUntil(lambda: workplace.session.name == name, timeout=5_000)


def test_a_file_does_not_arrive_under_the_export_dialog(
    qtbot: QtBot, opened: Workplace, srt: Path, other: Path
) -> None:
    soon_answer("Replace")
    opened.window.actions_by_name["export-again"].trigger()
    begin_reading(opened, other)
    opened.window.actions_by_name["export"].trigger()
    qtbot.wait(_SETTLE_MS)
    assert opened.session.name == "talk"
    dialog = opened.window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.accept()
    waits_for(qtbot, opened, "other")
    assert [cue.text for cue in read_subtitles(srt).cues] == ["Good morning.", "Nobody was ready."]
    assert texts(opened) == ["Of another"]


@pytest.mark.parametrize("name", ["save-as", "import", "shift", "stretch", "language"])
def test_a_file_does_not_arrive_under_any_dialog(
    qtbot: QtBot, opened: Workplace, other: Path, name: str
) -> None:
    begin_reading(opened, other)
    opened.window.actions_by_name[name].trigger()
    qtbot.wait(_SETTLE_MS)
    assert opened.session.name == "talk"
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    dialog.reject()
    waits_for(qtbot, opened, "other")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_file_does_not_arrive_under_an_open_menu(
    qtbot: QtBot, opened: Workplace, other: Path
) -> None:
    begin_reading(opened, other)
    menu = QMenu(opened.window)
    menu.addAction("Something about the rows")
    menu.popup(QPoint())
    qtbot.wait(_SETTLE_MS)
    assert opened.session.name == "talk"
    menu.close()
    waits_for(qtbot, opened, "other")


def soon_answer(words: str) -> None:
    """Press the button with these words in the question that will be asked."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if words in button.text()).click()

    QTimer.singleShot(_SETTLE_MS, act)


def test_the_question_of_leaving_is_not_asked_twice_at_once(
    qtbot: QtBot, opened: Workplace, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.window.actions_by_name["delete"].trigger()
    begin_reading(opened, other)
    shown: list[int] = []

    def look() -> None:
        shown.append(len([box for box in QApplication.topLevelWidgets() if is_question(box)]))

    def is_question(widget: object) -> bool:
        return isinstance(widget, QMessageBox) and widget.isVisible()

    QTimer.singleShot(_SETTLE_MS // 2, look)
    soon_answer("Cancel")
    assert not opened.window.close()
    assert shown == [1]
    assert texts(opened) == ["Nobody was ready."]
    monkeypatch.setattr(Leaving, "_ask", lambda *_: Answer.DISCARD)
    waits_for(qtbot, opened, "other")


def test_a_document_is_not_left_while_the_person_is_asked(
    opened: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.window.actions_by_name["delete"].trigger()
    leaving = opened.window.findChild(Leaving)
    assert isinstance(leaving, Leaving)
    inner: list[bool] = []

    def ask(*_: object) -> Answer:
        inner.append(leaving.may_leave())
        return Answer.STAY

    monkeypatch.setattr(Leaving, "_ask", ask)
    assert not leaving.may_leave()
    assert inner == [False]


def test_what_waits_for_an_answer_is_forgotten_when_the_window_closes(
    qtbot: QtBot, opened: Workplace, other: Path
) -> None:
    opened.window.actions_by_name["delete"].trigger()
    begin_reading(opened, other)
    soon_answer("Discard")
    assert opened.window.close()
    qtbot.wait(_SETTLE_MS)
    assert not opened.session.is_open


@pytest.mark.parametrize("name", ["export", "save-as", "shift", "change-case", "go-to"])
def test_a_dialog_is_withdrawn_when_its_document_is_replaced(
    opened: Workplace, name: str, tmp_path: Path
) -> None:
    opened.window.actions_by_name[name].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    opened.editing.load(Document())
    assert not dialog.isVisible()
    assert not list(tmp_path.glob("*.wdproj"))


def test_a_question_is_withdrawn_when_its_document_is_replaced(opened: Workplace) -> None:
    def load() -> None:
        opened.editing.load(Document())

    opened.window.actions_by_name["delete"].trigger()
    QTimer.singleShot(_SETTLE_MS, load)
    assert not opened.window.close()
    assert opened.session.is_open


def test_the_dialog_that_opens_files_outlives_the_document(opened: Workplace) -> None:
    opened.window.actions_by_name["open"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    opened.editing.load(Document())
    assert dialog.isVisible()
    dialog.reject()
