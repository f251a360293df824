"""Recipes as JSON values, for settings and project files."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import TypeVar

from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task, TimestampMode

_Kind = TypeVar("_Kind", bound=StrEnum)


def recipe_data(recipe: Recipe) -> dict[str, str | None]:
    """Return every field of a recipe."""
    return {field.name: _plain(getattr(recipe, field.name)) for field in fields(recipe)}


def recipe_from_data(data: object) -> Recipe:
    """Return the recipe that `recipe_data` spelled; ValueError when it is damaged.

    What is missing is as in a new recipe, and what a newer program added is passed over.
    """
    values = override_from_data(data)
    return values.over(Recipe())


def override_data(override: RecipeOverride) -> dict[str, str]:
    """Return the fields of an override that say something."""
    values = {field.name: _plain(getattr(override, field.name)) for field in fields(override)}
    return {name: value for name, value in values.items() if value is not None}


def override_from_data(data: object) -> RecipeOverride:
    """Return the override that `override_data` spelled; ValueError when it is damaged."""
    if not isinstance(data, Mapping):
        raise ValueError(f"no recipe: {data!r}")  # noqa: TRY004 - damage, not a caller's mistake
    return RecipeOverride(
        language=_text(data, "language"),
        task=_member(data, "task", Task),
        timestamps=_member(data, "timestamps", TimestampMode),
        initial_prompt=_text(data, "initial_prompt"),
        hotwords=_text(data, "hotwords"),
        model=_text(data, "model"),
    )


def _plain(value: str | None) -> str | None:
    return value.value if isinstance(value, StrEnum) else value


def _text(data: Mapping[object, object], name: str) -> str | None:
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"bad {name} of a recipe: {value!r}")
    return value


def _member(data: Mapping[object, object], name: str, kind: type[_Kind]) -> _Kind | None:
    value = _text(data, name)
    return None if value is None else kind(value)
