from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

MakePane = Callable[..., WaveformPane]
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CUES = [Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 4_000, "two"), Cue(3, 30_000, 32_000, "three")]


@pytest.fixture
def pane(make_pane: MakePane) -> WaveformPane:
    """Return a waveform with a player that obeys at once."""
    pane = make_pane(CUES)
    pane.state.editing.seek_requested.connect(pane.state.editing.set_playhead)
    return pane


def press(pane: WaveformPane, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(pane.canvas, key, held or Qt.KeyboardModifier.NoModifier)


def test_arrows_move_the_playhead_by_what_can_be_seen(pane: WaveformPane) -> None:
    press(pane, Key.Key_Right, Key.Key_Right, Key.Key_Left)
    assert pane.state.editing.playhead_ms == 100


def test_close_up_an_arrow_is_one_frame(pane: WaveformPane) -> None:
    pane.canvas.set_scale(pane.canvas.scale.fitting(0, 400))
    press(pane, Key.Key_Right)
    assert pane.state.editing.playhead_ms == 40


def test_home_and_end_go_to_the_ends_and_show_them(pane: WaveformPane) -> None:
    press(pane, Key.Key_End)
    assert pane.state.editing.playhead_ms == 60_000
    assert pane.canvas.scale.shows(59_990)
    press(pane, Key.Key_Home)
    assert pane.state.editing.playhead_ms == 0
    assert pane.canvas.scale.shows(0)


def test_up_and_down_go_from_segment_to_segment(pane: WaveformPane) -> None:
    editing = pane.state.editing
    editing.set_playhead(2_500)
    press(pane, Key.Key_Down)
    assert (editing.selection, editing.playhead_ms) == ((2,), 3_000)
    press(pane, Key.Key_Down, Key.Key_Down)
    assert (editing.selection, editing.playhead_ms) == ((3,), 30_000)
    assert pane.canvas.scale.shows(30_000)
    press(pane, Key.Key_Up, Key.Key_Up, Key.Key_Up)
    assert editing.selection == (1,)


def test_behind_the_last_segment_down_means_the_last(pane: WaveformPane) -> None:
    pane.state.editing.set_playhead(50_000)
    press(pane, Key.Key_Down)
    assert pane.state.editing.selection == (3,)


def test_without_segments_up_and_down_do_nothing(make_pane: MakePane) -> None:
    pane = make_pane([])
    press(pane, Key.Key_Down)
    assert pane.state.editing.selection == ()


def test_shift_and_arrows_draw_a_span_and_enter_makes_a_segment(
    qtbot: QtBot, pane: WaveformPane
) -> None:
    pane.state.editing.set_playhead(5_000)
    press(pane, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left, held=SHIFT)
    assert pane.state.new_span == TimeSpan(5_000, 5_200)
    with qtbot.waitSignal(pane.activated):
        press(pane, Key.Key_Return)
    new = pane.state.editing.document[2]
    assert (new.start_ms, new.end_ms) == (5_000, 5_200)
    assert not pane.state.insert_new_span()


def test_a_span_can_be_drawn_backwards_and_given_up(pane: WaveformPane) -> None:
    pane.state.editing.set_playhead(5_000)
    press(pane, Key.Key_Left, Key.Key_Left, held=SHIFT)
    assert pane.state.new_span == TimeSpan(4_800, 5_000)
    press(pane, Key.Key_Right, Key.Key_Right, held=SHIFT)
    assert not pane.state.insert_new_span()
    press(pane, Key.Key_Right, held=SHIFT)
    press(pane, Key.Key_Escape)
    assert not pane.state.insert_new_span()


def test_enter_without_a_span_asks_for_the_text(qtbot: QtBot, pane: WaveformPane) -> None:
    with qtbot.assertNotEmitted(pane.activated):
        press(pane, Key.Key_Return)
    pane.state.editing.select_rows([0])
    with qtbot.waitSignal(pane.activated):
        press(pane, Key.Key_Enter)


def test_pages_and_zoom(pane: WaveformPane) -> None:
    press(pane, Key.Key_PageDown)
    assert pane.canvas.scale.start_ms == pytest.approx(10_800)
    press(pane, Key.Key_PageUp)
    assert pane.canvas.scale.start_ms == pytest.approx(0)
    before = pane.canvas.scale.span_ms
    press(pane, Key.Key_Plus)
    assert pane.canvas.scale.span_ms < before
    press(pane, Key.Key_Minus)
    assert pane.canvas.scale.span_ms == pytest.approx(before)


def test_other_keys_are_left_to_the_window(pane: WaveformPane) -> None:
    before = pane.canvas.scale
    press(pane, Key.Key_S, Key.Key_Escape)
    press(pane, Key.Key_Right, held=Qt.KeyboardModifier.AltModifier)
    assert pane.state.editing.playhead_ms == 0
    assert pane.canvas.scale == before


@pytest.mark.parametrize("key", ["Esc", "Ins"])
def test_a_span_is_given_up_or_inserted_before_a_shortcut_of_the_window_gets_the_key(
    pane: WaveformPane, key: str
) -> None:
    heard: list[str] = []
    pane.activated.connect(lambda: heard.append("text"))
    shortcut = QShortcut(QKeySequence(key), pane)
    shortcut.activated.connect(lambda: heard.append("window"))
    pane.canvas.setFocus()
    pane.state.set_new_span(TimeSpan(5_000, 5_200))
    pressed = Key.Key_Escape if key == "Esc" else Key.Key_Insert
    press(pane, pressed)
    assert pane.state.new_span is None
    assert len(pane.state.editing.document) == (3 if key == "Esc" else 4)
    asked = [] if key == "Esc" else ["text"]
    assert heard == asked
    press(pane, pressed)
    assert heard == [*asked, "window"]
