import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app import project_store
from whisper_desktop.app.project import READ_ONLY_REASON, Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.project_schema import open_existing
from whisper_desktop.app.project_stand_in import STANDS_FOR_SETTING, StandIn
from whisper_desktop.app.project_writer import ProjectState, WriterPolicy
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb, replacing

CUES = [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(9)]
PATIENCE_S = 20.0


class Desk:
    """A project whose disk can be spoilt, and a folder for drafts on another one."""

    def __init__(self, folder: Path, connections: list[sqlite3.Connection]) -> None:
        self.path, self.folder = folder / "talk.wdproj", folder / "home" / "drafts"
        self.drafts = DraftFolder(self.folder)
        self.connections = connections
        Project.create(self.path, ProjectContents(CUES)).close()

    def open(self, retry_s: float = 60.0, *, is_read_only: bool = False) -> None:
        self.project = Project.open(
            self.path,
            ProjectOptions(
                is_read_only=is_read_only,
                rescue_folder=self.folder,
                policy=WriterPolicy(0.0, retry_s, 0.01),
            ),
        )
        self.document = Document(self.project.document_cues())
        self.connection = self.connections[-1]

    def fill_disk(self) -> None:
        self.connection.execute("PRAGMA max_page_count = 1")

    def type(self, row: int, text: str = "many words " * 5_000) -> None:
        cue = replace(self.document[row], text=text)
        edit = replacing(Verb.SET_TEXT, self.document, [(row, cue)])
        self.document.apply(edit)
        self.project.record(edit)

    def wait_until_rescued(self) -> None:
        writer = self.project._writer
        with writer._turn:
            assert writer._turn.wait_for(lambda: not writer.state.endangered_count, PATIENCE_S)

    def texts_of_draft(self) -> list[str]:
        (draft,) = self.drafts.left_behind()
        project = self.drafts.open(draft)
        texts = [cue.text for cue in project.document_cues()]
        project.close()
        return texts

    def texts(self) -> list[str]:
        return [cue.text for cue in self.document]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    connections: list[sqlite3.Connection] = []

    def open_and_tell(path: Path, *, mode: str) -> sqlite3.Connection:
        connections.append(open_existing(path, mode=mode))
        return connections[-1]

    monkeypatch.setattr(project_store, "open_existing", open_and_tell)
    desk = Desk(tmp_path, connections)
    yield desk
    desk.project.close()


def test_what_the_disk_does_not_take_is_kept_as_a_draft(desk: Desk) -> None:
    desk.open()
    desk.type(0, "in time")
    assert desk.project.flush()
    desk.fill_disk()
    desk.type(1)
    desk.wait_until_rescued()
    # At once, although the disk is asked again only in a minute.
    for row in (2, 3):
        desk.type(row)
        desk.wait_until_rescued()
    assert desk.project.state == ProjectState(4, 1, "the disk is full", 4)
    assert desk.drafts.left_behind() == (), "it is not left behind while it is needed"
    assert desk.project.close() == 3
    assert desk.texts_of_draft() == desk.texts()


def test_the_draft_names_the_project_it_stands_in_for(desk: Desk) -> None:
    desk.open()
    desk.fill_disk()
    desk.type(1)
    desk.wait_until_rescued()
    desk.project.close()
    (draft,) = desk.drafts.left_behind()
    assert draft.stands_for == desk.path
    draft_project = desk.drafts.open(draft)
    kept = StandIn.from_data(draft_project.setting(STANDS_FOR_SETTING))
    draft_project.close()
    assert kept == StandIn.begun(desk.path, CUES)
    assert not StandIn.begun(desk.path, desk.document).has_rows(CUES)


def test_what_a_draft_says_wrongly_is_nothing() -> None:
    assert StandIn.from_data(None) is None
    assert StandIn.from_data({"path": 3, "rows": ""}) is None


def test_the_draft_goes_when_the_disk_takes_everything(desk: Desk) -> None:
    desk.open(retry_s=0.01)
    desk.fill_disk()
    desk.type(1)
    desk.wait_until_rescued()
    desk.connection.execute("PRAGMA max_page_count = 100000")
    writer = desk.project._writer
    with writer._turn:
        assert writer._turn.wait_for(lambda: not writer.state.unsaved_count, PATIENCE_S)
    assert desk.project.close() == 0
    assert desk.project.state == ProjectState(1, 1)
    assert list(desk.folder.iterdir()) == []


def test_what_may_only_be_read_is_edited_in_a_draft(desk: Desk) -> None:
    desk.open(is_read_only=True)
    desk.type(0, "new")
    desk.wait_until_rescued()
    assert desk.project.state == ProjectState(1, 0, READ_ONLY_REASON, 1)
    other = desk.path.with_name("other.wdproj")
    desk.project.save_as(other)
    assert desk.project.close() == 0
    assert list(desk.folder.iterdir()) == []


def test_a_disk_that_is_gone_takes_only_the_history_with_it(desk: Desk) -> None:
    desk.open()
    desk.project.set_setting("language", "de")
    desk.project.set_setting("preset", "arte")
    desk.project.set_setting("preset", None)
    desk.project.set_media(None)
    desk.type(0, "in time")
    desk.project.flush()
    desk.project.versions()
    desk.connection.close()
    desk.type(1, "too late")
    desk.wait_until_rescued()
    (copy,) = desk.folder.glob("*.wdproj")
    project = Project.open(copy, ProjectOptions(is_read_only=True))
    assert [cue.text for cue in project.document_cues()] == desk.texts()
    assert project.setting("language") == "de"
    assert project.setting("preset") is None
    project.close()


def test_where_no_draft_can_be_kept_either_edits_are_in_danger(desk: Desk) -> None:
    desk.folder.parent.mkdir()
    desk.folder.write_bytes(b"in the way")
    desk.open()
    desk.fill_disk()
    desk.type(1)
    assert not desk.project.flush()
    assert desk.project.state == ProjectState(1, 0, "the disk is full")
    assert desk.project.state.endangered_count == 1


def test_a_draft_that_fails_later_is_told_too(desk: Desk) -> None:
    desk.open()
    desk.fill_disk()
    desk.type(1)
    desk.wait_until_rescued()
    desk.connections[-1].execute("PRAGMA max_page_count = 1")
    desk.type(2)
    desk.project.close()
    assert desk.project.state == ProjectState(2, 0, "the disk is full", 1)


def test_a_project_that_vanishes_with_its_folder_is_kept_whole(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    desk.path = desk.path.rename(folder / "talk.wdproj")
    desk.open()
    desk.type(0, "in time")
    desk.project.flush()
    folder.rename(tmp_path / "away")
    desk.type(1, "too late")
    desk.wait_until_rescued()
    assert desk.project.close() == 1
    assert desk.texts_of_draft() == desk.texts()
