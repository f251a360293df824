from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.align import AlignRequest, TextAligned
from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.recognition_jobs import AlignJob, RetimeJob
from whisper_desktop.app.request import MediaPart, ModelRequest
from whisper_desktop.app.retime import RetimeRequest, RowNotHeard, RowTimed
from whisper_desktop.app.row_times import AlignedRow
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import RecogniserDiedError
from whisper_desktop.core.events import Progress
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.verbs.fitting import SpokenTimes
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.fitting import Fitting, FittingOrder
from whisper_desktop.ui.session import NewWork, Session

MEDIA, MODEL = Path("talk.mp4"), ModelRequest("base")
CUES = (Cue(1, 1_000, 1_900, "one"), Cue(2, 2_000, 2_900, "two"), Cue(3, 3_000, 3_900, "three"))


@pytest.fixture
def fitting(desk: Desk, session: Session, host: FakeHost, window: QMainWindow) -> Iterator[Fitting]:
    session.begin(NewWork(CUES))
    fitting = Fitting(desk, session, host, window)
    yield fitting
    fitting.stop()


def retiming(cues: Sequence[Cue] = CUES, *, moves_rows: bool = True) -> FittingOrder:
    job = RetimeJob(RetimeRequest(MEDIA, ()), MODEL, Recipe("en"))
    return FittingOrder(job, cues, moves_rows, MEDIA)


def said(uid: int, start_ms: int) -> RowTimed:
    word = Word(start_ms, start_ms + 500, " said", 0.9)
    return RowTimed(uid, SpokenTimes(start_ms, start_ms + 500, (word,)))


def spans(editing: EditingController) -> list[tuple[int, int]]:
    return [(cue.start_ms, cue.end_ms) for cue in editing.document]


def test_rows_change_in_one_step_at_the_end(
    fitting: Fitting, host: FakeHost, editing: EditingController, qtbot: QtBot
) -> None:
    percents: list[int] = []
    fitting.progressed.connect(percents.append)
    told: list[tuple[int, object]] = []
    fitting.finished.connect(lambda count, unheard: told.append((count, unheard)))
    with qtbot.waitSignal(fitting.ended):
        fitting.start(retiming())
        host.say(said(1, 1_200), Progress(1, 4, 0.0, None), said(2, 2_300), RowNotHeard(3), None)
    assert spans(editing) == [(1_200, 1_700), (2_300, 2_800), (3_000, 3_900)]
    assert editing.document[0].words[0].text == " said"
    assert percents == [0, 25]
    assert told == [(2, (3,))]
    editing.undo_stack.undo()
    assert tuple(editing.document) == CUES


def test_words_alone_leave_the_rows_where_they_are(
    fitting: Fitting, host: FakeHost, editing: EditingController, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(fitting.ended):
        fitting.start(retiming(moves_rows=False))
        host.say(said(1, 1_200), None)
    assert spans(editing)[0] == (1_000, 1_900)
    assert editing.document[0].words


def test_a_row_that_was_edited_since_is_left(
    fitting: Fitting, host: FakeHost, editing: EditingController, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(fitting.finished) as finished:
        fitting.start(retiming())
        editing.perform(set_text(editing.document, 0, "edited"))
        host.say(said(1, 1_200), said(2, 2_300), None)
    assert spans(editing)[:2] == [(1_000, 1_900), (2_300, 2_800)]
    assert finished.args is not None


def test_the_whole_text_gets_the_times_of_its_rows(
    fitting: Fitting, host: FakeHost, editing: EditingController, qtbot: QtBot
) -> None:
    rows = tuple(
        AlignedRow(at, Segment(5_000 * at, 5_000 * at + 900, cue.text, "en"), 1.0 if at else 0.0)
        for at, cue in enumerate(CUES)
    )
    order = replace(retiming(), job=AlignJob(AlignRequest(MediaPart(MEDIA), ()), MODEL))
    with qtbot.waitSignal(fitting.finished) as finished:
        fitting.start(order)
        host.say(TextAligned(rows, "en"), None)
    assert spans(editing) == [(0, 900), (5_000, 5_900), (10_000, 10_900)]
    assert finished.args == [2, (1,)]


def test_nothing_changes_once_it_is_cancelled_or_failed(
    fitting: Fitting, host: FakeHost, editing: EditingController, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(fitting.ended):
        fitting.start(retiming())
        host.say(said(1, 1_200))
        qtbot.waitUntil(lambda: bool(host.jobs))
        fitting.cancel()
    error = RecogniserDiedError(-9, "it was killed", Path("log"))
    with qtbot.waitSignals([fitting.failed, fitting.ended]):
        fitting.start(retiming())
        host.say(said(1, 1_200), error)
    assert tuple(editing.document) == CUES
    assert not fitting.is_running


def test_another_document_or_recording_ends_it(
    fitting: Fitting, host: FakeHost, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    desk.show_media(MediaFacts(MEDIA, 60_000))
    fitting.start(retiming())
    desk.show_media(MediaFacts(MEDIA, 60_000))
    assert fitting.is_running
    with qtbot.waitSignal(fitting.ended):
        desk.show_media(None)
    fitting.start(retiming())
    session.leave(keep_draft=False)
    assert not fitting.is_running


def test_no_row_changes_under_the_hand_of_somebody_who_drags(
    fitting: Fitting,
    host: FakeHost,
    editing: EditingController,
    held: list[Qt.MouseButton],
    qtbot: QtBot,
) -> None:
    fitting.start(retiming())
    host.say(said(1, 1_200), None)
    qtbot.waitUntil(lambda: not fitting.is_running)
    assert tuple(editing.document) == CUES
    held[0] = Qt.MouseButton.NoButton
    with qtbot.waitSignal(fitting.ended):
        pass
    assert spans(editing)[0] == (1_200, 1_700)
    held[0] = Qt.MouseButton.LeftButton
    fitting.start(retiming(tuple(editing.document)))
    host.say(said(2, 2_300), None)
    qtbot.waitUntil(lambda: not fitting.is_running)
    with qtbot.waitSignal(fitting.ended):
        fitting.stop()
    assert spans(editing)[1] == (2_000, 2_900)
