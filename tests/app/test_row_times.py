import pytest

from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.row_times import AlignedRow, FoundWord, TextRows
from whisper_desktop.core.segment import Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import units_of
from whisper_desktop.core.timecode import TimeSpan

END_MS = 60_000

SPEECH = SpeechMap.known((), END_MS)

Found = dict[tuple[int, int], FoundWord]


def found(row: int, unit: int, start_ms: int, *, matched: bool = True, prob: float = 0.9) -> Found:
    return {(row, unit): FoundWord(Word(start_ms, start_ms + 400, " x", prob), matched)}


def align(rows: list[GivenRow], words: Found) -> tuple[AlignedRow, ...]:
    units = [units_of(row.text, "en") for row in rows]
    return TextRows(rows, units, "en").aligned(words, SPEECH)


def spans(rows: tuple[AlignedRow, ...]) -> list[tuple[int, int]]:
    return [(row.segment.start_ms, row.segment.end_ms) for row in rows]


def texts(*lines: str) -> list[GivenRow]:
    return [GivenRow(line) for line in lines]


def test_a_long_stretch_inside_a_row_that_was_not_heard_is_told() -> None:
    text = "wonderful mountain lake accomplish abundantly eleventh something"
    words = found(0, 0, 0) | found(0, 1, 1_000) | found(0, 5, 9_000) | found(0, 6, 10_000)
    words |= {(0, at): one for (_, at), one in found(0, 3, 4_000, matched=False, prob=0.01).items()}
    (row,) = align(texts(text), words)
    assert row.is_heard
    assert row.unheard == (TimeSpan(1_400, 9_000),)
    (row,) = align(
        texts("one two more three"), found(0, 0, 0) | found(0, 1, 900) | found(0, 3, 2_000)
    )
    assert row.unheard == ()


def test_a_row_begins_and_ends_with_its_words() -> None:
    (row,) = align(texts("one two"), found(0, 0, 1_000) | found(0, 1, 2_000))
    assert (row.segment.start_ms, row.segment.end_ms) == (1_000, 2_400)
    assert row.support == 1.0
    assert row.is_heard
    assert row.segment.language == "en"


def test_words_that_are_not_said_lie_between_those_that_are() -> None:
    (row,) = align(texts("a long row now"), found(0, 1, 1_000) | found(0, 3, 2_000))
    times = [(word.start_ms, word.end_ms, word.probability) for word in row.segment.words]
    assert times == [
        (1_000, 1_000, 0.0),
        (1_000, 1_400, 0.9),
        (1_400, 2_000, 0.0),
        (2_000, 2_400, 0.9),
    ]


def test_words_that_are_not_said_share_the_time_by_their_letters() -> None:
    (row,) = align(texts("one two three four"), found(0, 0, 1_000) | found(0, 3, 2_200))
    times = [(word.start_ms, word.end_ms) for word in row.segment.words]
    assert times == [(1_000, 1_400), (1_400, 1_700), (1_700, 2_200), (2_200, 2_600)]


def test_a_row_of_which_too_little_is_heard_is_not_believed() -> None:
    words = found(0, 0, 1_000) | found(1, 0, 9_000, matched=False, prob=0.01)
    rows = align(texts("one", "otherwise"), words)
    assert [row.is_heard for row in rows] == [True, False]
    assert rows[1].segment.words == ()
    likely = align(texts("one"), found(0, 0, 1_000, matched=False, prob=0.5))
    assert likely[0].is_heard


def test_a_long_row_of_which_one_word_is_heard_is_not_believed() -> None:
    rows = align(texts("one two extraordinarily"), found(0, 2, 5_000))
    assert not rows[0].is_heard
    rows = align(texts("one two extraordinarily"), found(0, 2, 5_000) | found(0, 1, 4_000))
    assert rows[0].is_heard


def test_a_row_that_the_network_alone_would_say_is_believed_when_most_of_it_is_likely() -> None:
    likely = [found(0, at, 1_000 * at, matched=False) for at in range(4)]
    half = align(texts("once upon more time"), likely[0] | likely[1])
    assert not half[0].is_heard
    most = align(texts("once upon more time"), likely[0] | likely[1] | likely[2])
    assert most[0].is_heard


def test_a_doubtful_row_between_two_that_are_sure_is_believed() -> None:
    sure = found(0, 0, 1_000) | found(2, 0, 9_000)
    rows = align(texts("one", "two more extraordinarily", "three"), sure | found(1, 2, 5_000))
    assert [row.is_heard for row in rows] == [True, True, True]
    rows = align(texts("one", "two more extraordinarily"), found(0, 0, 1_000) | found(1, 2, 5_000))
    assert [row.is_heard for row in rows] == [True, False]


def test_rows_that_are_not_heard_share_the_time_between_their_neighbours() -> None:
    words = found(0, 0, 1_000) | found(3, 0, 2_000)
    rows = align(texts("one", "first lost", "second lost", "four"), words)
    assert spans(rows) == [(1_000, 1_400), (1_400, 1_685), (1_685, 2_000), (2_000, 2_400)]
    assert [row.support for row in rows] == [1.0, 0.0, 0.0, 1.0]


def test_a_title_comes_right_before_the_first_row_and_credits_behind_the_last() -> None:
    rows = align(texts("A title", "one", "credits"), found(1, 0, 10_000))
    assert spans(rows) == [(9_580, 10_000), (10_000, 10_400), (10_400, 10_820)]


def test_rows_without_room_reach_into_those_that_were_heard() -> None:
    rows = align(texts("title", "one"), found(1, 0, 0))
    assert spans(rows) == [(0, 300), (0, 400)]
    rows = align(texts("one", "lost", "two"), found(0, 0, 1_000) | found(2, 0, 1_400))
    assert spans(rows) == [(1_000, 1_400), (1_250, 1_550), (1_400, 1_800)]


def test_rows_that_the_recording_has_no_time_for_are_seen_all_the_same() -> None:
    rows = align(texts("one", "lost", "lost", "lost"), found(0, 0, END_MS - 400))
    assert all(END_MS - 400 <= start_ms < end_ms <= END_MS for start_ms, end_ms in spans(rows))
    assert all(end_ms - start_ms >= 100 for start_ms, end_ms in spans(rows))


def test_rows_without_room_stay_where_their_old_times_tell() -> None:
    rows = [GivenRow(f"row{at}", at * 5_000, at * 5_000 + 900) for at in range(8)]
    words: Found = {}
    for at in (0, 1, 2, 3, 5, 6):
        words |= found(at, 0, at * 5_000)
    # One was heard too late, so that the next but one has no room.
    words |= found(3, 0, 24_800)
    aligned = spans(align(rows, words))
    assert aligned[4] == (20_000, 20_900)
    assert aligned[7] == (35_000, 35_900)


def test_old_times_behind_the_recording_are_brought_into_it() -> None:
    rows = [GivenRow(f"row{at}", at * 5_000, at * 5_000 + 900) for at in range(16)]
    words: Found = {}
    for at in range(11):
        words |= found(at, 0, at * 5_000)
    aligned = spans(align(rows, words))
    assert aligned[11] == (55_000, 55_900)
    assert [span[0] for span in aligned] == sorted(span[0] for span in aligned)
    assert all(end_ms <= END_MS and end_ms - start_ms >= 300 for start_ms, end_ms in aligned)


def test_old_times_that_are_off_by_a_constant_tell_where_the_others_are() -> None:
    rows = [GivenRow(f"row{at}", at * 1_000 + 7_000, at * 1_000 + 7_500) for at in range(8)]
    words: Found = {}
    for at in (0, 1, 2, 3, 5, 6, 7):
        words |= found(at, 0, at * 1_000)
    assert spans(align(rows, words))[4] == (4_000, 4_500)


def test_old_times_that_drift_do_so_too() -> None:
    rows = [GivenRow(f"row{at}", at * 1_100, at * 1_100 + 440) for at in range(8)]
    words: Found = {}
    for at in (0, 1, 2, 3, 4, 6, 7):
        words |= found(at, 0, at * 1_000)
    assert spans(align(rows, words))[5] == (5_000, 5_400)


@pytest.mark.parametrize("starts", [[9_000, 0, 40_000, 20_000, 3_000], [5_000] * 5])
def test_old_times_without_order_are_not_trusted(starts: list[int]) -> None:
    rows = [GivenRow(f"row{at}", start, start + 500) for at, start in enumerate(starts)]
    words: Found = {}
    for at in (0, 1, 3, 4):
        words |= found(at, 0, at * 10_000)
    start_ms, end_ms = spans(align(rows, words))[2]
    assert 10_400 <= start_ms < end_ms <= 30_000


def test_nothing_is_heard_of_nothing() -> None:
    rows = align(texts("", "—"), {})
    assert [row.is_heard for row in rows] == [False, False]
