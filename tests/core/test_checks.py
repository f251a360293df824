import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Checker, FindingKind, Rules, is_dialogue, text_language
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import NETFLIX, Preset
from whisper_desktop.core.recipe import Task

PLAIN = Preset("plain", min_gap_ms=100, close_gaps_below_ms=500, min_balance_percent=30)
PLAIN_RULES = Rules(PLAIN)
GOOD = Cue(1, 1_000, 3_000, "A good line")
NEXT = Cue(2, 3_100, 5_000, "Another one")
Kind = FindingKind


def found(
    cue: Cue, following: Cue | None = None, rules: Rules = PLAIN_RULES
) -> dict[str, tuple[float, float]]:
    return {
        str(finding.kind): (finding.value, finding.limit)
        for finding in Checker(rules).check_cue(cue, following)
    }


def test_a_good_row_has_no_finding() -> None:
    assert found(GOOD, NEXT) == {}


@pytest.mark.parametrize(
    ("next_start_ms", "finding"),
    [
        (2_999, {Kind.OVERLAP: (1, 0)}),
        (0, {Kind.OVERLAP: (3_000, 0)}),
        (3_000, {Kind.GAP: (0, 100)}),
        (3_099, {Kind.GAP: (99, 100)}),
        (3_100, {}),
        (3_101, {Kind.GAP: (101, 100)}),
        (3_499, {Kind.GAP: (499, 100)}),
        (3_500, {}),
    ],
)
def test_the_gap_to_the_next_row(
    next_start_ms: int, finding: dict[Kind, tuple[float, float]]
) -> None:
    assert found(GOOD, replace(NEXT, start_ms=next_start_ms)) == finding


def test_two_frames_may_be_a_millisecond_more_or_less() -> None:
    rules = Rules(NETFLIX)
    for gap_ms in (83, 84):
        assert found(GOOD, replace(NEXT, start_ms=3_000 + gap_ms), rules) == {}
    for gap_ms in (82, 125):
        assert Kind.GAP in found(GOOD, replace(NEXT, start_ms=3_000 + gap_ms), rules)


def test_durations() -> None:
    assert found(replace(GOOD, end_ms=1_999)) == {Kind.TOO_SHORT: (999, 1_000)}
    assert found(replace(GOOD, end_ms=2_000)) == {}
    assert found(replace(GOOD, end_ms=8_000)) == {}
    assert found(replace(GOOD, end_ms=8_001)) == {Kind.TOO_LONG: (7_001, 7_000)}


def test_reading_speed_is_by_the_language_of_the_text() -> None:
    cue = Cue(1, 0, 1_000, "x" * 18)
    assert Kind.READING_SPEED not in found(cue, None, Rules(NETFLIX, "en"))
    assert found(cue, None, Rules(NETFLIX, "de")) == {Kind.READING_SPEED: (18, 17)}
    assert found(replace(cue, language="en"), None, Rules(NETFLIX, "de")) == {}
    assert found(replace(cue, text="x" * 17), None, Rules(NETFLIX, "de")) == {}


def test_text_that_is_shown_for_no_time_is_read_too_fast() -> None:
    assert found(Cue(1, 5, 5, "Hi"))[Kind.READING_SPEED] == (math.inf, 20)


def test_lines() -> None:
    assert found(Cue(1, 0, 7_000, "x" * 43)) == {Kind.LINE_LENGTH: (43, 42)}
    assert found(Cue(1, 0, 7_000, f"<i>{'x' * 42}</i>")) == {}
    assert found(Cue(1, 0, 7_000, "one\ntwo\nthree")) == {Kind.LINE_COUNT: (3, 2)}
    assert found(Cue(1, 0, 7_000, "No\nthat was not it")) == {Kind.BALANCE: (13, 30)}
    assert found(Cue(1, 0, 7_000, "- No\n- That was not it")) == {}


@pytest.mark.parametrize("text", ["", "  \n ", "<i></i>", "\u200f\n\u200f"])
def test_a_row_that_shows_nothing_is_empty_and_nothing_else(text: str) -> None:
    assert found(Cue(1, 0, 2_000, text)) == {Kind.EMPTY: (0, 1)}


def test_the_end_of_the_media() -> None:
    assert found(GOOD, None, Rules(PLAIN, media_duration_ms=3_000)) == {}
    late = found(GOOD, None, Rules(PLAIN, media_duration_ms=2_999))
    assert late == {Kind.OUTSIDE_MEDIA: (3_000, 2_999)}


def test_only_the_wanted_kinds_are_looked_for() -> None:
    bad = Cue(1, 0, 1, "x" * 43)
    only = Rules(PLAIN, kinds=frozenset({Kind.TOO_SHORT}))
    assert found(bad, replace(NEXT, start_ms=0), only) == {Kind.TOO_SHORT: (1, 1_000)}


def test_the_gravest_comes_first_and_the_last_row_has_no_gap() -> None:
    checker = Checker(Rules(PLAIN))
    cues = [replace(GOOD, text="x" * 43), replace(NEXT, start_ms=2_000)]
    assert [finding.kind for finding in checker.check(cues, 0)] == [
        Kind.OVERLAP,
        Kind.READING_SPEED,
        Kind.LINE_LENGTH,
    ]
    assert checker.check(cues, 1) == ()


def test_a_translation_is_english() -> None:
    assert text_language(replace(GOOD, language="de", task=Task.TRANSLATE), "fr") == "en"
    assert text_language(replace(GOOD, language="de"), "fr") == "de"
    assert text_language(GOOD, "fr") == "fr"


def test_a_dialogue_has_two_lines_with_dashes() -> None:
    assert is_dialogue(["- Yes", "– No"])
    assert not is_dialogue(["- Yes", "and no"])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_a_document_without_overlap_findings_shows_one_cue_at_a_time(
    spans: list[tuple[int, int]],
) -> None:
    cues = [Cue(uid, start, start + length, "") for uid, (start, length) in enumerate(spans, 1)]
    checker = Checker(Rules(PLAIN, kinds=frozenset({Kind.OVERLAP})))
    if not any(checker.check(cues, row) for row in range(len(cues))):
        assert cues == sorted(cues, key=lambda cue: cue.start_ms)
        for one, other in ((a, b) for a in cues for b in cues if a is not b):
            assert one.end_ms <= other.start_ms or other.end_ms <= one.start_ms


BESIDE = replace(GOOD, text="Een goede regel", language="nl", translation="A good line")
BOTH_RULES = Rules(Preset("short", max_line_characters=20, max_cps=12, max_lines=2), "nl")
BOTH_RULES = replace(BOTH_RULES, has_translation=True)


def test_the_translation_is_checked_where_that_is_wanted() -> None:
    long = replace(BESIDE, translation="A line that is not good, and too long to be read in time")
    findings = Checker(BOTH_RULES).check_cue(long, None)
    assert [(one.kind, one.value, one.is_translation) for one in findings] == [
        (Kind.READING_SPEED, 28, True),
        (Kind.LINE_LENGTH, 56, True),
    ]
    assert Checker(replace(BOTH_RULES, has_translation=False)).check_cue(long, None) == ()
    assert Checker(BOTH_RULES).check_cue(BESIDE, None) == ()


def test_the_translation_is_checked_as_english() -> None:
    chinese = replace(
        BESIDE, text="你好", language="zh", translation="Characters of English, 34 of them."
    )
    rules = Rules(NETFLIX, "zh", has_translation=True)
    assert Checker(rules).check_cue(chinese, None) == ()
    swapped = replace(chinese, text=chinese.translation, translation="")
    assert Kind.LINE_LENGTH in {one.kind for one in Checker(rules).check_cue(swapped, None)}


@pytest.mark.parametrize(
    ("cue", "is_missing"),
    [
        (BESIDE, False),
        (replace(BESIDE, translation=" "), True),
        (replace(BESIDE, translation="", language=None), True),
        (replace(BESIDE, translation="", language="en"), False),
        (replace(BESIDE, translation="", task=Task.TRANSLATE), False),
    ],
)
def test_a_translation_may_be_missing_only_of_english(cue: Cue, is_missing: bool) -> None:
    missing = [one for one in Checker(BOTH_RULES).check_cue(cue, None) if one.is_translation]
    assert [one.kind for one in missing] == [Kind.EMPTY] * is_missing


def test_a_row_without_text_has_no_translation_that_is_missing() -> None:
    findings = Checker(BOTH_RULES).check_cue(replace(BESIDE, text="", translation=""), None)
    assert [(one.kind, one.is_translation) for one in findings] == [(Kind.EMPTY, False)]
