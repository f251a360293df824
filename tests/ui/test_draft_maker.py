from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.ui.draft_maker import DraftMaker, Outcome, draft_job


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def test_a_draft_is_made_beside_the_window(qtbot: QtBot, folder: Path) -> None:
    owner = QObject()
    maker = DraftMaker(DraftFolder(folder), owner)
    assert maker.take() is None
    with qtbot.waitSignal(maker.made):
        maker.start(ProjectContents())
    assert maker.is_busy
    project = maker.take()
    assert isinstance(project, Project)
    assert maker.take() is None
    project.discard()


def test_a_draft_is_waited_for(qtbot: QtBot, folder: Path) -> None:
    assert qtbot
    owner = QObject()
    maker = DraftMaker(DraftFolder(folder), owner)
    maker.start(ProjectContents())
    project = maker.take()
    assert isinstance(project, Project)
    project.discard()


def test_a_folder_that_takes_none_says_why(folder: Path) -> None:
    folder.touch()
    outcomes: list[Outcome] = []
    assert list(draft_job(DraftFolder(folder), ProjectContents(), outcomes)) == []
    assert isinstance(outcomes[0], OutputUnwritableError)


def test_whatever_goes_wrong_is_a_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_drafts: DraftFolder, _contents: ProjectContents) -> Project:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(DraftFolder, "create", fail)
    outcomes: list[Outcome] = []
    assert list(draft_job(DraftFolder(folder), ProjectContents(), outcomes)) == []
    (outcome,) = outcomes
    assert isinstance(outcome, OutputUnwritableError)
    assert (outcome.path, outcome.reason) == (folder, "ZeroDivisionError: by zero")
