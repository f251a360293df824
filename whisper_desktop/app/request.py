"""What can be asked of the recogniser; the options are those of `asr`, handed on to cli and ui."""

from dataclasses import dataclass, field
from pathlib import Path

from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    LongFormMode,
    RecognitionOptions,
    SearchOptions,
    WordTimes,
)
from whisper_desktop.core.presets import Preset

__all__ = [
    "AUTO",
    "DEFAULT_MODEL",
    "DefenceOptions",
    "FallbackLimits",
    "LongFormMode",
    "MediaPart",
    "ModelRequest",
    "RecognitionOptions",
    "SearchOptions",
    "TranscriptionRequest",
    "WordTimes",
]

AUTO = "auto"
DEFAULT_MODEL = "base"


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """Which model, on what: `name` is a name of the catalogue, of an import, or a path.

    `device` and `precision` may be "auto"; `threads` None leaves torch its own choice.
    """

    name: str = DEFAULT_MODEL
    device: str = AUTO
    precision: str = AUTO
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class MediaPart:
    """Which part of a media file: the audio track (counted from 1) and the range of time.

    Without a track the file's own default is taken, without an end everything to the end.
    """

    media: Path
    audio_track: int | None = None
    start_ms: int = 0
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TranscriptionRequest:
    """What is to be recognised, and how."""

    part: MediaPart
    options: RecognitionOptions = field(default_factory=RecognitionOptions)
    reading: Preset | None = None
    """What segments are cut for, so that they can be read; None leaves them as recognised."""
