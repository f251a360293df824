from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.app.recent import RecentFile
from whisper_desktop.ui.views.empty_state import EmptyState


@pytest.fixture
def state(qtbot: QtBot) -> EmptyState:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show()
    return state


def recent(state: EmptyState) -> QListWidget:
    found = state.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return found


def test_files_and_folders_can_be_asked_for(qtbot: QtBot, state: EmptyState) -> None:
    files, folder = state.findChildren(QPushButton)
    with qtbot.waitSignal(state.open_requested):
        QTest.mouseClick(files, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(state.folder_requested):
        QTest.keyClick(folder, Qt.Key.Key_Space)


def test_without_recent_files_there_is_no_list(state: EmptyState) -> None:
    assert not recent(state).isVisible()


def test_a_recent_file_is_opened_by_key(qtbot: QtBot, state: EmptyState) -> None:
    gone = RecentFile(Path("gone.mp4"), 5, is_missing=True)
    mine = RecentFile(Path.home() / "films" / "mine.wav", 3)
    state.show_recent([RecentFile(Path("/films/talk.srt"), 7), gone, mine])
    shown = recent(state)
    assert [shown.item(row).text() for row in range(shown.count())] == [
        f"talk.srt — {Path('/films')}",
        "gone.mp4 — . (not there any more)",
        f"mine.wav — {Path('~/films')}",
    ]
    shown.setCurrentRow(1)
    with qtbot.waitSignal(state.file_chosen) as chosen:
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert chosen.args == [Path("gone.mp4")]


def test_it_fits_a_low_screen(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show_recent([RecentFile(Path(f"{number}.srt"), 0) for number in range(9)])
    assert state.minimumSizeHint().height() < 200
