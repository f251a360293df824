import itertools
from pathlib import Path

import pytest
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.player.media_player import PlaybackFault
from whisper_desktop.ui.views.player.playback import MAX_RATE, MIN_RATE, Playback

FRAME_MS = 40


class Screen:
    """Remembers the frame that is shown, and every position that was told."""

    def __init__(self, playback: Playback) -> None:
        self.frame_ms = -1.0
        self.positions_ms: list[int] = []
        playback.frame_arrived.connect(self._on_frame)
        playback.position_changed.connect(self.positions_ms.append)

    def _on_frame(self, frame: QVideoFrame) -> None:
        self.frame_ms = frame.startTime() / 1_000


@pytest.fixture
def screen(playback: Playback) -> Screen:
    return Screen(playback)


def open_media(qtbot: QtBot, playback: Playback, path: Path) -> None:
    with qtbot.waitSignal(playback.opened):
        playback.open(path)
    if playback.has_video:
        with qtbot.waitSignal(playback.frame_arrived):
            playback.seek(0)


def wait_for_frame(qtbot: QtBot, screen: Screen, frame_ms: float) -> None:
    def is_shown() -> None:
        assert screen.frame_ms == pytest.approx(frame_ms, abs=0.01)

    qtbot.waitUntil(is_shown)


def test_nothing_can_be_done_without_media(playback: Playback) -> None:
    for action in (playback.play, playback.toggle, playback.stop, playback.pause):
        action()
    playback.seek(500)
    playback.step(1)
    playback.play_span(0, 500)
    playback.set_audio_track(1)
    assert (playback.position_ms, playback.duration_ms) == (0, 0)
    assert not playback.is_playing
    assert not playback.has_video
    assert playback.has_sound_device
    assert playback.audio_tracks() == ()
    assert playback.audio_track == -1


def test_the_playhead_runs_with_the_frames(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path
) -> None:
    open_media(qtbot, playback, video)
    offs_ms: list[float] = []
    playback.position_changed.connect(lambda ms: offs_ms.append(ms - screen.frame_ms))
    with qtbot.waitSignal(playback.playing_changed):
        playback.play()
    qtbot.waitUntil(lambda: playback.position_ms > 600)
    playback.pause()

    assert len(screen.positions_ms) > 20, "many positions between two frames"
    assert screen.positions_ms == sorted(screen.positions_ms)
    within = [off_ms for off_ms in offs_ms[3:] if -FRAME_MS <= off_ms <= 2 * FRAME_MS]
    assert len(within) >= 0.8 * len(offs_ms[3:])


@pytest.mark.parametrize(("wishes", "is_playing"), [(1, True), (2, False)])
def test_what_is_asked_for_while_a_file_is_loaded_is_done_then(
    qtbot: QtBot, playback: Playback, video: Path, wishes: int, is_playing: bool
) -> None:
    with qtbot.waitSignal(playback.opened):
        playback.open(video)
        for _ in range(wishes):
            playback.toggle()
    assert playback.is_playing is is_playing


def test_a_wish_goes_with_the_file_it_was_for(
    qtbot: QtBot, playback: Playback, video: Path
) -> None:
    playback.open(video)
    playback.play()
    with qtbot.waitSignal(playback.opened):
        playback.open(video)
    assert not playback.is_playing


def test_a_pause_shows_the_frame_of_the_playhead(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms > 200)
    playback.toggle()
    assert not playback.is_playing
    wait_for_frame(qtbot, screen, playback.position_ms // FRAME_MS * FRAME_MS)


def test_a_stop_goes_back_to_where_playing_began_and_then_to_the_beginning(
    qtbot: QtBot, playback: Playback, video: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.seek(800)
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms > 900)
    playback.stop()
    assert (playback.position_ms, playback.is_playing) == (800, False)
    playback.stop()
    assert playback.position_ms == 0


def test_a_stretch_is_played_to_its_very_end(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.play_span(400, 700)
    assert playback.is_playing
    qtbot.waitUntil(lambda: not playback.is_playing)
    assert playback.position_ms == 700
    assert min(screen.positions_ms[1:]) >= 400
    wait_for_frame(qtbot, screen, 680)


def test_a_stretch_can_be_played_again_and_again(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.play_span(400, 560, is_looping=True)

    def has_begun_again() -> bool:
        told = screen.positions_ms
        return sum(later < before for before, later in itertools.pairwise(told)) >= 2

    qtbot.waitUntil(has_begun_again)
    assert playback.is_playing
    assert max(screen.positions_ms) < 560
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms > 700)


def test_a_stretch_to_the_end_of_the_media_can_be_repeated(
    qtbot: QtBot, playback: Playback, screen: Screen, recording: Path
) -> None:
    open_media(qtbot, playback, recording)
    playback.play_span(1_800, 9_000, is_looping=True)
    qtbot.waitUntil(lambda: screen.positions_ms.count(1_800) >= 2)
    assert playback.is_playing


@pytest.mark.parametrize(("start_ms", "end_ms"), [(500, 500), (700, 600), (5_000, 6_000)])
def test_an_impossible_stretch_is_not_played(
    qtbot: QtBot, playback: Playback, video: Path, start_ms: int, end_ms: int
) -> None:
    open_media(qtbot, playback, video)
    playback.play_span(start_ms, end_ms)
    assert not playback.is_playing
    assert playback.position_ms == 0


def test_a_seek_out_of_a_stretch_leaves_it(qtbot: QtBot, playback: Playback, video: Path) -> None:
    open_media(qtbot, playback, video)
    playback.play_span(200, 400)
    playback.seek(1_000)
    qtbot.waitUntil(lambda: playback.position_ms > 1_100)
    playback.play_span(200, 400)
    playback.seek(300)
    qtbot.waitUntil(lambda: not playback.is_playing)
    assert playback.position_ms == 400


@pytest.mark.parametrize("name", ["recording", "video", "long_sound"])
@pytest.mark.parametrize("is_playing_before", [True, False])
def test_it_stands_at_the_end_and_begins_again_from_there(
    qtbot: QtBot,
    playback: Playback,
    request: pytest.FixtureRequest,
    name: str,
    is_playing_before: bool,
) -> None:
    open_media(qtbot, playback, request.getfixturevalue(name))
    if is_playing_before:
        playback.play()
    playback.seek(playback.duration_ms - 150)
    playback.play()
    qtbot.waitUntil(lambda: not playback.is_playing)
    assert playback.position_ms == playback.duration_ms
    playback.play()
    assert playback.position_ms == 0
    qtbot.waitUntil(lambda: playback.position_ms > 100)


def test_a_seek_from_the_end_shows_its_frame(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.seek(1_900)
    playback.play()
    qtbot.waitUntil(lambda: not playback.is_playing)
    playback.seek(810)
    wait_for_frame(qtbot, screen, 800)


@pytest.mark.parametrize("name", ["video", "film"])
def test_steps_go_from_frame_to_frame(
    qtbot: QtBot, playback: Playback, screen: Screen, request: pytest.FixtureRequest, name: str
) -> None:
    open_media(qtbot, playback, request.getfixturevalue(name))
    frame_ms = 40 if name == "video" else 1_001 / 24
    for number in (1, 2, 3, 4):
        playback.step(1)
        wait_for_frame(qtbot, screen, int(number * frame_ms * 1_000) / 1_000)
        assert 0 <= playback.position_ms - number * frame_ms < 1
    for number in (3, 2, 1, 0):
        playback.step(-1)
        assert 0 <= playback.position_ms - number * frame_ms < 1
    wait_for_frame(qtbot, screen, 0)
    playback.step(-1)
    assert playback.position_ms == 0


def test_steps_that_outrun_the_screen_are_not_lost(
    qtbot: QtBot, playback: Playback, screen: Screen, film: Path
) -> None:
    open_media(qtbot, playback, film)
    for _ in range(10):
        playback.step(1)
    assert playback.position_ms == 418
    wait_for_frame(qtbot, screen, 417.083)


def test_a_step_pauses(qtbot: QtBot, playback: Playback, recording: Path) -> None:
    open_media(qtbot, playback, recording)
    playback.play()
    playback.step(1)
    assert not playback.is_playing


def test_the_playhead_stays_within_the_media(
    qtbot: QtBot, playback: Playback, recording: Path
) -> None:
    open_media(qtbot, playback, recording)
    playback.seek(-500)
    assert playback.position_ms == 0
    playback.seek(99_000)
    assert playback.position_ms == 2_000
    playback.step(1)
    assert playback.position_ms == 2_000


def test_settings_made_before_there_is_media_count(
    qtbot: QtBot, playback: Playback, recording: Path
) -> None:
    playback.set_rate(2.0)
    playback.set_volume(30)
    playback.set_muted(True)
    open_media(qtbot, playback, recording)
    assert (playback.rate, playback.volume, playback.is_muted) == (2.0, 30, True)
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms > 400)


@pytest.mark.parametrize("is_playing", [True, False])
def test_another_audio_track_goes_on_where_the_playhead_is(
    qtbot: QtBot, playback: Playback, screen: Screen, video: Path, is_playing: bool
) -> None:
    open_media(qtbot, playback, video)
    playback.seek(1_000)
    if is_playing:
        playback.play()
        qtbot.waitUntil(lambda: playback.position_ms > 1_050)
    before_ms = playback.position_ms
    playback.set_audio_track(1)
    assert playback.audio_track == 1
    assert playback.is_playing is is_playing
    if is_playing:
        qtbot.waitUntil(lambda: playback.position_ms > before_ms + 200)
    else:
        wait_for_frame(qtbot, screen, 1_000)
    assert playback.position_ms < 1_800
    playback.set_audio_track(1)
    assert playback.audio_track == 1


def test_rate_and_volume_have_limits(playback: Playback) -> None:
    playback.set_rate(0.01)
    assert playback.rate == MIN_RATE
    playback.set_rate(50)
    assert playback.rate == MAX_RATE
    playback.set_volume(-5)
    assert playback.volume == 0
    playback.set_volume(500)
    assert playback.volume == 100


def test_a_change_of_the_volume_ends_the_silence(playback: Playback) -> None:
    playback.set_muted(True)
    playback.set_volume(40)
    assert not playback.is_muted


def test_another_file_begins_at_its_beginning(
    qtbot: QtBot, playback: Playback, video: Path, recording: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.seek(900)
    playback.play()
    open_media(qtbot, playback, recording)
    assert (playback.position_ms, playback.is_playing) == (0, False)
    assert not playback.has_video


def test_media_that_fails_stops_what_was_playing(
    qtbot: QtBot, playback: Playback, video: Path, tmp_path: Path
) -> None:
    open_media(qtbot, playback, video)
    playback.play()
    with qtbot.waitSignal(playback.failed) as failed:
        playback.open(tmp_path / "gone.mp4")
    assert failed.args == [PlaybackFault.MISSING]
    assert not playback.is_playing
    assert not playback.is_open
