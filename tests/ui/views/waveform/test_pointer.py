from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.ui.selection_follower import SelectionFollower
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.views.waveform.waveform_state import WaveformOptions

MakePane = Callable[..., WaveformPane]
Drag = Callable[..., None]

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def cues() -> list[Cue]:
    return [
        Cue(1, 1_000, 2_000, "one"),
        Cue(2, 3_000, 4_000, "two"),
        Cue(3, 6_000, 8_000, "three"),
    ]


def times(pane: WaveformPane, row: int) -> tuple[int, int]:
    cue = pane.state.editing.document[row]
    return cue.start_ms, cue.end_ms


def at(pane: WaveformPane, time_ms: int, y: int = 60) -> QPoint:
    return QPoint(round(pane.canvas.scale.x_of(time_ms)), y)


def free(pane: WaveformPane) -> None:
    pane.set_options(WaveformOptions(is_snapping=False))


def test_dragging_an_edge_is_one_step_that_undo_takes_back(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 2_000, 2_530)
    assert times(pane, 0) == (1_000, 2_530)
    assert pane.state.editing.selection == (1,)
    stack = pane.state.editing.undo_stack
    assert stack.count() == 1
    stack.undo()
    assert list(pane.state.editing.document) == cues


def test_dragging_a_start_keeps_the_end(make_pane: MakePane, drag: Drag, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 3_000, 2_600)
    assert times(pane, 1) == (2_600, 4_000)


def test_dragging_a_body_keeps_the_duration(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 3_500, 4_120)
    assert times(pane, 1) == (3_620, 4_620)


def test_the_selected_move_together(make_pane: MakePane, drag: Drag, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    free(pane)
    pane.state.editing.select_rows([0, 1])
    drag(pane, 3_500, 3_700)
    assert [times(pane, row) for row in range(3)] == [
        (1_200, 2_200),
        (3_200, 4_200),
        (6_000, 8_000),
    ]
    assert pane.state.editing.selection == (1, 2)


def test_a_drag_stops_at_a_neighbour_that_is_kept(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    drag(pane, 2_000, 3_600)
    assert times(pane, 0) == (1_000, 3_000)


def test_neighbours_make_room_when_that_is_chosen_and_come_back_with_the_pointer(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    pane.set_options(
        WaveformOptions(is_snapping=False, rules=TimingRules(neighbours=Neighbours.PUSH))
    )
    drag(pane, 2_000, 3_500, is_released=False)
    assert pane.state.cue_at(1).start_ms == 3_500
    assert times(pane, 1) == (3_000, 4_000)
    QTest.mouseMove(pane.canvas, at(pane, 2_500))
    assert pane.state.cue_at(1).start_ms == 3_000
    QTest.mouseRelease(pane.canvas, LEFT, NONE, at(pane, 2_500))
    assert times(pane, 0) == (1_000, 2_500)
    assert times(pane, 1) == (3_000, 4_000)


@pytest.mark.parametrize(
    ("is_snapping", "held", "expected_ms"),
    [(True, NONE, 3_000), (True, SHIFT, 2_940), (False, NONE, 2_940), (False, SHIFT, 3_000)],
)
def test_shift_turns_snapping_round(
    make_pane: MakePane,
    drag: Drag,
    cues: list[Cue],
    is_snapping: bool,
    held: Qt.KeyboardModifier,
    expected_ms: int,
) -> None:
    pane = make_pane(cues)
    pane.set_options(WaveformOptions(is_snapping=is_snapping))
    drag(pane, 2_000, 2_940, held)
    assert times(pane, 0) == (1_000, expected_ms)


def test_edges_snap_to_the_playhead_to_words_and_else_to_frames(
    make_pane: MakePane, drag: Drag
) -> None:
    words = (Word(1_100, 1_415, "one", 1.0), Word(1_500, 1_777, " two", 1.0))
    pane = make_pane([Cue(1, 1_000, 3_000, "one two", words)])
    pane.state.editing.set_playhead(2_517)
    drag(pane, 3_000, 2_500)
    assert times(pane, 0) == (1_000, 2_517)
    drag(pane, 2_517, 1_760)
    assert times(pane, 0) == (1_000, 1_777)
    drag(pane, 1_777, 2_230)
    assert times(pane, 0)[1] % 40 == 0


def test_pressing_shift_during_a_drag_counts_at_once(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    drag(pane, 2_000, 2_940, is_released=False)
    assert pane.state.cue_at(0).end_ms == 3_000
    QTest.keyPress(pane.canvas, Qt.Key.Key_Shift)
    assert pane.state.cue_at(0).end_ms == 2_940
    QTest.keyRelease(pane.canvas, Qt.Key.Key_Shift)
    assert pane.state.cue_at(0).end_ms == 3_000
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)


def test_escape_ends_a_drag_with_nothing_changed(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    heard: list[object] = []
    pane.previewed.connect(heard.append)
    drag(pane, 2_000, 2_500, is_released=False)
    assert pane.state.is_previewing
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(pane.canvas, LEFT, NONE, at(pane, 2_500))
    assert list(pane.state.editing.document) == cues
    assert pane.state.editing.undo_stack.count() == 0
    assert heard[-1] == ()
    assert len(heard) > 1


def test_a_drag_ends_when_another_window_comes_before_this_one(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    drag(pane, 2_000, 2_500, is_released=False)
    QApplication.sendEvent(pane.canvas, QEvent(QEvent.Type.WindowDeactivate))
    assert not pane.state.is_previewing
    assert list(pane.state.editing.document) == cues


def test_a_change_of_the_rows_ends_a_drag(make_pane: MakePane, drag: Drag, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    drag(pane, 2_000, 2_500, is_released=False)
    pane.state.editing.perform(Edit(Verb.DELETE, (Splice(0, (cues[0],), ()),)))
    QTest.mouseRelease(pane.canvas, LEFT, NONE, at(pane, 2_500))
    assert list(pane.state.editing.document) == cues[1:]


def test_a_click_chooses_and_seeks_and_does_not_move(
    qtbot: QtBot, make_pane: MakePane, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    with qtbot.waitSignal(pane.state.editing.seek_requested) as sought:
        QTest.mouseClick(pane.canvas, LEFT, NONE, at(pane, 3_500))
    assert sought.args == [3_500]
    assert pane.state.editing.selection == (2,)
    assert list(pane.state.editing.document) == cues


def test_control_adds_and_takes_away(make_pane: MakePane, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    editing = pane.state.editing
    QTest.mouseClick(pane.canvas, LEFT, NONE, at(pane, 1_500))
    QTest.mouseClick(pane.canvas, LEFT, CTRL, at(pane, 3_500))
    assert list(editing.selection) == [1, 2]
    assert editing.current == 2
    QTest.mouseClick(pane.canvas, LEFT, CTRL, at(pane, 1_500))
    assert list(editing.selection) == [2]
    QTest.mouseClick(pane.canvas, LEFT, CTRL, at(pane, 1_500))
    QTest.mouseClick(pane.canvas, LEFT, NONE, at(pane, 1_500))
    assert list(editing.selection) == [1]


def test_the_ruler_seeks_and_scrubs(make_pane: MakePane, drag: Drag, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    sought: list[int] = []
    pane.state.editing.seek_requested.connect(sought.append)
    drag(pane, 3_500, 5_000, y=8)
    assert (sought[0], sought[-1]) == (3_500, 5_000)
    assert pane.state.editing.selection == ()
    assert list(pane.state.editing.document) == cues


def test_a_drag_on_empty_space_leaves_a_span_that_a_double_click_makes_a_segment(
    qtbot: QtBot, make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 5_500, 4_500)
    assert pane.state.new_span == TimeSpan(4_500, 5_500)
    assert len(pane.state.editing.document) == 3
    with qtbot.waitSignal(pane.activated):
        QTest.mouseDClick(pane.canvas, LEFT, NONE, at(pane, 5_000))
    assert not pane.state.insert_new_span()
    assert times(pane, 2) == (4_500, 5_500)
    assert pane.state.editing.current_row() == 2


def test_a_span_snaps_to_the_segments_beside_it(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    drag(pane, 4_200, 5_950)
    assert pane.state.new_span == TimeSpan(4_200, 6_000)


def test_with_alt_a_span_is_drawn_over_a_segment_and_may_overlap_it(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 6_500, 7_500, ALT)
    assert list(pane.state.editing.document) == cues
    QTest.keyClick(pane.canvas, Qt.Key.Key_Return)
    assert times(pane, 3) == (6_500, 7_500)


def test_a_click_elsewhere_drops_the_span(make_pane: MakePane, drag: Drag, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    drag(pane, 4_500, 5_500)
    QTest.mouseClick(pane.canvas, LEFT, NONE, at(pane, 10_000))
    assert pane.state.new_span is None


def test_a_double_click_on_a_segment_asks_for_its_text(
    qtbot: QtBot, make_pane: MakePane, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    with qtbot.waitSignal(pane.activated):
        QTest.mouseDClick(pane.canvas, LEFT, NONE, at(pane, 3_500))


def test_a_tiny_segment_is_chosen_but_not_dragged(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane([*cues, Cue(4, 20_000, 20_030, "")])
    pane.canvas.set_scale(pane.canvas.scale.fitting_all())
    drag(pane, 20_000, 25_000)
    assert times(pane, 3) == (20_000, 20_030)
    assert pane.state.editing.selection == (4,)


def test_edges_show_that_they_can_be_taken(make_pane: MakePane, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    QTest.mouseMove(pane.canvas, at(pane, 3_500))
    QTest.mouseMove(pane.canvas, at(pane, 2_000))
    assert pane.canvas.cursor().shape() is Qt.CursorShape.SplitHCursor
    QTest.mouseMove(pane.canvas, at(pane, 5_000))
    assert pane.canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
    QApplication.sendEvent(pane.canvas, QEvent(QEvent.Type.Leave))


def test_a_drag_beyond_the_edge_scrolls(
    qtbot: QtBot, make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    free(pane)
    drag(pane, 10_000, 12_400, is_released=False)
    qtbot.waitUntil(lambda: pane.canvas.scale.start_ms > 500)
    span = pane.state.new_span
    assert span is not None
    assert span.end_ms > 12_500
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)
    assert pane.state.new_span is None


def test_nothing_scrolls_away_below_a_drag(
    make_pane: MakePane, drag: Drag, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    drag(pane, 2_000, 2_500, is_released=False)
    pane.state.editing.set_playhead(30_000)
    assert pane.canvas.scale.start_ms == 0
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)
    pane.state.editing.set_playhead(31_500)
    assert pane.canvas.scale.shows(31_500)


def test_the_middle_button_pulls_the_view(make_pane: MakePane, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    middle = Qt.MouseButton.MiddleButton
    QTest.mousePress(pane.canvas, middle, NONE, QPoint(600, 60))
    QTest.mouseMove(pane.canvas, QPoint(500, 60))
    QTest.mouseRelease(pane.canvas, middle, NONE, QPoint(500, 60))
    assert pane.canvas.scale.start_ms == pytest.approx(1_000)
    QTest.mouseMove(pane.canvas, QPoint(300, 60))
    assert pane.canvas.scale.start_ms == pytest.approx(1_000)


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason)[:2])
def test_a_menu_is_asked_for_where_it_is_wanted(
    qtbot: QtBot, make_pane: MakePane, cues: list[Cue], reason: QContextMenuEvent.Reason
) -> None:
    pane = make_pane(cues)
    is_keyboard = reason is QContextMenuEvent.Reason.Keyboard
    if is_keyboard:
        pane.state.editing.select_rows([1])
    where = QPoint(0, 0) if is_keyboard else at(pane, 3_500)
    event = QContextMenuEvent(reason, where, pane.canvas.mapToGlobal(where))
    with qtbot.waitSignal(pane.context_requested) as asked:
        QApplication.sendEvent(pane.canvas, event)
    assert asked.args is not None
    place = asked.args[0]
    assert (place.row, place.time_ms) == (1, 3_500)
    assert pane.state.editing.selection == (2,)


def test_a_menu_leaves_the_playhead_where_it_is(
    qtbot: QtBot, make_pane: MakePane, cues: list[Cue]
) -> None:
    pane = make_pane(cues)
    editing = pane.state.editing
    follower = SelectionFollower(editing, pane)
    follower.set_playing(False)
    where = at(pane, 3_500)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, QPoint())
    with qtbot.assertNotEmitted(editing.seek_requested):
        QApplication.sendEvent(pane.canvas, event)
    assert editing.selection == (2,)


def test_a_menu_leaves_in_view_what_was_clicked(make_pane: MakePane) -> None:
    pane = make_pane([Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 14_000, "two")])
    before = pane.canvas.scale
    where = at(pane, 3_500)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, QPoint())
    QApplication.sendEvent(pane.canvas, event)
    assert pane.state.editing.selection == (2,)
    assert pane.canvas.scale == before
    assert not pane.state.is_held


def test_the_menu_key_without_a_selection_means_the_middle_of_the_view(
    qtbot: QtBot, make_pane: MakePane
) -> None:
    pane = make_pane([])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(pane.context_requested) as asked:
        QApplication.sendEvent(pane.canvas, event)
    assert asked.args is not None
    assert (asked.args[0].row, asked.args[0].time_ms) == (None, 6_000)


def test_a_menu_on_a_drawn_span_is_about_the_span(make_pane: MakePane, cues: list[Cue]) -> None:
    pane = make_pane(cues)
    pane.state.set_new_span(TimeSpan(2_500, 3_700))
    where = at(pane, 3_500)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, QPoint())
    QApplication.sendEvent(pane.canvas, event)
    assert pane.state.insert_new_span()
