"""What is to be done with a stretch of speech: language, task, timestamps, vocabulary."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Literal, get_args

AUTO_LANGUAGE = "auto"
"""The language of an override that says: find it out, whatever the document's is."""

RecipeField = Literal["language", "task", "timestamps", "initial_prompt", "hotwords", "model"]
RECIPE_FIELDS: tuple[RecipeField, ...] = get_args(RecipeField)


class Task(StrEnum):
    """What the text shall be."""

    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"
    """Into English, whatever is spoken."""


class TimestampMode(StrEnum):
    """How finely the text is timed."""

    NONE = "none"
    SEGMENTS = "segments"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to recognise a document or one of its segments.

    `language` is a Whisper language code (`core.languages`), or None to find it out.
    `initial_prompt` is text that is taken as said just before; `hotwords` are words and names
    that are shown to the model before every window. `model` is the name of a model, or "" for the
    one of the settings; who loads the model asks for it, the recogniser does not.
    """

    language: str | None = None
    task: Task = Task.TRANSCRIBE
    timestamps: TimestampMode = TimestampMode.SEGMENTS
    initial_prompt: str = ""
    hotwords: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class RecipeOverride:
    """What is wanted for one row apart from the rest of its document; None is as the document.

    `language` is a Whisper language code or `AUTO_LANGUAGE`. An empty prompt, vocabulary or model
    is a wish too: none of them, and the model of the settings.
    """

    language: str | None = None
    task: Task | None = None
    timestamps: TimestampMode | None = None
    initial_prompt: str | None = None
    hotwords: str | None = None
    model: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is as the document."""
        # Nearly all rows share it, and comparing the fields takes far longer.
        return self is NO_OVERRIDE or self == NO_OVERRIDE

    @classmethod
    def exactly(cls, recipe: Recipe) -> "RecipeOverride":
        """Return the wishes that make this very recipe of that of any document."""
        return cls(
            recipe.language or AUTO_LANGUAGE,
            recipe.task,
            recipe.timestamps,
            recipe.initial_prompt,
            recipe.hotwords,
            recipe.model,
        )

    def over(self, recipe: Recipe) -> Recipe:
        """Return the document's recipe with what is wanted here."""
        wanted = _set_fields(self)
        if self.language == AUTO_LANGUAGE:
            wanted["language"] = None
        return replace(recipe, **wanted)

    def with_changes(self, other: "RecipeOverride") -> "RecipeOverride":
        """Return these wishes with those of another in their place, where it has any."""
        return self if other.is_empty else replace(self, **_set_fields(other))

    def without(self, names: Collection[RecipeField]) -> "RecipeOverride":
        """Return these wishes with some fields as the document's again."""
        return replace(self, **dict.fromkeys(names))


NO_OVERRIDE = RecipeOverride()


def _set_fields(override: RecipeOverride) -> dict[str, Any]:
    values = {field.name: getattr(override, field.name) for field in fields(override)}
    return {name: value for name, value in values.items() if value is not None}
