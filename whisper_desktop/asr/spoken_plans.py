"""Plans of windows, each in one language: parted where another one begins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whisper_desktop.asr.language_follower import LanguagePart
from whisper_desktop.asr.packing import WindowPlan
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.timecode import TimeSpan


@dataclass(frozen=True, slots=True)
class SpokenPlan:
    """A window to be read, and in which language: None while nobody has listened for that."""

    plan: WindowPlan
    language: str | None = None

    @property
    def window(self) -> AudioWindow:
        """The plan in whole frames."""
        start_frame, end_frame = self.plan.start_ms // FRAME_MS, self.plan.end_ms // FRAME_MS
        return AudioWindow(start_frame, max(1, end_frame - start_frame))


def parted(plan: WindowPlan, parts: Sequence[LanguagePart]) -> Iterator[SpokenPlan]:
    """Yield the plan, or its parts, in their languages."""
    if len(parts) == 1:
        yield SpokenPlan(plan, parts[0].language)
        return
    cuts_ms = [part.window.start_ms for part in parts[1:]]
    starts_ms, ends_ms = [plan.start_ms, *cuts_ms], [*cuts_ms, plan.end_ms]
    for part, start_ms, end_ms in zip(parts, starts_ms, ends_ms, strict=True):
        yield SpokenPlan(_between(plan, start_ms, end_ms), part.language)


def going_on(plans: Sequence[WindowPlan], at_ms: int) -> tuple[WindowPlan, ...]:
    """Return the plans of work that stopped at a time: a window may have been parted there."""
    if any(plan.start_ms == at_ms for plan in plans):
        return tuple(plans)
    return tuple(part for plan in plans for part in _parted_at(plan, at_ms))


def _parted_at(plan: WindowPlan, at_ms: int) -> Iterator[WindowPlan]:
    if not plan.start_ms < at_ms < plan.end_ms:
        yield plan
        return
    yield _between(plan, plan.start_ms, at_ms)
    yield _between(plan, at_ms, plan.end_ms)


def _between(plan: WindowPlan, start_ms: int, end_ms: int) -> WindowPlan:
    """Return the part of a plan between two times, in whole frames."""
    end_ms = max(end_ms, start_ms + FRAME_MS)
    spans = tuple(
        TimeSpan(max(span.start_ms, start_ms), min(span.end_ms, end_ms))
        for span in plan.spans
        if span.start_ms < end_ms and span.end_ms > start_ms
    )
    overlap_end_ms = max(start_ms, min(plan.overlap_end_ms, end_ms))
    return replace(
        plan, start_ms=start_ms, end_ms=end_ms, spans=spans, overlap_end_ms=overlap_end_ms
    )
