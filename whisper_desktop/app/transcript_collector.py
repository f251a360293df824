"""Events gathered into a transcript, whole or as far as the work got."""

from dataclasses import asdict

from whisper_desktop.app.request import TranscriptionRequest
from whisper_desktop.core.events import (
    Concern,
    Event,
    Finished,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    SegmentReady,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.segment import LeftOut, Segment
from whisper_desktop.formats.transcript import Transcript


class TranscriptCollector:
    """Listens to one recognition; what it holds is there even if the recognition fails."""

    def __init__(self, request: TranscriptionRequest) -> None:
        self._request = request
        self._model: ModelIdentity | None = None
        """What does the work now; None before `Started`."""
        self._total_ms = 0
        self._segments: list[Segment] = []
        self._warnings: list[Concern] = []
        self._left_out: list[LeftOut] = []
        self._language = request.options.recipe.language or ""
        self._is_complete = False

    @property
    def has_segments(self) -> bool:
        """Whether there is anything worth keeping."""
        return bool(self._segments)

    def take(self, event: Event) -> None:
        """Note what the event tells."""
        match event:
            case Started():
                self._model, self._total_ms = event.model, event.total_ms
            case LanguageDetected():
                self._language = event.language
            case SegmentReady():
                self._segments.append(event.segment)
            case WindowDone():
                self._left_out += event.left_out
            case Warned():
                self._warnings.append(event.concern)
                self._note_move(event.concern)
            case Finished():
                self._segments = list(event.segments)
                self._language = event.language
                self._is_complete = True

    def transcript(self) -> Transcript:
        """Return what is known so far; ValueError before `Started`."""
        if self._model is None:
            raise ValueError("the recognition has not started")
        return Transcript(
            media_name=self._request.part.media.name,
            segments=tuple(sorted(self._segments, key=lambda segment: segment.start_ms)),
            duration_ms=self._total_ms,
            language=self._language,
            task=self._request.options.recipe.task,
            model=self._model,
            settings=_settings(self._request),
            warnings=tuple(self._warnings),
            is_complete=self._is_complete,
            left_out=tuple(sorted(self._left_out, key=lambda one: one.start_ms)),
        )

    def _note_move(self, concern: Concern) -> None:
        """Name the device that ends the work; on the way to the start, `Started` tells it."""
        if self._model is not None and isinstance(concern, MemoryRanOut) and concern.model:
            self._model = concern.model


def _settings(request: TranscriptionRequest) -> dict[str, object]:
    """Return all that the text depends on besides the media and the weights."""
    part = request.part
    return {
        **asdict(request.options),
        "audio_track": part.audio_track,
        "start_ms": part.start_ms,
        "end_ms": part.end_ms,
        "reading": None if request.reading is None else request.reading.to_dict(),
    }
