"""Recipes that a person gave a name, to use them again; JSON in the configuration folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisper_desktop.app.json_file import object_to_keep, read_object, write_object
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.core.recipe_data import override_data, override_from_data
from whisper_desktop.core.system_errors import reading_reason

_LIST = "recipes"


@dataclass(frozen=True, slots=True)
class NamedRecipe:
    """What is wanted, under a name; it says nothing of what shall stay as it is."""

    name: str
    recipe: RecipeOverride


@dataclass(frozen=True, slots=True)
class RecipesFound:
    """The named recipes in the order in which they were saved.

    `problem` says why their file could not be used.
    """

    recipes: tuple[NamedRecipe, ...] = ()
    problem: str = ""


class NamedRecipes:
    """The file of named recipes; several windows may use it.

    A name is the same in capitals. What is written leaves alone what another version of the
    program keeps in the file, and a file that cannot be understood is moved aside before. Writing
    raises `OutputUnwritableError`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def found(self) -> RecipesFound:
        """Return what there is now; what makes no sense is passed over."""
        try:
            data = read_object(self._path)
        except FileNotFoundError:
            return RecipesFound()
        except OSError as error:
            return RecipesFound(problem=reading_reason(error))
        except ValueError:
            return RecipesFound(problem="it is damaged")
        return RecipesFound(tuple(filter(None, map(_named_recipe, _entries(data)))))

    def save(self, name: str, recipe: RecipeOverride) -> None:
        """Keep a recipe under a name, in place of the one that has it."""
        entry = {"name": _checked(name), "recipe": override_data(recipe)}

        def saved(entries: list[Any]) -> list[Any]:
            if not any(_is_named(one, name) for one in entries):
                return [*entries, entry]
            return [entry if _is_named(one, name) else one for one in entries]

        self._change(saved)

    def rename(self, name: str, new_name: str) -> None:
        """Give a recipe another name; one that has this name already is replaced."""
        _checked(new_name)

        def renamed(entries: list[Any]) -> list[Any]:
            if not any(_is_named(one, name) for one in entries):
                return entries
            kept = [one for one in entries if _is_named(one, name) or not _is_named(one, new_name)]
            return [one | {"name": new_name} if _is_named(one, name) else one for one in kept]

        self._change(renamed)

    def delete(self, name: str) -> None:
        """Forget a recipe."""
        self._change(lambda entries: [one for one in entries if not _is_named(one, name)])

    def _change(self, changed: Callable[[list[Any]], list[Any]]) -> None:
        data = object_to_keep(self._path)
        write_object(self._path, data | {_LIST: changed(_entries(data))})


def _checked(name: str) -> str:
    if not name.strip():
        raise ValueError("a recipe needs a name")
    return name


def _entries(data: dict[str, Any]) -> list[Any]:
    entries = data.get(_LIST)
    return entries if isinstance(entries, list) else []


def _is_named(entry: object, name: str) -> bool:
    found = entry.get("name") if isinstance(entry, dict) else None
    return isinstance(found, str) and found.casefold() == name.casefold()


def _named_recipe(entry: object) -> NamedRecipe | None:
    """Return what an entry holds, None when that makes no sense."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None
    try:
        return NamedRecipe(entry["name"], override_from_data(entry.get("recipe")))
    except ValueError:
        return None
