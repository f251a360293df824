"""A finished transcript: the segments, and how they came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from whisper_desktop.core.events import Concern, ModelIdentity
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import LeftOut, Segment


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the writers write; times are those of the media's own clock.

    `settings` holds what JSON can hold (text, numbers, booleans, None, lists and mappings of
    them). `is_complete` is False when the work was stopped before the end of the audio.
    """

    media_name: str
    segments: tuple[Segment, ...]
    duration_ms: int
    language: str
    task: Task
    model: ModelIdentity
    settings: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[Concern, ...] = ()
    is_complete: bool = True
    left_out: tuple[LeftOut, ...] = ()
    """What was recognised and not kept, in order of time."""
