from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Checker, Finding, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.fixes import fix_all, fix_kinds, wrap_rows, wrapped
from whisper_desktop.core.presets import NETFLIX, Preset

Kind = FindingKind
PRESET = Preset(
    "test",
    max_cps=10.0,
    min_duration_ms=1_000,
    max_duration_ms=5_000,
    min_gap_ms=100,
    close_gaps_below_ms=500,
    min_balance_percent=30,
)
RULES = Rules(PRESET, "en", media_duration_ms=60_000)
BOTH = replace(RULES, has_translation=True)
TEXT = "Ten chars."
LONG = "I would like to go to the market and buy some apples today"


def cue(uid: int, start_ms: int, end_ms: int, text: str = TEXT) -> Cue:
    return Cue(uid, start_ms, end_ms, text)


def fix_finding(cues: Sequence[Cue], row: int, kind: Kind, rules: Rules) -> Edit:
    return fix_all(cues, kind, rules, [row])


def fixed(cues: list[Cue], row: int, kind: Kind, rules: Rules = RULES) -> list[tuple[int, int]]:
    """Return the times of all rows once a finding is fixed."""
    document = Document(cues)
    edit = fix_finding(document, row, kind, rules)
    assert edit.verb is Verb.FIX
    document.apply(edit)
    return [(row.start_ms, row.end_ms) for row in document]


Key = tuple[int, Kind, bool]


def every(cues: list[Cue], rules: Rules = RULES) -> dict[Key, Finding]:
    checker = Checker(rules)
    return {
        (finding.uid, finding.kind, finding.is_translation): finding
        for row in range(len(cues))
        for finding in checker.check(cues, row)
    }


def test_an_overlap_ends_before_the_next_row() -> None:
    rows = [cue(1, 0, 3_000), cue(2, 2_000, 4_000)]
    assert fixed(rows, 0, Kind.OVERLAP) == [(0, 1_900), (2_000, 4_000)]


def test_an_overlap_is_shared_where_the_first_would_become_too_short() -> None:
    rows = [cue(1, 0, 3_000), cue(2, 500, 4_000)]
    assert fixed(rows, 0, Kind.OVERLAP) == [(0, 1_000), (1_100, 4_000)]
    rows = [cue(1, 0, 3_000), cue(2, 0, 4_000)]
    assert fixed(rows, 0, Kind.OVERLAP) == [(0, 1_000), (1_100, 4_000)]


def test_an_overlap_stays_where_a_row_would_be_too_short_or_too_fast_without() -> None:
    short = [cue(1, 0, 900), cue(2, 700, 1_500)]
    assert fix_finding(short, 0, Kind.OVERLAP, RULES).is_empty
    twice = [cue(1, 0, 2_210, "x" * 40), cue(2, 0, 2_210, "x" * 40)]
    assert fix_finding(twice, 0, Kind.OVERLAP, RULES).is_empty
    spoken = [replace(cue(1, 0, 3_000), translation=TEXT * 3), cue(2, 2_000, 3_000)]
    assert fixed(spoken, 0, Kind.OVERLAP)[0] == (0, 1_900)
    assert fix_finding(spoken, 0, Kind.OVERLAP, BOTH).is_empty


def test_an_overlap_is_shared_so_that_both_can_be_read() -> None:
    rows = [cue(1, 0, 3_000, TEXT * 2), cue(2, 1_500, 4_000, TEXT)]
    assert fixed(rows, 0, Kind.OVERLAP) == [(0, 2_000), (2_100, 4_000)]


def test_a_row_out_of_order_is_left_to_the_person() -> None:
    rows = [cue(1, 5_000, 7_000), cue(2, 0, 2_000)]
    assert fix_finding(rows, 0, Kind.OVERLAP, RULES).is_empty


@pytest.mark.parametrize(
    ("first_end_ms", "times"),
    [
        (3_950, [(0, 3_900), (4_000, 7_000)]),
        (3_700, [(0, 3_900), (4_000, 7_000)]),
    ],
)
def test_a_gap_is_made_or_closed_by_the_end(
    first_end_ms: int, times: list[tuple[int, int]]
) -> None:
    rows = [cue(1, 0, first_end_ms), cue(2, 4_000, 7_000)]
    assert fixed(rows, 0, Kind.GAP) == times


def test_a_gap_moves_the_next_start_where_the_end_cannot_move() -> None:
    rows = [cue(1, 0, 1_000), cue(2, 1_050, 4_000)]
    assert fixed(rows, 0, Kind.GAP) == [(0, 1_000), (1_100, 4_000)]
    rows = [cue(1, 0, 5_000), cue(2, 5_300, 8_000)]
    assert fixed(rows, 0, Kind.GAP) == [(0, 5_000), (5_100, 8_000)]


def test_the_last_row_has_no_gap_to_fix() -> None:
    assert fix_finding([cue(1, 0, 2_000)], 0, Kind.GAP, RULES).is_empty


@pytest.mark.parametrize(
    ("next_start_ms", "times"),
    [
        (9_000, (5_000, 6_000)),  # no further than needed
        (6_300, (5_000, 6_200)),  # all there is, or the gap should be closed
        (6_000, (4_900, 5_900)),  # and the rest earlier
    ],
)
def test_a_short_row_ends_later_and_begins_earlier(
    next_start_ms: int, times: tuple[int, int]
) -> None:
    rows = [cue(1, 0, 4_000), cue(2, 5_000, 5_500), cue(3, next_start_ms, next_start_ms + 2_000)]
    assert fixed(rows, 1, Kind.TOO_SHORT)[1] == times


def test_a_start_that_moves_earlier_leaves_no_gap_that_should_be_closed() -> None:
    rows = [cue(1, 0, 4_000), cue(2, 4_550, 5_050), cue(3, 5_550, 8_000)]
    assert fixed(rows, 1, Kind.TOO_SHORT)[1] == (4_100, 5_450)


def test_a_short_row_without_room_is_left() -> None:
    rows = [cue(1, 0, 2_000), cue(2, 2_100, 2_600), cue(3, 2_700, 5_000)]
    assert fix_finding(rows, 1, Kind.TOO_SHORT, RULES).is_empty
    assert fixed([cue(1, 59_100, 59_600)], 0, Kind.TOO_SHORT) == [(59_000, 60_000)]


def test_a_long_row_is_cut() -> None:
    assert fixed([cue(1, 0, 9_000)], 0, Kind.TOO_LONG) == [(0, 5_000)]
    rows = [cue(1, 0, 5_200), cue(2, 5_300, 8_000)]
    assert fixed(rows, 0, Kind.TOO_LONG)[0] == (0, 4_800)


def test_fast_text_stays_longer() -> None:
    rows = [cue(1, 0, 1_000, "x" * 30), cue(2, 9_000, 11_000)]
    assert fixed(rows, 0, Kind.READING_SPEED)[0] == (0, 3_000)
    rows = [cue(1, 0, 1_000, "x" * 51), cue(2, 9_000, 11_000)]
    assert fix_finding(rows, 0, Kind.READING_SPEED, RULES).is_empty


def test_lines_are_wrapped() -> None:
    for text, kind in [
        (LONG, Kind.LINE_LENGTH),
        (LONG.replace(" to ", "\nto "), Kind.LINE_COUNT),
        (
            LONG.replace(" market ", " market and buy some\n").replace(
                "and buy some apples", "apples"
            ),
            Kind.BALANCE,
        ),
    ]:
        document = Document([cue(1, 0, 7_000, text)])
        document.apply(fix_finding(document, 0, kind, Rules(NETFLIX, "en")))
        assert (1, kind, False) not in every(list(document), Rules(NETFLIX, "en"))
    assert fix_finding([cue(1, 0, 7_000, "x" * 50)], 0, Kind.LINE_LENGTH, RULES).is_empty


def test_an_empty_row_stays_where_its_gap_would_be_one_to_close() -> None:
    rows = [cue(1, 0, 2_000), cue(2, 2_100, 2_200, ""), cue(3, 2_300, 4_000)]
    assert fix_finding(rows, 1, Kind.EMPTY, RULES).is_empty
    rows[1:1] = [cue(4, 2_000, 2_100, "")]
    assert fix_all(rows, Kind.EMPTY, RULES).selection_before == (4,)


def test_empty_rows_go_and_the_next_is_selected() -> None:
    rows = [
        cue(1, 0, 1_000, ""),
        cue(2, 2_000, 3_000),
        cue(3, 4_000, 5_000, " "),
        cue(4, 5_000, 6_000, ""),
    ]
    document = Document(rows)
    edit = fix_all(document, Kind.EMPTY, RULES)
    assert edit.selection == (2,)
    assert edit.selection_before == (1, 3, 4)
    inverse = document.apply(edit)
    assert list(document) == [rows[1]]
    document.apply(inverse)
    assert list(document) == rows
    assert fix_all(rows, Kind.EMPTY, RULES, [3, 0, 2]) == edit
    assert fix_finding(rows, 3, Kind.EMPTY, RULES).selection == (3,)
    assert fix_finding(rows[:1], 0, Kind.EMPTY, RULES).selection == ()
    assert fix_finding(rows, 1, Kind.EMPTY, RULES).is_empty


def test_what_ends_after_the_media_is_cut() -> None:
    assert fixed([cue(1, 58_000, 61_000)], 0, Kind.OUTSIDE_MEDIA) == [(58_000, 60_000)]
    assert fix_finding([cue(1, 60_000, 61_000)], 0, Kind.OUTSIDE_MEDIA, RULES).is_empty
    unknown = replace(RULES, media_duration_ms=None)
    assert fix_finding([cue(1, 60_000, 61_000)], 0, Kind.OUTSIDE_MEDIA, unknown).is_empty


def test_all_of_a_kind_are_fixed_in_one_step() -> None:
    rows = [cue(uid, uid * 2_000, uid * 2_000 + 2_500) for uid in range(1, 6)]
    edit = fix_all(rows, Kind.OVERLAP, RULES)
    assert edit.selection == (1, 2, 3, 4)
    document = Document(rows)
    document.apply(edit)
    assert every(list(document)) == {}
    assert fix_all(rows, Kind.OVERLAP, RULES, [1]).selection == (2,)


def test_several_kinds_are_fixed_in_one_step() -> None:
    rows = [cue(1, 0, 1_000, " "), cue(2, 0, 3_000), cue(3, 2_000, 4_000), cue(4, 5_000, 6_000)]
    document = Document(rows)
    edit = fix_kinds(document, (Kind.EMPTY, Kind.OVERLAP), RULES, [0, 1])
    inverse = document.apply(edit)
    assert list(document) == [cue(2, 0, 1_900), *rows[2:]]
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.FIX, (2,), (1, 2))
    document.apply(inverse)
    assert list(document) == rows
    assert fix_kinds(rows, [Kind.EMPTY], RULES).selection == (2,)
    assert fix_kinds(rows[1:], [Kind.EMPTY], RULES).is_empty


def test_rows_are_wrapped_by_their_own_language() -> None:
    rows = [
        cue(1, 0, 5_000, LONG),
        cue(2, 5_000, 6_000),
        replace(cue(3, 6_000, 9_000, LONG), language="de"),
    ]
    edit = wrap_rows(rows, [0, 1, 2], Rules(NETFLIX, "en"))
    assert edit.verb is Verb.WRAP
    assert edit.selection == (1, 3)
    assert edit.splices[0].inserted[0].text == LONG.replace(" and", "\nand")


TEXTS = st.sampled_from([TEXT, "", "x" * 45, LONG, "No.\nthat is it of course", "a\nb\nc"])


@st.composite
def some_rows(draw: st.DrawFn) -> list[Cue]:
    rows, at = [], draw(st.integers(0, 1_000))
    for uid in range(1, draw(st.integers(1, 6)) + 1):
        length = draw(st.integers(0, 7_000))
        text, translation = draw(TEXTS), draw(TEXTS)
        rows.append(replace(cue(uid, at, at + length, text), translation=translation))
        at = max(at + length + draw(st.integers(-2_000, 2_000)), at)
    return rows if draw(st.booleans()) else draw(st.permutations(rows))


@given(some_rows(), st.sampled_from(Kind), st.integers(0, 5), st.integers(0, 20_000) | st.none())
def test_a_fix_removes_the_finding_or_does_nothing(
    rows: list[Cue], kind: Kind, row: int, media_ms: int | None
) -> None:
    rules = replace(RULES, media_duration_ms=media_ms)
    row = min(row, len(rows) - 1)
    before = every(rows, rules)
    edit = fix_finding(rows, row, kind, rules)
    if edit.is_empty:
        return
    key = (rows[row].uid, kind, False)
    assert key in before
    document = Document(rows)
    inverse = document.apply(edit)
    after = every(list(document), rules)
    assert key not in after
    assert_nothing_worse(before, after)
    assert_no_new_overlap(rows, list(document))
    document.apply(inverse)
    assert list(document) == rows


@given(some_rows(), st.sampled_from(Kind))
def test_fixing_all_never_makes_an_overlap(rows: list[Cue], kind: Kind) -> None:
    document = Document(rows)
    document.apply(fix_all(document, kind, RULES))
    assert_no_new_overlap(rows, list(document))
    left = [key for key in every(list(document)) if key[1] is kind]
    assert set(left) <= set(every(rows))


@given(some_rows(), st.lists(st.sampled_from(Kind), unique=True), st.booleans())
def test_fixing_several_kinds_leaves_nothing_worse(
    rows: list[Cue], kinds: list[Kind], has_translation: bool
) -> None:
    rules = BOTH if has_translation else RULES
    document = Document(rows)
    document.apply(fix_kinds(document, kinds, rules))
    assert_nothing_worse(every(rows, rules), every(list(document), rules))
    assert_no_new_overlap(rows, list(document))


@given(some_rows(), st.lists(st.sampled_from(Kind), unique=True))
def test_several_kinds_are_fixed_as_one_after_the_other(rows: list[Cue], kinds: list[Kind]) -> None:
    in_turn, at_once = Document(rows), Document(rows)
    for kind in kinds:
        in_turn.apply(fix_all(in_turn, kind, RULES))
    at_once.apply(fix_kinds(at_once, kinds, RULES))
    assert list(at_once) == list(in_turn)


def assert_nothing_worse(before: dict[Key, Finding], after: dict[Key, Finding]) -> None:
    assert kind_counts(after) <= kind_counts(before)
    for key, finding in after.items():
        if finding.kind is Kind.READING_SPEED:
            assert finding.value <= before[key].value


def kind_counts(findings: dict[Key, Finding]) -> Counter[Kind]:
    return Counter(finding.kind for finding in findings.values())


def assert_no_new_overlap(before: list[Cue], after: list[Cue]) -> None:
    old = shared_ms(before)
    for pair, time_ms in shared_ms(after).items():
        assert time_ms <= old.get(pair, 0)


def shared_ms(rows: list[Cue]) -> dict[tuple[int, int], int]:
    """Return for how long each two cues are on screen together."""
    return {
        (one.uid, other.uid): min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)
        for index, one in enumerate(rows)
        for other in rows[index + 1 :]
        if min(one.end_ms, other.end_ms) > max(one.start_ms, other.start_ms)
    }


def test_a_translation_is_wrapped_and_the_text_left_alone() -> None:
    rows = [replace(cue(1, 0, 4_000), translation=f"{LONG} for all of us")]
    edit = fix_finding(rows, 0, Kind.LINE_LENGTH, BOTH)
    ((fixed_row,),) = (splice.inserted for splice in edit.splices)
    assert fixed_row.text == TEXT
    assert fixed_row.translation.count("\n") == 1
    assert fixed_row.translation.split() == rows[0].translation.split()
    assert fix_finding(rows, 0, Kind.LINE_LENGTH, RULES).is_empty


def test_a_row_is_shown_until_its_translation_is_read() -> None:
    rows = [replace(cue(1, 0, 1_000), translation="x" * 25), cue(2, 9_000, 10_000)]
    assert fixed(rows, 0, Kind.READING_SPEED, BOTH) == [(0, 2_500), (9_000, 10_000)]
    assert fixed(rows, 0, Kind.READING_SPEED) == [(0, 1_000), (9_000, 10_000)]


def test_a_row_without_text_stays_for_its_translation() -> None:
    rows = [replace(cue(1, 0, 1_000, ""), translation="Hello"), cue(2, 2_000, 3_000, "")]
    document = Document(rows)
    document.apply(fix_all(document, Kind.EMPTY, BOTH))
    assert list(document) == rows[:1]


def test_wrapping_rows_wraps_their_translations() -> None:
    rows = [replace(cue(1, 0, 4_000), translation=LONG), cue(2, 5_000, 6_000)]
    (splice,) = wrap_rows(rows, [0, 1], BOTH).splices
    assert "\n" in splice.inserted[0].translation
    assert wrap_rows(rows, [0, 1], RULES).is_empty


def test_a_single_cue_is_broken_as_rows_are() -> None:
    text = "At least they all call me a Yankee down here."
    cue = Cue(1, 0, 3_000, text)
    lone = wrapped(cue, Rules(NETFLIX, "en"))
    assert lone.text.replace("\n", " ") == text
    assert lone.text.count("\n") == 1
    document = Document([cue])
    document.apply(wrap_rows(document, [0], Rules(NETFLIX, "en")))
    assert list(document) == [lone]
