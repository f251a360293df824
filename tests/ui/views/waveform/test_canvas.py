from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

MakePane = Callable[..., WaveformPane]
Drag = Callable[..., None]


@pytest.fixture
def cues() -> list[Cue]:
    return [Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 4_000, "two")]


def test_what_is_said_instead_of_a_sound_covers_no_segment(
    make_pane: MakePane, cues: list[Cue]
) -> None:
    canvas = make_pane(cues).canvas
    canvas.set_notice("Open a recording")
    below = canvas.height() - canvas.segments_top() - canvas.segments_height()
    assert below > canvas.fontMetrics().lineSpacing()
    canvas.set_notice("")
    assert canvas.segments_top() + canvas.segments_height() == canvas.height()


def test_what_to_do_about_a_span_is_said_only_where_it_is_seen(
    make_pane: MakePane, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    for start_ms in (0, 30_000):
        pane.canvas.set_scale(pane.canvas.scale.starting_at(start_ms))
        without = pane.canvas.grab().toImage()
        pane.state.set_new_span(TimeSpan(20_000, 20_100))
        assert pane.canvas.grab().toImage() == without
        pane.state.set_new_span(TimeSpan(start_ms + 11_900, start_ms + 14_000))
        assert pane.canvas.grab().toImage() != without
        pane.state.set_new_span(None)


def drag_on(pane: WaveformPane, time_ms: int) -> None:
    QTest.mouseMove(pane.canvas, QPoint(round(pane.canvas.scale.x_of(time_ms)), 60))


def test_a_drag_says_what_it_would_do_and_what_it_meets(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    assert not pane.canvas.readout
    drag(pane, 2_000, 2_940, is_released=False)
    assert list(pane.canvas.readout) == [
        "0:00:01.000 → 0:00:03.000",
        "2.000 s · 1.5 characters/s",
        "at the edge of a segment",
    ]
    framed = pane.canvas.grab()
    pane.state.editing.set_playhead(2_460)
    drag_on(pane, 2_450)
    assert list(pane.canvas.readout[2:]) == ["at the playhead"]
    drag_on(pane, 2_660)
    assert not pane.canvas.readout[2:]
    assert pane.canvas.grab().toImage() != framed.toImage()
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)
    assert not pane.canvas.readout


def test_a_segment_without_text_has_no_reading_speed(make_pane: MakePane, drag: Drag) -> None:
    words = (Word(1_100, 1_400, "x", 1.0),)
    pane = make_pane([Cue(1, 1_000, 2_000, "", words)])
    drag(pane, 2_000, 1_395, is_released=False)
    assert pane.canvas.readout == ("0:00:01.000 → 0:00:01.400", "0.400 s", "at a word")
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)


def test_at_the_right_edge_the_readout_stays_in_sight(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane([*cues, Cue(4, 11_000, 11_500, "last")])
    drag(pane, 11_500, 11_900, is_released=False)
    image = pane.canvas.grab().toImage()
    below_the_ruler = range(30, image.height() // 2 + 40)
    assert any(image.pixelColor(1_050, y).lightness() > 120 for y in below_the_ruler)
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)
