from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.app.speech_record import LEFT_OUT_SETTING, SPEECH_SETTING, speech_from_data
from whisper_desktop.core.events import Finished, ResumePoint, SpeechFound, WindowDone
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.doubts_board import DoubtsBoard
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.speech_keeper import (
    LEFT_ALONE_SETTING,
    SpeechKeeper,
)
from whisper_desktop.ui.session import NewWork, Session

SPANS = (TimeSpan(1_000, 4_000), TimeSpan(10_000, 13_000))
Hear = Callable[..., None]
FOUND = SpeechFound(0, 20_000, SPANS)


@dataclass
class Media:
    track: int | None = None


@pytest.fixture
def media() -> Media:
    return Media()


@pytest.fixture
def doubts(editing: EditingController) -> DoubtsBoard:
    return DoubtsBoard(editing)


@pytest.fixture
def keeper(
    desk: Desk, session: Session, run: LiveRun, media: Media, doubts: DoubtsBoard
) -> SpeechKeeper:
    return SpeechKeeper(desk, session, run, cast("MediaPanes", media), doubts)


@pytest.fixture
def hear(qtbot: QtBot, run: LiveRun, host: FakeHost) -> Hear:
    """Return what runs from start to end, with speech found and no rows."""

    def act(record: RunRecord, *others: object) -> None:
        with qtbot.waitSignal(run.ended):
            run.start(record, ModelRequest("base"), Path("talk.wav"))
            host.say(FOUND, *others, Finished((), "en"), None)

    return act


def reopen(session: Session, work: NewWork) -> None:
    """Leave what is open, with the draft that may just be being made, and begin other work."""
    session.leave(keep_draft=False)
    session.begin(work)


def test_after_a_run_speech_without_rows_is_known_and_kept(
    keeper: SpeechKeeper,
    doubts: DoubtsBoard,
    session: Session,
    hear: Hear,
    record: RunRecord,
) -> None:
    was_known = keeper.is_known
    hear(record)
    assert (was_known, keeper.is_known) == (False, True)
    assert list(doubts.uncovered) == list(SPANS)
    assert isinstance(session.setting(SPEECH_SETTING), dict)


def test_while_it_runs_nothing_is_told(
    keeper: SpeechKeeper,
    doubts: DoubtsBoard,
    run: LiveRun,
    host: FakeHost,
    record: RunRecord,
    qtbot: QtBot,
) -> None:
    run.start(record, ModelRequest("base"), Path("talk.wav"))
    with qtbot.waitSignal(run.event_ready):
        host.say(FOUND)
    assert list(doubts.uncovered) == []
    assert keeper.is_known


def test_what_was_heard_is_kept_before_the_run_ends(
    keeper: SpeechKeeper,
    session: Session,
    run: LiveRun,
    host: FakeHost,
    record: RunRecord,
    qtbot: QtBot,
) -> None:
    run.start(record, ModelRequest("base"), Path("talk.wav"))
    with qtbot.waitSignal(run.event_ready):
        host.say(FOUND)
    assert speech_from_data(session.setting(SPEECH_SETTING)).spans == SPANS
    assert keeper.is_known


def test_what_needs_no_row_is_remembered(
    keeper: SpeechKeeper,
    doubts: DoubtsBoard,
    session: Session,
    hear: Hear,
    record: RunRecord,
) -> None:
    hear(record)
    keeper.leave_alone([SPANS[1]])
    keeper.list_again([SPANS[1]])
    assert list(doubts.uncovered) == list(SPANS)
    keeper.leave_alone([SPANS[1]])
    assert list(doubts.uncovered) == list(SPANS[:1])
    kept = {name: session.setting(name) for name in (SPEECH_SETTING, LEFT_ALONE_SETTING)}
    reopen(session, NewWork())
    assert not keeper.is_known
    assert list(doubts.uncovered) == []
    reopen(session, NewWork(settings=kept))
    assert list(doubts.uncovered) == list(SPANS[:1])


def test_what_was_left_out_is_kept_until_somebody_looked_at_it(
    keeper: SpeechKeeper, doubts: DoubtsBoard, session: Session, hear: Hear, record: RunRecord
) -> None:
    texts = [LeftOut(at, at + 500, "you", LeftOutReason.NO_SPEECH) for at in (1_000, 9_000)]
    hear(record, WindowDone(ResumePoint(20_000), left_out=tuple(texts)))
    assert doubts.left_out_count == 2
    keeper.forget_left_out(texts[0])
    kept = session.setting(LEFT_OUT_SETTING)
    reopen(
        session, NewWork(settings={LEFT_OUT_SETTING: [*cast("list[object]", kept), {"text": 1}]})
    )
    assert [doubt.left_out for doubt in doubts.texts_left_out()] == [texts[1]]
    keeper.note_left_out(texts[0], 1)
    keeper.note_left_out(texts[1], 99)
    assert doubts.left_out_count == 2
    reopen(session, NewWork(settings={LEFT_OUT_SETTING: 3}))
    assert doubts.left_out_count == 0


LEFT_OUT = LeftOut(1_000, 1_500, "you", LeftOutReason.NO_SPEECH)


def test_what_was_left_out_is_kept_before_the_run_ends(
    keeper: SpeechKeeper,
    session: Session,
    run: LiveRun,
    host: FakeHost,
    record: RunRecord,
    qtbot: QtBot,
) -> None:
    run.start(record, ModelRequest("base"), Path("talk.wav"))
    with qtbot.waitSignal(run.event_ready):
        host.say(WindowDone(ResumePoint(20_000), left_out=(LEFT_OUT,)))
    kept = session.setting(LEFT_OUT_SETTING)
    assert isinstance(kept, list)
    assert [one["text"] for one in kept] == ["you"]
    assert keeper.is_known is False


def test_a_window_that_is_read_again_leaves_out_the_same_once(
    keeper: SpeechKeeper, doubts: DoubtsBoard, session: Session, hear: Hear, record: RunRecord
) -> None:
    window = WindowDone(ResumePoint(20_000), left_out=(LEFT_OUT,))
    hear(record, window)
    hear(replace(record, resume=ResumePoint(0)), window)
    assert [doubt.left_out for doubt in doubts.texts_left_out()] == [LEFT_OUT]
    keeper.forget_left_out(LEFT_OUT)
    assert session.setting(LEFT_OUT_SETTING) == []


@pytest.mark.parametrize("damaged", ["x", [[1]], [["a", 2]], [[5, 5]], [3]])
def test_a_damaged_list_is_none(
    keeper: SpeechKeeper, doubts: DoubtsBoard, session: Session, damaged: object
) -> None:
    speech = {"media": None, "track": None, "heard": [[0, 20_000]], "spans": [[1_000, 4_000]]}
    reopen(session, NewWork(settings={SPEECH_SETTING: speech, LEFT_ALONE_SETTING: damaged}))
    assert keeper.is_known
    assert list(doubts.uncovered) == list(SPANS[:1])


def test_of_another_track_nothing_is_known(
    keeper: SpeechKeeper,
    doubts: DoubtsBoard,
    media: Media,
    hear: Hear,
    record: RunRecord,
) -> None:
    hear(record)
    media.track = 2
    keeper.leave_alone([])
    assert not keeper.is_known
    assert list(doubts.uncovered) == []
    hear(replace(record, id="b", track=2))
    assert list(doubts.uncovered) == list(SPANS)


def test_of_another_recording_nothing_is_known(
    keeper: SpeechKeeper,
    doubts: DoubtsBoard,
    session: Session,
    hear: Hear,
    record: RunRecord,
) -> None:
    session.set_media(MediaReference(Path("/talk.wav"), MediaIdentity(1, "a", "b"), None))
    hear(record)
    assert list(doubts.uncovered) == list(SPANS)
    session.set_media(MediaReference(Path("/other.wav"), MediaIdentity(2, "c", "d"), None))
    assert list(doubts.uncovered) == []
