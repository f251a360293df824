from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.files.opened import notice_of, open_files, texts
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.files.leaving import Answer, Leaving
from whisper_desktop.ui.wiring import Workplace


def test_a_file_that_is_gone_is_told(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    with qtbot.waitSignal(workplace.opening.failed, timeout=5_000):
        workplace.opening.open([tmp_path / "gone.srt"])
    notice = notice_of(workplace)
    assert notice.sentence == "gone.srt cannot be opened: the file does not exist."
    assert [words for words, _ in notice.answers] == ["Open another file…"]
    assert workplace.window.notices.isVisible()
    assert not workplace.window.is_editing


def test_a_recording_that_never_was_opens_nothing(
    qtbot: QtBot, workplace: Workplace, srt: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.failed):
        workplace.opening.open([tmp_path / "nothing"])
    assert notice_of(workplace).sentence == "nothing cannot be read: the file does not exist."
    assert not workplace.window.is_editing
    open_files(qtbot, workplace, srt)
    assert workplace.window.notices.notice is None


def test_a_way_back_up_is_followed_to_its_end(
    qtbot: QtBot, workplace: Workplace, srt: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000) as opened:
        workplace.opening.open([srt.parent / ".." / srt.parent.name / srt.name])
    assert opened.args == [srt.resolve()]


def test_an_empty_folder_is_told(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with qtbot.waitSignal(workplace.opening.failed) as failed:
        workplace.opening.open([empty])
    assert failed.args is not None
    assert failed.args[0].sentence == "There is nothing to open in this folder."


def test_a_project_that_another_window_has_can_be_looked_at(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents((Cue(1, 0, 1_000, "Kept"),))).close()
    first, second = make_workplace(), make_workplace()
    open_files(qtbot, first, path)
    with qtbot.waitSignal(second.opening.failed):
        second.opening.open([path])
    notice = notice_of(second)
    assert "is open in another window" in notice.sentence
    assert not second.window.status_line.text
    assert second.window.notices.isVisible()
    with qtbot.waitSignal(second.opening.opened):
        notice.answers[0][1]()
    assert second.window.notices.notice is None
    assert texts(second) == ["Kept"]
    second.window.actions_by_name["delete"].trigger()
    qtbot.waitUntil(lambda: second.session.state.problem != "")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 but not really"])
def test_a_damaged_project_is_told(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "work.wdproj"
    path.write_bytes(content)
    with qtbot.waitSignal(workplace.opening.failed):
        workplace.opening.open([path])
    assert "work.wdproj cannot be opened" in notice_of(workplace).sentence


def test_what_is_open_stays_open_when_a_project_cannot_be_opened(
    qtbot: QtBot,
    workplace: Workplace,
    srt: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "work.wdproj"
    path.write_bytes(b"no project")
    open_files(qtbot, workplace, srt)
    workplace.window.actions_by_name["delete"].trigger()
    monkeypatch.setattr(Leaving, "_ask", lambda *_: Answer.DISCARD)
    with qtbot.waitSignal(workplace.opening.failed):
        workplace.opening.open([path])
    assert texts(workplace) == ["Nobody was ready."]
    assert workplace.session.is_drafted
