"""From speech probabilities to spans of speech."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.frame import FRAME_MS


@dataclass(frozen=True, slots=True)
class VoiceActivityOptions:
    """What counts as speech.

    Speech begins with a frame whose probability reaches `threshold`. It ends where the
    probability falls below `negative_threshold` and does not reach `threshold` again within
    `min_silence_ms`. What is not longer than `min_speech_ms` is dropped; the rest is widened by
    `pad_ms` on each side, though never beyond the middle of the pause to its neighbour.
    """

    threshold: float = 0.35
    negative_threshold: float = 0.2
    min_speech_ms: int = 100
    min_silence_ms: int = 250
    pad_ms: int = 300

    def __post_init__(self) -> None:
        if not 0 < self.negative_threshold <= self.threshold < 1:
            raise ValueError(f"bad thresholds: {self.negative_threshold}, {self.threshold}")
        if min(self.min_speech_ms, self.min_silence_ms, self.pad_ms) < 0:
            raise ValueError("durations must not be negative")


def spans_from_probabilities(
    probabilities: Iterable[float], total_ms: int, options: VoiceActivityOptions
) -> tuple[TimeSpan, ...]:
    """Return the spans of speech in order, given the probability of each 32 ms frame.

    Neighbours may touch, never overlap; none reaches beyond `total_ms`.
    """
    heard = [
        span
        for span in _heard(probabilities, total_ms, options)
        if span.duration_ms > options.min_speech_ms
    ]
    return tuple(_padded(heard, total_ms, options.pad_ms))


def _heard(
    probabilities: Iterable[float], total_ms: int, options: VoiceActivityOptions
) -> Iterator[TimeSpan]:
    start_ms: int | None = None
    quiet_since_ms: int | None = None
    for frame, probability in enumerate(probabilities):
        now_ms = frame * FRAME_MS
        if probability >= options.threshold:
            quiet_since_ms = None
            start_ms = now_ms if start_ms is None else start_ms
        elif probability < options.negative_threshold and start_ms is not None:
            quiet_since_ms = now_ms if quiet_since_ms is None else quiet_since_ms
            if now_ms - quiet_since_ms >= options.min_silence_ms:
                yield TimeSpan(start_ms, quiet_since_ms)
                start_ms = quiet_since_ms = None
    if start_ms is not None and start_ms < total_ms:
        yield TimeSpan(start_ms, total_ms)


def _padded(spans: list[TimeSpan], total_ms: int, pad_ms: int) -> Iterator[TimeSpan]:
    start_ms = max(0, spans[0].start_ms - pad_ms) if spans else 0
    for i, span in enumerate(spans):
        if i + 1 == len(spans):
            yield TimeSpan(start_ms, min(total_ms, span.end_ms + pad_ms))
            return
        next_ms = spans[i + 1].start_ms
        middle_ms = (span.end_ms + next_ms) // 2
        yield TimeSpan(start_ms, min(middle_ms, span.end_ms + pad_ms))
        start_ms = max(middle_ms, next_ms - pad_ms)
