import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def minute(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16_000 * 60))
    return path


def open_recording(qtbot: QtBot, workplace: Workplace, path: Path) -> list[str]:
    """Return what is said of a recording once its sound is known."""
    pane = workplace.window.findChild(WaveformPane)
    assert isinstance(pane, WaveformPane)
    with qtbot.waitSignal(pane.peaks_ready):
        workplace.opening.open([path])
    return [notice.sentence for notice in workplace.window.notices.notices]


def test_nothing_is_said_of_a_whole_recording(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], minute: Path
) -> None:
    assert open_recording(qtbot, make_workplace(), minute) == []


def test_a_recording_that_is_cut_off_says_so_each_time(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], minute: Path
) -> None:
    data = minute.read_bytes()
    minute.write_bytes(data[: len(data) // 2 + 100])
    for _ in range(2):
        said = open_recording(qtbot, make_workplace(), minute)
        assert said == ["talk.wav is cut off: its sound ends at 0:30, and should go on until 1:00."]
