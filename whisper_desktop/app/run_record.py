"""What a project remembers of a transcription that is not at its end."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.request import (
    LongFormMode,
    MediaPart,
    RecognitionOptions,
    TranscriptionRequest,
)
from whisper_desktop.core.candidate_data import segment_from_data
from whisper_desktop.core.errors import PresetInvalidError
from whisper_desktop.core.events import ResumePoint
from whisper_desktop.core.presets import Preset, preset_from_dict
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.recipe_data import recipe_data, recipe_from_data
from whisper_desktop.core.unfinished import Unfinished

RUN_SETTING = "recognition_run"
"""The setting of a project that holds it."""
LEFT_SETTING = "recognition_left"
"""The setting of a project that holds a run which a person left where it was: it is not whole."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What was asked for, and where it goes on: from the start while `resume` is None.

    `id` tells its rows from those of other runs. Without a track the file's own default is
    heard, without an end everything to the end.
    """

    id: str
    recipe: Recipe
    mode: LongFormMode = LongFormMode.SEQUENTIAL
    track: int | None = None
    start_ms: int = 0
    end_ms: int | None = None
    resume: ResumePoint | None = None
    media: MediaIdentity | None = None
    """The recording that is heard; None where it is not known."""
    reading: Preset | None = None
    """What its rows are cut for; None leaves them as recognised."""

    def is_of(self, media: MediaReference | None) -> bool:
        """Whether this is the recording, as far as is known."""
        return media is None or self.media is None or media.identity == self.media

    @property
    def merge_key(self) -> str:
        """What all edits that bring its rows have in common."""
        return f"run {self.id}"

    @property
    def reached_ms(self) -> int:
        """Up to where everything is recognised."""
        return self.start_ms if self.resume is None else self.resume.at_ms

    def request(self, media: Path, *, hears_languages: bool = False) -> TranscriptionRequest:
        """Return what to ask of the recogniser."""
        part = MediaPart(media, self.track, self.start_ms, self.end_ms)
        options = RecognitionOptions(self.recipe, self.mode, hears_languages=hears_languages)
        return TranscriptionRequest(part, options, self.reading)

    def at(self, resume: ResumePoint | None) -> "RunRecord":
        """Return the record of the same run, further on where there is further."""
        return self if resume is None else replace(self, resume=resume)

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        data = asdict(self)
        reading = None if self.reading is None else self.reading.to_dict()
        return data | {
            "recipe": recipe_data(self.recipe),
            "mode": self.mode.value,
            "reading": reading,
        }


def run_from_data(data: object) -> RunRecord | None:
    """Return the run that was kept; None when there is none, or none that makes sense."""
    if not isinstance(data, Mapping):
        return None
    try:
        resume, media = data["resume"], data.get("media")
        return RunRecord(
            str(data["id"]),
            recipe_from_data(data["recipe"]),
            LongFormMode(data["mode"]),
            data["track"],
            int(data["start_ms"]),
            data["end_ms"],
            None if resume is None else _resume_from(resume),
            None if media is None else MediaIdentity(**media),
            None if data.get("reading") is None else preset_from_dict(data["reading"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, PresetInvalidError):
        return None


def _resume_from(data: Mapping[str, Any]) -> ResumePoint:
    tokens = tuple(int(token) for token in data["previous_tokens"])
    # Those of projects made before languages were followed lack how long each was spoken.
    spoken = tuple((str(code), int(ms)) for code, ms in data.get("spoken_ms", ()))
    last_ms = int(data["last_speech_ms"])
    left = data.get("unfinished") or {"segments": (), "before": ""}
    segments = tuple(segment_from_data(segment) for segment in left["segments"])
    # Those of projects made before lack where the last word ended.
    unfinished = Unfinished(segments, str(left["before"]), int(left.get("spoken_ms", 0)))
    return ResumePoint(int(data["at_ms"]), data["language"], tokens, last_ms, spoken, unfinished)
