import pytest

from whisper_desktop.core.document import Document
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.row_traits import RowTraits, Trait


@pytest.fixture
def traits(editing: EditingController) -> RowTraits:
    return RowTraits(editing)


def test_a_translation_is_there_until_the_last_is_gone(
    traits: RowTraits, editing: EditingController
) -> None:
    told: list[frozenset[Trait]] = []
    traits.changed.connect(lambda: told.append(traits.present))
    editing.perform(set_translation(editing.document, 0, "Hi"))
    editing.perform(set_translation(editing.document, 1, "You"))
    assert told == [{Trait.TRANSLATION}]
    editing.perform(set_translation(editing.document, 0, ""))
    assert traits.present
    editing.perform(delete(editing.document, [1]))
    assert not traits.present
    editing.undo_stack.undo()
    assert traits.present == {Trait.TRANSLATION}


def test_languages_and_tasks_are_compared_with_the_documents(
    traits: RowTraits, editing: EditingController
) -> None:
    wanted = RecipeOverride(language="nl", task=Task.TRANSLATE)
    editing.perform(set_recipe(editing.document, [1], wanted))
    assert traits.present == {Trait.LANGUAGE, Trait.TASK}
    traits.set_recipe(Recipe("nl"))
    assert traits.present == {Trait.TASK}
    editing.load(Document())
    assert not traits.present


def test_other_wishes_are_compared_with_the_documents(
    traits: RowTraits, editing: EditingController
) -> None:
    editing.perform(set_recipe(editing.document, [1], RecipeOverride(model="tiny.en")))
    assert traits.present == {Trait.RECIPE}
    traits.set_recipe(Recipe(model="tiny.en"))
    assert not traits.present
