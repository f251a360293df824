"""Languages, tasks and the rest of recipes in words."""

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import (
    AUTO_LANGUAGE,
    Recipe,
    RecipeField,
    RecipeOverride,
    Task,
    TimestampMode,
)
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Recipes"
_FIND_OUT = QT_TRANSLATE_NOOP("Recipes", "Find out")
_FOUND = QT_TRANSLATE_NOOP("Recipes", "{language}, found")
_FIND_OUT_FOUND = QT_TRANSLATE_NOOP("Recipes", "Find out; {language} was found")
_FROM_TO = QT_TRANSLATE_NOOP("Recipes", "{language} → {wanted}")
_TASKS = {
    Task.TRANSCRIBE: QT_TRANSLATE_NOOP("Recipes", "Write what is said"),
    Task.TRANSLATE: QT_TRANSLATE_NOOP("Recipes", "Translate into English"),
}
_SHORT_TASKS = {
    Task.TRANSCRIBE: QT_TRANSLATE_NOOP("Recipes", "Write"),
    Task.TRANSLATE: QT_TRANSLATE_NOOP("Recipes", "Translate"),
}
_TIMES = {
    TimestampMode.WORDS: QT_TRANSLATE_NOOP("Recipes", "Of rows and words"),
    TimestampMode.SEGMENTS: QT_TRANSLATE_NOOP("Recipes", "Of rows"),
    TimestampMode.NONE: QT_TRANSLATE_NOOP("Recipes", "None: text in long rows"),
}
_WANTED = QT_TRANSLATE_NOOP("Recipes", "To be recognised again: {wishes}")
_IS_IN = QT_TRANSLATE_NOOP("Recipes", "The text is {language}.")
_IS_TRANSLATED = QT_TRANSLATE_NOOP("Recipes", "The text is a translation into English.")
_LANGUAGE = QT_TRANSLATE_NOOP("Recipes", "language: {value}")
_TASK = QT_TRANSLATE_NOOP("Recipes", "task: {value}")
_TIMESTAMPS = QT_TRANSLATE_NOOP("Recipes", "times: {value}")
_CONTEXT_TEXT = QT_TRANSLATE_NOOP("Recipes", "context: {value}")
_VOCABULARY = QT_TRANSLATE_NOOP("Recipes", "vocabulary: {value}")
_MODEL = QT_TRANSLATE_NOOP("Recipes", "model: {value}")
_OWN_FIELDS: tuple[tuple[RecipeField, str], ...] = (
    ("initial_prompt", QT_TRANSLATE_NOOP("Recipes", "context")),
    ("hotwords", QT_TRANSLATE_NOOP("Recipes", "vocabulary")),
    ("timestamps", QT_TRANSLATE_NOOP("Recipes", "times")),
)
"""What is short enough for a cell only by its name."""
_NONE = QT_TRANSLATE_NOOP("Recipes", "none")
_USUAL_MODEL = QT_TRANSLATE_NOOP("Recipes", "that of the settings")
_LONGEST = 60
"""Characters of a prompt or a vocabulary that are said."""


def language_words(code: str | None) -> str:
    """Return the name of a language; None and `AUTO_LANGUAGE` are to be found out."""
    if code is None or code == AUTO_LANGUAGE:
        return translated(_CONTEXT, _FIND_OUT)
    return LANGUAGES.get(code, code)


def task_words(task: Task) -> str:
    """Return what a task is called."""
    return translated(_CONTEXT, _TASKS[task])


def times_words(mode: TimestampMode) -> str:
    """Return what is timed."""
    return translated(_CONTEXT, _TIMES[mode])


def document_language_words(language: str | None, found: str | None) -> str:
    """Return the language that is wanted of a document, and whether it was found, not said."""
    if found is None:
        return language_words(language)
    words = _FIND_OUT_FOUND if language is None else _FOUND
    return translated(_CONTEXT, words).format(language=language_words(found))


def language_cell(cue: Cue, document: Recipe, text_language: str | None = None) -> str:
    """Return the language that the text of a row is in, and the one that is wanted, if another.

    `text_language` is that of the document's text. Where it is not known, "" stands for it.
    """
    usual = text_language or document.language
    known = (cue.language or usual) if cue.text else None
    wanted = cue.recipe.language
    if wanted in {None, known}:
        return "" if known is None else language_words(known)
    if known is None:
        return language_words(wanted)
    return translated(_CONTEXT, _FROM_TO).format(
        language=language_words(known), wanted=language_words(wanted)
    )


def has_own_language(cue: Cue, document: Recipe, text_language: str | None = None) -> bool:
    """Tell whether another language is wanted of a row than of the document, or its text's."""
    wanted = cue.recipe.language
    if wanted is not None:
        return wanted != (document.language or AUTO_LANGUAGE)
    return cue.language is not None and cue.language != (text_language or document.language)


def task_cell(cue: Cue, document: Recipe) -> str:
    """Return the task that is wanted of a row or that made its text, where it is its own."""
    task = cue.recipe.task or cue.task
    return translated(_CONTEXT, _SHORT_TASKS[task]) if task is not document.task else ""


def recipe_cell(cue: Cue, document: Recipe) -> str:
    """Return what else is wanted of a row than of the document, but for language and task."""
    own = cue.recipe
    parts: list[str] = []
    if own.model is not None and own.model != document.model:
        parts.append(own.model or translated(_CONTEXT, _USUAL_MODEL))
    for name, words in _OWN_FIELDS:
        if getattr(own, name) not in (None, getattr(document, name)):
            parts.append(translated(_CONTEXT, words))
    return ", ".join(parts)


def recipe_sentence(cue: Cue) -> str:
    """Return what is wanted of a row apart from the document, and what its text is."""
    parts: list[str] = []
    wishes = wish_words(cue.recipe)
    if wishes:
        parts.append(translated(_CONTEXT, _WANTED).format(wishes=", ".join(wishes)))
    if cue.language is not None:
        parts.append(translated(_CONTEXT, _IS_IN).format(language=language_words(cue.language)))
    if cue.task is Task.TRANSLATE:
        parts.append(translated(_CONTEXT, _IS_TRANSLATED))
    return "\n".join(parts)


def wish_words(recipe: RecipeOverride) -> tuple[str, ...]:
    """Return each wish of an override in words."""
    wishes: list[tuple[str, str]] = []
    if recipe.language is not None:
        wishes.append((_LANGUAGE, language_words(recipe.language)))
    if recipe.task is not None:
        wishes.append((_TASK, task_words(recipe.task)))
    if recipe.timestamps is not None:
        wishes.append((_TIMESTAMPS, times_words(recipe.timestamps)))
    for name, value in ((_CONTEXT_TEXT, recipe.initial_prompt), (_VOCABULARY, recipe.hotwords)):
        if value is not None:
            wishes.append((name, _shortened(value) or translated(_CONTEXT, _NONE)))
    if recipe.model is not None:
        wishes.append((_MODEL, recipe.model or translated(_CONTEXT, _USUAL_MODEL)))
    return tuple(translated(_CONTEXT, name).format(value=value) for name, value in wishes)


def badge_of(recipe: RecipeOverride) -> str:
    """Return the wishes in a few letters: "nl", "→en", "nl→en"; "*" for what has no letters."""
    if recipe.is_empty:
        return ""
    language = recipe.language or ""
    if recipe.task is Task.TRANSLATE:
        return f"{language}→en"
    return language or "*"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
