from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.menus.play import PLAY
from whisper_desktop.ui.views.player.commands import RATES, PlayerCommands
from whisper_desktop.ui.views.player.playback import Playback


class RecordedPlayback(Playback):
    """Plays nothing, remembers the stretches it was asked for and the seeks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int, bool]] = []
        self.seeks: list[int] = []
        self.steps: list[int] = []

    @property
    def position_ms(self) -> int:
        return 5_000

    def play_span(self, start_ms: int, end_ms: int, *, is_looping: bool = False) -> None:
        self.asked.append((start_ms, end_ms, is_looping))

    def seek(self, position_ms: int) -> None:
        self.seeks.append(position_ms)

    def step(self, frames: int) -> None:
        self.steps.append(frames)


@pytest.fixture
def editing(qapp: object) -> EditingController:
    del qapp
    return EditingController(
        Document([Cue(1, 1_000, 2_000, "a"), Cue(2, 2_500, 4_000, "b"), Cue(3, 9_000, 9_000, "c")])
    )


@pytest.fixture
def playback(editing: EditingController) -> RecordedPlayback:
    del editing
    return RecordedPlayback()


@pytest.fixture
def commands(playback: RecordedPlayback, editing: EditingController) -> PlayerCommands:
    return PlayerCommands(playback, editing)


def test_every_command_of_the_menu_is_there(commands: PlayerCommands) -> None:
    in_menu = {spec.name for group in PLAY.groups for spec in group}
    assert set(commands.by_name) == in_menu


@pytest.mark.parametrize(
    ("name", "stretch"),
    [
        ("play-selection", (1_000, 4_000, False)),
        ("loop-selection", (1_000, 4_000, True)),
        ("play-before", (500, 1_000, False)),
        ("play-first", (1_000, 1_500, False)),
        ("play-last", (3_500, 4_000, False)),
        ("play-after", (4_000, 4_500, False)),
    ],
)
def test_the_selection_and_what_is_around_it_is_played(
    commands: PlayerCommands,
    playback: RecordedPlayback,
    editing: EditingController,
    name: str,
    stretch: tuple[int, int, bool],
) -> None:
    commands.by_name[name]()
    assert playback.asked == [], "nothing is selected"
    editing.select([1, 2])
    commands.by_name[name]()
    assert playback.asked == [stretch]


def test_a_row_without_length_is_not_played(
    commands: PlayerCommands, playback: RecordedPlayback, editing: EditingController
) -> None:
    editing.select([3])
    commands.play_selection()
    assert playback.asked == []


def test_the_playhead_goes_a_second_or_to_the_row(
    commands: PlayerCommands, playback: RecordedPlayback, editing: EditingController
) -> None:
    commands.seek_row()
    assert playback.seeks == []
    editing.select([1, 2], current=2)
    for name in ("seek-back", "seek-forward", "seek-row"):
        commands.by_name[name]()
    assert playback.seeks == [4_000, 6_000, 2_500]


def test_steps_are_single_frames(commands: PlayerCommands, playback: RecordedPlayback) -> None:
    commands.by_name["frame-forward"]()
    commands.by_name["frame-back"]()
    assert playback.steps == [1, -1]


def test_the_speed_goes_through_the_usual_ones(
    commands: PlayerCommands, playback: RecordedPlayback
) -> None:
    rates = [playback.rate]
    for name in [*["slower"] * 4, *["faster"] * 9, "normal-speed"]:
        commands.by_name[name]()
        rates.append(playback.rate)
    assert rates == [1.0, 0.75, 0.5, 0.25, 0.25, *RATES[1:], 3.0, 3.0, 1.0]
    playback.set_rate(1.1)
    commands.faster()
    assert playback.rate == 1.25


def test_the_volume_goes_in_steps_and_silence_is_apart(
    commands: PlayerCommands, playback: RecordedPlayback
) -> None:
    commands.quieter()
    commands.quieter()
    assert playback.volume == 80
    commands.toggle_mute()
    assert (playback.volume, playback.is_muted) == (80, True)
    commands.louder()
    assert (playback.volume, playback.is_muted) == (90, False)


def test_play_and_stop_reach_the_player(
    qtbot: QtBot, editing: EditingController, recording: Path
) -> None:
    playback = Playback()
    with qtbot.waitSignal(playback.opened):
        playback.open(recording)
    commands = PlayerCommands(playback, editing).by_name
    commands["play"]()
    was_playing = playback.is_playing
    commands["stop"]()
    assert (was_playing, playback.is_playing) == (True, False)
    playback.unload()
