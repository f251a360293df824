"""The whole window, put together as the program does it, with small media made here."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from whisper_desktop.ui.wiring import Workplace

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
