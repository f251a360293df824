"""What holds for all texts, and what is good for some."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.break_costs import joints
from whisper_desktop.core.presets import AMAZON, ARTE, CUSTOM, NETFLIX, SHORTS, Limits, Preset
from whisper_desktop.core.reading import count_characters, line_lengths
from whisper_desktop.core.reading_cues.cutting import LONGEST_PAUSE_MS, Bounds
from whisper_desktop.core.reading_cues.letter_times import Spoken
from whisper_desktop.core.reading_cues.passage import Passage, ReadCue
from whisper_desktop.core.segment import Word
from whisper_desktop.core.wrapping import wrap

TINY = replace(CUSTOM, max_line_characters=11, max_duration_ms=3_000, min_duration_ms=300)
PRESETS = (
    NETFLIX,
    AMAZON,
    ARTE,
    SHORTS,
    TINY,
    replace(TINY, max_lines=3),
    replace(TINY, max_lines=1),
)
ARTICLES, NUMBERS, OTHERS = ("the", "a"), ("3", "000", "%"), ("cat", "sat,", "end.", "xxxxxxxxx")
NAMES, CLITICS, LITTLE = ("Anna", "Smith", "Dr."), ("l'", "me", "d'eau"), ("of", "und", "weil", "?")
TOKENS = st.sampled_from([*ARTICLES, *NUMBERS, *OTHERS, *NAMES, *CLITICS, *LITTLE, "-No"])
LANGUAGES = st.sampled_from([None, "en", "de", "fr", "es"])


def said(words: Sequence[tuple[str, int, int]], lead: str = " ") -> Spoken:
    """Return a text whose words last so long and come so long after the one before."""
    at_ms, made = 0, list[Word]()
    for text, pause_ms, duration_ms in words:
        at_ms += pause_ms
        made.append(Word(at_ms, at_ms + duration_ms, lead + text, 0.9))
        at_ms += duration_ms
    return Spoken(0, at_ms + 1, "".join(word.text for word in made).strip(), tuple(made))


def read_out(text: str, ms_per_letter: int = 75, *, is_bare: bool = False) -> Spoken:
    """Return a text as it is said, with pauses at its marks."""
    tokens = list(text) if is_bare else text.split()
    pauses_ms = {",": 150, "、": 150, "，": 150, ".": 400, "。": 400, "?": 400}
    timed = [
        (token, pauses_ms.get(before[-1:], 0), ms_per_letter * len(token) * (3 if is_bare else 1))
        for before, token in pairwise(["", *tokens])
    ]
    return said(timed, "" if is_bare else " ")


spoken_words = st.lists(
    st.tuples(
        TOKENS,
        st.sampled_from([0, 0, 0, 20, 100, 300, 700, 1_499, 1_500, 4_000]),
        st.sampled_from([0, 60, 200, 500, 900, 8_000]),
    ),
    max_size=40,
)


def cut(
    spoken: Spoken, preset: Preset, language: str | None, next_ms: int | None = None
) -> list[ReadCue]:
    return Passage([spoken], preset.limits(language), language).cues(Bounds(next_ms))


def texts(cues: Sequence[ReadCue]) -> list[str]:
    return [cue.text.replace("\n", " | ") for cue in cues]


@given(spoken_words, st.sampled_from(PRESETS), LANGUAGES)
def test_nothing_is_lost_and_the_order_stays(
    words: list[tuple[str, int, int]], preset: Preset, language: str | None
) -> None:
    spoken = said(words)
    cues = cut(spoken, preset, language)
    assert " ".join(" ".join(cue.text.split()) for cue in cues) == " ".join(spoken.text.split())
    assert [word for cue in cues for word in cue.words] == list(spoken.words)
    for cue in cues:
        assert "".join(word.text for word in cue.words).split() == cue.text.split()


@given(spoken_words, st.sampled_from(PRESETS), LANGUAGES)
def test_limits_are_kept_but_by_what_is_one_word(
    words: list[tuple[str, int, int]], preset: Preset, language: str | None
) -> None:
    limits = preset.limits(language)
    for cue in cut(said(words), preset, language):
        lengths = line_lengths(cue.text, limits.counting)
        assert cue.end_ms - cue.start_ms <= limits.max_duration_ms
        assert len(lengths) <= limits.max_lines
        assert len(cue.words) == 1 or max(lengths) <= limits.max_line_characters
        if len(cue.words) > 1:
            assert cue.words[-1].end_ms - cue.words[0].start_ms <= limits.max_duration_ms
        for before, after in pairwise(cue.words):
            assert after.start_ms - before.end_ms < LONGEST_PAUSE_MS


@given(spoken_words, st.sampled_from(PRESETS), st.integers(0, 2_000))
def test_a_subtitle_begins_with_its_first_word_and_goes_before_the_next(
    words: list[tuple[str, int, int]], preset: Preset, after_ms: int
) -> None:
    spoken = said(words)
    next_ms = spoken.end_ms + after_ms
    cues = cut(spoken, preset, "en", next_ms)
    gap_ms = preset.limits("en").min_gap_ms
    assert [cue.start_ms for cue in cues] == [cue.words[0].start_ms for cue in cues]
    starts_ms = [*[cue.start_ms for cue in cues[1:]], next_ms]
    for cue, following_ms in zip(cues, starts_ms, strict=True) if cues else ():
        assert cue.start_ms < cue.end_ms
        # Two words of one time leave no room.
        assert cue.end_ms <= max(following_ms - gap_ms, cue.start_ms + 1)


def splits(count: int) -> Iterator[list[int]]:
    """Yield all ways to part pieces."""
    for bits in range(1 << max(count - 1, 0)):
        yield [0, *[place for place in range(1, count) if bits >> (place - 1) & 1], count]


def parts_well(tokens: Sequence[str], limits: Limits, language: str) -> bool:
    """Tell by trying all ways whether these words fit without a break that should never be."""
    known = joints(list(tokens), language)

    def is_line(first: int, end: int) -> bool:
        return count_characters(" ".join(tokens[first:end])) <= limits.max_line_characters

    def is_fit(first: int, end: int) -> bool:
        lines = [
            [first, *[first + place for place in parts[1:-1]], end]
            for parts in splits(end - first)
            if len(parts) - 1 <= limits.max_lines
        ]
        return any(
            all(is_line(*line) for line in pairwise(places))
            and not any(known[place].is_never for place in places[1:-1])
            for places in lines
        )

    return any(
        all(is_fit(*cue) for cue in pairwise(parts))
        and not any(known[place].is_never for place in parts[1:-1])
        for parts in splits(len(tokens))
    )


@given(st.lists(TOKENS.filter(lambda token: token != "-No"), min_size=1, max_size=7))
def test_nothing_is_split_that_is_one_unless_there_is_no_other_way(tokens: list[str]) -> None:
    limits = replace(TINY, max_duration_ms=60_000).limits("en")
    cues = Passage([said([(token, 0, 50) for token in tokens])], limits, "en").cues(Bounds())
    known = joints(tokens, "en")
    ends, at = [], 0
    for cue in cues:
        for line in cue.text.split("\n"):
            at += len(line.split())
            ends.append(at)
    if parts_well(tokens, limits, "en"):
        assert not any(known[place].is_never for place in ends[:-1])


@given(spoken_words)
def test_to_wrap_what_was_cut_changes_nothing(words: list[tuple[str, int, int]]) -> None:
    limits = NETFLIX.limits("en")
    for cue in cut(said(words), NETFLIX, "en"):
        if "-No" not in cue.text:
            assert wrap(cue.text, limits, "en").split() == cue.text.split()
            assert len(wrap(cue.text, limits, "en").split("\n")) <= len(cue.text.split("\n"))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            """In 1995 the company had sold more | than 3 000 000 copies
            of its software in New York alone, | and Dr. John Smith,
            who was the president, | said that he didn't believe it.""",
        ),
        (
            "de",
            """Gestern hat mir Herr Dr. Müller gesagt,
            dass er am 3. Oktober mit seiner Frau | nach Nordrhein fahren will,
            weil dort 10,5 Prozent | der Leute nichts verdienen.""",
        ),
        (
            "fr",
            """Il n'y a pas de solution à ce problème, | a-t-il répondu, et l'homme qui était assis
            à côté de la fenêtre s'est levé | pour fermer la porte de la cuisine.""",
        ),
        (
            "zh",
            """我们昨天晚上去了一家新餐厅， | 味道非常好。
            但是因为人太多了所以我们 | 等了三十五分钟才坐下来。""",
        ),
        (
            "ja",
            """とても難しかったので | 途中でやめてしまいました。
            明日また3時間ぐらい | 頑張ります。""",
        ),
    ],
)
def test_text_is_cut_where_a_reader_would_pause(language: str, expected: str) -> None:
    wanted = [line.strip() for line in expected.split("\n")]
    is_bare = language in {"ja", "zh"}
    joiner = "" if is_bare else " "
    text = joiner.join(wanted).replace(" | ", joiner)
    assert texts(cut(read_out(text, is_bare=is_bare), NETFLIX, language)) == wanted


def test_a_pause_is_a_better_place_than_a_full_line() -> None:
    words = [(f"word{number}", 0, 250) for number in range(10)]
    words[4] = ("word4", 1_200, 250)
    found = cut(said(words), NETFLIX, "en")
    assert [len(cue.words) for cue in found] == [4, 6]


def test_short_sentences_without_a_pause_share_a_subtitle() -> None:
    words = [(word, 0, 300) for word in ("I", "see.", "Go", "on.", "Now.")]
    assert texts(cut(said(words), AMAZON, "en")) == ["I see. Go on. Now."]


def test_each_who_speaks_has_a_line_or_a_subtitle() -> None:
    spoken = read_out("- Are you there? - Yes. - Well then, I am coming over to you right now.")
    assert texts(cut(spoken, NETFLIX, "en")) == [
        "- Are you there? | - Yes.",
        "- Well then, I am coming | over to you right now.",
    ]
    # Without a dash at the first nobody could tell who says what.
    assert texts(cut(read_out("Are you there? -Yes, I am."), NETFLIX, "en")) == [
        "Are you there?",
        "-Yes, I am.",
    ]


def test_lines_of_a_dialogue_stay_lines() -> None:
    spoken = Spoken(0, 6_000, "- So we went\n- Wait\n- no")
    assert texts(cut(spoken, NETFLIX, "en")) == ["- So we went", "- Wait | - no"]


def test_formatting_goes_on_behind_a_cut() -> None:
    text = "{\\an8}<i>This is a sentence. This one, however, is so long that it has to be parted "
    text += "somewhere in the middle of it.</i>"
    cues = cut(Spoken(0, 12_000, text), NETFLIX, "en")
    assert len(cues) > 1
    assert all(cue.text.startswith("{\\an8}<i>") for cue in cues)
    assert all(cue.text.endswith("</i>") for cue in cues)


def test_thai_is_parted_between_phrases_and_never_inside_a_syllable() -> None:
    phrase = ["ผม", "ไป", "ตลาด", "กับ", "แม่", "เมื่อ", "วาน"]
    spoken = said([(token, 0, 300) for token in [*phrase, f" {phrase[0]}", *phrase[1:]]], "")
    (whole,) = cut(spoken, NETFLIX, "th")
    assert whole.text == "\n".join(["".join(phrase)] * 2)
    narrow = replace(CUSTOM, max_line_characters=6)
    # Without words, too, of which nothing is known then.
    for source in (spoken, replace(spoken, words=())):
        cues = cut(source, narrow, "th")
        assert "".join("".join(cue.text.split()) for cue in cues) == "".join(phrase * 2)
        for line in (line for cue in cues for line in cue.text.split("\n")):
            assert line[0] not in "ะาำ็่้"
            assert line[-1] not in "เแโใไ"


def test_a_word_of_the_recogniser_is_rather_not_parted() -> None:
    words = [(word, 0, 800) for word in ("今日", "東京", "電車", "旅行", "会社")]
    narrow = replace(CUSTOM, max_line_characters=5, max_lines=1)
    cues = cut(said(words, ""), narrow, "ja")
    assert all(len(cue.text) % 2 == 0 for cue in cues)
    # One that is too long for the limits is parted all the same, and its time with it.
    (head, tail) = cut(said([("今日東京電車旅行", 0, 800)], ""), narrow, "ja")
    assert len(head.text) <= 5
    assert head.words[0].end_ms == tail.words[0].start_ms == tail.start_ms == 100 * len(head.text)


def test_what_was_said_before_tells_of_names() -> None:
    limits = replace(CUSTOM, max_line_characters=12, max_lines=1).limits("en")
    spoken = said([("Smith", 0, 600), ("Brown,", 0, 600), ("went", 0, 600)])
    # Where a sentence begins, a capital says nothing.
    alone = Passage([spoken], limits, "en").cues(Bounds())
    behind = Passage([spoken], limits, "en", "then Anna").cues(Bounds())
    assert texts(alone)[0] == texts(behind)[0] == "Smith Brown,"
    narrow = replace(limits, max_line_characters=8)
    assert len(Passage([spoken], narrow, "en", "then Anna").cues(Bounds())) == 3
