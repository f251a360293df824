"""Where windows lie: at speech, and not over long pauses."""

from dataclasses import dataclass

from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.asr.window_path import WindowPath
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

CONTENT_FRAMES = 20_000


@dataclass
class SlowEar:
    """Hears no more than it is asked to."""

    possible: tuple[TimeSpan, ...]
    asked_ms: int = 0

    def until(self, end_ms: int) -> SpeechMap:
        self.asked_ms = max(self.asked_ms, end_ms)
        known_ms = min(end_ms, CONTENT_FRAMES * 10)
        spans = tuple(
            TimeSpan(span.start_ms, min(span.end_ms, known_ms))
            for span in self.possible
            if span.start_ms < known_ms
        )
        return SpeechMap(known_ms, spans, spans)


def path(*possible: tuple[int, int], max_pause_ms: int = 3_000) -> WindowPath:
    spans = tuple(TimeSpan(*span) for span in possible)
    return WindowPath(CONTENT_FRAMES, SlowEar(spans), max_pause_ms)


def test_without_an_ear_windows_follow_one_another() -> None:
    deaf = WindowPath(CONTENT_FRAMES, None, 3_000)
    assert deaf.window_from(0) == AudioWindow(0, 3_000)
    assert deaf.window_from(19_000) == AudioWindow(19_000, 1_000)
    assert deaf.window_from(20_000) is None


def test_speech_without_long_pauses_is_windowed_as_without_an_ear() -> None:
    talk = path((0, 40_000), (42_500, 200_000))
    assert talk.window_from(0) == AudioWindow(0, 3_000)
    assert talk.window_from(3_000) == AudioWindow(3_000, 3_000)


def test_a_window_begins_at_speech() -> None:
    talk = path((5_000, 60_000))
    assert talk.window_from(0) == AudioWindow(500, 3_000)
    assert path((900, 60_000)).window_from(0) == AudioWindow(0, 3_000)


def test_long_silence_is_jumped_over_and_a_silent_end_is_not_read() -> None:
    talk = path((0, 10_000), (150_000, 160_000))
    assert talk.window_from(1_000) == AudioWindow(15_000, 1_000)
    assert talk.window_from(16_000) is None
    assert path().window_from(0) is None


def test_a_window_does_not_reach_across_a_long_pause() -> None:
    talk = path((0, 10_000), (13_000, 200_000))
    assert talk.window_from(0) == AudioWindow(0, 1_000)
    assert path((0, 10_000), (12_900, 200_000)).window_from(0) == AudioWindow(0, 3_000)


def test_no_more_is_listened_to_than_the_window_needs() -> None:
    ear = SlowEar((TimeSpan(0, 200_000),))
    WindowPath(CONTENT_FRAMES, ear, 3_000).window_from(1_000)
    assert ear.asked_ms == 40_000


def test_a_sliver_before_a_pause_is_no_window() -> None:
    talk = path((0, 10_000), (14_000, 200_000))
    assert talk.window_from(990) == AudioWindow(990, 3_000)
