import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.status_line import StatusLine


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    return line


def button(line: StatusLine, words: str) -> QToolButton:
    return next(found for found in line.findChildren(QToolButton) if words in found.text())


def test_what_happened_stays_and_can_be_undone(qtbot: QtBot, line: StatusLine) -> None:
    line.tell("Deleted 3 rows", can_undo=True)
    assert line.text == "Deleted 3 rows"
    with qtbot.waitSignal(line.undo_requested):
        QTest.mouseClick(button(line, "Undo"), Qt.MouseButton.LeftButton)


def test_what_cannot_be_undone_offers_nothing(line: StatusLine) -> None:
    line.tell("Wrote talk.srt")
    assert not button(line, "Undo").isVisible()


def test_progress_comes_and_goes(line: StatusLine) -> None:
    bar = line.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    line.show_progress("Reading the sound", 40)
    assert (bar.isVisible(), bar.value()) == (True, 40)
    line.show_progress("Reading the sound", None, tip="The disk is slow.")
    assert (bar.maximum(), bar.toolTip()) == (0, "The disk is slow.")
    line.end_progress()
    assert not bar.isVisible()


def test_only_what_can_be_stopped_offers_it(qtbot: QtBot, line: StatusLine) -> None:
    line.show_progress("Reading", 40)
    assert not line.stop()
    line.show_progress("Reading", 50, can_stop=True)
    with qtbot.waitSignal(line.stop_requested):
        QTest.mouseClick(button(line, "Stop"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(line.stop_requested):
        assert line.stop()
    line.end_progress()
    assert not line.stop()


def test_findings_are_counted_and_lead_to_their_list(qtbot: QtBot, line: StatusLine) -> None:
    line.show_findings(7)
    with qtbot.waitSignal(line.findings_requested):
        QTest.mouseClick(button(line, "7"), Qt.MouseButton.LeftButton)
    line.show_findings(None)
    assert not button(line, "0").isVisible()
