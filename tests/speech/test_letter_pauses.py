import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.letter_pauses import SURE_PROBABILITY, pauses_without_letters

PAUSE = TimeSpan(1_000, 2_000)


def rest_of(*words: tuple[int, int], probability: float = 0.9) -> list[tuple[int, int]]:
    """Return what is left of the pause; of a word 40 ms at each end are no letters."""
    said = [Word(start_ms, end_ms, "um", probability) for start_ms, end_ms in words]
    return [(part.start_ms, part.end_ms) for part in pauses_without_letters([PAUSE], said)]


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ((0, 900), [(1_000, 2_000)]),
        ((2_100, 2_500), [(1_000, 2_000)]),
        ((1_260, 1_640), [(1_000, 1_300), (1_600, 2_000)]),
        ((1_000, 1_640), [(1_600, 2_000)]),
        ((1_260, 2_000), [(1_000, 1_300)]),
        ((1_860, 2_030), [(1_000, 1_900)]),
        ((600, 1_200), [(1_000, 2_000)]),
        ((1_700, 3_000), [(1_000, 2_000)]),
        ((900, 2_200), []),
    ],
)
def test_letters_inside_are_no_pause(word: tuple[int, int], rest: list[tuple[int, int]]) -> None:
    assert rest_of(word) == rest


def test_several_words_part_a_pause() -> None:
    # What is between the first two is too short for a pause.
    assert rest_of((1_160, 1_340), (1_340, 1_460), (1_660, 1_840)) == [
        (1_000, 1_200),
        (1_420, 1_700),
        (1_800, 2_000),
    ]


def test_a_word_that_is_hardly_heard_takes_nothing() -> None:
    assert rest_of((1_260, 1_640), probability=SURE_PROBABILITY - 0.01) == [(1_000, 2_000)]


def test_a_short_pause_stays_where_nothing_is_said() -> None:
    short = TimeSpan(100, 150)
    assert pauses_without_letters([short], []) == (short,)


@given(
    st.lists(st.integers(0, 3_000), min_size=2, max_size=12).map(sorted),
    st.lists(st.integers(0, 3_000), min_size=2, max_size=12, unique=True).map(sorted),
)
def test_what_is_left_lies_in_the_pauses(edges: list[int], bounds: list[int]) -> None:
    words = [Word(a, b, "x", 0.9) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    pauses = [TimeSpan(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    left = pauses_without_letters(pauses, words)
    for part in left:
        assert any(p.start_ms <= part.start_ms and part.end_ms <= p.end_ms for p in pauses)
    assert list(left) == sorted(left, key=lambda part: part.start_ms)
