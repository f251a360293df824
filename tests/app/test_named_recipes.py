import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whisper_desktop.app.named_recipes import NamedRecipe, NamedRecipes, RecipesFound
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.recipe import RecipeOverride, Task, TimestampMode

DUTCH = RecipeOverride("nl", hotwords="Anna, Zoë")
ENGLISH = RecipeOverride("auto", Task.TRANSLATE, TimestampMode.WORDS, model="small")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "recipes.json"


@pytest.fixture
def recipes(path: Path) -> NamedRecipes:
    return NamedRecipes(path)


def names(recipes: NamedRecipes) -> list[str]:
    return [one.name for one in recipes.found().recipes]


def test_there_are_none_at_first(recipes: NamedRecipes) -> None:
    assert recipes.found() == RecipesFound()


def test_recipes_are_found_again_in_their_order(recipes: NamedRecipes, path: Path) -> None:
    recipes.save("Vrouw", DUTCH)
    recipes.save("Into English", ENGLISH)
    assert NamedRecipes(path).found() == RecipesFound(
        (NamedRecipe("Vrouw", DUTCH), NamedRecipe("Into English", ENGLISH))
    )
    assert "Zoë" in path.read_text("utf-8")


def test_a_recipe_takes_the_place_of_the_one_of_its_name(recipes: NamedRecipes) -> None:
    for name in ("one", "two"):
        recipes.save(name, DUTCH)
    recipes.save("ONE", ENGLISH)
    assert recipes.found().recipes == (NamedRecipe("ONE", ENGLISH), NamedRecipe("two", DUTCH))


def test_a_recipe_can_have_another_name(recipes: NamedRecipes) -> None:
    recipes.save("one", DUTCH)
    recipes.save("two", ENGLISH)
    recipes.rename("one", "One")
    assert names(recipes) == ["One", "two"]
    recipes.rename("One", "Two")
    assert recipes.found().recipes == (NamedRecipe("Two", DUTCH),)
    recipes.rename("three", "two")
    assert names(recipes) == ["Two"]


def test_a_recipe_can_be_forgotten(recipes: NamedRecipes) -> None:
    for name in ("one", "two"):
        recipes.save(name, DUTCH)
    recipes.delete("One")
    recipes.delete("three")
    assert names(recipes) == ["two"]


@pytest.mark.parametrize("name", ["", " \n"])
def test_a_recipe_without_a_name_is_a_mistake(recipes: NamedRecipes, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        recipes.save(name, DUTCH)
    with pytest.raises(ValueError, match="name"):
        recipes.rename("one", name)


def test_what_makes_no_sense_is_passed_over_and_kept(recipes: NamedRecipes, path: Path) -> None:
    strange = [7, {"recipe": {}}, {"name": 3}, {"name": "a"}, {"name": "b", "recipe": {"task": 1}}]
    path.parent.mkdir()
    path.write_text(json.dumps({"colour": "red", "recipes": strange}), "utf-8")
    assert recipes.found() == RecipesFound()
    recipes.save("one", DUTCH)
    data = json.loads(path.read_text("utf-8"))
    assert (data["colour"], data["recipes"][:-1]) == ("red", strange)
    assert names(recipes) == ["one"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_told_and_moved_aside_before_it_is_written_over(
    recipes: NamedRecipes, path: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert recipes.found() == RecipesFound(problem="it is damaged")
    assert path.read_bytes() == content
    recipes.save("one", DUTCH)
    assert path.with_name("recipes.json.damaged").read_bytes() == content
    assert names(recipes) == ["one"]


def test_a_list_that_is_none_counts_as_empty(recipes: NamedRecipes, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"recipes": 7}', "utf-8")
    assert recipes.found() == RecipesFound()


def test_a_file_that_cannot_be_read_says_why(recipes: NamedRecipes, path: Path) -> None:
    path.mkdir(parents=True)
    assert recipes.found().problem


def test_a_place_that_takes_no_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"")
    with pytest.raises(OutputUnwritableError):
        NamedRecipes(tmp_path / "config" / "recipes.json").save("one", DUTCH)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    language=st.none() | st.just("nl"),
    prompt=st.none() | st.text(),
)
def test_any_recipe_under_any_name_is_found_again(
    recipes: NamedRecipes, path: Path, name: str, language: str | None, prompt: str | None
) -> None:
    path.unlink(missing_ok=True)
    recipe = RecipeOverride(language, initial_prompt=prompt)
    recipes.save(name, recipe)
    assert recipes.found().recipes == (NamedRecipe(name, recipe),)
