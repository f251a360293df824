"""A transcription that is killed again and again loses nothing and ends as if it had not been."""

import os
import random
from pathlib import Path
from typing import Protocol

import pytest

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.run_record import RUN_SETTING, run_from_data
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document

MOMENTS = 50
MAX_DELAY_S = 0.6
NEW_WORK_MOMENTS = 12
WINDOWS, WINDOW_MS = 1_200, 30_000

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the person is forked")


class Zygote(Protocol):
    def kill_one(self, session: str, delay_s: float, *, after: str = "") -> None: ...


def heard(windows: int) -> list[str]:
    """Return the beginnings of all rows of so many windows."""
    return [f"{window}/{row} said" for window in range(windows) for row in range(window % 3 + 1)]


@pytest.mark.parametrize("zygote", ["kill9_listener"], indirect=True)
def test_nothing_that_was_acknowledged_is_missing_and_the_rest_comes_later(
    tmp_path: Path, zygote: Zygote
) -> None:
    dice = random.Random(50)
    path, log = tmp_path / "talk.wdproj", tmp_path / "log"
    Project.create(path, ProjectContents()).close()
    reached: list[int] = []
    acknowledged = 0
    edits: list[tuple[int, str]] = []
    for moment in range(MOMENTS):
        log.unlink(missing_ok=True)
        session = f"{dice.randrange(2**32)}\t{path}\t{log}\t{WINDOWS}"
        zygote.kill_one(session, dice.random() * MAX_DELAY_S, after="begun")
        safe_ms, edits = read_log(log, edits)
        rows, window = found(path)
        assert window * WINDOW_MS >= safe_ms, f"moment {moment}: a window is missing"
        assert [row.text.partition("#")[0] for row in rows] == heard(window)
        texts = {row.uid: row.text for row in rows}
        assert all(shows(texts, edit) for edit in edits), f"moment {moment}: an edit is missing"
        reached.append(window)
        acknowledged += len(edits)
    # Or else the moments were too short, or too long, to show anything.
    assert len(set(reached)) > MOMENTS // 3
    assert acknowledged > MOMENTS
    assert reached[-1] < WINDOWS
    zygote.kill_one(f"1\t{path}\t{log}\t{WINDOWS}", 0.0, after="over")
    rows, _ = found(path)
    assert [row.text.partition("#")[0] for row in rows] == heard(WINDOWS)
    assert [row.start_ms for row in rows] == sorted(row.start_ms for row in rows)


@pytest.mark.parametrize("zygote", ["kill9_listener"], indirect=True)
def test_new_work_has_its_rows_and_how_far_it_came_in_one(tmp_path: Path, zygote: Zygote) -> None:
    dice = random.Random(12)
    reached: list[int] = []
    for moment in range(NEW_WORK_MOMENTS):
        folder = tmp_path / str(moment)
        folder.mkdir()
        session = f"{dice.randrange(2**32)}\t{folder / 'none'}\t{folder / 'log'}\t{WINDOWS}"
        # The first moments are about the making of the draft.
        delay_s = MAX_DELAY_S * (moment / NEW_WORK_MOMENTS) ** 2
        zygote.kill_one(session, delay_s, after="begun")
        for draft in DraftFolder(folder / "drafts").left_behind():
            rows, window = found(draft.path)
            assert [row.text.partition("#")[0] for row in rows] == heard(window)
            reached.append(window)
    assert max(reached) > 0


def read_log(log: Path, before: list[tuple[int, str]]) -> tuple[int, list[tuple[int, str]]]:
    """Return how far the recogniser was acknowledged to be, and the last safe edit of each row."""
    made: list[tuple[int, str]] = []
    safe_ms, safe_count = 0, 0
    for line in log.read_text(encoding="ascii").splitlines() if log.exists() else ():
        kind, first, second = line.split(" ")
        if kind == "e":
            made.append((int(first), second))
        else:
            safe_ms, safe_count = int(first), int(second)
    later = {uid for uid, _ in made}
    # A row that was edited once more may show either.
    kept = {uid: number for uid, number in before if uid not in later}
    unsure = {uid for uid, _ in made[safe_count:]}
    safe = {uid: number for uid, number in made[:safe_count] if uid not in unsure}
    return safe_ms, list((kept | safe).items())


def shows(texts: dict[int, str], edit: tuple[int, str]) -> bool:
    uid, number = edit
    return texts[uid].endswith(f"#{number}")


def found(path: Path) -> tuple[list[Cue], int]:
    """Return the rows of a project and how many windows it has; all of it can be undone."""
    project = Project.open(path)
    rows = list(project.document_cues())
    record = run_from_data(project.setting(RUN_SETTING))
    document = Document(rows)
    for edit in reversed(project.history.done):
        document.apply(edit.inverted())
    assert project.close() == 0
    return rows, 0 if record is None else record.reached_ms // WINDOW_MS
