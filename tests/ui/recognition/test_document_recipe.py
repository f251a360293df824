from pathlib import Path

import pytest

from whisper_desktop.app.document_settings import RECIPE_SETTING
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import AUTO_LANGUAGE, Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.session import NewWork, Session

USUAL = Recipe(timestamps=TimestampMode.WORDS)


@pytest.fixture
def recipes(desk: Desk, session: Session) -> DocumentRecipe:
    return DocumentRecipe(desk, session)


def test_the_language_of_the_text_is_listened_for(recipes: DocumentRecipe, desk: Desk) -> None:
    changes: list[Recipe] = []
    recipes.changed.connect(lambda: changes.append(recipes.recipe))
    assert recipes.recipe == USUAL
    desk.set_language("nl")
    recipes.change(RecipeOverride(language=AUTO_LANGUAGE))
    desk.set_language("fr")
    recipes.reset(["language"])
    assert [recipe.language for recipe in changes] == ["nl", None, "fr"]


def test_what_is_chosen_stays_with_the_project(
    recipes: DocumentRecipe, session: Session, desk: Desk, tmp_path: Path
) -> None:
    recipes.change(RecipeOverride(language="nl", task=Task.TRANSLATE, hotwords="Anna"))
    wanted = recipes.recipe
    session.save_as(tmp_path / "a.wdproj", overwrite=False)
    session.leave(keep_draft=False)
    session.begin(NewWork())
    assert recipes.recipe == USUAL
    session.leave(keep_draft=False)

    session.go_on(session.read_project(tmp_path / "a.wdproj"))
    assert recipes.recipe == wanted
    assert DocumentRecipe(desk, session).recipe == USUAL, "it hears of what is opened"


def test_the_language_that_was_found_is_kept_and_told_from_one_that_was_said(
    recipes: DocumentRecipe, session: Session, desk: Desk, tmp_path: Path
) -> None:
    told: list[str | None] = []
    recipes.changed.connect(lambda: told.append(recipes.found_language))
    recipes.find("nl")
    assert (recipes.recipe.language, desk.language) == ("nl", "nl")
    recipes.find("de")
    assert recipes.found_language == "nl", "the rows that are there are Dutch"
    recipes.change(RecipeOverride(language="nl"))
    recipes.change(RecipeOverride(language=AUTO_LANGUAGE))
    recipes.reset(["language"])
    assert told == ["nl", None, "nl", "nl"]

    session.save_as(tmp_path / "a.wdproj", overwrite=False)
    session.leave(keep_draft=False)
    session.go_on(session.read_project(tmp_path / "a.wdproj"))
    desk.set_language("nl")
    assert recipes.found_language == "nl"
    desk.set_language("fr")
    assert recipes.found_language is None


def test_what_was_found_in_rows_that_are_gone_is_found_again(
    recipes: DocumentRecipe, desk: Desk
) -> None:
    recipes.find("nl")
    desk.editing.perform(delete(desk.editing.document, [0]))
    recipes.find("de")
    assert (recipes.found_language, desk.language) == ("de", "de")


def test_rows_have_their_wishes_over_it(recipes: DocumentRecipe) -> None:
    recipes.set_recipe(Recipe("nl", hotwords="Anna"))
    row = Cue(1, 0, 1, "", recipe=RecipeOverride(language=AUTO_LANGUAGE))
    assert recipes.of(row) == Recipe(None, hotwords="Anna")
    assert recipes.recipe == Recipe("nl", hotwords="Anna")


def test_what_a_dialog_asks_for_is_held_on_to_where_it_is_unusual(
    recipes: DocumentRecipe, desk: Desk
) -> None:
    recipes.set_recipe(Recipe(None, Task.TRANSLATE, TimestampMode.WORDS))
    assert recipes.wishes == RecipeOverride(language=AUTO_LANGUAGE, task=Task.TRANSLATE)
    desk.set_language("nl")
    assert recipes.recipe.language is None


@pytest.mark.parametrize("damaged", ["nonsense", {"task": "sing"}, 5])
def test_a_damaged_recipe_is_the_usual_one(
    recipes: DocumentRecipe, session: Session, damaged: object
) -> None:
    session.leave(keep_draft=False)
    session.begin(NewWork(settings={RECIPE_SETTING: damaged}))
    assert recipes.recipe == USUAL


def test_without_a_document_there_is_nothing_to_want(
    recipes: DocumentRecipe, session: Session
) -> None:
    session.leave(keep_draft=False)
    recipes.change(RecipeOverride(language="nl"))
    assert recipes.wishes.is_empty
    session.begin(NewWork())
