from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.mka"
    with av.open(str(path), "w") as media:
        streams = [media.add_stream("pcm_s16le", rate=16_000, layout="mono") for _ in range(2)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.ones((1, 32_000), np.int16), "s16", "mono")
            frame.sample_rate = 16_000
            media.mux(stream.encode(frame))
            media.mux(stream.encode())
    return path


def open_with(qtbot: QtBot, workplace: Workplace, *paths: Path) -> PlayerPane:
    player = workplace.window.findChild(PlayerPane)
    assert isinstance(player, PlayerPane)
    with qtbot.waitSignal(player.media_opened, timeout=10_000):
        workplace.opening.open(paths)
    return player


def test_the_chosen_audio_track_is_kept(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], tmp_path: Path, two: Path
) -> None:
    path, first = tmp_path / "film.wdproj", make_workplace()
    Project.create(path, ProjectContents([Cue(1, 0, 900, "a")])).close()
    first.opening.open([path])
    player = open_with(qtbot, first, two)
    player.audio_track_chosen.emit(1)
    assert first.window.status_line.text == "Audio track 2 is played and shown."
    first.closing.end()
    second = open_with(qtbot, make_workplace(), path)
    assert second.playback.audio_track == 1
