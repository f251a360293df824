import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import AUTO_LANGUAGE, Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.ui.recognition.recipe_words import (
    badge_of,
    document_language_words,
    has_own_language,
    language_cell,
    recipe_sentence,
    task_cell,
    wish_words,
)

DUTCH = Recipe("nl")


def cue(
    recipe: RecipeOverride = RecipeOverride(),  # noqa: B008 - frozen
    language: str | None = None,
    task: Task = Task.TRANSCRIBE,
) -> Cue:
    return Cue(1, 0, 1_000, "a", language=language, task=task, recipe=recipe)


@pytest.mark.parametrize(
    ("row", "document", "words"),
    [
        (cue(), DUTCH, "Dutch"),
        (cue(), Recipe(), ""),
        (cue(RecipeOverride(language="fr")), DUTCH, "Dutch → French"),
        (cue(RecipeOverride(language="nl")), DUTCH, "Dutch"),
        (cue(RecipeOverride(language=AUTO_LANGUAGE)), DUTCH, "Dutch → Find out"),
        (cue(RecipeOverride(language=AUTO_LANGUAGE)), Recipe(), "Find out"),
        (cue(language="en"), DUTCH, "English"),
        (cue(RecipeOverride(language="nl"), language="en"), DUTCH, "English → Dutch"),
        (Cue(1, 0, 1_000, ""), DUTCH, ""),
        (Cue(1, 0, 1_000, "", recipe=RecipeOverride(language="en")), DUTCH, "English"),
    ],
)
def test_the_language_of_a_text_is_told_and_the_one_that_is_wanted(
    row: Cue, document: Recipe, words: str
) -> None:
    assert language_cell(row, document) == words


def test_the_language_of_the_text_counts_before_that_of_the_recipe() -> None:
    assert language_cell(cue(), Recipe("en"), "nl") == "Dutch"


@pytest.mark.parametrize(
    ("row", "document", "is_own"),
    [
        (cue(), DUTCH, False),
        (cue(RecipeOverride(language="fr")), DUTCH, True),
        (cue(RecipeOverride(language="nl")), DUTCH, False),
        (cue(RecipeOverride(language=AUTO_LANGUAGE)), DUTCH, True),
        (cue(RecipeOverride(language=AUTO_LANGUAGE)), Recipe(), False),
        (cue(language="nl"), DUTCH, False),
        (cue(language="en"), DUTCH, True),
        (cue(RecipeOverride(language="nl"), language="en"), DUTCH, False),
    ],
)
def test_a_language_is_a_rows_own_where_it_is_not_the_documents(
    row: Cue, document: Recipe, is_own: bool
) -> None:
    assert has_own_language(row, document) is is_own


def test_a_text_in_the_language_of_the_document_has_none_of_its_own() -> None:
    assert has_own_language(cue(language="nl"), Recipe())
    assert not has_own_language(cue(language="nl"), Recipe(), "nl")
    assert has_own_language(cue(language="en"), Recipe("en"), "nl")
    assert has_own_language(cue(RecipeOverride(language="nl")), Recipe(), "nl")


def test_it_is_said_that_the_language_of_the_document_was_found() -> None:
    assert document_language_words("nl", None) == "Dutch"
    assert document_language_words("nl", "nl") == "Dutch, found"
    assert document_language_words(None, "nl") == "Find out; Dutch was found"
    assert document_language_words(None, None) == "Find out"


def test_a_task_is_told_where_it_is_not_the_documents() -> None:
    translated = RecipeOverride(task=Task.TRANSLATE)
    assert task_cell(cue(), DUTCH) == ""
    assert task_cell(cue(translated), DUTCH) == "Translate"
    assert task_cell(cue(task=Task.TRANSLATE), DUTCH) == "Translate"
    assert task_cell(cue(translated), Recipe(task=Task.TRANSLATE)) == ""
    assert task_cell(cue(), Recipe(task=Task.TRANSLATE)) == "Write"


def test_every_wish_has_words() -> None:
    everything = RecipeOverride("nl", Task.TRANSLATE, TimestampMode.WORDS, "long " * 30, "", "")
    assert wish_words(everything) == (
        "language: Dutch",
        "task: Translate into English",
        "times: Of rows and words",
        f"context: {'long ' * 11}long…",
        "vocabulary: none",
        "model: that of the settings",
    )
    assert wish_words(RecipeOverride(model="small")) == ("model: small",)


def test_a_row_tells_what_is_wanted_and_what_it_is() -> None:
    row = cue(RecipeOverride(language="fr"), "nl", Task.TRANSLATE)
    assert recipe_sentence(row).splitlines() == [
        "To be recognised again: language: French",
        "The text is Dutch.",
        "The text is a translation into English.",
    ]
    assert recipe_sentence(cue()) == ""


@pytest.mark.parametrize(
    ("recipe", "letters"),
    [
        (RecipeOverride(), ""),
        (RecipeOverride(language="nl"), "nl"),
        (RecipeOverride(task=Task.TRANSLATE), "→en"),
        (RecipeOverride(language="nl", task=Task.TRANSLATE), "nl→en"),
        (RecipeOverride(hotwords="Anna"), "*"),
        (RecipeOverride(task=Task.TRANSCRIBE), "*"),
    ],
)
def test_a_badge_has_a_few_letters(recipe: RecipeOverride, letters: str) -> None:
    assert badge_of(recipe) == letters
