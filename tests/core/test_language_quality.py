from itertools import pairwise

import pytest

from whisper_desktop.core.language_quality import HIGH_PERCENT, Likeness, published_error
from whisper_desktop.core.languages import LANGUAGES

MODELS = ("tiny", "base", "small", "medium", "large-v1", "large-v2", "large-v3", "large-v3-turbo")


def test_a_figure_of_the_model_itself_is_taken_first() -> None:
    found = published_error("base", "de")
    assert found is not None
    assert (found.percent, found.model, found.likeness) == (17.9, "base", Likeness.OWN)
    assert not found.is_high
    assert not found.is_of_characters


def test_a_larger_model_speaks_for_one_without_a_figure() -> None:
    found = published_error("base", "cy")
    assert found is not None
    assert (found.percent, found.model) == (33.0, "large-v2")
    assert found.likeness is Likeness.OF_A_BETTER_ONE


def test_the_newest_model_speaks_for_languages_that_only_it_has_a_figure_of() -> None:
    for model in ("tiny", "large-v2", "large-v3-turbo"):
        found = published_error(model, "pa")
        assert found is not None
        assert (found.percent, found.likeness) == (48.5, Likeness.OF_A_BETTER_ONE)


def test_turbo_is_like_the_second_large_model() -> None:
    found = published_error("large-v3-turbo", "hy")
    assert found is not None
    assert (found.percent, found.likeness) == (44.6, Likeness.SIMILAR)
    assert found.is_high


def test_more_errors_than_words_are_possible() -> None:
    found = published_error("large-v3", "am")
    assert found is not None
    assert found.model == "large-v2"
    assert found.percent > 100


@pytest.mark.parametrize(
    ("model", "language", "is_of_characters"),
    [("small", "ja", True), ("large-v2", "ko", False), ("large-v3", "ko", True)],
)
def test_some_languages_are_counted_by_characters(
    model: str, language: str, is_of_characters: bool
) -> None:
    found = published_error(model, language)
    assert found is not None
    assert found.is_of_characters is is_of_characters


@pytest.mark.parametrize(("model", "language"), [("base.en", "en"), ("mine", "de"), ("base", "la")])
def test_nothing_is_said_where_nothing_is_known(model: str, language: str) -> None:
    assert published_error(model, language) is None


def test_figures_are_of_known_languages_and_larger_models_are_mostly_better() -> None:
    for code in LANGUAGES:
        found = [published_error(model, code) for model in MODELS[:6]]
        own = [one.percent for one in found if one and one.likeness is Likeness.OWN]
        assert all(0 < percent < 200 for percent in own)
        # Serbian and English are a little worse with one of the large models.
        assert all(later <= earlier + 5 for earlier, later in pairwise(own))
    assert HIGH_PERCENT == 40
