from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.files.opened import notice_of, open_files, texts
from whisper_desktop.app.media_identity import refer_to
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.subtitle_files import SubtitleFile
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.dialogs.choose_work_dialog import ChooseWorkDialog
from whisper_desktop.ui.files import opening
from whisper_desktop.ui.files.leaving import Answer, Leaving
from whisper_desktop.ui.files.recording import Recording
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.views.player.message_panel import MessagePanel
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace
from whisper_desktop.ui.workers.job_thread import JobThread


def wait_for_notice(qtbot: QtBot, workplace: Workplace) -> Notice:
    qtbot.waitUntil(lambda: workplace.window.notices.notice is not None, timeout=5_000)
    return notice_of(workplace)


def test_subtitles_become_the_document(qtbot: QtBot, workplace: Workplace, srt: Path) -> None:
    open_files(qtbot, workplace, srt)
    assert workplace.window.is_editing
    assert texts(workplace) == ["Good morning.", "Nobody was ready."]
    assert workplace.editing.selected_rows() == (0,)
    assert workplace.window.windowTitle() == "talk[*] — Whisper Desktop"
    assert not workplace.window.isWindowModified()
    assert workplace.session.project is None


def test_the_first_edit_begins_a_draft(qtbot: QtBot, workplace: Workplace, srt: Path) -> None:
    open_files(qtbot, workplace, srt)
    workplace.window.actions_by_name["delete"].trigger()
    project = workplace.session.project
    assert project is not None
    assert project.is_draft
    assert workplace.window.isWindowModified()
    assert project.flush()
    workplace.editing.undo_stack.undo()
    assert not workplace.window.isWindowModified()


def test_media_alone_joins_a_document_without_any(
    qtbot: QtBot, workplace: Workplace, srt: Path, wav: Path
) -> None:
    open_files(qtbot, workplace, srt)
    workplace.opening.open([wav])
    qtbot.waitUntil(lambda: workplace.session.media is not None, timeout=5_000)
    assert workplace.session.media is not None
    assert workplace.session.media.path == wav
    assert texts(workplace) == ["Good morning.", "Nobody was ready."]


def test_media_opens_an_empty_document(qtbot: QtBot, workplace: Workplace, wav: Path) -> None:
    open_files(qtbot, workplace, wav)
    assert texts(workplace) == []
    qtbot.waitUntil(workplace.window.actions_by_name["play"].isEnabled, timeout=5_000)
    workplace.window.actions_by_name["insert-at-playhead"].trigger()
    assert len(workplace.editing.document) == 1


def test_media_that_cannot_be_read_is_told(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"nothing of that kind" * 100)
    open_files(qtbot, workplace, bad)
    notice = wait_for_notice(qtbot, workplace)
    assert notice.sentence.startswith("bad.mp4 cannot be read: ")
    panel = workplace.window.findChild(MessagePanel)
    assert isinstance(panel, MessagePanel)
    assert panel.sentence == "bad.mp4 is not shown."
    waveform = workplace.window.findChild(WaveformPane)
    assert isinstance(waveform, WaveformPane)
    assert "bad.mp4" not in waveform.notice


def test_of_two_files_that_cannot_be_read_each_is_told_in_one_sentence(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    bad, worse = tmp_path / "bad.mp4", tmp_path / "bad.srt"
    for path in (bad, worse):
        path.write_bytes(b"nothing of that kind\n" * 100)
    open_files(qtbot, workplace, worse)
    notices = workplace.window.notices
    qtbot.waitUntil(lambda: len(notices.notices) == 2, timeout=5_000)
    assert [notice.sentence for notice in notices.notices] == [
        "bad.mp4 cannot be read: it is not a media file, or it is too damaged to open.",
        "bad.srt holds no subtitles that can be read.",
    ]
    assert all(notice.is_problem for notice in notices.notices)
    said = [label.text() for label in workplace.window.findChildren(QLabel) if label.isVisible()]
    assert sum("cannot be read" in text or "can be read" in text for text in said) == 2


def test_what_could_not_be_read_is_offered(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "odd.srt"
    path.write_text("1\n00:00:09,000 --> 00:00:02,000\nBackwards\n", encoding="utf-8")
    open_files(qtbot, workplace, path)
    notice = notice_of(workplace)
    assert notice.sentence == "Some things in odd.srt were not right and were mended."
    assert [words for words, _ in notice.answers] == ["Show what"]


def test_of_several_documents_one_is_chosen(
    qtbot: QtBot, workplace: Workplace, srt: Path, tmp_path: Path
) -> None:
    (tmp_path / "another.srt").write_bytes(srt.read_bytes())
    workplace.opening.open([tmp_path / "another.srt", srt])
    dialog = workplace.window.findChild(ChooseWorkDialog)
    assert isinstance(dialog, ChooseWorkDialog)
    found = dialog.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    found.setCurrentRow(1)
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000) as opened:
        dialog.accept()
    assert opened.args == [srt]


def test_a_project_is_opened_with_its_recording(
    qtbot: QtBot, workplace: Workplace, wav: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    contents = ProjectContents((Cue(1, 0, 1_000, "Kept"),), refer_to(wav, path))
    Project.create(path, contents).close()
    moved = tmp_path / "inner" / "tone again.wav"
    moved.parent.mkdir()
    wav.rename(moved)
    open_files(qtbot, workplace, path)
    assert texts(workplace) == ["Kept"]
    qtbot.waitUntil(lambda: "Found the recording" in workplace.window.status_line.text)
    assert workplace.session.media is not None
    assert workplace.session.media.path == moved


def test_a_folder_in_place_of_the_recording_is_told(
    qtbot: QtBot, workplace: Workplace, wav: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents((), refer_to(wav, path))).close()
    wav.unlink()
    wav.mkdir()
    open_files(qtbot, workplace, path)
    notice = wait_for_notice(qtbot, workplace)
    assert notice.sentence.startswith("tone.wav cannot be read: ")


def test_a_recording_that_is_gone_is_asked_for(
    qtbot: QtBot, workplace: Workplace, wav: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents((), refer_to(wav, path))).close()
    wav.unlink()
    open_files(qtbot, workplace, path)
    notice = wait_for_notice(qtbot, workplace)
    assert notice.sentence == "The recording tone.wav is not where it was."
    panel = workplace.window.findChild(MessagePanel)
    assert panel is not None
    assert panel.sentence == "tone.wav is not shown."
    *_, without = workplace.window.notices.findChildren(QPushButton)
    without.click()
    assert workplace.window.notices.notice is None


def test_another_file_of_that_name_is_not_taken_for_the_recording(
    qtbot: QtBot, workplace: Workplace, wav: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents((), refer_to(wav, path))).close()
    data = bytearray(wav.read_bytes())
    data[1_000:1_100] = bytes(100)
    wav.write_bytes(data)
    open_files(qtbot, workplace, path)
    notice = wait_for_notice(qtbot, workplace)
    assert notice.sentence == "tone.wav is not the recording that this was made for."
    words, act = notice.answers[0]
    assert words == "Use it all the same"
    act()
    assert workplace.window.actions_by_name["play"].isEnabled()


def test_a_project_is_opened_at_the_row_and_the_time_it_was_left_at(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], wav: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    cues = (Cue(1, 0, 900, "First"), Cue(2, 1_000, 1_900, "Second"))
    Project.create(path, ProjectContents(cues, refer_to(wav, path))).close()
    first, second = make_workplace(), make_workplace()
    open_files(qtbot, first, path)
    qtbot.waitUntil(first.window.actions_by_name["play"].isEnabled, timeout=5_000)
    player = first.window.findChild(PlayerPane)
    assert isinstance(player, PlayerPane)
    qtbot.waitUntil(lambda: player.playback.is_open, timeout=5_000)
    first.editing.select_rows([1])
    first.editing.seek_requested.emit(1_234)
    first.session.leave(keep_draft=False)
    open_files(qtbot, second, path)
    assert second.editing.selected_rows() == (1,)
    qtbot.waitUntil(lambda: second.editing.playhead_ms == 1_234, timeout=5_000)


def test_the_open_project_is_not_opened_again(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents()).close()
    link = tmp_path / "link.wdproj"
    link.symlink_to(path)
    open_files(qtbot, workplace, path)
    workplace.opening.open([path])
    assert workplace.window.status_line.text == "work.wdproj is open already."
    workplace.opening.open([link])
    assert workplace.window.status_line.text == "link.wdproj is open already."


def test_a_file_that_another_was_opened_instead_of_does_not_arrive(
    qtbot: QtBot, workplace: Workplace, srt: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first.srt"
    first.write_text("1\n00:00:01,000 --> 00:00:02,000\nOf the first\n", encoding="utf-8")
    workplace.opening.open([first])
    thread = workplace.opening.findChild(JobThread)
    assert isinstance(thread, JobThread)
    thread.wait()
    with qtbot.waitSignal(workplace.opening.failed, timeout=5_000):
        workplace.opening.open([tmp_path / "gone.srt"])
    assert not workplace.session.is_open
    open_files(qtbot, workplace, srt)
    assert texts(workplace) == ["Good morning.", "Nobody was ready."]


def test_a_project_is_not_followed_by_the_file_that_was_being_read(
    qtbot: QtBot, workplace: Workplace, srt: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents((Cue(1, 0, 1_000, "Kept"),))).close()
    with qtbot.waitSignals([workplace.opening.ended, workplace.opening.opened], timeout=5_000):
        workplace.opening.open([srt])
        workplace.opening.open([path])
    qtbot.wait(50)
    assert texts(workplace) == ["Kept"]


def test_the_recording_of_a_document_that_was_left_does_not_arrive(
    qtbot: QtBot, workplace: Workplace, srt: Path, wav: Path
) -> None:
    open_files(qtbot, workplace, srt)
    recording = workplace.window.findChild(Recording)
    assert isinstance(recording, Recording)
    recording.open(wav)
    thread = recording.findChild(JobThread)
    assert isinstance(thread, JobThread)
    thread.wait()
    workplace.session.leave(keep_draft=False)
    workplace.session.begin(NewWork())
    qtbot.wait(50)
    assert workplace.session.media is None


def test_reading_ends_as_soon_as_something_else_is_opened(
    qtbot: QtBot, workplace: Workplace, srt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CancelToken] = []

    def read_for_ever(_path: Path, *, cancel: CancelToken) -> SubtitleFile:
        asked.append(cancel)
        while True:
            cancel.raise_if_cancelled()

    monkeypatch.setattr(opening, "read_subtitles", read_for_ever)
    workplace.opening.open([srt])
    qtbot.waitUntil(lambda: bool(asked))
    with qtbot.waitSignal(workplace.opening.ended):
        workplace.opening.stop()
    assert not workplace.session.is_open


def test_it_is_shown_how_much_was_read_and_escape_stops_it(
    qtbot: QtBot, workplace: Workplace, srt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_for_ever(_path: Path, *, cancel: CancelToken) -> SubtitleFile:
        cancel.reached(42, 100)
        while True:
            cancel.raise_if_cancelled()

    monkeypatch.setattr(opening, "read_subtitles", read_for_ever)
    workplace.opening.open([srt])
    line = workplace.window.status_line
    assert line.progress_text == "Reading talk.srt…"
    bar = line.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    qtbot.waitUntil(lambda: bar.text() == "42%")
    with qtbot.waitSignal(workplace.opening.ended):
        QTest.keyClick(workplace.window.empty_state, Qt.Key.Key_Escape)
    assert line.progress_text == ""
    assert line.text == "talk.srt was not opened."
    assert not workplace.session.is_open


def test_a_project_is_not_touched_before_the_person_has_left_what_is_open(
    qtbot: QtBot,
    workplace: Workplace,
    srt: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "work.wdproj"
    Project.create(path, ProjectContents()).close()
    before = path.stat()
    open_files(qtbot, workplace, srt)
    workplace.window.actions_by_name["delete"].trigger()
    monkeypatch.setattr(Leaving, "_ask", lambda *_: Answer.STAY)
    monkeypatch.setattr(Project, "open", lambda *_: pytest.fail("it was opened"))
    workplace.opening.open([path])
    assert texts(workplace) == ["Nobody was ready."]
    assert path.stat().st_mtime_ns == before.st_mtime_ns
