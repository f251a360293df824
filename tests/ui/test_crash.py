from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.crash import CrashReporter


def boxes(window: QWidget) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_a_bug_is_logged_and_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    reporter = CrashReporter(tmp_path, window)
    for number in range(3):
        error = ZeroDivisionError(f"number {number}")
        reporter.report(type(error), error, None)
    (box,) = boxes(window)
    assert str(tmp_path) in box.informativeText()
    log = next((tmp_path / "logs").iterdir()).read_text(encoding="utf-8")
    assert "number 0" in log
    assert "number 2" in log
    box.close()


def test_a_bug_is_told_even_if_it_cannot_be_logged(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    (tmp_path / "logs").touch()
    CrashReporter(tmp_path, window).report(ValueError, ValueError("x"), None)
    (box,) = boxes(window)
    assert not box.informativeText()
    box.close()
