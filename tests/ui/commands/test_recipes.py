from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.core.recipe import AUTO_LANGUAGE, RecipeOverride
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.recipes import RecipeCommands
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.recipe.recipe_dock import RecipeDock, Scope

unseen_menu = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def recipes(desk: Desk, session: Session) -> DocumentRecipe:
    recipes = DocumentRecipe(desk, session)
    session.begin(NewWork(tuple(desk.editing.document)))
    return recipes


@pytest.fixture
def dock(
    desk: Desk, actions: Actions, recipes: DocumentRecipe, window: QMainWindow, tmp_path: Path
) -> RecipeDock:
    named = NamedRecipes(tmp_path / "recipes.json")
    dock = RecipeDock(desk.editing, recipes, named, lambda: ((), "base"), window)
    dock.hide()
    actions["recipe"].toggled.connect(dock.setVisible)
    window.setCentralWidget(dock)
    window.show()
    return dock


@pytest.fixture
def take_span() -> Mock:
    return Mock(return_value=False)


@pytest.fixture
def commands(
    desk: Desk, actions: Actions, dock: RecipeDock, recipes: DocumentRecipe, take_span: Mock
) -> RecipeCommands:
    return RecipeCommands(desk, actions, dock, recipes, take_span)


def languages(desk: Desk) -> list[str | None]:
    return [cue.recipe.language for cue in desk.editing.document]


def offered(commands: RecipeCommands) -> list[str]:
    commands.language_menu.aboutToShow.emit()
    texts = [one.text() for one in commands.language_menu.actions()]
    return [text.replace("&", "") for text in texts if text]


def pick(commands: RecipeCommands, text: str) -> None:
    commands.language_menu.aboutToShow.emit()
    found = [one for one in commands.language_menu.actions() if text in one.text()]
    found[0].trigger()


def test_the_language_of_rows_is_set_in_one_step(commands: RecipeCommands, desk: Desk) -> None:
    assert offered(commands) == ["1 English", "Find out", "As the document (Find out)", "Other…"]
    desk.editing.select_rows([0, 2])
    commands.set_language("nl")
    assert languages(desk) == ["nl", None, "nl"]
    assert desk.editing.undo_stack.count() == 1
    assert offered(commands)[:2] == ["1 Dutch", "2 English"]
    commands.set_language("fr")
    assert offered(commands)[:3] == ["1 French", "2 Dutch", "3 English"]
    pick(commands, "Dutch")
    assert languages(desk) == ["nl", None, "nl"]
    pick(commands, "As the document")
    assert languages(desk) == [None, None, None]
    pick(commands, "Find out")
    assert languages(desk) == [AUTO_LANGUAGE, None, AUTO_LANGUAGE]


def test_the_menu_offers_the_language_that_was_found(
    commands: RecipeCommands, recipes: DocumentRecipe
) -> None:
    recipes.find("nl")
    assert offered(commands)[:2] == ["1 Dutch", "2 English"]
    assert "As the document (Dutch, found)" in offered(commands)


def test_the_menu_marks_what_all_selected_rows_have(commands: RecipeCommands, desk: Desk) -> None:
    def marked() -> list[str]:
        commands.language_menu.aboutToShow.emit()
        return [one.text() for one in commands.language_menu.actions() if one.isChecked()]

    desk.editing.select_rows([0])
    commands.set_language("nl")
    assert marked() == ["&1 Dutch"]
    desk.editing.select_rows([0, 1])
    assert marked() == []


def test_the_last_language_is_one_key(
    commands: RecipeCommands, desk: Desk, actions: Actions
) -> None:
    desk.editing.select_rows([0])
    commands.set_language("nl")
    desk.editing.select_rows([1])
    actions["rows-language-again"].trigger()
    assert languages(desk) == ["nl", "nl", None]


@unseen_menu
@pytest.mark.parametrize("name", ["rows-language", "rows-language-again"])
def test_a_key_opens_the_menu(
    commands: RecipeCommands, desk: Desk, actions: Actions, name: str
) -> None:
    desk.editing.select_rows([0])
    actions[name].trigger()
    assert QApplication.activePopupWidget() is commands.language_menu
    commands.language_menu.close()


def test_a_drawn_span_becomes_a_row_first(
    commands: RecipeCommands, desk: Desk, actions: Actions, take_span: Mock
) -> None:
    def make_row() -> bool:
        desk.editing.select_rows([1])
        return True

    take_span.side_effect = make_row
    commands.set_language("nl")
    assert languages(desk) == [None, "nl", None]
    actions["recipe-rows"].trigger()
    assert take_span.call_count == 2


def test_without_rows_it_is_said_what_to_do(commands: RecipeCommands, desk: Desk) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    desk.editing.select([])
    commands.set_language("nl")
    assert told == ["Select rows first, or draw a span on the waveform."]
    assert desk.preferences.editor.recent_languages == ()


def test_the_dock_opens_where_it_is_wanted(
    commands: RecipeCommands, desk: Desk, actions: Actions, dock: RecipeDock, qtbot: QtBot
) -> None:
    desk.editing.select_rows([0])
    actions["recipe-document"].trigger()
    assert dock.isVisible()
    scopes = [dock.scope]
    pick(commands, "Other")
    assert [*scopes, dock.scope] == [Scope.DOCUMENT, Scope.ROWS]
    dock.form.changed.emit(RecipeOverride(language="nl"))
    assert languages(desk)[0] == "nl"
    assert offered(commands)[0] == "1 Dutch"
