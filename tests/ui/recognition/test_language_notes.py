from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.events import (
    LanguageDetected,
    ResumePoint,
    SegmentReady,
    SpokenLanguage,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, RecipeOverride
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.recipes import set_recipe
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


def follow(run: LiveRun, host: FakeHost, qtbot: QtBot, *languages: str) -> None:
    """Transcribe five seconds in each of the languages, each as what it is."""
    run.start(RunRecord("a", Recipe()), ModelRequest("base"), Path("talk.mp4"))
    host.say(LanguageDetected(languages[0], 0.9))
    for number, language in enumerate(languages):
        at_ms = 5_000 * number
        spoken = SpokenLanguage(at_ms, at_ms + 5_000, language, 0.9)
        host.say(SegmentReady(Segment(at_ms, at_ms + 4_000, language, language)))
        so_far = tuple(Counter(languages[: number + 1]).items())
        host.say(WindowDone(ResumePoint(at_ms + 5_000, language, spoken_ms=so_far), (spoken,)))
    with qtbot.waitSignal(run.ended):
        host.say(None)


def press(notices: NoticeBar, words: str) -> None:
    buttons = [one for one in notices.findChildren(QPushButton) if one.isVisibleTo(notices)]
    [button] = [one for one in buttons if one.text() == words]
    button.click()


def told(notices: NoticeBar) -> str:
    """Return what is told now."""
    return notices.notice.sentence if notices.notice else ""


def wishes(desk: Desk) -> list[str | None]:
    """Return the languages in which the rows are to be recognised."""
    return [cue.recipe.language for cue in desk.editing.document]


def test_rows_that_sound_like_another_language_are_told_and_selected(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "nl", "en", "en", "nl")
    assert told(notices) == "From 0:05 to 0:15 it sounds like English, not Dutch."
    press(notices, "Select the rows")
    assert desk.editing.selected_rows() == (1, 2)
    assert told(notices)
    session.leave(keep_draft=False)
    assert not told(notices)


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
    assert wishes(desk) == ["en", "en", None, "de", "de", None]
    assert recognised == [(0, 1, 3, 4)]
    assert not told(notices)
    desk.editing.undo_stack.undo()
    assert wishes(desk) == [None] * 6


def test_rows_that_are_in_the_language_that_is_heard_are_not_told(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, qtbot: QtBot
) -> None:
    desk.set_language("nl")
    follow(run, host, qtbot, "nl", "nl", "en", "en", "en", "nl", "nl")
    assert len(desk.editing.document) >= 7
    assert not told(notices)


def test_a_run_that_goes_on_tells_of_what_came_before(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "nl", "en")
    assert not told(notices)
    hear(run, host, qtbot, "en", "nl", from_ms=10_000)
    assert told(notices)


def test_rows_that_were_looked_at_can_still_be_recognised(
    run: LiveRun,
    host: FakeHost,
    notices: NoticeBar,
    recognised: list[tuple[int, ...]],
    qtbot: QtBot,
) -> None:
    hear(run, host, qtbot, "nl", "en", "en")
    press(notices, "Select the rows")
    press(notices, "Recognise them in that language")
    assert recognised == [(1, 2)]
    assert not told(notices)


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_was_answered_is_not_told_again_when_the_run_goes_on(
    run: LiveRun, host: FakeHost, notices: NoticeBar, is_closed: bool, qtbot: QtBot
) -> None:
    def answer() -> None:
        if is_closed:
            notices.clear()
        else:
            press(notices, "Recognise them in that language")

    hear(run, host, qtbot, "nl", "en", "en")
    answer()
    hear(run, host, qtbot, "en", "nl", from_ms=15_000)
    assert told(notices) == "From 0:15 to 0:20 it sounds like English, not Dutch."
    answer()
    hear(run, host, qtbot, "nl", from_ms=25_000)
    assert not told(notices)


def test_what_was_not_answered_stays_when_the_run_goes_on(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "en", "en")
    first = notices.notice
    hear(run, host, qtbot, "nl", from_ms=10_000)
    assert notices.notice is first
    hear(run, host, qtbot, "de", "de", from_ms=15_000)
    assert len(told(notices).splitlines()) == 2


def test_it_is_taken_back_with_the_run(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "en", "en")
    assert told(notices)
    desk.editing.undo_stack.undo()
    assert not told(notices)
    hear(run, host, qtbot, "nl", from_ms=10_000)
    assert not told(notices)


def test_it_is_forgotten_with_the_recording(
    run: LiveRun, host: FakeHost, notices: NoticeBar, session: Session, qtbot: QtBot
) -> None:
    session.set_media(MediaReference(Path("talk.mp4"), MediaIdentity(1, "a", "b")))
    hear(run, host, qtbot, "en", "en")
    session.remember("anything", "else")
    assert told(notices)
    session.set_media(MediaReference(Path("other.mp4"), MediaIdentity(2, "c", "d")))
    assert not told(notices)


def test_rows_of_others_and_what_is_wished_already_are_left_alone(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, qtbot: QtBot
) -> None:
    editing = desk.editing
    typed = Cue(77, 4_000, 5_000, "typed")
    editing.perform(Edit(Verb.INSERT, (Splice(0, (), (typed,)),)))
    hear(run, host, qtbot, "en", "en", "nl", "de", "de")
    assert [cue.text for cue in editing.document][:3] == ["en", "typed", "en"]
    editing.perform(set_recipe(editing.document, [4, 5], RecipeOverride("de")))
    assert told(notices) == "From 0:00 to 0:10 it sounds like English, not Dutch."
    press(notices, "Select the rows")
    assert editing.selected_rows() == (0, 2)


def test_it_is_taken_back_once_all_rows_are_to_be_in_that_language(
    run: LiveRun, host: FakeHost, notices: NoticeBar, desk: Desk, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, "en", "en")
    for row in (0, 1):
        assert told(notices)
        desk.editing.perform(set_recipe(desk.editing.document, [row], RecipeOverride("en")))
    assert not told(notices)


def test_only_the_first_changes_are_listed(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    hear(run, host, qtbot, *(["en", "en", "nl"] * 4))
    lines = told(notices).splitlines()
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_where_no_row_came_nothing_is_told(
    run: LiveRun, host: FakeHost, notices: NoticeBar, qtbot: QtBot
) -> None:
    run.start(RunRecord("a", Recipe("nl")), ModelRequest("base"), Path("talk.mp4"))
    spoken = [SpokenLanguage(at_ms, at_ms + 5_000, "en", 0.9) for at_ms in (0, 5_000)]
    with qtbot.waitSignal(run.ended):
        host.say(WindowDone(ResumePoint(10_000, "nl"), tuple(spoken)), None)
    assert not told(notices)
