import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.presets import CUSTOM, NETFLIX
from whisper_desktop.core.reading import line_lengths
from whisper_desktop.core.wrapping import wrap

LIMITS = NETFLIX.limits("en")
WORDS = st.lists(
    st.sampled_from(
        ["the", "a", "cat", "sat,", "Anna", "Smith", "on", "<i>it</i>", "end.", "x" * 12]
    ),
    max_size=14,
)
ANY_TEXT = st.text(
    st.sampled_from("ab,. \n\u3000\u200b-日本、。「」かなカナー<i>/i{\\an8}\u0301👍")
    | st.characters(),
    max_size=60,
)


def wrapped(text: str, language: str | None = "en") -> list[str]:
    return wrap(text, NETFLIX.limits(language), language).split("\n")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["I would like to go to the market", "and buy some apples today"]),
        ("en", ["Well, that is not what I expected.", "You should have told me before."]),
        ("en", ["I have seen the old John Smith", "at the end of the road"]),
        ("en", ["It was quite a long way", "to Dr. Brown's house in the hills"]),
        ("de", ["Ich habe gestern mit meinem Bruder", "über die neue Wohnung gesprochen"]),
        ("fr", ["Il m'a dit que la maison", "de son père était vendue depuis longtemps"]),
        ("nl", ["Ik heb gisteren mijn broer gezien", "toen hij naar de markt ging"]),
        ("ja", ["私は昨日友達と", "一緒にそこへ行きました"]),
        ("zh", ["我们昨天晚上去了一家新餐厅，", "味道非常好"]),
        ("ko", ["나는 어제 친구와 함께", "새로운 식당에 갔습니다"]),
        (None, ["Eins, zwei, drei, vier, fünf,", "sechs, sieben, acht, neun"]),
    ],
)
def test_lines_end_where_a_reader_would_pause(language: str | None, lines: list[str]) -> None:
    joiner = "" if language in {"ja", "zh"} else " "
    assert wrapped(joiner.join(lines), language) == lines


def test_what_fits_on_one_line_stays_there() -> None:
    assert wrapped("This is\nshort") == ["This is short"]
    assert wrapped("") == [""]
    assert wrapped(" \n ") == [""]


@pytest.mark.parametrize(
    ("language", "text", "article"),
    [
        ("en", "Somebody must have been telling the lies about him now", "the"),
        ("de", "Jemand musste ihn wohl gerade verleumdet haben die Tage", "die"),
        ("es", "Muchos años después recordaría aquella vez la tarde remota", "la"),
        ("it", "Qualcuno doveva aver parlato male proprio un giorno ormai", "un"),
        ("pt", "Muitos anos depois ele recordaria ainda aquela uma tarde", "uma"),
    ],
)
def test_a_line_does_not_end_with_an_article(language: str, text: str, article: str) -> None:
    words = text.split()
    words.remove(article)
    for place in range(1, len(words)):
        sentence = " ".join([*words[:place], article, *words[place:]])
        assert not any(line.endswith(f" {article}") for line in wrapped(sentence, language))


def test_another_line_is_taken_rather_than_a_break_that_should_never_be() -> None:
    limits = replace(CUSTOM, max_line_characters=12, max_lines=3).limits("en")
    assert wrap("aaaa bbbb the cccccccc", limits, "en") == "aaaa bbbb\nthe cccccccc"
    assert wrap("aaaaaaaa the cccccccc dd", limits, "en") == "aaaaaaaa\nthe cccccccc\ndd"


def test_speakers_stay_apart() -> None:
    assert wrapped("- Yes.\n- No, not at all.") == ["- Yes.", "- No, not at all."]
    limits = replace(CUSTOM, max_lines=3).limits("en")
    text = "- I would like to go to the market and buy\nsome apples today\n– <i>No</i>"
    assert wrap(text, limits, "en").split("\n") == [
        "- I would like to go to the market",
        "and buy some apples today",
        "– <i>No</i>",
    ]


def test_formatting_keeps_its_place() -> None:
    tag = '<font color="light blue">'
    assert wrapped(f"{tag}I would like to go to the market and buy apples</font>") == [
        f"{tag}I would like to go",
        "to the market and buy apples</font>",
    ]
    assert wrapped("<i>コンピューターのプログラム</i>を「勉強」しています。", "ja") == [
        "<i>コンピューターのプログラム</i>",
        "を「勉強」しています。",
    ]
    assert wrapped("コンピューターのプログラム<i>勉強</i>", "ja") == [
        "コンピューターの",
        "プログラム<i>勉強</i>",
    ]


def test_japanese_that_fits_keeps_its_breaks_for_they_may_be_commas() -> None:
    assert wrapped("そうか\n行こう", "ja") == ["そうか", "行こう"]
    assert wrapped("そうか 行こう", "ja") == ["そうか 行こう"]


@pytest.mark.parametrize("mark", ["!", "?", "»", ":", "?!"])
def test_punctuation_behind_a_blank_stays_with_its_word(mark: str) -> None:
    sentence = "Il y avait un homme qui avait une tres belle maison de ville"
    words = sentence.split()
    for place in range(1, len(words)):
        lines = wrapped(" ".join([*words[:place], mark, *words[place:]]), "fr")
        assert not any(line.startswith(mark) for line in lines)
        lines = wrapped(" ".join([*words[:place], "«", *words[place:]]), "fr")
        assert not any(line.endswith("«") for line in lines)


def test_a_dash_inside_a_sentence_does_not_look_like_a_speaker() -> None:
    lines = wrapped("He said that he would have the most - of course - beautiful day")
    assert len(lines) == 2
    assert not lines[1].startswith("-")


def test_punctuation_does_not_begin_a_line_of_japanese() -> None:
    limits = replace(CUSTOM, max_line_characters=5).limits("ja")
    assert wrap("あいうえお。「かきく」", limits, "ja") == "あいうえお。\n「かきく」"


def test_what_is_too_long_is_spread_evenly() -> None:
    lines = wrapped(" ".join(["word"] * 60))
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 5
    assert wrapped("x" * 50 + " y") == ["x" * 50, "y"]
    assert wrapped("x" * 50) == ["x" * 50]


@given(ANY_TEXT, st.sampled_from([None, "en", "de", "ja"]))
def test_only_blanks_change(text: str, language: str | None) -> None:
    def without_blanks(some: str) -> str:
        return re.sub("[ \t\r\n\u200b\u3000]", "", some)

    after = wrap(text, NETFLIX.limits(language), language)
    assert without_blanks(after) == without_blanks(text)


@given(WORDS, st.integers(8, 42), st.integers(1, 3))
def test_lines_are_short_and_few_whenever_that_can_be(
    words: list[str], width: int, max_lines: int
) -> None:
    limits = replace(CUSTOM, max_line_characters=width, max_lines=max_lines).limits("en")
    text = " ".join(words)
    lines = wrap(text, limits, "en").split("\n")
    assert len(lines) <= max_lines
    assert " ".join(lines) == text
    if _greedy_count(words, width) <= max_lines:
        assert max(line_lengths("\n".join(lines))) <= width
    assert wrap("\n".join(lines), limits, "en").split("\n") == lines


def _greedy_count(words: list[str], width: int) -> float:
    count, used = 1.0, 0
    for word in words:
        length = line_lengths(word)[0]
        if length > width:
            return float("inf")
        used = used + 1 + length if used else length
        if used > width:
            count, used = count + 1, length
    return count
