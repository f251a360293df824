from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, cast

import pytest

from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts
from whisper_desktop.app.settings import Settings
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import AUTO_LANGUAGE, Recipe, RecipeOverride, Task
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.split import split
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.again import AgainCommands, AgainParts
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import AgainOrder, Rerecognition
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock

TRACK = AudioTrackFacts(2, None, "", "aac", 2, is_default=True)
FACTS = MediaFacts(Path("talk.mp4"), 60_000, (TRACK,))
CUES = (
    Cue(1, 0, 900, "een"),
    Cue(2, 1_000, 1_900, "two", language="en"),
    Cue(3, 2_000, 2_900, "", recipe=RecipeOverride(language="de", hotwords="Wort")),
)


class Store(Protocol):
    def put(self, name: str, language_count: int | None = None) -> None: ...


@dataclass
class FakeWork:
    """Takes down what is ordered."""

    orders: list[AgainOrder] = field(default_factory=list)
    cancels: int = 0

    def start(self, order: AgainOrder) -> None:
        self.orders.append(order)

    def cancel(self) -> None:
        self.cancels += 1


@dataclass
class FakeRun:
    is_running: bool = False


class Media:
    track = 2


@dataclass
class Bench:
    """Everything around the commands."""

    work: FakeWork
    run: FakeRun
    board: ProposalBoard
    dock: ComparisonDock
    told: list[str]
    drawn: list[tuple[int, int]] = field(default_factory=list)


@pytest.fixture
def session(session: Session) -> Session:
    session.begin(NewWork(CUES))
    return session


@pytest.fixture
def bench(
    desk: Desk,
    actions: Actions,
    session: Session,
    advice: RunAdvice,
    store: Store,
    known_machine: Callable[[], None],
) -> Bench:
    store.put("base")
    desk.set_language("nl")
    desk.show_media(FACTS)
    board = ProposalBoard(desk.editing, session, lambda cue: cue, desk.window)
    dock = ComparisonDock(desk.editing, board, lambda: ["base"], desk.window)
    bench = Bench(FakeWork(), FakeRun(), board, dock, [])
    desk.told.connect(bench.told.append)

    def take_span() -> bool:
        if bench.drawn:
            desk.editing.select_rows([2])
        return bool(bench.drawn)

    AgainCommands(
        desk,
        actions,
        cast("Rerecognition", bench.work),
        AgainParts(
            board,
            dock,
            cast("LiveRun", bench.run),
            cast("MediaPanes", Media()),
            DocumentRecipe(desk, session),
            advice,
            take_span,
        ),
    )
    actions["comparison"].toggled.connect(dock.setVisible)
    advice.devices.look()
    known_machine()
    return bench


def offer(
    bench: Bench,
    uid: int,
    text: str = "new",
    model: str = "",
    texts: tuple[str, str] | None = None,
    probability: float = 0.9,
) -> None:
    row = CUES[uid - 1]
    span = (row.start_ms, row.end_ms)
    segment = Segment(*span, text, "nl", words=(Word(*span, text, probability),))
    recipe = Recipe("nl", model=model)
    candidate = Candidate(uid, *span, False, recipe, (segment,), texts=texts)
    bench.board.add(candidate, is_translation=False)


def spans(bench: Bench) -> list[tuple[int, int, int, bool]]:
    return [
        (one.key, one.start_ms, one.end_ms, one.is_locked) for one in bench.work.orders[-1].spans
    ]


def test_selected_rows_are_recognised_as_each_is_told(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0, 2])
    actions["again"].trigger()
    order = bench.work.orders[0]
    assert spans(bench) == [(1, 0, 900, True), (3, 2_000, 2_900, True)]
    assert [one.recipe.language for one in order.spans] == ["nl", "de"]
    assert order.spans[1].recipe.hotwords == "Wort"
    assert (order.media, order.track, order.is_translation) == (FACTS.path, 2, False)
    assert order.model.name == Settings().model
    actions["again-free"].trigger()
    assert spans(bench) == [(1, 0, 900, False), (3, 2_000, 2_900, False)]
    assert bench.told == []


def test_a_drawn_span_is_taken_and_without_rows_it_is_said(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    actions["again"].trigger()
    assert bench.told == ["Select rows first, or draw a span on the waveform."]
    bench.drawn.append((0, 1))
    actions["again"].trigger()
    assert spans(bench) == [(3, 2_000, 2_900, True)]


def test_all_rows_without_text_are_recognised(
    bench: Bench, desk: Desk, actions: Actions, session: Session
) -> None:
    actions["again-empty"].trigger()
    assert spans(bench) == [(3, 2_000, 2_900, True)]
    session.leave(keep_draft=False)
    session.begin(NewWork(CUES[:2]))
    actions["again-empty"].trigger()
    assert bench.told[-1] == "All rows have text."
    assert len(bench.work.orders) == 1


def test_rows_are_translated_but_not_those_that_are_english(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0, 1, 2])
    actions["again-translate"].trigger()
    order = bench.work.orders[0]
    assert [one.key for one in order.spans] == [1, 3]
    assert {one.recipe.task for one in order.spans} == {Task.TRANSLATE}
    assert order.is_translation
    desk.editing.select_rows([1])
    actions["again-translate"].trigger()
    assert bench.told == ["There is nothing to translate: the rows are English."]


def test_a_model_that_cannot_translate_says_so_at_once(
    bench: Bench, desk: Desk, actions: Actions, advice: RunAdvice, store: Store
) -> None:
    store.put("large-v3-turbo")
    preferences = advice.preferences
    preferences.change_settings(replace(preferences.settings, model="large-v3-turbo"))
    desk.editing.select_rows([0])
    actions["again-translate"].trigger()
    assert bench.work.orders == []
    assert "turbo" in bench.told[-1]
    assert bench.told[-1].endswith("The model base can.")
    actions["again"].trigger()
    assert len(bench.work.orders) == 1


def test_a_model_of_english_alone_finds_no_language_out(
    bench: Bench, desk: Desk, actions: Actions, store: Store
) -> None:
    store.put("tiny.en")
    find_out = RecipeOverride(language=AUTO_LANGUAGE, model="tiny.en")
    desk.editing.perform(set_recipe(desk.editing.document, [0, 1], find_out))
    desk.editing.select_rows([0])
    actions["again"].trigger()
    assert bench.work.orders == []
    assert bench.told == ["tiny.en knows English only, and no Dutch. The model base can."]
    desk.editing.select_rows([0, 1])
    actions["again"].trigger()
    assert [one.recipe.language for one in bench.work.orders[-1].spans] == ["nl", "en"]
    offer(bench, 1)
    bench.dock.more_requested.emit(ProposalId(1), "tiny.en")
    assert len(bench.work.orders) == 1
    words = "tiny.en knows English only, and no Dutch. The model base can."
    assert bench.dock.refusal(ProposalId(1), "tiny.en") == words
    assert bench.dock.refusal(ProposalId(1), "base") == ""
    assert bench.dock.refusal(ProposalId(9), "tiny.en") == ""


def test_a_model_that_is_not_there_is_named(
    bench: Bench, desk: Desk, actions: Actions, advice: RunAdvice
) -> None:
    preferences = advice.preferences
    preferences.change_settings(replace(preferences.settings, model="small"))
    desk.editing.select_rows([0])
    actions["again"].trigger()
    assert bench.told == ["The model small is not installed."]


def test_without_a_recording_or_its_sound_it_is_said(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0])
    desk.show_media(None)
    actions["again"].trigger()
    desk.show_media(replace(FACTS, tracks=()))
    actions["again"].trigger()
    assert bench.told == [
        "There is no recording to listen to. Open it first.",
        "The recording has no sound to recognise.",
    ]


def test_while_a_transcription_goes_on_the_rows_come_after_it(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    bench.run.is_running = True
    desk.editing.select_rows([0, 2])
    actions["again"].trigger()
    assert "will be recognised after the transcription." in bench.told[0]
    assert len(bench.work.orders) == 1


def test_the_comparison_opens_with_the_first_proposal_only(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    offer(bench, 1)
    assert actions["comparison"].isChecked()
    actions["comparison"].setChecked(False)
    offer(bench, 2)
    assert not actions["comparison"].isChecked()
    actions["next-proposal"].trigger()
    assert actions["comparison"].isChecked()
    assert desk.editing.current == 1
    actions["previous-proposal"].trigger()
    assert desk.editing.current == 2


def test_what_waits_in_a_project_is_shown_when_it_is_opened(
    bench: Bench, actions: Actions, session: Session, tmp_path: Path
) -> None:
    session.save_as(tmp_path / "a.wdproj", overwrite=False)
    offer(bench, 1)
    session.leave(keep_draft=False)
    actions["comparison"].setChecked(False)
    session.go_on(session.read_project(tmp_path / "a.wdproj"))
    assert actions["comparison"].isChecked()
    assert bench.board.open == (ProposalId(1),)


def test_the_proposal_of_the_row_is_accepted_or_rejected_from_anywhere(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    for uid in (1, 2):
        offer(bench, uid)
    desk.editing.select_rows([0])
    actions["accept-proposal"].trigger()
    assert desk.editing.document[0].text == "new"
    actions["accept-proposal"].trigger()
    assert bench.told == ["Nothing is proposed for this row."]
    desk.editing.select_rows([1])
    actions["reject-proposal"].trigger()
    assert bench.board.open == ()
    assert desk.editing.document[1].text == "two"
    bench.dock.back_button.click()
    actions["accept-all"].trigger()
    assert desk.editing.document[1].text == "new"


def test_all_are_rejected_and_what_changes_nothing_is_said(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    offer(bench, 1, "new")
    actions["reject-all"].trigger()
    assert bench.board.open == ()
    actions["accept-all"].trigger()
    assert bench.told[-1] == "There was nothing to change."


def test_what_was_typed_since_and_what_is_doubtful_is_only_replaced_when_it_is_meant(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0, 1])
    actions["again"].trigger()
    asked = {span.key: span.texts for span in bench.work.orders[-1].spans}
    assert asked == {1: ("een", ""), 2: ("two", "")}
    for uid in (1, 2):
        offer(bench, uid, texts=asked[uid])
    desk.editing.perform(set_text(desk.editing.document, 0, "typed"))
    offer(bench, 3, probability=0.4)
    bench.dock.accept_all_button.click()
    assert [cue.text for cue in desk.editing.document][:3] == ["typed", "new", CUES[2].text]
    assert bench.told[-1] == "Accepted: 1; left: 1 doubtful, 1 changed since"
    for row in (0, 2):
        desk.editing.select_rows([row])
        bench.dock.accept_button.click()
        assert desk.editing.document[row].text == "new"


def test_a_proposal_for_a_row_that_was_split_since_is_not_taken_and_heard_again(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    for uid in (1, 2):
        offer(bench, uid)
    desk.editing.perform(split(desk.editing.document, 0, 2))
    actions["accept-all"].trigger()
    assert [cue.text for cue in desk.editing.document][:3] == ["ee", "n", "new"]
    assert bench.told[-1] == "Accepted: 1; left: 1 with other times now"
    actions["accept-proposal"].trigger()
    assert bench.told[-1].startswith("Not taken: 1 ")
    assert bench.board.open == (ProposalId(1),)
    bench.dock.more_requested.emit(ProposalId(1), None)
    assert spans(bench) == [(1, 0, desk.editing.document[0].end_ms, False)]


def test_more_is_heard_of_one_row(bench: Bench, desk: Desk) -> None:
    offer(bench, 1, model="base")
    bench.dock.more_requested.emit(ProposalId(1), None)
    order = bench.work.orders[-1]
    assert (order.alternatives, spans(bench)) == (3, [(1, 0, 900, False)])
    bench.dock.more_requested.emit(ProposalId(1), "small")
    assert bench.told == ["The model small is not installed."]


def test_it_is_cancelled_from_the_dock(bench: Bench) -> None:
    bench.dock.cancel_button.click()
    assert bench.work.cancels == 1
    assert bench.told[-1] == "Stopped. What was heard is kept."


def test_the_row_is_played_from_the_dock(bench: Bench, actions: Actions) -> None:
    played: list[bool] = []
    actions["play-selection"].triggered.connect(lambda: played.append(True))
    offer(bench, 1)
    bench.dock.go(1)
    bench.dock.play_button.click()
    assert played == [True]
