from dataclasses import replace

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride, Task
from whisper_desktop.core.verbs.recipes import clear_recipe, set_recipe, set_recipes

DUTCH = RecipeOverride("nl", hotwords="Anna")
CUES = [Cue(1, 0, 9, "a"), Cue(2, 9, 19, "b", recipe=DUTCH), Cue(3, 19, 29, "c", language="de")]


def test_wishes_are_set_on_many_rows_at_once() -> None:
    document = Document(CUES)
    edit = set_recipe(document, [2, 0, 1], RecipeOverride("en", Task.TRANSLATE))
    document.apply(edit)
    english = RecipeOverride("en", Task.TRANSLATE)
    assert [cue.recipe for cue in document] == [english, replace(english, hotwords="Anna"), english]
    # The text is still what it was.
    assert [cue.language for cue in document] == [None, None, "de"]
    assert (edit.verb, edit.selection, edit.selection_before) == (
        Verb.SET_RECIPE,
        (1, 2, 3),
        (1, 2, 3),
    )


def test_rows_can_get_wishes_of_their_own_in_one_step() -> None:
    document = Document(CUES)
    german = RecipeOverride("de")
    document.apply(set_recipes(document, {2: german, 1: RecipeOverride("en")}))
    recipes = [cue.recipe for cue in document]
    assert recipes == [NO_OVERRIDE, RecipeOverride("en", hotwords="Anna"), german]


def test_rows_can_be_as_the_document_again() -> None:
    assert clear_recipe(CUES, [0, 1]).splices[0].inserted[0].recipe == NO_OVERRIDE
    kept = clear_recipe(CUES, [1], ["language"]).splices[0].inserted[0].recipe
    assert kept == RecipeOverride(hotwords="Anna")


def test_rows_that_have_these_wishes_are_left_out() -> None:
    assert set_recipe(CUES, [1], RecipeOverride("nl")).is_empty
    assert clear_recipe(CUES, [0, 2]).is_empty
    assert len(set_recipe(CUES, [0, 1], RecipeOverride("nl")).splices) == 1


def test_rows_that_do_not_exist_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="rows"):
        set_recipe(CUES, [3], DUTCH)
