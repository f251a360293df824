"""Where somebody speaks, told as soon as the recogniser wanted to know it."""

from collections.abc import Iterator

from whisper_desktop.core.events import Preparing, SpeechFound, Stage
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap
from whisper_desktop.core.timecode import TimeSpan

_STEP_MS = 32_000
"""How often it is told how far the listening is: about once for each block of it."""


class SpeechNews:
    """Passes on what an ear hears, and remembers what of it was not announced yet."""

    def __init__(self, ear: HearsSpeech, start_ms: int, duration_ms: int, told_ms: int = 0) -> None:
        """Begin with what comes `told_ms` after the start, which is `start_ms` on the clock."""
        self._ear, self._start_ms, self._duration_ms = ear, start_ms, duration_ms
        self._told_ms = told_ms
        self._map = SpeechMap(0, (), ())

    def until(self, end_ms: int) -> SpeechMap:
        """Return the map up to a time or farther, or up to the recording's end."""
        self._map = self._ear.until(end_ms)
        return self._map

    @property
    def is_known_silence(self) -> bool:
        """Whether all was listened to and nobody speaks."""
        return self._map.end_ms >= self._duration_ms > 0 and not self._map.speech

    def listened_to(self) -> Iterator[Preparing]:
        """Listen to all of it, telling how far that is."""
        for reached_ms in range(0, self._duration_ms, _STEP_MS):
            self.until(reached_ms + _STEP_MS)
            done_ms = min(self._map.end_ms, self._duration_ms)
            yield Preparing(Stage.LISTENING, done_ms, self._duration_ms)

    def told(self) -> Iterator[SpeechFound]:
        """Announce what was heard since the last time."""
        from_ms, to_ms = self._told_ms, min(self._map.end_ms, self._duration_ms)
        if to_ms <= from_ms:
            return
        self._told_ms = to_ms
        yield SpeechFound(
            self._start_ms + from_ms,
            self._start_ms + to_ms,
            tuple(
                TimeSpan(
                    self._start_ms + max(span.start_ms, from_ms),
                    self._start_ms + min(span.end_ms, to_ms),
                )
                for span in self._map.speech
                if span.start_ms < to_ms and span.end_ms > from_ms
            ),
        )
