from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr import seam
from whisper_desktop.asr.seam import Seam, Unit, find_seam, spoken_part
from whisper_desktop.core.timecode import TimeSpan

OVERLAP = TimeSpan(25_000, 30_000)


def _units(start_ms: int, text: str, step_ms: int = 500, doubt_ms: int = 0) -> list[Unit]:
    return [
        Unit(start_ms + i * step_ms, start_ms + (i + 1) * step_ms, f" {word}", i == 0, doubt_ms)
        for i, word in enumerate(text.split())
    ]


sides = st.builds(
    _units,
    start_ms=st.integers(24_000, 29_000),
    text=st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(" ".join),
    step_ms=st.integers(100, 900),
    doubt_ms=st.sampled_from([0, 700]),
)


@given(left=sides, right=sides)
def test_no_common_subsequence_is_heavier(left: list[Unit], right: list[Unit]) -> None:
    def weight(pairs: list[tuple[int, int]]) -> float:
        weights = [seam._weight(left[i], right[j]) for i, j in pairs if are_near(i, j)]
        return sum(weights) if len(weights) == len(pairs) and all(weights) else 0.0

    def are_near(i: int, j: int) -> bool:
        """Far outside of the overlap nothing was heard by both."""
        is_late = seam._latest_ms(left[i]) >= OVERLAP.start_ms - seam._MAX_SHIFT_MS
        return is_late and seam._earliest_ms(right[j]) <= OVERLAP.end_ms + seam._MAX_SHIFT_MS

    matches = [(match.left, match.right) for match in seam._matches(left, right, OVERLAP)]
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(matches))
    heaviest = max(
        weight(list(zip(lefts, rights, strict=True)))
        for n in range(min(len(left), len(right)) + 1)
        for lefts in combinations(range(len(left)), n)
        for rights in combinations(range(len(right)), n)
    )
    assert weight(matches) == pytest.approx(heaviest)


@given(left=sides, right=sides)
def test_a_seam_keeps_what_lies_outside(left: list[Unit], right: list[Unit]) -> None:
    found = find_seam(left, right, OVERLAP)
    assert all(
        i < found.left_count
        for i, unit in enumerate(left)
        if unit.middle_ms + unit.doubt_ms < OVERLAP.start_ms
    )
    assert all(
        i >= found.right_first
        for i, unit in enumerate(right)
        if unit.middle_ms - unit.doubt_ms >= OVERLAP.end_ms
    )


@given(words=st.lists(st.sampled_from("abcde"), min_size=6, max_size=9))
def test_transcripts_that_agree_are_joined_at_the_same_word(words: list[str]) -> None:
    left = _units(25_200, " ".join(words))
    right = _units(25_220, " ".join(words))
    found = find_seam(left, right, OVERLAP)
    assert found.left_count == found.right_first


def test_a_run_of_common_words_is_trusted_before_a_lone_one() -> None:
    left = _units(25_000, "a b c x the y z q")
    right = _units(25_000, "a b c r s the t u")
    found = find_seam(left, right, OVERLAP)
    assert found == Seam(3, 3)


def test_a_lone_common_word_beyond_the_edge_is_taken_for_chance() -> None:
    left = _units(23_400, "into the")
    right = _units(25_000, "the k l m n o", step_ms=400)
    assert find_seam(left, right, OVERLAP) == Seam(2, 0)


def test_a_lone_common_word_is_better_than_none() -> None:
    left = _units(25_000, "p q r s t u v w the")
    right = _units(28_600, "the k l m n o", step_ms=400)
    assert find_seam(left, right, OVERLAP) == Seam(8, 0)


@pytest.mark.parametrize(
    ("shift_ms", "doubt_ms", "is_common"),
    [(0, 0, True), (1_500, 0, True), (1_501, 0, False), (1_900, 200, True), (1_901, 200, False)],
)
def test_the_same_word_at_another_time_is_another_word(
    shift_ms: int, doubt_ms: int, *, is_common: bool
) -> None:
    (left,) = _units(26_000, "harbour", doubt_ms=doubt_ms)
    (right,) = _units(26_000 + shift_ms, "harbour", doubt_ms=doubt_ms)
    assert (seam._weight(left, right) > 0) == is_common


def test_marks_alone_are_nothing_in_common() -> None:
    (left,), (right,) = _units(26_000, "..."), _units(26_000, "...")
    assert seam._weight(left, right) == 0


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (" Don't!", "dont"),
        ("«École»", "école"),
        (" ＡＢＣ１", "abc1"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("กิ่ง", "กิ่ง"),
        (" …", ""),
    ],
)
def test_the_spoken_part_has_no_marks_case_or_width(text: str, spoken: str) -> None:
    assert spoken_part(text) == spoken
