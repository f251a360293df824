from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal

from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.events import ModelIdentity, Progress, ResumePoint, Started
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.recognising import RecognisingCommands
from whisper_desktop.ui.dialogs.models_dialog import ModelsDialog
from whisper_desktop.ui.dialogs.transcribe_dialog import TranscribeDialog
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.run_advice import RunAdvice

TRACK = AudioTrackFacts(2, None, "", "aac", 2, is_default=True)
FACTS = MediaFacts(Path("talk.mp4"), 60_000, (TRACK,))


class FakeRun(QObject):
    """Takes down what it is asked."""

    event_ready = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.record: RunRecord | None = None
        self.row_count = 0
        self.started: list[tuple[RunRecord, ModelRequest, Path]] = []

    def start(self, record: RunRecord, model: ModelRequest, media: Path) -> None:
        self.started.append((record, model, media))


class Media:
    track = 2


class Recipes:
    """The recipe of the document, as it was set last."""

    recipe = Recipe("nl")

    def __init__(self) -> None:
        self.as_usual: list[str] = []

    def set_recipe(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def reset(self, names: Collection[str]) -> None:
        self.as_usual += names


@pytest.fixture
def recipes() -> Recipes:
    return Recipes()


@pytest.fixture
def run(desk: Desk, actions: Actions, recipes: Recipes, advice: RunAdvice) -> FakeRun:
    run = FakeRun()
    RecognisingCommands(
        desk,
        actions,
        cast("LiveRun", run),
        cast("MediaPanes", Media()),
        cast("DocumentRecipe", recipes),
        advice,
    )
    return run


def shown(desk: Desk) -> TranscribeDialog:
    dialog = desk.window.findChildren(TranscribeDialog)[-1]
    assert isinstance(dialog, TranscribeDialog)
    return dialog


def test_a_transcription_is_begun_as_it_was_chosen(
    run: FakeRun, desk: Desk, actions: Actions, recipes: Recipes
) -> None:
    desk.show_media(FACTS)
    desk.editing.select_rows([1])
    actions["transcribe"].trigger()
    dialog = shown(desk)
    assert dialog.language_box.currentData() == "nl"
    dialog.range_box.setCurrentIndex(1)
    dialog.words_line.setText("Whisper")
    dialog.accept()

    record, model, media = run.started[0]
    assert (record.recipe.language, record.recipe.hotwords) == ("nl", "Whisper")
    assert (record.start_ms, record.end_ms, record.track) == (3_000, 5_000, 2)
    assert (model, media) == (ModelRequest("base"), FACTS.path)
    assert recipes.recipe == record.recipe
    actions["transcribe"].trigger()
    shown(desk).accept()
    assert run.started[1][0].id != record.id


def test_rows_come_cut_for_reading_where_that_was_chosen(
    run: FakeRun, desk: Desk, actions: Actions
) -> None:
    desk.show_media(FACTS)
    actions["transcribe"].trigger()
    shown(desk).accept()
    actions["transcribe"].trigger()
    dialog = shown(desk)
    dialog.cut_box.setCurrentIndex(1)
    dialog.accept()
    assert [record.reading for record, _, _ in run.started] == [None, desk.preset]
    # The next time it is chosen already.
    assert desk.preferences.editor.cuts_for_reading
    actions["transcribe"].trigger()
    assert shown(desk).plan.cuts_for_reading


def test_the_first_row_that_came_is_selected_unless_the_person_chose_one(
    run: FakeRun, desk: Desk, actions: Actions
) -> None:
    desk.show_media(FACTS)
    run.record = RunRecord("a", Recipe("nl")).at(ResumePoint(2_500))
    actions["go-on-run"].trigger()
    run.ended.emit()
    assert not desk.editing.selection, "nothing came"
    run.row_count = 2
    run.ended.emit()
    assert desk.editing.selection == (2,)
    desk.editing.select_rows([2])
    run.ended.emit()
    assert desk.editing.selection == (3,)


def test_rows_that_are_there_make_room_for_the_new(
    run: FakeRun, desk: Desk, actions: Actions
) -> None:
    desk.show_media(FACTS)
    desk.editing.select_rows([1])
    actions["transcribe"].trigger()
    dialog = shown(desk)
    dialog.range_box.setCurrentIndex(1)
    dialog.accept()
    assert [cue.uid for cue in desk.editing.document] == [1, 3]
    actions["transcribe"].trigger()
    dialog = shown(desk)
    dialog.rows_box.setCurrentIndex(1)
    dialog.accept()
    assert len(desk.editing.document) == 2


def test_rows_behind_the_end_of_the_recording_stay(
    run: FakeRun, desk: Desk, actions: Actions
) -> None:
    desk.show_media(replace(FACTS, duration_ms=4_000))
    actions["transcribe"].trigger()
    shown(desk).accept()
    assert [cue.uid for cue in desk.editing.document] == [3]


def test_a_language_that_is_to_be_found_out_is_then_that_of_the_rows(
    run: FakeRun, desk: Desk, actions: Actions, recipes: Recipes
) -> None:
    desk.show_media(FACTS)
    for language, as_usual in (("nl", []), ("", ["language"])):
        actions["transcribe"].trigger()
        dialog = shown(desk)
        dialog.language_box.setCurrentIndex(dialog.language_box.findData(language))
        dialog.accept()
        assert recipes.as_usual == as_usual


def test_without_sound_nothing_is_begun(run: FakeRun, desk: Desk, actions: Actions) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    desk.show_media(replace(FACTS, tracks=()))
    actions["transcribe"].trigger()
    assert told == ["There is no sound to transcribe."]
    assert not desk.window.findChildren(TranscribeDialog)


def test_it_goes_on_with_the_model_of_the_run(run: FakeRun, desk: Desk, actions: Actions) -> None:
    desk.show_media(FACTS)
    actions["go-on-run"].trigger()
    assert not run.started
    run.record = RunRecord("a", Recipe(model="small"))
    actions["go-on-run"].trigger()
    assert run.started == [(run.record, ModelRequest("small"), FACTS.path)]


def test_the_pace_of_a_run_is_remembered(
    run: FakeRun, desk: Desk, actions: Actions, advice: RunAdvice
) -> None:
    desk.show_media(FACTS)
    run.record = RunRecord("a", Recipe())
    actions["go-on-run"].trigger()
    model = ModelIdentity("base", "", "cpu", "int8")
    for event in (Started(model, 60_000), Progress(0, 60_000, 0.0, None)):
        run.event_ready.emit(event)
    run.event_ready.emit(Progress(60_000, 60_000, 20.0, None))
    run.ended.emit()
    (way,) = advice.speeds.paces()
    assert (way.model, way.device, way.precision) == ("base", "cpu", "int8")


def test_the_models_are_shown(run: FakeRun, desk: Desk, actions: Actions) -> None:
    actions["models"].trigger()
    (dialog,) = desk.window.findChildren(ModelsDialog)
    assert dialog.isVisible()
    dialog.close()
