"""Words and pauses: whatever the recogniser says, no word is left in a pause."""

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.word_edges import words_in_sound


def words(*spans_ms: tuple[int, int]) -> tuple[Word, ...]:
    return tuple(Word(start_ms, end_ms, " w", 0.5) for start_ms, end_ms in spans_ms)


def moved(spans_ms: list[tuple[int, int]], *pauses: tuple[int, int]) -> list[tuple[int, int]]:
    fitted = words_in_sound(words(*spans_ms), [TimeSpan(*pause) for pause in pauses])
    return [(word.start_ms, word.end_ms) for word in fitted]


def test_without_pauses_nothing_moves() -> None:
    assert moved([(0, 300), (300, 500)]) == [(0, 300), (300, 500)]
    assert moved([]) == []


def test_a_pause_inside_of_a_word_goes_to_the_nearest_boundary() -> None:
    assert moved([(0, 400), (400, 1_500)], (380, 1_200)) == [(0, 380), (1_200, 1_500)]
    assert moved([(0, 900), (900, 1_500)], (300, 950)) == [(0, 300), (950, 1_500)]


def test_a_word_that_ends_early_or_begins_late_is_stretched_to_the_sound() -> None:
    assert moved([(200, 400), (900, 1_500)], (500, 800)) == [(200, 500), (800, 1_500)]


def test_a_word_far_from_a_pause_is_not_stretched_to_it() -> None:
    assert moved([(0, 400), (1_450, 1_800)], (800, 1_000)) == [(0, 400), (1_450, 1_800)]


def test_a_closure_in_the_middle_of_a_word_belongs_to_it() -> None:
    assert moved([(0, 400), (400, 1_200)], (600, 720)) == [(0, 400), (400, 1_200)]


def test_silence_before_the_first_word_and_after_the_last_is_left_out() -> None:
    assert moved([(0, 700), (700, 2_000)], (0, 500), (1_300, 3_000)) == [(500, 700), (700, 1_300)]


def test_a_word_said_in_silence_comes_to_the_nearer_sound() -> None:
    assert moved([(0, 300), (420, 520), (900, 1_200)], (300, 900)) == [
        (0, 260),
        (260, 300),
        (900, 1_200),
    ]
    assert moved([(0, 300), (700, 800), (900, 1_200)], (300, 900)) == [
        (0, 300),
        (900, 940),
        (940, 1_200),
    ]


def after(after_ms: int, spans_ms: list[tuple[int, int]], *pauses: tuple[int, int]) -> list[Word]:
    quiet = [TimeSpan(*pause) for pause in pauses]
    return list(words_in_sound(words(*spans_ms), quiet, None, after_ms))


def test_a_word_in_the_sound_of_one_before_comes_after_the_pause() -> None:
    first, second = after(1_340, [(1_180, 1_340), (3_100, 3_600)], (1_060, 1_180), (1_340, 2_780))
    assert (first.start_ms, first.end_ms) == (2_780, 2_820)
    assert (second.start_ms, second.end_ms) == (3_100, 3_600)


def test_a_word_that_has_room_before_the_pause_stays_there() -> None:
    first, second = after(1_000, [(900, 1_300), (2_000, 2_600)], (1_300, 2_000))
    assert (first.start_ms, first.end_ms) == (1_000, 1_300)
    assert (second.start_ms, second.end_ms) == (2_000, 2_600)


def test_text_and_probability_stay() -> None:
    [word] = words_in_sound((Word(0, 900, " hello", 0.7),), [TimeSpan(0, 500)])
    assert word == Word(500, 900, " hello", 0.7)


@st.composite
def timed_words(draw: st.DrawFn) -> tuple[Word, ...]:
    """Words in order of their starts, that may be empty and may overlap a little."""
    steps = draw(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 900)), max_size=12))
    found: list[Word] = []
    at_ms = 0
    for gap_ms, length_ms in steps:
        at_ms += gap_ms
        found.append(Word(at_ms, at_ms + length_ms, " w", 0.5))
        at_ms += max(0, length_ms - 100)
    return tuple(found)


@st.composite
def quiet(draw: st.DrawFn) -> tuple[TimeSpan, ...]:
    steps = draw(st.lists(st.tuples(st.integers(30, 900), st.integers(100, 2_000)), max_size=8))
    found: list[TimeSpan] = []
    at_ms = 0
    for sound_ms, pause_ms in steps:
        found.append(TimeSpan(at_ms + sound_ms, at_ms + sound_ms + pause_ms))
        at_ms += sound_ms + pause_ms
    return tuple(found)


@given(timed_words(), quiet(), st.integers(0, 4_000))
def test_words_keep_their_order_and_a_duration_and_do_not_overlap(
    found: tuple[Word, ...], pauses: tuple[TimeSpan, ...], after_ms: int
) -> None:
    fitted = words_in_sound(found, pauses, None, after_ms)
    assert all(word.start_ms >= after_ms for word in fitted)
    assert [word.text for word in fitted] == [word.text for word in found]
    assert all(word.start_ms < word.end_ms for word in fitted)
    times_ms = [time_ms for word in fitted for time_ms in (word.start_ms, word.end_ms)]
    assert times_ms == sorted(times_ms)


@given(timed_words())
def test_what_is_in_order_is_left_as_it_is(found: tuple[Word, ...]) -> None:
    once = words_in_sound(found, ())
    assert words_in_sound(once, ()) == once
