import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.recipe_data import (
    override_data,
    override_from_data,
    recipe_data,
    recipe_from_data,
)

texts = st.text(max_size=5)
tasks, modes = st.sampled_from(Task), st.sampled_from(TimestampMode)
languages = st.sampled_from(["en", "nl"])


@given(st.builds(Recipe, st.none() | languages, tasks, modes, texts, texts, texts))
def test_a_recipe_comes_back_from_json(recipe: Recipe) -> None:
    assert recipe_from_data(json.loads(json.dumps(recipe_data(recipe)))) == recipe


@given(st.builds(RecipeOverride, *(st.none() | v for v in (languages, tasks, modes, *[texts] * 3))))
def test_an_override_comes_back_from_json(override: RecipeOverride) -> None:
    assert override_from_data(json.loads(json.dumps(override_data(override)))) == override


def test_an_override_spells_only_what_it_says() -> None:
    assert override_data(RecipeOverride()) == {}
    assert override_data(RecipeOverride("en", Task.TRANSLATE, hotwords="")) == {
        "language": "en",
        "task": "translate",
        "hotwords": "",
    }


def test_what_is_missing_is_new_and_what_is_not_known_is_passed_over() -> None:
    assert recipe_from_data({"language": "nl", "colour": "red"}) == Recipe("nl")


@pytest.mark.parametrize(
    "data", [None, [], "nl", {"language": 3}, {"task": "sing"}, {"timestamps": 1}, {"model": []}]
)
def test_damaged_data_is_noticed(data: object) -> None:
    with pytest.raises(ValueError, match=r"recipe|sing"):
        override_from_data(data)
    with pytest.raises(ValueError, match=r"recipe|sing"):
        recipe_from_data(data)
