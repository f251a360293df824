"""What every test of the window gets: no screen, and no thread or timer that outlives it."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThread
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from whisper_desktop.app.settings import Settings
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import Preset
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.preferences import Preferences

_RULES = Rules(Preset("custom", max_line_characters=20, max_cps=20), "en")
_USES_QT = frozenset({"qtbot", "qapp"})


@pytest.fixture(autouse=True)
def _no_running_qthreads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a QThread at work; Qt would abort when it is collected."""
    yield
    if not _USES_QT.intersection(request.fixturenames):
        return
    # isinstance() would ask proxies for their class, and some of them do work then.
    threads = [found for found in gc.get_objects() if issubclass(type(found), QThread)]
    running = [thread for thread in threads if isValid(thread) and thread.isRunning()]
    others = [thread for thread in running if thread is not QThread.currentThread()]
    assert not others, f"QThreads left running: {others}"


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def preferences(window: QMainWindow, tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.json", Settings(), window)


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    """Four rows that keep and break the rules of the board."""
    return EditingController(
        Document(
            [
                Cue(1, 1_000, 3_500, "Good morning."),
                Cue(2, 3_000, 5_000, "Two\nlines"),
                Cue(3, 3_700_000, 3_701_000, "A line that is far too long to be read"),
                Cue(4, 3_702_000, 3_702_000, "مرحبا"),
            ]
        )
    )


@pytest.fixture
def board(editing: EditingController) -> FindingsBoard:
    return FindingsBoard(editing, _RULES)


@pytest.fixture
def model(editing: EditingController, board: FindingsBoard) -> CueTableModel:
    model = CueTableModel(editing, board)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model
