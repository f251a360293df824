from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.waveform.canvas import WaveformCanvas
from whisper_desktop.ui.wiring import Workplace

WORK = NewWork((Cue(1, 0, 900, "one"),))


@pytest.fixture
def workplace(qtbot: QtBot, make_workplace: Callable[[], Workplace]) -> Workplace:
    workplace = make_workplace()
    with qtbot.waitActive(workplace.window):
        workplace.window.activateWindow()
    return workplace


def test_work_begins_in_the_rows(workplace: Workplace) -> None:
    workplace.session.begin(WORK)
    assert isinstance(QApplication.focusWidget(), CueTable)


def test_without_rows_it_begins_in_the_waveform(workplace: Workplace) -> None:
    workplace.session.begin(NewWork())
    assert isinstance(QApplication.focusWidget(), WaveformCanvas)


def test_without_a_waveform_it_begins_in_the_table(workplace: Workplace) -> None:
    workplace.window.actions_by_name["waveform"].setChecked(False)
    workplace.session.begin(NewWork())
    assert isinstance(QApplication.focusWidget(), CueTable)


def test_when_all_is_closed_a_file_can_be_opened(workplace: Workplace) -> None:
    workplace.session.begin(WORK)
    workplace.session.leave(keep_draft=False)
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.text() == "Open files…"


def test_so_it_is_with_what_is_opened_at_the_start(
    make_workplace: Callable[[], Workplace], qtbot: QtBot, tmp_path: Path
) -> None:
    Project.create(tmp_path / "film.wdproj", ProjectContents(WORK.cues)).close()
    workplace = make_workplace()
    workplace.opening.open([tmp_path / "film.wdproj"])
    with qtbot.waitActive(workplace.window):
        workplace.window.activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), CueTable))
