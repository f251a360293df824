from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal

from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.recognising import RecognisingCommands
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import NewWork, Session

TRACK = AudioTrackFacts(2, None, "", "aac", 2, is_default=True)
FACTS = MediaFacts(Path("talk.mp4"), 60_000, (TRACK,))


class FakeRun(QObject):
    """Takes down what it is asked."""

    paused_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.record: RunRecord | None = None
        self.started: list[tuple[RunRecord, ModelRequest, Path]] = []
        self.is_paused = False
        self.stops = 0

    def start(self, record: RunRecord, model: ModelRequest, media: Path) -> None:
        self.started.append((record, model, media))

    def set_paused(self, is_paused: bool) -> None:
        self.is_paused = is_paused

    def cancel(self) -> None:
        self.stops += 1


class Media:
    track = 2


@pytest.fixture
def recipes(desk: Desk, tmp_path: Path) -> DocumentRecipe:
    session = Session(desk.editing, DraftFolder(tmp_path / "drafts"), desk)
    session.begin(NewWork())
    return DocumentRecipe(desk, session)


@pytest.fixture
def run(desk: Desk, actions: Actions, recipes: DocumentRecipe) -> FakeRun:
    run = FakeRun()
    media = cast("MediaPanes", Media())
    RecognisingCommands(desk, actions, cast("LiveRun", run), media, recipes)
    return run


def test_a_transcription_hears_the_track_that_is_played(
    run: FakeRun, desk: Desk, actions: Actions
) -> None:
    desk.show_media(FACTS)
    desk.set_language("nl")
    actions["transcribe"].trigger()

    record, model, media = run.started[0]
    assert (record.recipe.language, record.track) == ("nl", 2)
    assert (model, media) == (ModelRequest("base"), FACTS.path)
    actions["transcribe"].trigger()
    assert run.started[1][0].id != record.id


def test_without_sound_nothing_is_begun(run: FakeRun, desk: Desk, actions: Actions) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    desk.show_media(replace(FACTS, tracks=()))
    actions["transcribe"].trigger()
    assert told == ["There is no sound to transcribe."]
    assert not run.started


def test_it_goes_on_with_the_model_of_the_run(run: FakeRun, desk: Desk, actions: Actions) -> None:
    desk.show_media(FACTS)
    actions["go-on-run"].trigger()
    assert not run.started
    run.record = RunRecord("a", Recipe(model="small"))
    actions["go-on-run"].trigger()
    assert run.started == [(run.record, ModelRequest("small"), FACTS.path)]


def test_it_is_paused_and_stopped(run: FakeRun, desk: Desk, actions: Actions) -> None:
    actions["pause-run"].trigger()
    assert run.is_paused
    run.paused_changed.emit(False)
    assert not actions["pause-run"].isChecked()
    actions["stop-run"].trigger()
    assert run.stops == 1
