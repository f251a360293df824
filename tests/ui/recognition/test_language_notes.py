from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.events import ResumePoint, SegmentReady, SpokenLanguage, WindowDone
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.language_notes import LanguageNotes
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.notice_bar import NoticeBar


@pytest.fixture
def notices(window: QMainWindow) -> NoticeBar:
    return NoticeBar(window)


@pytest.fixture
def recognised() -> list[tuple[int, ...]]:
    """What was selected whenever the rows were to be recognised again."""
    return []


@pytest.fixture(autouse=True)
def notes(
    desk: Desk,
    session: Session,
    run: LiveRun,
    notices: NoticeBar,
    recognised: list[tuple[int, ...]],
) -> LanguageNotes:
    def recognise() -> None:
        recognised.append(desk.editing.selected_rows())

    return LanguageNotes(desk, session, run, notices, recognise)


def hear(run: LiveRun, host: FakeHost, qtbot: QtBot, *languages: str, from_ms: int = 0) -> None:
    """Transcribe five seconds in each of the languages as Dutch."""
    run.start(RunRecord("a", Recipe("nl")), ModelRequest("base"), Path("talk.mp4"))
    for number, language in enumerate(languages):
        at_ms = from_ms + 5_000 * number
        spoken = SpokenLanguage(at_ms, at_ms + 5_000, language, 0.9)
        host.say(SegmentReady(Segment(at_ms, at_ms + 4_000, language, "nl")))
        host.say(WindowDone(ResumePoint(at_ms + 5_000, "nl"), (spoken,)))
    with qtbot.waitSignal(run.ended):
        host.say(None)


def press(notices: NoticeBar, words: str) -> None:
    [button] = [one for one in notices.findChildren(QPushButton) if one.text() == words]
    button.click()


def test_rows_that_sound_like_another_language_are_told_and_selected(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "nl", "en", "en", "nl")
    assert notices.notice is not None
    assert notices.notice.sentence == "From 0:05 to 0:15 it sounds like English, not Dutch."
    press(notices, "Select the rows")
    assert desk.editing.selected_rows() == (1, 2)
    session.leave(keep_draft=False)
    assert notices.notice is None


def test_they_can_be_recognised_in_that_language_at_once(
    run: LiveRun,
    host: FakeHost,
    notices: NoticeBar,
    desk: Desk,
    recognised: list[tuple[int, ...]],
    qtbot: QtBot,
) -> None:
    hear(run, host, qtbot, "en", "en", "nl", "de", "de")
    press(notices, "Recognise them in that language")
    languages = [cue.recipe.language for cue in desk.editing.document]
    assert languages == ["en", "en", None, "de", "de", None]
    assert recognised == [(0, 1, 3, 4)]
    assert notices.notice is None


def test_a_run_that_goes_on_tells_of_what_came_before(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "nl", "en")
    assert notices.notice is None
    hear(run, host, qtbot, "en", "nl", from_ms=10_000)
    assert notices.notice is not None


def test_only_the_first_changes_are_listed(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, *(["en", "en", "nl"] * 4))
    assert notices.notice is not None
    lines = notices.notice.sentence.splitlines()
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_where_no_row_came_nothing_is_told(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    run.start(RunRecord("a", Recipe("nl")), ModelRequest("base"), Path("talk.mp4"))
    spoken = [SpokenLanguage(at_ms, at_ms + 5_000, "en", 0.9) for at_ms in (0, 5_000)]
    with qtbot.waitSignal(run.ended):
        host.say(WindowDone(ResumePoint(10_000, "nl"), tuple(spoken)), None)
    assert notices.notice is None
