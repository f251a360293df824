from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.player.media_player import (
    AudioTrack,
    MediaPlayer,
    PlaybackFault,
)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[MediaPlayer]:
    found = MediaPlayer()
    yield found
    found.unload()
    with qtbot.waitSignal(found.destroyed):
        found.deleteLater()


def open_media(qtbot: QtBot, player: MediaPlayer, path: Path) -> None:
    with qtbot.waitSignal(player.opened):
        player.open(path)


def shown_after_seek(qtbot: QtBot, player: MediaPlayer, position_ms: int) -> QVideoFrame:
    with qtbot.waitSignal(player.frame_arrived) as arrived:
        player.seek(position_ms)
    frame = arrived.args[0]
    assert isinstance(frame, QVideoFrame)
    return frame


def test_an_opened_video_tells_what_it_is(qtbot: QtBot, player: MediaPlayer, video: Path) -> None:
    with qtbot.waitSignal(player.frame_arrived):
        open_media(qtbot, player, video)
    assert player.is_open
    assert player.has_video
    assert player.duration_ms == pytest.approx(2_000, abs=70)
    assert player.frames_per_second == 25
    assert player.audio_tracks() == (AudioTrack("English", ""), AudioTrack("German", ""))
    assert player.audio_track == 0


def test_another_audio_track_can_be_played(qtbot: QtBot, player: MediaPlayer, video: Path) -> None:
    open_media(qtbot, player, video)
    player.set_audio_track(1)
    assert player.audio_track == 1


def test_sound_alone_has_no_picture_and_no_frame_rate(
    qtbot: QtBot, player: MediaPlayer, recording: Path
) -> None:
    open_media(qtbot, player, recording)
    assert not player.has_video
    assert player.frames_per_second is None
    assert player.duration_ms == 2_000


@pytest.mark.parametrize("number", [0, 1, 24, 25, 26, 49])
def test_a_seek_shows_the_frame_that_begins_there(
    qtbot: QtBot, player: MediaPlayer, video: Path, number: int
) -> None:
    with qtbot.waitSignal(player.frame_arrived):
        open_media(qtbot, player, video)
    frame = shown_after_seek(qtbot, player, number * 40)
    assert frame.startTime() == number * 40_000
    grey = frame.toImage().pixelColor(80, 45).lightness()
    assert grey == pytest.approx(number * 4, abs=3)


def test_a_seek_back_from_the_end_shows_a_frame_again(
    qtbot: QtBot, player: MediaPlayer, video: Path
) -> None:
    with qtbot.waitSignal(player.frame_arrived):
        open_media(qtbot, player, video)
    player.seek(1_900)
    with qtbot.waitSignal(player.ended):
        player.play()
    player.pause()
    assert shown_after_seek(qtbot, player, 400).startTime() == 400_000


def test_a_file_that_was_let_go_is_not_open(qtbot: QtBot, player: MediaPlayer, video: Path) -> None:
    open_media(qtbot, player, video)
    player.unload()
    assert not player.is_open
    assert player.audio_tracks() == ()


def fault_of(qtbot: QtBot, player: MediaPlayer, path: Path) -> PlaybackFault:
    with qtbot.waitSignal(player.failed) as failed:
        player.open(path)
    fault = failed.args[0]
    assert isinstance(fault, PlaybackFault)
    assert not player.is_open
    return fault


def test_a_file_that_is_not_there_is_missing(
    qtbot: QtBot, player: MediaPlayer, tmp_path: Path
) -> None:
    assert fault_of(qtbot, player, tmp_path / "none.mp4") is PlaybackFault.MISSING


def test_an_empty_file_is_told_from_an_unreadable_one(
    qtbot: QtBot, player: MediaPlayer, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.touch()
    assert fault_of(qtbot, player, path) is PlaybackFault.EMPTY
    path.write_text("This is a letter, not a film.\n" * 50, encoding="utf-8")
    assert fault_of(qtbot, player, path) is PlaybackFault.UNREADABLE


def test_a_folder_cannot_be_played(qtbot: QtBot, player: MediaPlayer, tmp_path: Path) -> None:
    assert fault_of(qtbot, player, tmp_path) is PlaybackFault.UNREADABLE


def test_a_file_that_may_not_be_read_is_told(
    qtbot: QtBot, player: MediaPlayer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, f"not allowed to open with {mode}", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert fault_of(qtbot, player, tmp_path / "film.mp4") is PlaybackFault.NOT_ALLOWED


def test_a_good_file_opens_after_a_bad_one(
    qtbot: QtBot, player: MediaPlayer, tmp_path: Path, video: Path
) -> None:
    fault_of(qtbot, player, tmp_path / "none.mp4")
    open_media(qtbot, player, video)
    assert player.is_open


def test_subtitles_alone_are_no_media(qtbot: QtBot, player: MediaPlayer, tmp_path: Path) -> None:
    path = tmp_path / "words.srt"
    path.write_text("1\n00:00:00,000 --> 00:00:01,000\nHello.\n", encoding="utf-8")
    assert fault_of(qtbot, player, path) is PlaybackFault.UNREADABLE


def test_volume_is_what_the_ear_hears(qtbot: QtBot, player: MediaPlayer, video: Path) -> None:
    open_media(qtbot, player, video)
    player.set_volume(50)
    player.set_muted(True)
    player.set_rate(2.0)
    with qtbot.waitSignal(player.position_reported):
        player.play()


@pytest.mark.parametrize(("rate", "lag_ms"), [(1.0, 0.0), (0.5, 90.0), (2.0, 180.0)])
def test_stretched_sound_is_heard_late(
    qtbot: QtBot,
    player: MediaPlayer,
    recording: Path,
    monkeypatch: pytest.MonkeyPatch,
    rate: float,
    lag_ms: float,
) -> None:
    monkeypatch.setattr(MediaPlayer, "has_sound_device", True)
    assert player.sound_lag_ms() == 0, "there is nothing to be heard yet"
    open_media(qtbot, player, recording)
    player.set_rate(rate)
    assert player.sound_lag_ms() == lag_ms
    monkeypatch.setattr(MediaPlayer, "has_sound_device", False)
    assert player.sound_lag_ms() == 0
