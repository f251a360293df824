import random
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.stitching import stitch_segments
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.timecode import TimeSpan

OVERLAP = TimeSpan(25_000, 30_000)
VOCABULARY = ("very", "the", "quick", "brown", "fox", "no", "harbour")

Timed = list[tuple[int, int, str]]


def _words(timed: Sequence[tuple[int, int, str]]) -> tuple[Word, ...]:
    return tuple(Word(start_ms, end_ms, f" {text}", 0.9) for start_ms, end_ms, text in timed)


def _segment(timed: Sequence[tuple[int, int, str]], language: str = "en") -> Segment:
    """Return a segment with word times."""
    words = _words(timed)
    text = "".join(word.text for word in words).strip()
    return Segment(words[0].start_ms, words[-1].end_ms, text, language, words=words)


def _said(start_ms: int, text: str, step_ms: int = 400) -> Segment:
    """Return a segment with a word every `step_ms`."""
    return _segment(
        [
            (start_ms + i * step_ms, start_ms + (i + 1) * step_ms - 50, word)
            for i, word in enumerate(text.split())
        ]
    )


def _text(*sides: Sequence[Segment]) -> str:
    return " ".join(segment.text for side in sides for segment in side)


def _keys(*sides: Sequence[Segment]) -> list[str]:
    return re.findall(r"\w+", _text(*sides).casefold())


def _assert_well_formed(left: Sequence[Segment], right: Sequence[Segment]) -> None:
    segments = [*left, *right]
    for before, after in pairwise(segments):
        assert before.end_ms <= after.start_ms
    times = [time for s in segments for w in s.words for time in (w.start_ms, w.end_ms)]
    assert times == sorted(times)
    for segment in segments:
        if segment.words:
            assert "".join(word.text for word in segment.words).strip() == segment.text


# -- laws -------------------------------------------------------------------------------------


@st.composite
def recordings(draw: st.DrawFn) -> Timed:
    """55 s of words, often repeated, every 300 to 450 ms."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    vocabulary = VOCABULARY[: draw(st.integers(1, len(VOCABULARY)))]
    timed, now_ms = [], 200
    while now_ms < 54_500:
        length_ms = chance.randrange(300, 451)
        timed.append((now_ms, now_ms + length_ms - 20, chance.choice(vocabulary)))
        now_ms += length_ms
    return timed


def _heard(timed: Timed, chance: random.Random, noisy: range) -> list[Segment]:
    """Return words with jittered times and odd looks; those in the noisy stretch are unreliable."""
    heard: Timed = []
    for start_ms, end_ms, text in timed:
        shift_ms = chance.randrange(-60, 61)
        fate = chance.choice(["keep", "drop", "replace"]) if start_ms in noisy else "keep"
        looks = chance.choice([text, text.capitalize(), f"{text},", f"{text}."])
        if fate != "drop":
            word = looks if fate == "keep" else "mumble"
            first_ms = max(start_ms + shift_ms, heard[-1][1] if heard else 0)
            heard.append((first_ms, max(end_ms + shift_ms, first_ms), word))
    cuts = sorted(chance.sample(range(1, len(heard)), k=min(5, len(heard) - 1)))
    pieces = [heard[a:b] for a, b in pairwise([0, *cuts, len(heard)])]
    return [_segment(piece) for piece in pieces]


@given(timed=recordings(), seed=st.integers(0, 10**6))
def test_two_noisy_cuts_give_back_what_was_said(timed: Timed, seed: int) -> None:
    chance = random.Random(seed)
    left = _heard([w for w in timed if w[1] <= 30_000], chance, range(28_900, 30_000))
    right = _heard([w for w in timed if w[0] >= 25_000], chance, range(25_000, 26_100))
    stitched = stitch_segments(left, right, OVERLAP)
    assert _keys(*stitched) == [text for _, _, text in timed]
    _assert_well_formed(*stitched)


words_anywhere = st.lists(
    st.tuples(st.integers(50, 900), st.integers(50, 900), st.sampled_from(VOCABULARY)),
    min_size=1,
    max_size=30,
)
cut_any = st.lists(st.booleans(), min_size=30, max_size=30)


def _laid_out(
    start_ms: int, steps: list[tuple[int, int, str]], cuts: list[bool], *, has_words: bool
) -> list[Segment]:
    timed, now_ms = [], start_ms
    for gap_ms, length_ms, text in steps:
        timed.append((now_ms + gap_ms, now_ms + gap_ms + length_ms, text))
        now_ms += gap_ms + length_ms
    edges = [0, *(i for i in range(1, len(timed)) if cuts[i]), len(timed)]
    segments = [_segment(timed[a:b]) for a, b in pairwise(edges)]
    if has_words:
        return segments
    return [Segment(s.start_ms, s.end_ms, s.text, s.language) for s in segments]


@given(
    left_steps=words_anywhere,
    right_steps=words_anywhere,
    left_cuts=cut_any,
    right_cuts=cut_any,
    left_start_ms=st.integers(10_000, 31_000),
    has_words=st.tuples(st.booleans(), st.booleans()),
)
def test_any_two_sides_stay_in_order_and_lose_nothing_from_outside(
    left_steps: list[tuple[int, int, str]],
    right_steps: list[tuple[int, int, str]],
    left_cuts: list[bool],
    right_cuts: list[bool],
    left_start_ms: int,
    has_words: tuple[bool, bool],
) -> None:
    left = _laid_out(left_start_ms, left_steps, left_cuts, has_words=has_words[0])
    right = _laid_out(25_000, right_steps, right_cuts, has_words=has_words[1])
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    _assert_well_formed(kept_left, kept_right)
    # The left is kept from its start on, the right up to its end.
    all_left, all_right = _keys(left), _keys(right)
    assert _keys(kept_left) == all_left[: len(_keys(kept_left))]
    assert _keys(kept_right) == all_right[len(all_right) - len(_keys(kept_right)) :]
    if has_words[0]:
        middles = [(w.start_ms + w.end_ms) // 2 for s in left for w in s.words]
        assert len(_keys(kept_left)) >= sum(m < OVERLAP.start_ms for m in middles)
    if has_words[1]:
        middles = [(w.start_ms + w.end_ms) // 2 for s in right for w in s.words]
        assert len(_keys(kept_right)) >= sum(m >= OVERLAP.end_ms for m in middles)


# -- stories ----------------------------------------------------------------------------------


def test_the_sides_change_at_a_common_word() -> None:
    left = [_said(24_000, "so the quick brown fox jumps over the lazy dock")]
    right = [_said(25_600, "crown fox jumps over the lazy dog and runs")]
    stitched = stitch_segments(left, right, OVERLAP)
    assert _text(*stitched) == "so the quick brown fox jumps over the lazy dog and runs"
    assert stitched[0][0].text.endswith("the")
    _assert_well_formed(*stitched)


def test_a_made_up_tail_of_the_left_is_dropped() -> None:
    left = [
        _said(25_200, "we meet at the harbour tomorrow"),
        _said(28_000, "thanks for watching"),
    ]
    right = [_said(25_300, "we meet at the harbour tomorrow morning at nine")]
    assert _text(*stitch_segments(left, right, OVERLAP)) == (
        "we meet at the harbour tomorrow morning at nine"
    )


def test_a_cut_off_first_word_of_the_right_is_dropped() -> None:
    left = [_said(25_000, "understanding the harbour at night")]
    right = [_said(25_100, "standing the harbour at night is hard")]
    assert _text(*stitch_segments(left, right, OVERLAP)) == (
        "understanding the harbour at night is hard"
    )


@pytest.mark.parametrize("heard_by_left", [3, 4, 5])
def test_words_that_are_really_repeated_are_kept(heard_by_left: int) -> None:
    left = [_said(26_000, "it was " + "very " * heard_by_left, step_ms=500)]
    right = [_said(26_020, "it was very very very very very good", step_ms=500)]
    assert _text(*stitch_segments(left, right, OVERLAP)) == "it was very very very very very good"


def test_repeated_words_find_their_own_twins_by_time() -> None:
    left = [_said(25_000, "mumble no no no no no no", step_ms=700)]
    right = [_said(25_700, "no no no no no no no no yes", step_ms=700)]
    assert _text(*stitch_segments(left, right, OVERLAP)) == "mumble " + "no " * 8 + "yes"


def test_case_and_marks_do_not_hide_a_common_word() -> None:
    left = [_said(26_000, "He said: Don't stop. The")]
    right = [_said(26_000, "he said, don't STOP the music")]
    stitched = stitch_segments(left, right, OVERLAP)
    assert _keys(*stitched) == ["he", "said", "don", "t", "stop", "the", "music"]


def test_without_a_common_word_the_middle_decides() -> None:
    left = [_said(25_000, "a b c d e f g h i j", step_ms=500)]
    right = [_said(25_000, "k l m n o p q r s t", step_ms=500)]
    assert _text(*stitch_segments(left, right, OVERLAP)) == "a b c d e p q r s t"


def test_a_word_across_the_middle_is_not_cut() -> None:
    left = [_segment([(25_200, 26_000, "one"), (26_500, 28_900, "extraordinarily")])]
    right = [_segment([(27_300, 28_800, "dinarily"), (29_000, 29_800, "two")])]
    assert _text(*stitch_segments(left, right, OVERLAP)) == "one dinarily two"


def test_what_only_the_right_heard_in_the_overlap_is_kept() -> None:
    left = [_said(20_000, "and then silence")]
    right = [_said(25_100, "somebody speaks early and goes on for a while")]
    assert stitch_segments(left, right, OVERLAP) == (tuple(left), tuple(right))


def test_what_only_the_left_heard_in_the_overlap_is_kept() -> None:
    left = [_said(25_100, "somebody speaks to the very end of it all")]
    right = [_said(31_000, "and somebody else answers")]
    assert stitch_segments(left, right, OVERLAP) == (tuple(left), tuple(right))


def test_a_left_that_stops_early_loses_nothing_of_the_right() -> None:
    left = [_said(25_000, "hello there")]
    right = [_said(26_500, "unrelated words follow here")]
    assert _text(*stitch_segments(left, right, OVERLAP)) == (
        "hello there unrelated words follow here"
    )


def test_a_right_that_starts_late_loses_nothing_of_the_left() -> None:
    left = [_said(27_000, "one two three four", step_ms=500)]
    right = [_said(29_200, "unrelated words", step_ms=400)]
    assert _text(*stitch_segments(left, right, OVERLAP)) == "one two three four unrelated words"


def test_an_empty_side_leaves_the_other_alone() -> None:
    segments = [_said(26_000, "all of this")]
    assert stitch_segments(segments, [], OVERLAP) == (tuple(segments), ())
    assert stitch_segments([], segments, OVERLAP) == ((), tuple(segments))
    assert stitch_segments([], [], OVERLAP) == ((), ())


def test_segments_stay_whole_where_that_is_possible() -> None:
    left = [_said(25_100, "the first sentence ends"), _said(27_000, "the second one begins")]
    right = [_said(25_100, "the first sentence ends"), _said(27_000, "the second one begins here")]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    assert (kept_left, kept_right) == ((left[0],), (right[1],))


def test_a_trimmed_segment_keeps_its_words_times_and_evidence() -> None:
    left = [_said(26_000, "zero one two three four five")]
    right = [_said(26_000, "zero one two three four five six seven")]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    words = kept_left[0].words + kept_right[0].words
    assert words == right[0].words
    assert kept_left[0].end_ms == kept_left[0].words[-1].end_ms
    assert kept_right[0].start_ms == kept_right[0].words[0].start_ms
    assert kept_right[0].end_ms == right[0].end_ms


def test_sides_that_time_a_word_differently_meet_halfway() -> None:
    left = [_said(25_000, "a b c d e f g h i j k x", step_ms=400)]
    right = [_said(24_800, "y b c d e f g h i j k l", step_ms=400)]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    assert _keys(kept_left, kept_right) == list("abcdefghijkl")
    last, first = kept_left[-1].words[-1], kept_right[0].words[0]
    assert last.end_ms == kept_left[-1].end_ms == first.start_ms == kept_right[0].start_ms
    heard = {word.text: word for word in left[0].words}, {w.text: w for w in right[0].words}
    assert last.end_ms == (heard[0][last.text].end_ms + heard[1][first.text].start_ms) // 2
    _assert_well_formed(kept_left, kept_right)


def test_segments_without_word_times_are_cut_between_words() -> None:
    left = [Segment(20_000, 29_900, "we walked along the harbour until the sun went dow", "en")]
    right = [Segment(25_000, 34_000, "harbor until the sun went down and the lights came on", "en")]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    assert _text(kept_left, kept_right) == (
        "we walked along the harbour until the sun went down and the lights came on"
    )
    _assert_well_formed(kept_left, kept_right)


def test_a_window_long_segment_without_times_is_stitched() -> None:
    said = [f"word{i}" for i in range(110)]
    left = [Segment(0, 30_000, " ".join(said[:60]), "en")]
    right = [Segment(25_000, 55_000, " ".join(said[50:]), "en")]
    assert _text(*stitch_segments(left, right, OVERLAP)).split() == said


@pytest.mark.parametrize(
    ("language", "whole", "left_end", "right_start"),
    [
        ("zh", "我们沿着港口走到太阳下山，然后灯亮了。", 11, 6),
        ("ja", "私たちは港に沿って歩きました。それから灯りが点きました。", 18, 10),
        ("th", "เราเดินไปตามท่าเรือจนพระอาทิตย์ตกแล้วไฟก็ติด", 30, 17),
        ("my", "ကျွန်တော်တို့ဆိပ်ကမ်းတလျှောက်လမ်းလျှောက်ခဲ့တယ်", 32, 18),
    ],
)
def test_scripts_without_spaces_are_cut_between_characters(
    language: str, whole: str, left_end: int, right_start: int
) -> None:
    ms = 30_000 // left_end
    left = [Segment(0, 30_000, whole[:left_end], language)]
    right = [Segment(right_start * ms, len(whole) * ms, whole[right_start:], language)]
    stitched = stitch_segments(left, right, TimeSpan(right_start * ms, 30_000))
    assert "".join(segment.text for side in stitched for segment in side) == whole
    _assert_well_formed(*stitched)


def test_latin_words_stay_whole_among_characters() -> None:
    left = [Segment(25_000, 29_900, "我用Python3写程序", "zh")]
    right = [Segment(25_100, 31_900, "用Python3写程序很快", "zh")]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    assert "".join(s.text for s in (*kept_left, *kept_right)) == "我用Python3写程序很快"
    assert any("Python3" in s.text for s in (*kept_left, *kept_right))


def test_marks_stay_with_their_words() -> None:
    left = [Segment(25_000, 30_000, "¿ Qué pasa ? - Nada , dijo «él »", "es")]
    right = [Segment(25_000, 30_000, "zzz", "es")]
    kept_left, _ = stitch_segments(left, right, OVERLAP)
    assert kept_left[0].text == "¿ Qué pasa ?"


def test_text_of_marks_only_can_be_stitched() -> None:
    left = [Segment(25_000, 27_000, "♪", "en"), Segment(27_000, 29_000, "...", "en")]
    right = [Segment(25_000, 27_000, "...", "en"), Segment(28_000, 31_000, "♪ ♪", "en")]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    assert (kept_left, kept_right) == ((left[0],), (right[1],))


def test_words_without_text_leave_no_empty_segment() -> None:
    words = (Word(25_000, 26_000, "", 0.1), Word(29_000, 29_900, " end", 0.9))
    left = [Segment(25_000, 29_900, "end", "en", words=words)]
    right = [_said(28_000, "other words", step_ms=500)]
    assert stitch_segments(left, right, OVERLAP) == ((), tuple(right))


def test_early_right_segments_are_pushed_on_by_as_little_as_needed() -> None:
    left = [Segment(20_000, 29_000, "alpha beta gamma", "en")]
    right = [
        Segment(25_000, 25_400, "gamma", "en"),
        Segment(25_400, 25_800, "delta", "en"),
        Segment(31_000, 32_000, "end", "en"),
    ]
    kept_left, kept_right = stitch_segments(left, right, OVERLAP)
    _assert_well_formed(kept_left, kept_right)
    assert _text(kept_left, kept_right) == "alpha beta gamma delta end"
    assert kept_right[-1] == right[-1]
