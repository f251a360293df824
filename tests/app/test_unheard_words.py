from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.unheard_words import UnheardWords
from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import units_of
from whisper_desktop.core.timecode import TimeSpan

END_MS = 60_000


def lay(
    texts: list[str], found: dict[tuple[int, int], int], *speech: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return when all words are said; those that were found are said for 400 ms."""
    units = [units_of(text, "en") for text in texts]
    words = {place: Word(at_ms, at_ms + 400, " x", 0.9) for place, at_ms in found.items()}
    spans = [TimeSpan(*span) for span in speech]
    rows = sorted({row for row, _ in found})
    laid = UnheardWords(units, words, SpeechMap.known(spans, END_MS)).all_words(rows)
    return [(laid[place].start_ms, laid[place].end_ms) for place in sorted(laid)]


def test_words_share_the_speech_between_those_that_were_found() -> None:
    times = lay(
        ["one aa bb cc two"], {(0, 0): 1_000, (0, 4): 9_000}, (1_000, 2_000), (8_400, 9_400)
    )
    assert times[1:4] == [(1_400, 1_800), (1_800, 8_600), (8_600, 9_000)]


def test_words_of_two_rows_share_it_too() -> None:
    times = lay(["one aa", "bb two"], {(0, 0): 1_000, (1, 1): 3_000}, (0, 2_000), (2_600, 4_000))
    assert times[1:3] == [(1_400, 1_900), (1_900, 3_000)]


def test_they_lie_beside_their_row_where_far_more_is_said() -> None:
    times = lay(["one aaaaa", "bbbbb two"], {(0, 0): 1_000, (1, 1): 30_000}, (0, END_MS))
    assert times[1:3] == [(1_400, 1_800), (29_600, 30_000)]
    times = lay(["one aaaaa two"], {(0, 0): 1_000, (0, 2): 30_000}, (0, END_MS))
    assert times[1] == (1_400, 1_800)


def test_words_at_the_edges_of_the_text_stay_inside_the_recording() -> None:
    speech = (59_000, END_MS)
    times = lay(["aaaaa one bbbbbbbbbbbbbbbbbbbb"], {(0, 1): 59_400}, speech)
    assert times == [(59_000, 59_400), (59_400, 59_800), (59_800, 59_800)]
    times = lay(["one bb cc"], {(0, 0): 59_400}, speech)
    assert times[1:] == [(59_800, 59_900), (59_900, END_MS)]


def test_words_that_nobody_has_time_to_say_stand_at_their_neighbours() -> None:
    times = lay(["one aa", "bb two"], {(0, 0): 1_000, (1, 1): 1_400}, (1_000, 2_000))
    assert times == [(1_000, 1_400), (1_400, 1_400), (1_400, 1_400), (1_400, 1_800)]
    assert lay(["one - two"], {(0, 0): 0, (0, 2): 900}, (0, 1_300))[1] == (400, 400)


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.lists(st.integers(1, 3_000), max_size=12),
)
def test_words_rise_and_stay_inside_the_recording(
    letters: list[int], is_found: list[bool], steps: list[int]
) -> None:
    rows = [" ".join("a" * count or "-" for count in letters)] * 2
    found = {
        (row, at): 1_000 * (row * len(letters) + at)
        for row in range(2)
        for at in range(len(letters))
        if at == len(letters) // 2 or is_found[at]
    }
    edges = [sum(steps[:at]) for at in range(len(steps) + 1)]
    times = lay(rows, found, *list(pairwise(edges))[::2])
    assert len(times) == 2 * len(letters)
    flat = [edge for word in times for edge in word]
    assert flat == sorted(flat)
    assert flat[-1] <= END_MS
