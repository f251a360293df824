from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QComboBox, QMainWindow, QSpinBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.media_facts import MediaFacts, PictureFacts
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import NETFLIX
from whisper_desktop.core.segment import Word
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.timing import TimingCommands
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateDialog
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.shift_dialog import ShiftDialog
from whisper_desktop.ui.dialogs.stretch_dialog import StretchDialog
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.time_box import TimeBox

Dialog = TypeVar("Dialog", bound=Question)


@pytest.fixture
def commands(desk: Desk, actions: Actions) -> TimingCommands:
    return TimingCommands(desk, actions, lambda _cue: NETFLIX.limits("en"))


def spans(editing: EditingController) -> list[tuple[int, int]]:
    return [(cue.start_ms, cue.end_ms) for cue in editing.document]


def the(kind: type[Dialog], window: QMainWindow) -> Dialog:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


@pytest.mark.usefixtures("commands")
def test_edges_are_set_at_the_playhead(editing: EditingController, actions: Actions) -> None:
    editing.select_rows([1])
    editing.set_playhead(3_400)
    actions["set-start"].trigger()
    editing.set_playhead(4_600)
    actions["set-end"].trigger()
    assert spans(editing)[1] == (3_400, 4_600)
    editing.undo_stack.undo()
    assert spans(editing)[1] == (3_400, 5_000)


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(
    ("action", "row", "playhead_ms", "span_ms", "sentence"),
    [
        ("set-start", 2, 2_500, (6_000, 8_000), "Row 2 is in the way."),
        ("set-start", 2, 4_900, (5_083, 8_000), "Row 2 is in the way: this one stops there."),
        ("set-start", 1, 7_000, (3_000, 5_000), "Row 3 is in the way."),
        ("set-end", 2, 2_500, (6_000, 8_000), "Row 2 is in the way."),
        ("set-end", 0, 3_000, (0, 2_917), "Row 2 is in the way: this one stops there."),
        ("set-end", 0, 7_000, (0, 2_000), "Row 2 is in the way."),
        ("set-end", 0, 0, (0, 2_000), "There is no room there."),
    ],
)
def test_what_is_in_the_way_of_an_edge_is_said(
    editing: EditingController,
    desk: Desk,
    actions: Actions,
    *,
    action: str,
    row: int,
    playhead_ms: int,
    span_ms: tuple[int, int],
    sentence: str,
) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    editing.select_rows([row])
    editing.set_playhead(playhead_ms)
    actions[action].trigger()
    assert spans(editing)[row] == span_ms
    assert told == [sentence]
    assert editing.undo_stack.count() == ("stops" in sentence)


@pytest.mark.usefixtures("commands")
def test_nudges_are_one_step_and_stop_at_neighbours(
    editing: EditingController, actions: Actions
) -> None:
    editing.select_rows([1])
    for _ in range(3):
        actions["later"].trigger()
    assert spans(editing)[1] == (3_300, 5_300)
    assert editing.undo_stack.count() == 1
    for _ in range(9):
        actions["later"].trigger()
    assert spans(editing)[1] == (3_917, 5_917)
    actions["earlier"].trigger()
    actions["start-later"].trigger()
    actions["end-earlier"].trigger()
    actions["start-earlier"].trigger()
    actions["end-later"].trigger()
    assert spans(editing)[1] == (3_817, 5_817)


@pytest.mark.usefixtures("commands")
def test_times_are_shifted_by_a_dialog(
    editing: EditingController, actions: Actions, window: QMainWindow
) -> None:
    editing.select_rows([1])
    editing.set_playhead(3_250)
    actions["shift"].trigger()
    dialog = the(ShiftDialog, window)
    assert dialog.delta_ms == 250
    assert dialog.reason.text().startswith("So that row 2,")
    dialog.accept()
    assert spans(editing) == [(250, 2_250), (3_250, 5_250), (6_250, 8_250)]


@pytest.mark.usefixtures("commands")
def test_times_are_stretched_by_a_dialog(
    editing: EditingController, actions: Actions, window: QMainWindow
) -> None:
    actions["stretch"].trigger()
    dialog = the(StretchDialog, window)
    second = dialog.findChildren(TimeBox)[1]
    second.show_time(12_000)
    dialog.accept()
    assert spans(editing) == [(0, 4_000), (6_000, 10_000), (12_000, 16_000)]


@pytest.mark.usefixtures("commands")
def test_a_stretch_that_turns_time_round_is_refused(actions: Actions, window: QMainWindow) -> None:
    actions["stretch"].trigger()
    dialog = the(StretchDialog, window)
    first, second = dialog.findChildren(QSpinBox)
    second.setValue(1)
    assert not dialog.verb_button.isEnabled()
    first.setValue(3)
    assert dialog.verb_button.isEnabled()


@pytest.mark.usefixtures("commands")
def test_stretching_needs_two_rows(
    qtbot: QtBot, desk: Desk, editing: EditingController, actions: Actions
) -> None:
    editing.load(Document([Cue(1, 0, 1, "")]))
    with qtbot.waitSignal(desk.told) as told:
        actions["stretch"].trigger()
    assert told.args == ["Stretching needs two rows at least."]


@pytest.mark.usefixtures("commands")
def test_the_frame_rate_is_changed_by_a_dialog(
    desk: Desk, editing: EditingController, actions: Actions, window: QMainWindow
) -> None:
    desk.show_media(MediaFacts(Path("film.mkv"), picture=PictureFacts(640, 360, 25.0)))
    actions["frame-rate"].trigger()
    dialog = the(FrameRateDialog, window)
    assert dialog.rates == (23.976, 25.0)
    old, new, _ = dialog.findChildren(QComboBox)
    old.setEditText("nonsense")
    assert not dialog.verb_button.isEnabled()
    old.setEditText("50")
    new.setEditText("25")
    dialog.accept()
    assert spans(editing) == [(0, 4_000), (6_000, 10_000), (12_000, 16_000)]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("snap-frames", (3_000, 5_000)),
        ("snap-neighbours", (3_000, 5_000)),
        ("snap-words", (3_100, 4_900)),
        ("snap-playhead", (3_200, 5_000)),
    ],
)
@pytest.mark.usefixtures("commands")
def test_rows_snap_where_they_are_told(
    editing: EditingController, actions: Actions, action: str, expected: tuple[int, int]
) -> None:
    words = (Word(3_100, 4_900, "four", 0.9),)
    editing.load(Document([Cue(1, 0, 2_000, "one"), Cue(2, 3_000, 5_000, "four", words)]))
    editing.select_rows([1])
    editing.set_playhead(3_200)
    actions[action].trigger()
    assert spans(editing)[1] == expected


@pytest.mark.usefixtures("commands")
def test_gaps_are_closed_and_opened(
    editing: EditingController, actions: Actions, desk: Desk
) -> None:
    editing.load(Document([Cue(1, 0, 2_700, "one"), Cue(2, 3_000, 5_000, "two")]))
    actions["close-gaps"].trigger()
    assert spans(editing)[0] == (0, 2_917)
    editing.load(Document([Cue(1, 0, 3_000, "one"), Cue(2, 3_000, 5_000, "two")]))
    actions["open-gaps"].trigger()
    assert spans(editing)[0] == (0, 2_917)
    assert desk.editing.undo_stack.count() == 1


@pytest.mark.usefixtures("commands")
def test_rows_last_until_they_can_be_read(editing: EditingController, actions: Actions) -> None:
    editing.load(Document([Cue(1, 0, 500, "x" * 40), Cue(2, 9_000, 9_100, "Yes.")]))
    actions["extend"].trigger()
    assert spans(editing) == [(0, 2_000), (9_000, 9_833)]


@pytest.mark.parametrize("action", ["close-gaps", "open-gaps", "extend"])
@pytest.mark.usefixtures("commands")
def test_an_empty_document_is_left_alone(
    editing: EditingController, actions: Actions, action: str
) -> None:
    editing.load(Document())
    actions[action].trigger()
    assert editing.undo_stack.count() == 0


@pytest.mark.usefixtures("commands")
def test_what_changes_nothing_is_said(
    qtbot: QtBot, desk: Desk, editing: EditingController, actions: Actions
) -> None:
    editing.select_rows([0])
    with qtbot.waitSignal(desk.told) as told:
        actions["snap-words"].trigger()
    assert told.args == ["There was nothing to change."]
