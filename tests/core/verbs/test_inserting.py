import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.inserting import insert, insert_after, insert_before
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules

CUES = [Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 4_000, "two"), Cue(3, 4_000, 5_000, "three")]
KEEP = TimingRules(min_gap_ms=100)
PUSH = TimingRules(Neighbours.PUSH, min_gap_ms=100)
OVERLAP = TimingRules(Neighbours.ALLOW_OVERLAP, min_gap_ms=100)


def rows_after(edit: Edit) -> list[tuple[int, int, int]]:
    document = Document(CUES)
    document.apply(edit)
    return [(cue.uid, cue.start_ms, cue.end_ms) for cue in document]


def test_a_new_cue_goes_where_it_belongs_in_time() -> None:
    edit = insert(Document(CUES), (2_200, 2_800), "new")
    assert rows_after(edit) == [
        (1, 1_000, 2_000),
        (4, 2_200, 2_800),
        (2, 3_000, 4_000),
        (3, 4_000, 5_000),
    ]
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.INSERT, (4,), (1,))
    assert edit.splices[-1].inserted[0].text == "new"


@pytest.mark.parametrize(
    ("rules", "new", "others"),
    [
        (KEEP, (2_500, 2_900), [(3_000, 4_000), (4_000, 5_000)]),
        (OVERLAP, (2_500, 4_500), [(3_000, 4_000), (4_000, 5_000)]),
        (PUSH, (2_500, 4_500), [(4_600, 5_600), (5_600, 6_600)]),
    ],
)
def test_where_there_is_no_room(
    rules: TimingRules, new: tuple[int, int], others: list[tuple[int, int]]
) -> None:
    assert rows_after(insert(Document(CUES), (2_500, 4_500), "", rules)) == [
        (1, 1_000, 2_000),
        (4, *new),
        *[(uid, *span) for uid, span in zip((2, 3), others, strict=True)],
    ]


def test_where_a_cue_is_shown_there_is_no_room_for_another() -> None:
    assert insert(Document(CUES), (1_500, 2_500), "", KEEP).is_empty
    assert rows_after(insert(Document(CUES), (1_500, 2_500), "", OVERLAP))[1] == (4, 1_500, 2_500)
    assert rows_after(insert(Document(CUES), (1_500, 2_500), "", PUSH))[1] == (4, 2_100, 3_100)


def test_no_cue_is_made_that_cannot_be_seen() -> None:
    assert insert(Document(CUES), (2_850, 4_850), "", KEEP).is_empty
    assert insert(Document(CUES), (9_950, 11_950), "", TimingRules(last_ms=10_000)).is_empty
    assert rows_after(insert(Document(CUES), (2_850, 2_880), "", KEEP))[1] == (4, 2_850, 2_880)
    assert insert_before(Document(CUES), 2, rules=KEEP).is_empty
    assert insert_after(Document(CUES), 1, rules=KEEP).is_empty


def test_a_new_cue_stays_within_the_media_and_above_zero() -> None:
    within = TimingRules(last_ms=6_000)
    assert rows_after(insert(Document(CUES), (5_500, 7_500), "", within))[3] == (4, 5_500, 6_000)
    assert rows_after(insert(Document(CUES), (-500, 500)))[0] == (4, 0, 500)


def test_the_first_cue_of_all() -> None:
    edit = insert(Document(), (500, 1_500), "first")
    assert edit.splices[0].inserted == (Cue(1, 500, 1_500, "first"),)
    assert edit.selection_before == ()


@pytest.mark.parametrize(
    ("row", "rules", "expected"),
    [
        (0, KEEP, (0, 900)),
        (1, KEEP, (2_100, 2_900)),
        (1, OVERLAP, (900, 2_900)),
        (1, PUSH, (2_100, 4_100)),
    ],
)
def test_a_cue_is_inserted_before_a_row(
    row: int, rules: TimingRules, expected: tuple[int, int]
) -> None:
    edit = insert_before(Document(CUES), row, rules=rules)
    assert rows_after(edit)[row] == (4, *expected)


@pytest.mark.parametrize(
    ("row", "rules", "expected"),
    [
        (0, KEEP, (2_100, 2_900)),
        (0, OVERLAP, (2_100, 4_100)),
        (0, PUSH, (2_100, 4_100)),
        (1, PUSH, (4_000, 6_000)),
        (2, KEEP, (5_100, 7_100)),
    ],
)
def test_a_cue_is_inserted_after_a_row(
    row: int, rules: TimingRules, expected: tuple[int, int]
) -> None:
    edit = insert_after(Document(CUES), row, rules=rules)
    assert rows_after(edit)[row + 1] == (4, *expected)
    assert edit.selection_before == (row + 1,)


def test_between_overlapping_rows_the_row_is_as_asked_and_the_time_is_free() -> None:
    document = Document([Cue(1, 0, 1_000, "long"), Cue(2, 500, 2_000, "longer")])
    document.apply(insert_after(document, 0, 700))
    assert [(cue.uid, cue.start_ms, cue.end_ms) for cue in document][1] == (3, 2_000, 2_700)
