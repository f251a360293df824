"""Speech is announced once, on the media's clock."""

from whisper_desktop.app.speech_news import SpeechNews
from whisper_desktop.core.events import Preparing, SpeechFound, Stage
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

SPEECH = (TimeSpan(1_000, 40_000), TimeSpan(50_000, 70_000))


class SlowEar:
    """Hears no more than it is asked to."""

    def until(self, end_ms: int) -> SpeechMap:
        known_ms = min(end_ms, 80_000)
        return SpeechMap(known_ms, SPEECH, SPEECH)


def test_what_was_heard_is_told_once_and_cut_where_the_hearing_ends() -> None:
    news = SpeechNews(SlowEar(), 100_000, 80_000)
    assert list(news.told()) == []
    news.until(30_000)
    assert list(news.told()) == [SpeechFound(100_000, 130_000, (TimeSpan(101_000, 130_000),))]
    assert list(news.told()) == []
    news.until(90_000)
    spans = (TimeSpan(130_000, 140_000), TimeSpan(150_000, 170_000))
    assert list(news.told()) == [SpeechFound(130_000, 180_000, spans)]


def test_what_was_told_before_a_stop_is_not_told_again() -> None:
    news = SpeechNews(SlowEar(), 0, 80_000, told_ms=60_000)
    news.until(80_000)
    assert list(news.told()) == [SpeechFound(60_000, 80_000, (TimeSpan(60_000, 70_000),))]


def test_how_far_the_listening_is_is_told() -> None:
    news = SpeechNews(SlowEar(), 0, 80_000)
    assert list(news.listened_to()) == [
        Preparing(Stage.LISTENING, done_ms, 80_000) for done_ms in (32_000, 64_000, 80_000)
    ]


def test_silence_is_known_only_when_all_was_heard() -> None:
    quiet = SpeechNews(SpeechMap.known((), 5_000), 0, 5_000)
    assert not quiet.is_known_silence
    quiet.until(5_000)
    assert quiet.is_known_silence
