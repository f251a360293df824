from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.document_settings import LANGUAGE_SETTING
from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import LEFT_SETTING, RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.core.errors import RecogniserDiedError
from whisper_desktop.core.events import (
    Finished,
    LanguageDetected,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import NewWork, Session

MEDIA, MODEL = Path("talk.mp4"), ModelRequest("base")


def window_of(start_ms: int, *texts: str, language: str = "en") -> list[object]:
    segments = [
        Segment(start_ms + 1_000 * at, start_ms + 1_000 * at + 900, f" {text}", language)
        for at, text in enumerate(texts)
    ]
    resume = ResumePoint(start_ms + 30_000, language, (1, 2))
    return [*map(SegmentReady, segments), WindowDone(resume)]


def stop_after_a_window(run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot) -> None:
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: run.row_count == 1)
    with qtbot.waitSignal(run.ended):
        run.stop()


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def test_rows_come_as_their_windows_are_done(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one", "two"))
    qtbot.waitUntil(lambda: len(editing.document) == 3)
    host.say(*window_of(30_000, "three"))
    qtbot.waitUntil(lambda: len(editing.document) == 4)

    assert texts(editing) == ["one", "two", "three", "typed before"]
    assert editing.undo_stack.undoText() == "Transcribe"
    assert run.is_running
    assert run.row_count == 3


def test_at_its_end_nothing_is_left_to_go_on_with(
    run: LiveRun,
    host: FakeHost,
    session: Session,
    editing: EditingController,
    record: RunRecord,
    qtbot: QtBot,
) -> None:
    run.start(record, MODEL, MEDIA)
    assert session.setting(RUN_SETTING) is not None
    with qtbot.waitSignal(run.finished) as finished:
        host.say(*window_of(0, "one"), Finished((), "en"), None)

    assert finished.args == [1]
    assert not run.is_running
    assert run.record is None
    assert session.setting(RUN_SETTING) is None
    assert texts(editing) == ["one", "typed before"]


def test_what_was_recognised_stays_when_it_is_stopped_and_it_goes_on_there(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    stop_after_a_window(run, host, record, qtbot)
    assert not run.is_running
    left = run.record
    assert left is not None
    assert left.reached_ms == 30_000
    run.start(left, MODEL, MEDIA)
    qtbot.waitUntil(lambda: len(host.jobs) == 2)
    assert host.jobs[1].resume == ResumePoint(30_000, "en", (1, 2))
    assert host.jobs[1].request.options.hears_languages
    host.say(*window_of(30_000, "two"), Finished((), "en"), None)
    qtbot.waitUntil(lambda: not run.is_running)
    assert texts(editing) == ["one", "two", "typed before"]
    editing.undo_stack.undo()
    assert texts(editing) == ["typed before"]


def test_rows_that_a_person_touched_stay_as_they_are(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one", "two"))
    qtbot.waitUntil(lambda: len(editing.document) == 3)
    editing.perform(set_text(editing.document, 0, "mine"))
    host.say(*window_of(30_000, "three"), Finished((), "en"), None)
    qtbot.waitUntil(lambda: not run.is_running)

    assert texts(editing) == ["mine", "two", "three", "typed before"]
    editing.undo_stack.undo()
    assert texts(editing) == ["one", "two", "three", "typed before"]
    editing.undo_stack.undo()
    assert texts(editing) == ["typed before"]


def test_who_undoes_the_transcription_stops_it(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: len(editing.document) == 2)
    editing.undo_stack.undo()
    with qtbot.waitSignal(run.ended):
        host.say(*window_of(30_000, "two"))

    assert texts(editing) == ["typed before"]
    assert run.record is None


def test_rows_say_their_language_where_it_is_not_that_of_the_text(
    run: LiveRun, host: FakeHost, editing: EditingController, session: Session, qtbot: QtBot
) -> None:
    session.remember(LANGUAGE_SETTING, "nl")
    run.start(RunRecord("a", Recipe(None)), MODEL, MEDIA)
    host.say(LanguageDetected("en", 0.9), *window_of(0, "one"))
    qtbot.waitUntil(lambda: len(editing.document) == 2)
    assert editing.document[0].language == "en"


def test_what_comes_of_half_a_window_does_not_come_twice(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    half, *rest = window_of(0, "one", "two")
    run.start(record, MODEL, MEDIA)
    with qtbot.waitSignal(run.event_ready):
        host.say(half)
    with qtbot.waitSignal(run.ended):
        run.stop()
    with qtbot.waitSignal(run.finished):
        run.start(record, MODEL, MEDIA)
        host.say(half, *rest, Finished((), "en"), None)
    assert texts(editing) == ["one", "two", "typed before"]


def test_no_row_comes_while_a_mouse_button_is_down(
    run: LiveRun,
    host: FakeHost,
    editing: EditingController,
    record: RunRecord,
    qtbot: QtBot,
    held: list[Qt.MouseButton],
) -> None:
    run.start(record, MODEL, MEDIA)
    with qtbot.waitSignal(run.event_ready, check_params_cb=lambda e: isinstance(e, WindowDone)):
        host.say(*window_of(0, "one"))
    assert texts(editing) == ["typed before"]
    held[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: texts(editing) == ["one", "typed before"])


def test_a_language_other_than_that_of_the_run_is_noted_at_the_row(
    run: LiveRun, host: FakeHost, editing: EditingController, qtbot: QtBot, record: RunRecord
) -> None:
    run.start(replace(record, recipe=Recipe()), MODEL, MEDIA)
    found = LanguageDetected("nl", 0.9)
    host.say(found, *window_of(0, "een", language="nl"), *window_of(30_000, "two"))
    qtbot.waitUntil(lambda: len(editing.document) == 3)
    assert [cue.language for cue in editing.document] == [None, "en", None]


def test_a_recogniser_that_dies_leaves_its_rows_and_can_go_on(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    error = RecogniserDiedError(-9, "it was killed", Path("log"))
    run.start(record, MODEL, MEDIA)
    with qtbot.waitSignal(run.failed) as told:
        host.say(*window_of(0, "one"), error)
    qtbot.waitUntil(lambda: not run.is_running)

    assert told.args == [error]
    assert texts(editing) == ["one", "typed before"]
    assert run.record is not None


def test_it_can_be_paused(run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot) -> None:
    run.set_paused(True)
    assert (host.is_paused, run.is_paused) == (False, False)
    run.start(record, MODEL, MEDIA)
    with qtbot.waitSignal(run.paused_changed):
        run.set_paused(True)
    assert (host.is_paused, run.is_paused) == (True, True)
    run.set_paused(False)
    assert (host.is_paused, run.is_paused) == (False, False)
    run.set_paused(True)
    run.stop()
    assert not run.is_paused


def test_it_stops_when_another_document_is_opened(
    run: LiveRun, session: Session, record: RunRecord
) -> None:
    run.start(record, MODEL, MEDIA)
    session.leave(keep_draft=False)
    assert not run.is_running
    session.begin(NewWork())
    assert run.record is None


def test_a_run_belongs_to_one_recording_and_one_model(
    run: LiveRun, host: FakeHost, session: Session, record: RunRecord, qtbot: QtBot
) -> None:
    first = MediaReference(MEDIA, MediaIdentity(1, "a", "b"))
    other = MediaReference(Path("other.mp4"), MediaIdentity(2, "c", "d"))
    session.set_media(first)
    run.start(record, ModelRequest("small"), MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: run.row_count == 1)
    with qtbot.waitSignal(run.ended):
        session.set_media(other)

    records = [run.record]
    session.set_media(first)
    records.append(run.record)
    assert [record and record.recipe.model for record in records] == [None, "small"]


def test_a_run_that_was_taken_back_does_not_go_on(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    left: list[RunRecord | None] = []
    run.ended.connect(lambda: left.append(run.record))
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: run.row_count == 1)
    editing.undo_stack.undo()
    with qtbot.waitSignal(run.ended):
        host.say(*window_of(30_000, "two"))
    assert left == [None]


def test_who_goes_on_after_taking_back_what_came_gets_the_rest(
    run: LiveRun, host: FakeHost, editing: EditingController, record: RunRecord, qtbot: QtBot
) -> None:
    stop_after_a_window(run, host, record, qtbot)
    editing.undo_stack.undo()
    left = run.record
    assert left is not None
    run.start(left, MODEL, MEDIA)
    host.say(*window_of(30_000, "two"), Finished((), "en"), None)
    qtbot.waitUntil(lambda: not run.is_running)
    assert texts(editing) == ["two", "typed before"]


def test_a_run_that_was_taken_back_is_not_whole_when_it_ends(
    run: LiveRun,
    host: FakeHost,
    session: Session,
    editing: EditingController,
    held: list[Qt.MouseButton],
    qtbot: QtBot,
) -> None:
    held[0] = Qt.MouseButton.NoButton
    finished: list[int] = []
    run.finished.connect(finished.append)
    run.start(RunRecord("a", Recipe("en")), MODEL, MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: run.row_count == 1)
    editing.undo_stack.undo()
    # All of the rest has come before it is known that it is not wanted.
    held[0] = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(run.ended):
        host.say(*window_of(30_000, "two"), *window_of(60_000), Finished((), "en"), None)

    assert finished == []
    assert texts(editing) == ["typed before"]
    assert session.setting(RUN_SETTING) is None
    assert session.setting(LEFT_SETTING) is not None


def test_that_a_run_was_left_is_remembered_until_one_is_at_its_end(
    run: LiveRun, host: FakeHost, session: Session, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, MEDIA)
    host.say(*window_of(0, "one"))
    qtbot.waitUntil(lambda: run.row_count == 1)
    run.stop()
    run.forget()
    assert run.record is None
    left = run_from_data(session.setting(LEFT_SETTING))
    assert left is not None
    assert left.reached_ms == 30_000
    run.start(record, MODEL, MEDIA)
    with qtbot.waitSignal(run.finished):
        host.say(*window_of(0, "one"), Finished((), "en"), None)
    assert session.setting(LEFT_SETTING) is None
