from types import SimpleNamespace
from typing import Any

import pytest

from whisper_desktop.app.capability import (
    IDENTIFY_LANGUAGE,
    alternatives,
    check_identifies_language,
    check_loaded,
    check_model,
    check_official,
    languages_of,
)
from whisper_desktop.app.catalogue import CatalogueModel, official_catalogue
from whisper_desktop.core.errors import ModelCapabilityError
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Recipe, Task

CATALOGUE = official_catalogue()
TRANSLATE = Recipe(task=Task.TRANSLATE)


def official(name: str) -> CatalogueModel:
    model = CATALOGUE.find(name)
    assert model is not None
    return model


def refusal(name: str, recipe: Recipe) -> ModelCapabilityError:
    with pytest.raises(ModelCapabilityError) as caught:
        check_official(official(name), recipe, CATALOGUE)
    return caught.value


@pytest.mark.parametrize(
    "recipe",
    [TRANSLATE, Recipe(language="de"), Recipe(language="yue"), Recipe("de", TRANSLATE.task)],
)
def test_the_alternatives_are_those_that_can_do_what_was_wanted(recipe: Recipe) -> None:
    able = alternatives(CATALOGUE, recipe)
    for model in CATALOGUE.models:
        if model.name in able:
            check_official(model, recipe, CATALOGUE)
        else:
            assert set(refusal(model.name, recipe).alternatives) == set(able)
    assert able


@pytest.mark.parametrize("name", ["tiny.en", "distil-large-v3", "base", "turbo"])
def test_english_and_a_language_yet_to_be_found_suit_every_model(name: str) -> None:
    check_official(official(name), Recipe(), CATALOGUE)
    check_official(official(name), Recipe(language="en"), CATALOGUE)


def test_the_nearest_in_size_comes_first() -> None:
    assert refusal("tiny.en", TRANSLATE).alternatives[0] == "tiny"
    assert refusal("small.en", Recipe(language="de")).alternatives[0] == "small"
    assert refusal("turbo", TRANSLATE).alternatives[0] == "medium"


def test_cantonese_came_with_the_third_version() -> None:
    assert "yue" not in languages_of(official("large-v2"))
    assert set(languages_of(official("large-v3"))) == set(LANGUAGES)
    assert alternatives(CATALOGUE, Recipe(language="yue", task=Task.TRANSLATE)) == ("large-v3",)


class TestLoaded:
    def test_weights_for_english_alone_cannot_translate(self) -> None:
        with pytest.raises(ModelCapabilityError) as caught:
            check_loaded("mine", ("en",), TRANSLATE, CATALOGUE)
        assert caught.value.wanted == Task.TRANSLATE

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(ModelCapabilityError) as caught:
            check_loaded("mine", ("en", "de"), Recipe(language="fr"), CATALOGUE)
        assert caught.value.wanted == "fr"

    def test_weights_for_many_languages_are_believed_to_translate(self) -> None:
        check_loaded("mine", ("en", "de"), Recipe("de", Task.TRANSLATE), CATALOGUE)


def test_a_model_for_english_alone_identifies_no_language() -> None:
    with pytest.raises(ModelCapabilityError) as caught:
        check_identifies_language("tiny.en", ("en",), CATALOGUE)
    assert caught.value.wanted == IDENTIFY_LANGUAGE
    assert not any(official(name).is_english_only for name in caught.value.alternatives)
    check_identifies_language("tiny", ("en", "zh"), CATALOGUE)


def test_a_model_is_checked_by_its_name_as_far_as_it_is_known() -> None:
    imported = [SimpleNamespace(name="mine", language_count=1)]
    store: Any = SimpleNamespace(catalogue=CATALOGUE, list=lambda: imported)
    for name, recipe in (("tiny.en", TRANSLATE), ("mine", TRANSLATE), ("mine", Recipe("nl"))):
        with pytest.raises(ModelCapabilityError) as caught:
            check_model(store, name, recipe)
        assert caught.value.model == name
    check_model(store, "tiny", TRANSLATE)
    check_model(store, "mine", Recipe("en"))
    check_model(store, "not-known.pt", TRANSLATE)
