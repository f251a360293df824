"""What a model was trained for, asked before anything heavy is loaded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from whisper_desktop.app.catalogue import Catalogue, CatalogueModel
from whisper_desktop.core.errors import ModelCapabilityError
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Recipe, Task

if TYPE_CHECKING:
    # Importing it would slow down every start.
    from whisper_desktop.app.model_store import ModelStore

IDENTIFY_LANGUAGE = "identify-language"
"""What `ModelCapabilityError.wanted` says beside language codes and the values of `Task`."""


def check_model(store: "ModelStore", name: str, recipe: Recipe) -> None:
    """Raise as `check_official` does, for a model of any name, as far as it is known."""
    official = store.catalogue.find(name)
    if official is not None:
        check_official(official, recipe, store.catalogue)
        return
    count = next((one.language_count for one in store.list() if one.name == name), None)
    if count is not None:
        codes = ("en",) if count == 1 else tuple(LANGUAGES)[:count]
        check_loaded(name, codes, recipe, store.catalogue)


def check_official(model: CatalogueModel, recipe: Recipe, catalogue: Catalogue) -> None:
    """Raise `ModelCapabilityError` if the model was not trained for the language or the task.

    The alternatives are the models of the catalogue that can do both, those nearest in size
    first.
    """
    wanted = _missing(recipe, model.can_translate, languages_of(model))
    if wanted is not None:
        raise ModelCapabilityError(
            model.name, wanted, alternatives(catalogue, recipe, model.parameters)
        )


def check_loaded(
    name: str, language_codes: Iterable[str], recipe: Recipe, catalogue: Catalogue
) -> None:
    """Raise as `check_official` does, for weights of which only the languages are known.

    A model for English alone cannot translate; of the others it is not known.
    """
    codes = tuple(language_codes)
    wanted = _missing(recipe, codes != ("en",), codes)
    if wanted is not None:
        raise ModelCapabilityError(name, wanted, alternatives(catalogue, recipe))


def check_identifies_language(
    name: str, language_codes: Iterable[str], catalogue: Catalogue
) -> None:
    """Raise `ModelCapabilityError` if the model knows English alone."""
    if tuple(language_codes) == ("en",):
        others = tuple(m.name for m in catalogue.models if not m.is_english_only)
        raise ModelCapabilityError(name, IDENTIFY_LANGUAGE, others)


def languages_of(model: CatalogueModel) -> tuple[str, ...]:
    """Return the codes of the languages the model was trained for."""
    return tuple(LANGUAGES)[: model.language_count]


def alternatives(catalogue: Catalogue, recipe: Recipe, parameters: int = 0) -> tuple[str, ...]:
    """Return the models that can follow the recipe, by how near they are to a size."""
    able = [m for m in catalogue.models if not _missing(recipe, m.can_translate, languages_of(m))]
    return tuple(m.name for m in sorted(able, key=lambda m: abs(m.parameters - parameters)))


def _missing(recipe: Recipe, can_translate: bool, language_codes: tuple[str, ...]) -> str | None:
    """Return what the recipe asks for in vain: a task, a language, or None."""
    if recipe.task is Task.TRANSLATE and not can_translate:
        return Task.TRANSLATE
    if recipe.language is not None and recipe.language not in language_codes:
        return recipe.language
    return None
