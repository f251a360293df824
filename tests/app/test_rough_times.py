from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.rough_times import match_rows
from whisper_desktop.asr.text_match import UNMATCHED
from whisper_desktop.core.segment import Word
from whisper_desktop.core.spoken_units import units_of

TALK = "amber bridge candle dolphin engine forest"
CARDS = "ten clubs queen hearts seven"


def heard(*texts: str) -> list[Word]:
    """Five or six words, one a second, one text every ten seconds."""
    return [
        Word(10_000 * at + 1_000 * place, 10_000 * at + 1_000 * place + 600, f" {word}", 0.9)
        for at, text in enumerate(texts)
        for place, word in enumerate(text.split())
    ]


def match(rows: list[GivenRow], words: list[Word]) -> list[int | None]:
    """Return when the first unit of each row was heard."""
    units = [units_of(row.text, "en") for row in rows]
    matches = match_rows(rows, units, words)
    firsts = [sum(map(len, units[:row])) for row in range(len(rows))]
    return [
        None if matches[first] == UNMATCHED else words[matches[first]].start_ms for first in firsts
    ]


def row(text: str, start_s: float) -> GivenRow:
    return GivenRow(text, round(start_s * 1_000), round((start_s + 5) * 1_000))


def test_times_that_are_wrong_by_a_constant_tell_which_of_several_it_is() -> None:
    words = heard(TALK, CARDS, CARDS, CARDS, CARDS)
    for at in (1, 2, 3, 4):
        rows = [row(TALK, 25), row(CARDS, 25 + 10 * at)]
        assert match(rows, words) == [0, 10_000 * at]


def test_times_are_taken_as_they_are_where_nothing_tells_how_wrong_they_are() -> None:
    words = heard(CARDS, CARDS, CARDS)
    for at in (0, 1, 2):
        assert match([row(CARDS, 10 * at + 1.5)], words) == [10_000 * at]


def test_times_that_are_quite_wrong_hinder_nothing() -> None:
    assert match([row(CARDS, 3_000)], heard("um er oh hm ah", CARDS)) == [10_000]
    texts = [f"word{at} thing{at} place{at} house{at}" for at in range(5)]
    rows = [row(text, start_s) for text, start_s in zip(texts, (90, 0, 55, 7, 300), strict=True)]
    assert match(rows, heard(*texts)) == [0, 10_000, 20_000, 30_000, 40_000]


def test_a_text_without_times_is_matched_by_its_words() -> None:
    assert match([GivenRow(CARDS), GivenRow(TALK)], heard(CARDS, TALK)) == [0, 10_000]
