from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import RecipeOverride, Task, TimestampMode
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.recipe.choices import ChoiceBox
from whisper_desktop.ui.views.recipe.recipe_dock import RecipeDock, Scope


@pytest.fixture
def recipes(
    editing: EditingController, session: Session, preferences: Preferences, window: QMainWindow
) -> DocumentRecipe:
    recipes = DocumentRecipe(Desk(editing, preferences, window), session)
    session.begin(NewWork(tuple(editing.document)))
    return recipes


@pytest.fixture
def dock(
    editing: EditingController,
    recipes: DocumentRecipe,
    window: QMainWindow,
    tmp_path: Path,
    qtbot: QtBot,
) -> RecipeDock:
    models = ModelStore(tmp_path, offline=True).list()
    named = NamedRecipes(tmp_path / "recipes.json")
    dock = RecipeDock(editing, recipes, named, lambda: (models, "base"), window)
    with qtbot.waitExposed(window):
        window.setCentralWidget(dock)
        window.show()
    return dock


def choose(box: ChoiceBox, words: str) -> None:
    place = box.findText(words)
    assert place >= 0, [box.itemText(number) for number in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def wishes(editing: EditingController) -> list[RecipeOverride]:
    return [cue.recipe for cue in editing.document]


def test_what_is_chosen_holds_for_all_selected_rows_in_one_step(
    dock: RecipeDock, editing: EditingController
) -> None:
    editing.select_rows([0, 2])
    choose(dock.form.language, "Dutch")
    assert [one.language for one in wishes(editing)] == ["nl", None, "nl", None]
    assert editing.undo_stack.count() == 1
    choose(dock.form.task, "Translate into English")
    choose(dock.form.timestamps, "Of rows")
    choose(dock.form.model, "That of the settings (base)")
    QTest.keyClicks(dock.form.hotwords, "Anna")
    dock.form.take_typed()
    wanted = RecipeOverride("nl", Task.TRANSLATE, TimestampMode.SEGMENTS, None, "Anna", "")
    assert wishes(editing)[2] == wanted
    dock.clear_button.click()
    assert wishes(editing)[2].is_empty
    editing.undo_stack.undo()
    assert wishes(editing)[2] == wanted


def test_rows_that_differ_are_shown_so(dock: RecipeDock, editing: EditingController) -> None:
    editing.perform(set_recipe(editing.document, [1], RecipeOverride(language="nl")))
    editing.select_rows([0, 1])
    assert dock.form.language.placeholderText() == "Different"
    assert dock.form.task.currentText() == "As the document (Write what is said)"
    assert dock.form.resets["language"].isEnabled()
    assert not dock.form.resets["task"].isEnabled()
    editing.select_rows([1])
    assert dock.form.language.value == "nl"
    dock.form.resets["language"].click()
    assert wishes(editing)[1].is_empty
    choose(dock.form.language, "French")
    choose(dock.form.language, "As the document (Find out)")
    assert wishes(editing)[1].is_empty


def test_without_rows_there_is_nothing_to_choose(
    dock: RecipeDock, editing: EditingController
) -> None:
    editing.select([])
    dock.show_scope(Scope.ROWS)
    assert not dock.form.isEnabled()
    assert "Select rows" in dock.hint.text()
    dock.show_scope(Scope.DOCUMENT)
    assert dock.form.isEnabled()


def test_the_recipe_of_the_document_is_no_step(
    dock: RecipeDock, editing: EditingController, recipes: DocumentRecipe
) -> None:
    dock.show_scope(Scope.DOCUMENT)
    assert dock.form.language.currentText() == "Find out"
    choose(dock.form.language, "Dutch")
    choose(dock.form.task, "Translate into English")
    assert (recipes.recipe.language, recipes.recipe.task) == ("nl", Task.TRANSLATE)
    assert editing.undo_stack.count() == 0
    editing.select_rows([0])
    dock.show_scope(Scope.ROWS)
    assert dock.form.language.itemText(0) == "As the document (Dutch)"
    dock.show_scope(Scope.DOCUMENT)
    dock.clear_button.click()
    assert recipes.wishes.is_empty


def test_rows_show_that_the_language_of_the_document_was_found(
    dock: RecipeDock, editing: EditingController, recipes: DocumentRecipe
) -> None:
    editing.select_rows([0])
    dock.show_scope(Scope.ROWS)
    recipes.find("nl")
    assert dock.form.language.itemText(0) == "As the document (Dutch, found)"


def test_a_model_that_cannot_translate_is_not_offered_for_it(
    dock: RecipeDock, editing: EditingController
) -> None:
    editing.select_rows([0])
    choose(dock.form.model, "large-v3-turbo — not installed")
    assert dock.form.task.findText("Translate into English — large-v3-turbo cannot translate") > 0
    dock.form.resets["model"].click()
    choose(dock.form.task, "Translate into English")
    assert dock.form.model.findText("large-v3-turbo — large-v3-turbo cannot translate") > 0
    assert dock.form.remark.isHidden()
    turbo = RecipeOverride(model="turbo")
    editing.perform(set_recipe(editing.document, [0], turbo))
    assert dock.form.remark.text().startswith("large-v3-turbo cannot translate. ")


def test_a_hidden_dock_does_not_follow(dock: RecipeDock, editing: EditingController) -> None:
    dock.hide()
    editing.perform(set_recipe(editing.document, [1], RecipeOverride(language="nl")))
    editing.select_rows([1])
    assert dock.form.language.value is None
    dock.show()
    assert dock.form.language.value == "nl"


@pytest.mark.parametrize("name", ["hotwords", "language"])
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_escape_leads_back_to_the_rows_and_lets_go_of_what_was_typed(
    dock: RecipeDock, editing: EditingController, qtbot: QtBot, name: str
) -> None:
    editing.select_rows([0])
    field = getattr(dock.form, name)
    field.setFocus()
    QTest.keyClicks(field, "xyz")
    with qtbot.waitSignal(dock.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    field.clearFocus()
    assert wishes(editing)[0].is_empty


def test_rows_that_arrive_leave_alone_what_is_typed(
    dock: RecipeDock, editing: EditingController
) -> None:
    editing.select_rows([0])
    QTest.keyClicks(dock.form.hotwords, "An")
    editing.arrive([Cue(9, 9_000, 9_500, "new")], "run")
    QTest.keyClicks(dock.form.hotwords, "na")
    editing.commit_typing()
    assert wishes(editing)[0].hotwords == "Anna"
    QTest.keyClicks(dock.form.hotwords, "bel")
    editing.select_rows([1])
    assert dock.form.hotwords.text() == ""


@pytest.mark.parametrize(("name", "typed"), [("language", "Dutch"), ("hotwords", "Anna")])
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_once_it_is_taken_undo_takes_back_the_step(
    dock: RecipeDock, editing: EditingController, window: QMainWindow, name: str, typed: str
) -> None:
    undo = QAction("Undo", window)
    undo.setShortcut("Ctrl+Z")
    undo.triggered.connect(editing.undo_stack.undo)
    window.addAction(undo)
    window.activateWindow()
    editing.select_rows([0])
    field = getattr(dock.form, name)
    field.setFocus()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert editing.undo_stack.count() == 1
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wishes(editing)[0].is_empty
    field.clearFocus()
    assert editing.undo_stack.canRedo()
    field.setFocus()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editing.undo_stack.canRedo(), "what is half typed is taken back first"
