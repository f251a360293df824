"""The whole window, put together as the program does it, with small media made here."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.ui.wiring import Workplace, build

SRT = """\
1
00:00:00,000 --> 00:00:00,900
Good morning.

2
00:00:01,000 --> 00:00:01,900
Nobody was ready.
"""
RATE_HZ = 16_000


@pytest.fixture
def make_workplace(qapp: QApplication) -> Iterator[Callable[[], Workplace]]:
    """Return what builds a window on the home folder of the test; all are ended afterwards."""
    made: list[Workplace] = []

    def make() -> Workplace:
        paths = app_paths(os.environ)
        workplace = build(qapp, paths, load_settings(paths.settings_file))
        workplace.window.show()
        made.append(workplace)
        return workplace

    yield make
    for workplace in made:
        workplace.closing.end()
        workplace.window.may_close = lambda: True
        workplace.window.close()
        workplace.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def workplace(make_workplace: Callable[[], Workplace]) -> Workplace:
    return make_workplace()


@pytest.fixture
def srt(tmp_path: Path) -> Path:
    path = tmp_path / "talk.srt"
    path.write_text(SRT, encoding="utf-8")
    return path


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    """Return two seconds of a tone under another name than the subtitles."""
    path = tmp_path / "tone.wav"
    tone = (np.sin(np.arange(2 * RATE_HZ) / 6) * 10_000).astype(np.int16)
    with av.open(str(path), "w") as media:
        stream = media.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone[None], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        media.mux(stream.encode(frame))
        media.mux(stream.encode())
    return path
