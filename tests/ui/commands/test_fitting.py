from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import pytest
from PySide6.QtCore import QObject, Signal

from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts
from whisper_desktop.app.recognition_jobs import AlignJob, RetimeJob
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import TextNotHeardError
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.fitting import FittingCommands, FittingParts
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.fitting import Fitting, FittingOrder
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

TRACK = AudioTrackFacts(2, None, "", "aac", 2, is_default=True)
FACTS = MediaFacts(Path("talk.mp4"), 60_000, (TRACK,))
CUES = (
    Cue(1, 0, 900, "een"),
    Cue(2, 1_000, 1_900, "two", language="en"),
    Cue(3, 2_000, 2_900, "drie"),
    Cue(4, 3_000, 3_900, "vier"),
)


class Store(Protocol):
    def put(self, name: str, language_count: int | None = None) -> None: ...


class FakeFitting(QObject):
    """Takes down what is ordered."""

    progressed = Signal(int)
    finished = Signal(int, object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.orders: list[FittingOrder] = []
        self.cancels = 0
        self.is_running = False

    def start(self, order: FittingOrder) -> None:
        self.orders.append(order)
        self.is_running = True

    def cancel(self) -> None:
        self.cancels += 1


class Media:
    track = 2


@dataclass
class Bench:
    """Everything around the commands."""

    work: FakeFitting
    notices: NoticeBar
    told: list[str] = field(default_factory=list)

    @property
    def notice(self) -> Notice:
        assert self.notices.notice is not None
        return self.notices.notice


@pytest.fixture
def bench(
    desk: Desk,
    actions: Actions,
    session: Session,
    advice: RunAdvice,
    store: Store,
    known_machine: Callable[[], None],
) -> Bench:
    session.begin(NewWork(CUES))
    store.put("base")
    desk.set_language("nl")
    desk.show_media(FACTS)
    bench = Bench(FakeFitting(desk), NoticeBar(desk.window))
    desk.told.connect(bench.told.append)
    recipes = DocumentRecipe(desk, session)
    parts = FittingParts(cast("MediaPanes", Media()), recipes, advice, bench.notices)
    FittingCommands(desk, actions, cast("Fitting", bench.work), parts)
    advice.devices.look()
    known_machine()
    return bench


def test_selected_rows_are_fitted_beside_their_neighbours(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0, 1])
    actions["fit-times"].trigger()
    order = bench.work.orders[0]
    assert isinstance(order.job, RetimeJob)
    request = order.job.request
    assert [(one.key, one.is_wanted) for one in request.orders] == [
        (1, True),
        (2, True),
        (3, False),
    ]
    assert (request.media, request.audio_track, request.language) == (FACTS.path, 2, "nl")
    assert (order.moves_rows, [cue.uid for cue in order.cues]) == (True, [1, 2])
    assert order.job.recipe.task is Task.TRANSCRIBE


def test_words_alone_may_be_wanted_in_the_language_of_the_row(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([1])
    actions["fit-words"].trigger()
    order = bench.work.orders[0]
    assert isinstance(order.job, RetimeJob)
    assert not order.moves_rows
    assert order.job.request.language == "en"


def test_the_whole_text_is_fitted_in_order_of_its_times(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    actions["fit-all"].trigger()
    order = bench.work.orders[0]
    assert isinstance(order.job, AlignJob)
    rows = order.job.request.rows
    assert [(row.text, row.start_ms) for row in rows] == [
        ("een", 0),
        ("two", 1_000),
        ("drie", 2_000),
        ("vier", 3_000),
    ]
    assert order.job.request.part.audio_track == 2
    assert order.job.request.options.recipe.language == "nl"


def test_what_is_missing_is_said(
    bench: Bench, desk: Desk, actions: Actions, session: Session
) -> None:
    actions["fit-times"].trigger()
    desk.editing.select_rows([0])
    desk.show_media(MediaFacts(Path("mute.mp4"), 1_000))
    actions["fit-times"].trigger()
    desk.show_media(None)
    actions["fit-all"].trigger()
    session.leave(keep_draft=False)
    session.begin(NewWork([Cue(1, 0, 900, "")]))
    actions["fit-all"].trigger()
    assert bench.told == [
        "Select rows first.",
        "The recording has no sound to listen to.",
        "There is no recording to listen to. Open it first.",
        "There is no text to fit.",
    ]
    assert not bench.work.orders


def test_a_model_that_is_not_there_is_said(bench: Bench, desk: Desk, actions: Actions) -> None:
    desk.editing.select_rows([0])
    desk.editing.perform(set_recipe(desk.editing.document, [0], RecipeOverride(model="small")))
    actions["fit-times"].trigger()
    assert bench.told[-1] == "The model small is not installed."
    desk.editing.perform(set_recipe(desk.editing.document, [0], RecipeOverride(model="base.en")))
    actions["fit-times"].trigger()
    assert "base.en" in bench.told[-1]
    assert not bench.work.orders


def test_how_far_it_is_is_said_with_a_way_to_stop(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0])
    actions["fit-times"].trigger()
    bench.work.progressed.emit(34)
    assert bench.notice.sentence == "Fitting the rows to the sound: 34 %"
    name, stop = bench.notice.answers[0]
    stop()
    assert (name, bench.work.cancels) == ("Stop", 1)
    assert bench.told[-1] == "Stopped. No row was changed."
    bench.work.is_running = False
    bench.work.ended.emit()
    assert bench.notices.notice is None
    bench.work.progressed.emit(40)
    assert bench.notices.notice is None


def test_rows_that_were_not_heard_can_be_selected(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    bench.work.finished.emit(3, (2, 4))
    bench.work.ended.emit()
    assert bench.told == ["Fitted to the sound: 3 row(s)."]
    assert bench.notice.is_problem
    assert bench.notice.sentence == "The text of 2 row(s) was not heard. Look at their times."
    bench.notice.answers[0][1]()
    assert desk.editing.selected_rows() == (1, 3)


def test_what_went_wrong_is_said(bench: Bench) -> None:
    bench.work.failed.emit(TextNotHeardError(Path("talk.mp4")))
    bench.work.ended.emit()
    assert bench.notice.sentence.startswith("Little or nothing of the text is said in talk.mp4.")
