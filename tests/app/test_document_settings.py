import pytest

from whisper_desktop.app.document_settings import USUAL_RECIPE, document_wishes, text_language
from whisper_desktop.core.recipe import AUTO_LANGUAGE, Recipe, RecipeOverride, TimestampMode


@pytest.mark.parametrize(
    ("recipe", "usual", "wishes"),
    [
        (USUAL_RECIPE, USUAL_RECIPE, RecipeOverride(AUTO_LANGUAGE)),
        (Recipe("de"), USUAL_RECIPE, RecipeOverride("de", timestamps=TimestampMode.SEGMENTS)),
        (Recipe("de", model="base"), Recipe("de"), RecipeOverride("de", model="base")),
        (Recipe(), Recipe("de", hotwords="Kiel"), RecipeOverride(AUTO_LANGUAGE, hotwords="")),
    ],
)
def test_only_what_is_unusual_is_held_on_to_and_the_language(
    recipe: Recipe, usual: Recipe, wishes: RecipeOverride
) -> None:
    assert document_wishes(recipe, usual) == wishes
    assert wishes.over(usual) == recipe


@pytest.mark.parametrize(
    ("kept", "heard", "language"),
    [("nl", "de", "nl"), ("nl", None, "nl"), (None, "de", "de"), (1, None, None), ("", "de", "de")],
)
def test_what_the_document_says_of_its_language_goes_before_what_was_heard(
    kept: object, heard: str | None, language: str | None
) -> None:
    assert text_language(kept, heard) == language
