"""Whatever was acknowledged as durable is there after `kill -9`, whole, and nothing is torn."""

import hashlib
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.subtitle_files import read_subtitles
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document

MOMENTS = 120
LIVES = 8
"""How many projects share the moments; each is killed and opened again and again."""
MAX_DELAY_S = 0.16
"""After the fork: some moments hit a project that is just being opened."""
WINDOW_MOMENTS = 16
MAX_WINDOW_DELAY_S = 2.0
"""After the file was opened."""
SRT = "".join(
    f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\nline {number}\n\n"
    for number in range(1, 41)
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the person is forked")


class Zygote(Protocol):
    def kill_one(self, session: str, delay_s: float, *, after: str = "") -> None: ...


def digest(*held: object) -> str:
    return hashlib.sha256(repr(held).encode()).hexdigest()


@dataclass
class Account:
    """What the killed person had written down."""

    held: list[str]
    """Digests of what the project held, in the order of changes; the first is from before."""
    durable: int = 0
    """Up to which of them was acknowledged."""
    path: Path = field(default_factory=Path)
    _start: int = 0

    def read(self, log: str) -> None:
        for line in log.splitlines():
            kind, _, said = line.partition(" ")
            match kind:
                case "r":
                    self._record(*said.split(" "))
                case "d":
                    self.durable = max(self.durable, self._start + int(said))
                case _:
                    self.path = Path(said)

    def _record(self, number: str, held: str) -> None:
        if number == "0":
            # Opened: with exactly what was left, all of it durable.
            assert held == self.held[-1]
            self._start = self.durable = len(self.held) - 1
        else:
            assert int(number) == len(self.held) - self._start
            self.held.append(held)


@pytest.mark.parametrize("zygote", ["kill9_person"], indirect=True)
def test_nothing_durable_is_missing_and_nothing_torn_after_kill_9(
    tmp_path: Path, zygote: Zygote
) -> None:
    dice = random.Random(9)
    survived = 0
    acknowledged = 0
    for life in range(LIVES):
        path = tmp_path / str(life) / "a.wdproj"
        path.parent.mkdir()
        Project.create(path, ProjectContents(cues(40))).close()
        held = held_by(path)
        for moment in range(MOMENTS // LIVES):
            log = path.parent / f"{moment}.log"
            session = f"{dice.randrange(2**32)}\t{path}\t{log}"
            account = Account([held], path=path)
            zygote.kill_one(session, dice.random() * MAX_DELAY_S)
            account.read(log.read_text(encoding="ascii") if log.exists() else "")
            path = account.path
            held = held_by(path)
            assert held in account.held[account.durable :], f"life {life}, moment {moment}"
            acknowledged += account.durable
            survived += account.held.index(held)
    # Or else the moments were too short to show anything.
    assert acknowledged > MOMENTS // 4
    assert survived >= acknowledged


@pytest.mark.parametrize("zygote", ["kill9_window"], indirect=True)
def test_work_in_the_window_survives_kill_9_from_its_first_edit_on(
    tmp_path: Path, zygote: Zygote
) -> None:
    dice = random.Random(9)
    acknowledged, places, exports = [], set[str](), 0
    for moment in range(WINDOW_MOMENTS):
        folder = tmp_path / str(moment)
        folder.mkdir()
        subtitles, log = folder / "talk.srt", folder / "log"
        subtitles.write_text(SRT, encoding="utf-8")
        session = f"{dice.randrange(2**32)}\t{subtitles}\t{folder / 'home'}\t{log}"
        # The first moments are about the making of the draft.
        zygote.kill_one(session, MAX_WINDOW_DELAY_S * (moment / WINDOW_MOMENTS) ** 2, after="begun")
        lines = [line.split(" ") for line in log.read_text(encoding="ascii").splitlines()]
        shown = [said for kind, said in lines if kind == "e"]
        durable = max((int(said) for kind, said in lines if kind == "d"), default=0)
        saved = {said for kind, said in lines if kind == "p"}
        left = DraftFolder(folder / "home" / "drafts").left_behind()
        assert len(left) <= 1, "nothing is left that somebody would have to choose from"
        found = {window_digest(draft.path) for draft in left}
        found |= {window_digest(path) for path in folder.glob("*.wdproj")}
        assert found <= set(shown), f"moment {moment}"
        assert not durable or found & set(shown[durable:]), f"moment {moment}"
        assert subtitles.read_text(encoding="utf-8") == SRT
        export = folder / "export.srt"
        if export.exists():
            assert rows_digest(read_subtitles(export).cues) in shown, f"moment {moment}"
            exports += 1
        acknowledged.append(durable)
        places |= saved
    # Or else the moments were too short to show anything.
    assert max(acknowledged) > WINDOW_MOMENTS
    assert len(places) == 2
    assert exports


def window_digest(path: Path) -> str:
    project = Project.open(path)
    found = rows_digest(project.document_cues())
    project.close()
    return found


def rows_digest(cues: Sequence[Cue]) -> str:
    rows = [(cue.start_ms, cue.end_ms, cue.text) for cue in cues]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def cues(count: int) -> list[Cue]:
    return [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(count)]


def held_by(path: Path) -> str:
    """Return the digest of what a project holds, having found it whole."""
    project = Project.open(path)
    rows = tuple(project.document_cues())
    kept = [version for version in project.versions() if not version.is_automatic]
    for version in kept:
        assert digest(project.version_cues(version)) == version.name
    document = Document(rows)
    for edit in reversed(project.history.done):
        document.apply(edit.inverted())
    names = [version.name for version in reversed(kept)]
    held = digest(rows, project.history, project.media, project.setting("note"), names)
    assert project.close() == 0
    return held
