import pickle

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.recipe import (
    AUTO_LANGUAGE,
    NO_OVERRIDE,
    RECIPE_FIELDS,
    Recipe,
    RecipeOverride,
    Task,
    TimestampMode,
)

languages = st.sampled_from(["nl", "en", AUTO_LANGUAGE])
texts = st.sampled_from(["", "a", "b"])
overrides = st.builds(
    RecipeOverride,
    st.none() | languages,
    st.none() | st.sampled_from(Task),
    st.none() | st.sampled_from(TimestampMode),
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
)
recipes = st.builds(
    Recipe,
    st.sampled_from([None, "nl", "en"]),
    st.sampled_from(Task),
    st.sampled_from(TimestampMode),
    texts,
    texts,
    texts,
)
DOCUMENT = Recipe("nl", Task.TRANSCRIBE, TimestampMode.WORDS, "before", "Anna", "small")


def test_a_row_differs_from_the_document_in_what_it_says() -> None:
    wish = RecipeOverride(language="en", hotwords="", model="base")
    expected = Recipe("en", Task.TRANSCRIBE, TimestampMode.WORDS, "before", "", "base")
    assert wish.over(DOCUMENT) == expected


def test_a_row_can_have_its_language_found_out() -> None:
    assert RecipeOverride(language=AUTO_LANGUAGE).over(DOCUMENT).language is None
    assert NO_OVERRIDE.over(DOCUMENT) == DOCUMENT


def test_an_override_is_empty_when_it_says_nothing() -> None:
    assert RecipeOverride().is_empty
    assert not RecipeOverride(initial_prompt="").is_empty


def test_a_wish_travels_between_processes() -> None:
    wish = RecipeOverride("de", Task.TRANSLATE)
    assert pickle.loads(pickle.dumps(wish)) == wish


@given(overrides, overrides, recipes)
def test_later_changes_win(first: RecipeOverride, second: RecipeOverride, recipe: Recipe) -> None:
    assert first.with_changes(second).over(recipe) == second.over(first.over(recipe))


@given(overrides)
def test_nothing_and_the_same_change_nothing(override: RecipeOverride) -> None:
    assert override.with_changes(NO_OVERRIDE) == override
    assert NO_OVERRIDE.with_changes(override) == override
    assert override.with_changes(override) == override


@given(recipes, recipes)
def test_a_whole_recipe_can_be_wished_for(recipe: Recipe, document: Recipe) -> None:
    assert RecipeOverride.exactly(recipe).over(document) == recipe


@given(overrides)
def test_without_everything_nothing_is_left(override: RecipeOverride) -> None:
    assert override.without(RECIPE_FIELDS) == NO_OVERRIDE
    assert override.without(["task"]).task is None
    assert override.without(["task"]).language == override.language
