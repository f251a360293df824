"""What of rows is shown, in the whole window: panes hear of it through the wiring."""

from collections.abc import Callable

import pytest

from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.tracks import Track
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.wiring import Workplace

CUES = (Cue(1, 0, 2_000, "Dag"), Cue(2, 3_000, 5_000, "Ja"))
NAMED = {NAME_SETTING: "talk"}


@pytest.fixture
def workplace(make_workplace: Callable[[], Workplace]) -> Workplace:
    workplace = make_workplace()
    workplace.session.begin(NewWork(CUES, settings=NAMED))
    workplace.editing.select_rows([0])
    return workplace


@pytest.fixture
def table(workplace: Workplace) -> CueTable:
    table = workplace.window.findChild(CueTable)
    assert table is not None
    return table


@pytest.fixture
def text_editor(workplace: Workplace) -> TextEditor:
    editor = workplace.window.findChild(TextEditor)
    assert editor is not None
    return editor


def shown(table: CueTable) -> set[Column]:
    at_times = {Column.TRANSLATION, Column.LANGUAGE, Column.TASK, Column.RECIPE}
    return {column for column in at_times if table.is_column_shown(column)}


def test_columns_appear_with_what_they_show(workplace: Workplace, table: CueTable) -> None:
    editing = workplace.editing
    assert shown(table) == set()
    wanted = RecipeOverride(language="nl", task=Task.TRANSLATE)
    editing.perform(set_recipe(editing.document, [0], wanted))
    assert shown(table) == {Column.LANGUAGE, Column.TASK}
    assert table.model().index(0, Column.LANGUAGE).data() == "Dutch"
    table.show_column(Column.TASK, is_shown=False)
    editing.perform(set_recipe(editing.document, [1], wanted))
    assert shown(table) == {Column.LANGUAGE}
    workplace.session.begin(NewWork(CUES, settings=NAMED))
    assert shown(table) == set()


def test_the_translation_stands_beside_the_text(
    workplace: Workplace, table: CueTable, text_editor: TextEditor
) -> None:
    editing, action = workplace.editing, workplace.window.actions_by_name["translation"]
    assert not text_editor.translation.isVisible()
    editing.perform(set_translation(editing.document, 0, "Hi"))
    assert action.isChecked()
    assert text_editor.translation.isVisible()
    assert text_editor.translation.text() == "Hi"
    assert shown(table) == {Column.TRANSLATION}
    action.trigger()
    assert not text_editor.translation.isVisible()
    assert shown(table) == set()


def test_missing_translations_are_told_where_that_is_wanted(workplace: Workplace) -> None:
    window, editing = workplace.window, workplace.editing
    table = window.findChild(CueTable)
    assert table is not None

    def findings() -> str:
        return str(table.model().index(1, Column.FINDINGS).data())

    window.actions_by_name["check-translation"].trigger()
    assert findings() == ""
    editing.perform(set_translation(editing.document, 0, "Hi"))
    assert findings() == "Empty"
    window.actions_by_name["check-translation"].trigger()
    assert findings() == ""


def test_the_picture_shows_what_is_chosen(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    player, tracks = workplace.window.findChild(PlayerPane), list[Track]()
    assert player is not None
    monkeypatch.setattr(player, "show_track", tracks.append)
    actions, editing = workplace.window.actions_by_name, workplace.editing
    actions["picture-both"].trigger()
    assert tracks == [Track.TEXT]
    editing.perform(set_translation(editing.document, 0, "Hi"))
    actions["picture-translation"].trigger()
    assert tracks == [Track.TEXT, Track.TEXT_FIRST, Track.TRANSLATION]
    assert not actions["picture-both"].isChecked()


def test_the_box_behind_subtitles_is_in_the_menu_and_on_the_picture(workplace: Workplace) -> None:
    player = workplace.window.findChild(PlayerPane)
    assert player is not None
    in_menu = workplace.window.actions_by_name["picture-box"]
    in_menu.trigger()
    assert player.box_action.isChecked()
    player.box_action.trigger()
    assert not in_menu.isChecked()


def test_audio_tracks_are_in_the_menu(workplace: Workplace) -> None:
    entries = [action.text() for action in workplace.window.menus["play"].actions()]
    assert "A&udio track" in entries
