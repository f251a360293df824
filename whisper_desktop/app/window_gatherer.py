"""What a run brings, gathered window by window: half a window comes again when the run goes on."""

from dataclasses import dataclass

from whisper_desktop.core.events import (
    Finished,
    LanguageDetected,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.segment import Segment


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """The segments of one window, the earliest first, and where the run goes on after them.

    It does not go on after the last, where `resume` is None; there may be nothing in that one.
    """

    segments: tuple[Segment, ...]
    resume: ResumePoint | None


class WindowGatherer:
    """Listens to one run, from its start or from where it goes on."""

    def __init__(self, language: str | None) -> None:
        """`language` is that of the run, None while it is to be found out."""
        self._language = language
        self._segments: list[Segment] = []

    @property
    def language(self) -> str | None:
        """The language that was asked for, else the one that was found; None before."""
        return self._language

    def take(self, event: object) -> HeardWindow | None:
        """Note what an event tells; return the window that it ends, if it ends one."""
        match event:
            case LanguageDetected(language):
                self._language = self._language or language
            case SegmentReady(segment):
                self._segments.append(segment)
            case WindowDone(resume):
                return self._window(resume)
            case Finished():
                return self._window(None)
        return None

    def _window(self, resume: ResumePoint | None) -> HeardWindow:
        segments, self._segments = self._segments, []
        return HeardWindow(tuple(sorted(segments, key=lambda one: one.start_ms)), resume)
