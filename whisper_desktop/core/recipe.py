"""What is to be done with a stretch of speech: language, task, timestamps, vocabulary."""

from dataclasses import dataclass
from enum import StrEnum


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
    that are shown to the model before every window.
    """

    language: str | None = None
    task: Task = Task.TRANSCRIBE
    timestamps: TimestampMode = TimestampMode.SEGMENTS
    initial_prompt: str = ""
    hotwords: str = ""
