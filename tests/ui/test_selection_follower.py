from dataclasses import replace

import pytest

from whisper_desktop.core.edit import Verb, replacing
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.selection_follower import SelectionFollower


@pytest.fixture
def sought(editing: EditingController) -> list[int]:
    """Return where the player was asked to go, in milliseconds."""
    places: list[int] = []
    editing.seek_requested.connect(places.append)
    return places


@pytest.fixture
def follower(editing: EditingController) -> SelectionFollower:
    return SelectionFollower(editing)


@pytest.mark.usefixtures("follower")
def test_the_picture_goes_to_the_row(editing: EditingController, sought: list[int]) -> None:
    editing.select_rows([1])
    editing.select_rows([1, 2], current=1)
    assert sought == [3_000]
    editing.select([])
    assert sought == [3_000]


@pytest.mark.usefixtures("follower")
def test_it_stays_inside_the_row(editing: EditingController, sought: list[int]) -> None:
    editing.set_playhead(4_200)
    editing.select_rows([1])
    assert sought == []


@pytest.mark.usefixtures("follower")
def test_it_stays_when_only_a_menu_was_asked_for(
    editing: EditingController, sought: list[int]
) -> None:
    editing.select_in_place([1], 1)
    assert editing.selection == (2,)
    assert sought == []
    editing.select_rows([2])
    assert sought == [3_700_000]


def test_it_stays_while_something_plays(
    editing: EditingController, sought: list[int], follower: SelectionFollower
) -> None:
    follower.set_playing(True)
    editing.select_rows([1])
    follower.set_playing(False)
    editing.select_rows([2])
    assert sought == [3_700_000]


@pytest.mark.usefixtures("follower")
def test_it_goes_to_what_an_edit_or_its_undo_makes_current(
    editing: EditingController, sought: list[int]
) -> None:
    editing.set_playhead(1_500)
    editing.select_rows([0])
    editing.perform(set_text(editing.document, 0, "new"))
    assert sought == []
    editing.perform(delete(editing.document, [0]))
    assert sought == [3_000]
    editing.select_rows([1])
    editing.undo_stack.undo()
    assert editing.current_row() == 0
    assert sought == [3_000, 3_700_000]
    editing.set_playhead(3_700_000)
    editing.undo_stack.redo()
    assert sought == [3_000, 3_700_000, 3_000]


def move(editing: EditingController, row: int, start_ms: int, end_ms: int) -> None:
    cue = replace(editing.document[row], start_ms=start_ms, end_ms=end_ms)
    editing.perform(replacing(Verb.MOVE, editing.document, [(row, cue)]))


@pytest.mark.usefixtures("follower")
def test_it_goes_along_with_the_current_row_there_and_back(
    editing: EditingController, sought: list[int]
) -> None:
    editing.seek_requested.connect(editing.set_playhead)
    editing.select_rows([1])
    end_ms = editing.document[1].end_ms
    move(editing, 1, 3_100 + end_ms, 100 + 2 * end_ms)
    assert sought == [3_000, 3_100 + end_ms]
    editing.undo_stack.undo()
    assert editing.playhead_ms == 3_000
    editing.undo_stack.redo()
    assert editing.playhead_ms == 3_100 + end_ms


@pytest.mark.usefixtures("follower")
def test_it_stays_when_another_row_moves_or_only_an_edge_is_set(
    editing: EditingController, sought: list[int]
) -> None:
    editing.set_playhead(3_500)
    editing.select_rows([1])
    move(editing, 0, 1_100, 1_600)
    move(editing, 1, 3_000, 3_500)
    move(editing, 1, 3_100, 3_500)
    assert sought == []


def test_it_lets_the_row_move_while_something_plays(
    editing: EditingController, sought: list[int], follower: SelectionFollower
) -> None:
    editing.select_rows([1])
    follower.set_playing(True)
    move(editing, 1, 3_200_000, 3_201_000)
    assert sought == [3_000]
