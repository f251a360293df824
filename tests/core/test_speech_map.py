"""Questions to a map of speech."""

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

SPEECH = (TimeSpan(1_000, 2_000), TimeSpan(5_000, 6_000))
POSSIBLE = (TimeSpan(500, 2_500), TimeSpan(4_500, 6_500))
MAP = SpeechMap(10_000, SPEECH, POSSIBLE)


def test_speech_is_measured_between_two_times() -> None:
    assert MAP.speech_ms(0, 10_000) == 2_000
    assert MAP.speech_ms(1_500, 5_100) == 600
    assert MAP.possible_ms(1_500, 5_100) == 1_600
    assert MAP.speech_ms(2_000, 5_000) == 0
    assert MAP.speech_share(1_500, 2_500) == 0.5
    assert MAP.speech_share(3_000, 3_000) == 0


def test_the_next_possible_speech_is_found() -> None:
    assert [MAP.next_possible_ms(ms) for ms in (0, 1_200, 2_500, 4_700)] == [500, 1200, 4500, 4700]
    assert MAP.next_possible_ms(6_500) == 10_000
    assert SpeechMap(0, (), ()).next_possible_ms(300) == 300


def test_pauses_are_what_lies_between() -> None:
    assert MAP.pauses(0, 10_000, 1_000) == (TimeSpan(2_500, 4_500), TimeSpan(6_500, 10_000))
    assert MAP.pauses(1_000, 4_000, 1_000) == (TimeSpan(2_500, 4_000),)
    assert MAP.pauses(1_000, 2_000, 0) == ()


def test_what_is_known_in_full_answers_at_once() -> None:
    known = SpeechMap.known(SPEECH, 10_000)
    assert known.until(99_000) is known
    assert known.speech == known.possible == SPEECH


@given(st.lists(st.integers(0, 400), max_size=20, unique=True), st.integers(0, 400))
def test_pauses_and_possible_speech_make_up_the_time(edges: list[int], end: int) -> None:
    edges = sorted(edges)
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = tuple(TimeSpan(start, stop) for start, stop in pairs)
    known = SpeechMap.known(spans, 400)
    silent = sum(pause.duration_ms for pause in known.pauses(0, end, 1))
    assert silent + known.possible_ms(0, end) == end
