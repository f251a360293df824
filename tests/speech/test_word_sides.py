"""No word lies deep in silence, where somebody speaks beside it."""

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.word_sides import words_beside_silence

LAST_MS = 30_000


def placed(spans_ms: list[tuple[int, int]], *speech_ms: tuple[int, int]) -> list[tuple[int, int]]:
    words = [Word(start_ms, end_ms, " w", 0.5) for start_ms, end_ms in spans_ms]
    heard = SpeechMap.known([TimeSpan(*span) for span in speech_ms], LAST_MS)
    fitted = words_beside_silence(words, heard, 0, LAST_MS)
    return [(word.start_ms, word.end_ms) for word in fitted]


def test_a_word_across_silence_goes_to_the_side_with_free_speech() -> None:
    speech = (10_000, 14_700), (22_300, 26_000)
    assert placed([(14_500, 22_900), (24_000, 24_500)], *speech) == [
        (22_300, 22_900),
        (24_000, 24_500),
    ]
    assert placed([(11_700, 19_500), (22_500, 23_200)], *speech) == [
        (11_700, 14_700),
        (22_500, 23_200),
    ]


def test_a_word_alone_in_silence_comes_to_speech_that_nobody_said() -> None:
    speech = (10_000, 14_700), (22_300, 26_000)
    assert placed([(12_000, 14_600), (19_900, 21_200), (23_700, 24_400)], *speech) == [
        (12_000, 14_600),
        (22_300, 23_300),
        (23_700, 24_400),
    ]
    assert placed([(11_000, 12_000), (16_000, 17_500), (22_300, 22_900)], *speech)[1] == (
        13_700,
        14_700,
    )


def test_without_speech_to_go_to_a_word_stays() -> None:
    assert placed([(5_000, 7_000)]) == [(5_000, 7_000)]
    # Many words where nobody is heard are sung, perhaps.
    song = [(5_000, 6_500), (6_500, 8_000), (8_000, 9_500)]
    assert placed(song, (1_000, 1_050), (12_000, 12_050)) == song


def test_less_than_a_second_of_silence_is_a_matter_of_times() -> None:
    assert placed([(1_000, 2_900)], (1_000, 2_000), (6_000, 7_000)) == [(1_000, 2_900)]


@given(
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 6_000)), max_size=6),
    st.lists(st.tuples(st.integers(1, 4_000), st.integers(50, 3_000)), max_size=6),
)
def test_words_keep_their_order(
    steps: list[tuple[int, int]], speech: list[tuple[int, int]]
) -> None:
    spans: list[list[tuple[int, int]]] = [[], []]
    for found, parts in zip(spans, (steps, speech), strict=True):
        at_ms = 0
        for gap_ms, length_ms in parts:
            found.append((at_ms + gap_ms, at_ms + gap_ms + length_ms))
            at_ms += gap_ms + length_ms
    said = [span for span in spans[0] if span[1] <= LAST_MS]
    fitted = placed(said, *(span for span in spans[1] if span[1] <= LAST_MS))
    times_ms = [time_ms for span in fitted for time_ms in span]
    assert all(start_ms < end_ms for start_ms, end_ms in fitted)
    assert times_ms == sorted(times_ms)
