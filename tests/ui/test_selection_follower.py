import pytest

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
