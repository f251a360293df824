"""What is wanted of rows when they are recognised again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.recipe import RECIPE_FIELDS, RecipeField, RecipeOverride
from whisper_desktop.core.verbs.retiming import rising


def set_recipe(cues: Sequence[Cue], rows: Iterable[int], changes: RecipeOverride) -> Edit:
    """Give rows the wishes that `changes` has; what it does not say stays in each of them."""
    return set_recipes(cues, dict.fromkeys(rows, changes))


def set_recipes(cues: Sequence[Cue], changes: Mapping[int, RecipeOverride]) -> Edit:
    """Give each row wishes of its own, in one step; what they do not say stays."""
    chosen = rising(cues, changes)
    recipes = [cues[row].recipe.with_changes(changes[row]) for row in chosen]
    return _with_recipes(cues, chosen, recipes)


def clear_recipe(
    cues: Sequence[Cue], rows: Iterable[int], names: Collection[RecipeField] = RECIPE_FIELDS
) -> Edit:
    """Let rows be as the document again, in everything or in some fields."""
    chosen = rising(cues, rows)
    return _with_recipes(cues, chosen, [cues[row].recipe.without(names) for row in chosen])


def _with_recipes(
    cues: Sequence[Cue], rows: Sequence[int], recipes: Sequence[RecipeOverride]
) -> Edit:
    changed = [
        (row, replace(cues[row], recipe=recipe))
        for row, recipe in zip(rows, recipes, strict=True)
        if cues[row].recipe != recipe
    ]
    edit = replacing(Verb.SET_RECIPE, cues, changed)
    uids = tuple([cues[row].uid for row in rows])
    return replace(edit, selection=uids, selection_before=uids)
