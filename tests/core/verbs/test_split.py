import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.merge import merged
from whisper_desktop.core.verbs.split import char_at, split, time_at

PLAIN = Cue(1, 1_000, 2_000, "abcd efghij", (), "en", Task.TRANSLATE, {"vtt.settings": "line:0"})
SPOKEN = Cue(
    1,
    1_000,
    2_000,
    "Hello there world",
    (
        Word(1_000, 1_100, " Hello", 1.0),
        Word(1_300, 1_400, " there", 1.0),
        Word(1_800, 2_000, " world", 1.0),
    ),
)


def halves(
    cue: Cue, at_char: int | None = None, at_ms: int | None = None, gap_ms: int = 0
) -> tuple[Cue, Cue]:
    document = Document([cue])
    document.apply(split(document, 0, at_char, at_ms, gap_ms))
    first, second = document
    return first, second


def summary(cue: Cue) -> tuple[str, int, int]:
    return cue.text, cue.start_ms, cue.end_ms


def test_text_and_time_are_parted_as_asked() -> None:
    first, second = halves(PLAIN, 4, 1_250)
    assert summary(first) == ("abcd", 1_000, 1_250)
    assert summary(second) == ("efghij", 1_250, 2_000)


def test_the_first_keeps_the_identity_and_both_the_rest() -> None:
    document = Document([PLAIN])
    edit = split(document, 0, 4)
    first, second = edit.splices[0].inserted
    assert (first.uid, second.uid) == (1, 2)
    for half in (first, second):
        assert (half.language, half.task, half.extras) == (
            PLAIN.language,
            PLAIN.task,
            PLAIN.extras,
        )
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.SPLIT, (1,), (1,))


def test_a_gap_is_left_as_far_as_there_is_room() -> None:
    first, second = halves(PLAIN, 4, 1_250, gap_ms=101)
    assert (first.end_ms, second.start_ms) == (1_200, 1_301)
    first, second = halves(PLAIN, 4, 1_250, gap_ms=9_000)
    assert (first.end_ms, second.start_ms) == (1_125, 1_625)


def test_the_time_follows_from_the_characters() -> None:
    assert [summary(half) for half in halves(PLAIN, 5)] == [
        ("abcd", 1_000, 1_400),
        ("efghij", 1_400, 2_000),
    ]


def test_the_time_follows_from_the_words() -> None:
    first, second = halves(SPOKEN, 11)
    assert (summary(first), summary(second)) == (
        ("Hello there", 1_000, 1_600),
        ("world", 1_600, 2_000),
    )
    assert (first.words, second.words) == (SPOKEN.words[:2], SPOKEN.words[2:])
    assert time_at(SPOKEN, 14) == 1_880, "two letters into a word of 200 ms"


def test_the_characters_follow_from_the_time() -> None:
    assert [half.text for half in halves(PLAIN, at_ms=1_500)] == ["abcd", "efghij"]
    assert [half.text for half in halves(SPOKEN, at_ms=1_290)] == ["Hello", "there world"]
    assert [half.text for half in halves(SPOKEN, at_ms=1_500)] == ["Hello there", "world"]


def test_words_that_are_not_those_of_the_text_are_parted_by_time() -> None:
    changed = Cue(1, 1_000, 2_000, "Quite another text", SPOKEN.words)
    first, second = halves(changed, at_ms=1_500)
    assert (first.words, second.words) == (SPOKEN.words[:2], SPOKEN.words[2:])
    assert (first.text, second.text) == ("Quite", "another text")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("one two three\nfour", "one two three", "four"),
        ("one two three four", "one two", "three four"),
        ("日本語字幕", "日本", "語字幕"),
        ("", "", ""),
        ("word", "wo", "rd"),
    ],
)
def test_without_a_place_it_is_parted_in_the_middle(text: str, first: str, second: str) -> None:
    assert [half.text for half in halves(Cue(1, 0, 1_000, text))] == [first, second]


@pytest.mark.parametrize("at_ms", [0, 1_000, 2_000, 9_000])
def test_a_time_outside_the_cue_counts_as_not_given(at_ms: int) -> None:
    assert halves(PLAIN, 4, at_ms) == halves(PLAIN, 4)
    assert halves(PLAIN, None, at_ms) == halves(PLAIN)


def test_formatting_is_closed_and_opened_again() -> None:
    text = "{\\an8}<i>one <b>two</b></i> <u>three four</u>"
    place = text.index("two")
    assert [half.text for half in halves(Cue(1, 0, 9, text), place)] == [
        "{\\an8}<i>one <b></b></i>",
        "{\\an8}<i><b>two</b></i> <u>three four</u>",
    ]
    place = text.index("four")
    assert [half.text for half in halves(Cue(1, 0, 9, text), place)] == [
        "{\\an8}<i>one <b>two</b></i> <u>three</u>",
        "{\\an8}<u>four</u>",
    ]


def test_a_place_within_formatting_is_beside_it() -> None:
    text = "<i>one</i> two"
    assert [half.text for half in halves(Cue(1, 0, 9, text), 8)] == ["<i>one</i>", "two"]
    assert [half.text for half in halves(Cue(1, 0, 9, text), 2)] == ["", text]


@pytest.mark.parametrize("duration_ms", [0, 1])
def test_a_cue_without_time_can_be_split(duration_ms: int) -> None:
    first, second = halves(Cue(1, 5, 5 + duration_ms, "one two"))
    assert first.start_ms == 5
    assert second.end_ms == 5 + duration_ms


@given(st.sampled_from([PLAIN, SPOKEN]), st.integers(1_000, 2_000))
def test_the_place_of_a_time_is_between_words_and_in_order(cue: Cue, at_ms: int) -> None:
    place = char_at(cue, at_ms)
    assert place in {0, len(cue.text)} or cue.text[place].isspace()
    assert place <= char_at(cue, min(at_ms + 100, 2_000))


@given(st.sampled_from([PLAIN, SPOKEN]), st.integers(0, 20), st.integers(0, 20))
def test_a_later_place_is_spoken_later(cue: Cue, place: int, other: int) -> None:
    first, second = sorted((place, other))
    assert 1_000 < time_at(cue, first) <= time_at(cue, second) < 2_000


def test_the_name_of_a_cue_stays_with_the_first_half() -> None:
    extras = {"vtt.id": "intro", "vtt.comment": "NOTE", "vtt.settings": "align:start"}
    document = Document([Cue(1, 0, 2_000, "one two", extras=extras)])
    document.apply(split(document, 0))
    assert document[0].extras == extras
    assert document[1].extras == {"vtt.settings": "align:start"}


def test_both_halves_keep_the_recipe() -> None:
    recipe = RecipeOverride("nl", Task.TRANSLATE)
    first, second = halves(Cue(1, 0, 2_000, "one two", recipe=recipe))
    assert first.recipe == second.recipe == recipe


@pytest.mark.parametrize(
    ("text", "at_char", "translation", "parted"),
    [
        ("aan de andere kant", 6, "on the other side", ["on the", "other side"]),
        ("aan de andere kant", 0, "on the other side", ["", "on the other side"]),
        ("aan de andere kant", 18, "on the other side", ["on the other side", ""]),
        ("een twee", 3, "", ["", ""]),
        ("een twee drie", 4, "counting", ["", "counting"]),
        ("een twee drie", 9, "counting", ["counting", ""]),
        ("- Ja.\n- Nee, nooit.", 5, "- Yes indeed, sure.\n- No.", ["- Yes indeed, sure.", "- No."]),
        ("- Ja.\n- Nee.", 6, "- Yes.\n- No.", ["- Yes.", "- No."]),
        ("een twee", 3, "<i>one two</i>", ["<i>one</i>", "<i>two</i>"]),
        ("日本語です", 3, "this is Japanese", ["this is", "Japanese"]),
    ],
)
def test_a_translation_is_parted_like_the_text(
    text: str, at_char: int, translation: str, parted: list[str]
) -> None:
    cues = halves(Cue(1, 0, 2_000, text, translation=translation), at_char)
    assert [cue.translation for cue in cues] == parted


def test_a_translation_without_a_text_is_parted_by_time() -> None:
    cues = halves(Cue(1, 0, 4_000, "", translation="one two three four"), at_ms=1_000)
    assert [cue.translation for cue in cues] == ["one", "two three four"]


@given(
    st.text("ab \n", max_size=12),
    st.text("xyz \n", max_size=12),
    st.none() | st.integers(0, 12),
    st.none() | st.integers(1, 99),
)
def test_merging_the_halves_brings_the_translation_back(
    text: str, translation: str, at_char: int | None, at_ms: int | None
) -> None:
    cues = halves(Cue(1, 0, 100, text, translation=translation), at_char, at_ms)
    assert merged(cues, "\n").translation.split() == translation.split()
