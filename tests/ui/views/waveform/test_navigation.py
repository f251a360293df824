from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

MakePane = Callable[..., WaveformPane]
CUES = [Cue(1, 1_000, 2_000, "one"), Cue(2, 30_000, 32_000, "two"), Cue(3, 40_000, 59_000, "")]
NONE = Qt.KeyboardModifier.NoModifier


def turn_wheel(
    pane: WaveformPane,
    notches: int,
    held: Qt.KeyboardModifier = NONE,
    pixels: QPoint | None = None,
) -> None:
    event = QWheelEvent(
        QPointF(300, 60),
        QPointF(pane.canvas.mapToGlobal(QPoint(300, 60))),
        pixels or QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.canvas, event)


def test_the_wheel_scrolls_through_time(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    turn_wheel(pane, -2)
    assert pane.canvas.scale.start_ms > 1_000
    turn_wheel(pane, 2)
    assert pane.canvas.scale.start_ms == 0


def test_two_fingers_scroll_by_pixels(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    turn_wheel(pane, 0, pixels=QPoint(-50, 3))
    assert pane.canvas.scale.start_ms == pytest.approx(500)


def test_control_and_the_wheel_zoom_to_the_pointer(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    turn_wheel(pane, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.canvas.scale.span_ms == pytest.approx(8_000)
    assert pane.canvas.scale.time_at(300) == 3_000


def test_shift_and_the_wheel_raise_the_sound(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    turn_wheel(pane, 1, Qt.KeyboardModifier.ShiftModifier)
    assert pane.canvas.amplitude == pytest.approx(1.25)
    pane.navigation.lower_amplitude()
    pane.navigation.lower_amplitude()
    assert pane.canvas.amplitude == 1.0
    pane.navigation.raise_amplitude()
    assert pane.canvas.amplitude == pytest.approx(1.25)


def test_zooming_by_command_keeps_the_playhead_in_place(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.state.editing.set_playhead(3_000)
    pane.navigation.zoom_in()
    assert pane.canvas.scale.x_of(3_000) == pytest.approx(300)
    pane.navigation.zoom_out()
    assert pane.canvas.scale.span_ms == pytest.approx(12_000)


def test_zooming_without_the_playhead_keeps_the_middle(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.canvas.set_scale(pane.canvas.scale.centred_on(40_000))
    pane.navigation.zoom_in()
    assert pane.canvas.scale.x_of(40_000) == pytest.approx(600)


def test_the_selection_or_the_span_can_fill_the_view(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    before = pane.canvas.scale
    pane.navigation.fit_selection()
    assert pane.canvas.scale == before
    pane.state.set_new_span(TimeSpan(10_000, 11_000))
    pane.navigation.fit_selection()
    assert pane.canvas.scale.span_ms == pytest.approx(1_200)
    pane.state.editing.select_rows([0, 1])
    pane.navigation.fit_selection()
    scale = pane.canvas.scale
    assert scale.start_ms <= 1_000
    assert scale.end_ms >= 32_000
    pane.navigation.fit_all()
    assert pane.canvas.scale.span_ms == pytest.approx(60_000)


def test_the_page_turns_when_the_playhead_comes_near_its_end(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    for time_ms in range(0, 11_000, 100):
        pane.state.editing.set_playhead(time_ms)
    assert pane.canvas.scale.start_ms == 0
    for time_ms in range(11_000, 11_300, 100):
        pane.state.editing.set_playhead(time_ms)
    assert pane.canvas.scale.x_of(11_100) == pytest.approx(0.08 * 1_200, abs=2)


def test_who_scrolled_away_is_left_alone_until_a_seek(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.canvas.set_scale(pane.canvas.scale.starting_at(30_000))
    pane.state.editing.set_playhead(100)
    assert pane.canvas.scale.start_ms == 30_000
    pane.state.editing.set_playhead(20_000)
    assert pane.canvas.scale.shows(20_000)


def test_the_view_stays_when_it_shall_not_follow(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.navigation.set_following(False)
    assert not pane.navigation.is_following
    pane.state.editing.set_playhead(50_000)
    assert pane.canvas.scale.start_ms == 0
    pane.navigation.set_following(True)
    assert pane.canvas.scale.shows(50_000)


def test_a_row_that_is_chosen_elsewhere_comes_into_view(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.state.editing.select_rows([1])
    scale = pane.canvas.scale
    assert scale.x_of(31_000) == pytest.approx(600)
    pane.state.editing.select_rows([2])
    assert pane.canvas.scale.shows(40_000)
    resting = pane.canvas.scale.scrolled(300)
    pane.canvas.set_scale(resting)
    pane.navigation.show_current()
    assert pane.canvas.scale == resting


def test_a_row_in_view_moves_nothing(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    before = pane.canvas.scale
    pane.state.editing.select_rows([0])
    assert pane.canvas.scale == before


def test_two_fingers_apart_zoom(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(300, 60),
        QPointF(300, 60),
        QPointF(300, 60),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(pane.canvas, event)
    assert pane.canvas.scale.span_ms == pytest.approx(8_000)
    assert pane.canvas.scale.time_at(300) == 3_000
