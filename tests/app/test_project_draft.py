import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app import project_draft
from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import Draft, DraftFolder
from whisper_desktop.app.project_schema import Schema, migrate
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.app.project_summary import ProjectSummary, summarise
from whisper_desktop.app.run_record import RUN_SETTING, RunRecord
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb, replacing
from whisper_desktop.core.errors import (
    OutputUnwritableError,
    ProjectInUseError,
    ProjectUnreadableError,
)
from whisper_desktop.core.events import ResumePoint
from whisper_desktop.core.recipe import Recipe

CUES = [Cue(1, 0, 900, " "), Cue(2, 1_000, 1_900, "Hello\nthere")]
MEDIA = MediaReference(Path("/films/talk.mp4"), MediaIdentity(1, "a", "b"))


@pytest.fixture
def drafts(tmp_path: Path) -> DraftFolder:
    return DraftFolder(tmp_path / "home" / "drafts")


@pytest.fixture
def project(drafts: DraftFolder) -> Iterator[Project]:
    project = drafts.create(ProjectContents(CUES, MEDIA))
    yield project
    project.close()


def test_where_nothing_was_ever_drafted_there_is_nothing(drafts: DraftFolder) -> None:
    assert drafts.left_behind() == ()


def test_a_draft_that_a_window_has_open_is_not_offered(
    drafts: DraftFolder, project: Project
) -> None:
    assert project.is_draft
    assert drafts.left_behind() == ()


def test_a_draft_that_was_left_behind_is_offered_with_what_it_is_known_by(
    drafts: DraftFolder, project: Project
) -> None:
    project.set_setting("name", "talk")
    project.close()
    (draft,) = drafts.left_behind()
    assert draft.name == "talk"
    assert (draft.path, draft.cue_count, draft.beginning) == (project.path, 2, "Hello\nthere")
    assert (draft.media, draft.reason, draft.reached_ms) == (MEDIA.path, "", None)


def test_a_draft_whose_transcription_is_not_at_its_end_says_how_far_it_came(
    drafts: DraftFolder, project: Project
) -> None:
    run = RunRecord("7", Recipe()).at(ResumePoint(27_000, "nl"))
    project.set_setting(RUN_SETTING, run.to_data())
    project.close()
    (draft,) = drafts.left_behind()
    assert draft.reached_ms == 27_000


def test_somebody_can_go_on_with_a_draft(drafts: DraftFolder, project: Project) -> None:
    edit = replacing(Verb.SET_TEXT, CUES, [(0, replace(CUES[0], text="new"))])
    project.record(edit)
    project.close()
    (draft,) = drafts.left_behind()
    again = drafts.open(draft)
    assert again.is_draft
    assert again.document_cues()[0].text == "new"
    again.discard()
    assert drafts.left_behind() == ()
    assert list(project.path.parent.iterdir()) == []


def test_the_newest_draft_comes_first(drafts: DraftFolder) -> None:
    older, newer = (drafts.create(ProjectContents(CUES)) for _ in range(2))
    older.close()
    newer.close()
    os.utime(older.path, (1_000, 1_000))
    assert [draft.path for draft in drafts.left_behind()] == [newer.path, older.path]


def test_a_draft_can_be_deleted_unopened(drafts: DraftFolder, project: Project) -> None:
    project.close()
    (draft,) = drafts.left_behind()
    drafts.discard(draft)
    assert list(project.path.parent.iterdir()) == []


def test_a_draft_that_is_open_is_not_deleted(drafts: DraftFolder, project: Project) -> None:
    with pytest.raises(ProjectInUseError):
        drafts.discard(Draft(project.path, 0))
    assert project.path.exists()


def test_a_draft_that_cannot_be_opened_says_why(drafts: DraftFolder, project: Project) -> None:
    project.close()
    newer = drafts.create(ProjectContents(CUES))
    newer.close()
    migrate(newer.path, Schema(9, dict.fromkeys(range(9), lambda _connection: None)))
    project.path.write_bytes(b"")
    reasons = {draft.path: draft.reason for draft in drafts.left_behind()}
    assert reasons[project.path] == "the file is empty"
    assert reasons[newer.path] == "a newer version of the program wrote it"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (sqlite3.OperationalError("disk I/O error"), "disk i/o error"),
        (ProjectUnreadableError(Path("x"), "it is damaged"), "it is damaged"),
    ],
)
def test_a_draft_that_cannot_be_gone_on_with_is_not_left_there(
    drafts: DraftFolder, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(_path: Path, *_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(ProjectStore, "open", fail)
        with pytest.raises(OutputUnwritableError) as caught:
            drafts.create(ProjectContents(CUES))
    assert caught.value.reason == reason
    assert list(drafts.folder.iterdir()) == []


def test_a_draft_that_vanishes_meanwhile_does_not_hide_the_others(
    drafts: DraftFolder, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    gone = drafts.folder / "gone.wdproj"
    going = drafts.create(ProjectContents(CUES))
    going.close()

    def look_too_late(path: Path, schema: Schema, settings: tuple[str, ...]) -> ProjectSummary:
        if path == going.path:
            path.unlink()
        return summarise(path, schema, settings)

    monkeypatch.setattr(project_draft, "summarise", look_too_late)
    monkeypatch.setattr(
        DraftFolder, "_paths", lambda _drafts: iter((gone, going.path, project.path))
    )
    assert [draft.path for draft in drafts.left_behind()] == [project.path]


def test_a_draft_that_cannot_be_deleted_is_not_kept_locked(
    drafts: DraftFolder, project: Project
) -> None:
    project.close()
    project.path.unlink()
    project.path.mkdir()
    with pytest.raises(OutputUnwritableError):
        drafts.discard(Draft(project.path, 0))
    assert not SessionLock(project.path).is_taken()
    (draft,) = drafts.left_behind()
    assert draft.reason


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "drafts"
    in_the_way.write_bytes(b"")
    with pytest.raises(OutputUnwritableError):
        DraftFolder(in_the_way).create(ProjectContents(), ProjectOptions())


def test_looking_for_drafts_changes_none_of_them(drafts: DraftFolder, project: Project) -> None:
    project.close()
    before = {file: file.read_bytes() for file in drafts.folder.iterdir()}
    assert drafts.left_behind()
    assert {file: file.read_bytes() for file in drafts.folder.iterdir()} == before


def test_what_can_be_undone_is_not_read_to_offer_a_draft(
    drafts: DraftFolder, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of long work that takes seconds, with the window waiting."""
    project.close()
    monkeypatch.setattr(ProjectStore, "open", None)
    (draft,) = drafts.left_behind()
    assert draft.cue_count == 2
