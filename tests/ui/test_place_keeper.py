from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui import place_keeper
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.place_keeper import PLACE, PlaceKeeper
from whisper_desktop.ui.session import Session

CUES = tuple(Cue(number, number * 1_000, number * 1_000 + 900, "text") for number in range(1, 6))


class Window:
    """What of a window has to do with the place."""

    def __init__(self, folder: Path, path: Path, *, is_read_only: bool = False) -> None:
        self.path = path
        self.editing = EditingController(Document())
        self.session = Session(self.editing, DraftFolder(folder))
        self.keeper = PlaceKeeper(self.session, self.editing)
        self.sought: list[int] = []
        self.editing.seek_requested.connect(self.sought.append)
        self.session.go_on(Project.open(path, ProjectOptions(is_read_only=is_read_only)))

    def leave(self) -> object:
        """Close the project; return the place that it holds then."""
        self.session.leave(keep_draft=False)
        project = Project.open(self.path, ProjectOptions(is_read_only=True))
        place = project.setting(PLACE)
        project.close()
        return place


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents(CUES)).close()
    return path


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path, path: Path) -> Callable[..., Window]:
    def open_it(*, is_read_only: bool = False) -> Window:
        return Window(tmp_path / "drafts", path, is_read_only=is_read_only)

    return open_it


def test_a_project_is_opened_where_it_was_left(open_window: Callable[..., Window]) -> None:
    first = open_window()
    first.editing.select_rows([3])
    first.editing.set_playhead(4_200)
    first.leave()
    second = open_window()
    assert second.editing.current_row() == 3
    assert second.sought == []
    second.keeper.seek()
    second.keeper.seek()
    assert second.sought == [4_200]
    second.leave()


def test_the_place_is_kept_before_the_program_is_killed(
    open_window: Callable[..., Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_keeper, "_REST_MS", 10)
    window = open_window()
    window.editing.select_rows([3])
    window.editing.set_playhead(4_200)
    project = window.session.project
    assert project is not None
    qtbot.waitUntil(lambda: project.setting(PLACE) == {"uid": 4, "playhead_ms": 4_200})
    window.leave()


def test_a_file_that_is_only_looked_at_stays_as_it_is(
    open_window: Callable[..., Window], path: Path
) -> None:
    before = path.read_bytes()
    window = open_window()
    window.editing.select_rows([0])
    assert window.leave() is None
    assert path.read_bytes() == before


def test_a_playhead_stays_where_it_was_while_the_recording_is_missing(
    open_window: Callable[..., Window],
) -> None:
    first = open_window()
    first.editing.set_playhead(4_200)
    first.leave()
    second = open_window()
    second.editing.select_rows([1])
    assert second.leave() == {"uid": 2, "playhead_ms": 4_200}


def test_a_place_is_not_kept_where_nothing_can_be_saved(
    open_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_keeper, "may_write", lambda _path: False)
    for window in (open_window(), open_window(is_read_only=True)):
        window.editing.select_rows([3])
        assert window.leave() is None


@pytest.mark.parametrize("data", [7, {"uid": 99, "playhead_ms": "soon"}, {"playhead_ms": -1}])
def test_a_place_that_makes_no_sense_is_none(
    open_window: Callable[..., Window], path: Path, data: object
) -> None:
    project = Project.open(path)
    project.set_setting(PLACE, data)
    project.close()
    window = open_window()
    assert window.editing.current is None
    window.keeper.seek()
    assert window.sought == []
    window.leave()


def test_a_new_document_is_begun_at_its_beginning(open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.editing.set_playhead(4_200)
    window.leave()
    window.session.go_on(Project.open(window.path))
    window.session.leave(keep_draft=False)
    window.keeper.seek()
    assert window.sought == []
