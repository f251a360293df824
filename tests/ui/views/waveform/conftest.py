"""A waveform of known size and zoom: ten milliseconds a pixel, and what the mouse does on it."""

import wave
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.app.media_peaks import PeaksCache
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

MakePane = Callable[[Sequence[Cue]], WaveformPane]
Drag = Callable[..., None]


@pytest.fixture
def make_pane(qtbot: QtBot, tmp_path: Path) -> Iterator[MakePane]:
    """Return a function that shows cues in a minute of silence of 25 frames a second."""
    panes: list[WaveformPane] = []

    def make(cues: Sequence[Cue]) -> WaveformPane:
        editing = EditingController(Document(cues))
        pane = WaveformPane(editing, PeaksCache(tmp_path / "peaks"))
        qtbot.addWidget(pane)
        panes.append(pane)
        editing.setParent(pane)
        pane.resize(1_200, 260)
        pane.state.set_media(60_000, 25.0)
        pane.show()
        pane.canvas.show_beginning()
        return pane

    yield make
    for pane in panes:
        pane.stop()


@pytest.fixture
def drag() -> Drag:
    """Return a function that drags on a pane from one time to another, with keys held."""

    def drag_between(
        pane: WaveformPane,
        from_ms: int,
        to_ms: int,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        y: int = 60,
        *,
        is_released: bool = True,
    ) -> None:
        canvas, left = pane.canvas, Qt.MouseButton.LeftButton
        first = round(canvas.scale.x_of(from_ms))
        last = round(canvas.scale.x_of(to_ms))
        QTest.mousePress(canvas, left, held, QPoint(first, y))
        for x in (first + (4 if last > first else -4), (first + last) // 2, last):
            _move(canvas, QPoint(x, y), held)
        if is_released:
            QTest.mouseRelease(canvas, left, held, QPoint(last, y))

    return drag_between


def _move(canvas: QWidget, position: QPoint, held: Qt.KeyboardModifier) -> None:
    """Move with the button down and keys held, which QTest.mouseMove cannot."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(position),
        QPointF(canvas.mapToGlobal(position)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        held,
    )
    QApplication.sendEvent(canvas, event)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return two seconds of sound: a quiet tone, then a second of silence."""
    path = tmp_path / "tone.wav"
    seconds = np.arange(16_000) / 16_000
    tone = (np.sin(2 * np.pi * 440 * seconds) * 0.25 * 32_767).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.concatenate([tone, np.zeros_like(tone)]).tobytes())
    return path
