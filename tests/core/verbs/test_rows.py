from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.verbs.rows import SortKey, delete, duplicate, sort

CUES = [
    Cue(1, 5_000, 6_000, "b"),
    Cue(2, 1_000, 4_000, "<i>C</i>"),
    Cue(3, 3_000, 3_500, "a"),
    Cue(4, 1_000, 2_000, "d"),
]


def test_rows_are_deleted_and_the_next_is_selected() -> None:
    edit = delete(CUES, [1, 0])
    assert edit.verb is Verb.DELETE
    assert (edit.selection, edit.selection_before) == ((3,), (1, 2))
    document = Document(CUES)
    document.apply(edit)
    assert list(document) == CUES[2:]


def test_behind_the_last_row_the_one_before_is_selected() -> None:
    assert delete(CUES, [2, 3]).selection == (2,)
    assert delete(CUES, [0, 3]).selection == (2,)
    assert delete(CUES, range(4)).selection == ()
    assert delete(CUES, []).is_empty


@given(st.sets(st.integers(0, 199)))
def test_exactly_the_chosen_rows_go(rows: set[int]) -> None:
    cues = [Cue(uid, uid, uid, "") for uid in range(1, 201)]
    document = Document(cues)
    document.apply(delete(document, rows))
    assert list(document) == [cue for row, cue in enumerate(cues) if row not in rows]


def test_every_copy_follows_its_original() -> None:
    document = Document(CUES)
    edit = duplicate(document, [2, 0])
    document.apply(edit)
    assert [cue.uid for cue in document] == [1, 5, 2, 3, 6, 4]
    assert (document[1].text, document[1].start_ms) == ("b", 5_000)
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.DUPLICATE, (5, 6), (1, 3))


def test_rows_are_sorted() -> None:
    def order(key: SortKey, *, is_descending: bool = False) -> list[int]:
        document = Document(CUES)
        edit = sort(document, range(4), key, is_descending=is_descending)
        document.apply(edit)
        assert edit.selection == (1, 2, 3, 4)
        return [cue.uid for cue in document]

    assert order(SortKey.START) == [4, 2, 3, 1]
    assert order(SortKey.END) == [4, 3, 2, 1]
    assert order(SortKey.DURATION) == [3, 1, 4, 2]
    assert order(SortKey.TEXT) == [3, 1, 2, 4]
    assert order(SortKey.TEXT, is_descending=True) == [4, 2, 1, 3]


def test_only_the_chosen_rows_are_sorted() -> None:
    document = Document(CUES)
    document.apply(sort(document, [0, 2]))
    assert [cue.uid for cue in document] == [3, 2, 1, 4]


def test_what_is_in_order_is_no_edit() -> None:
    assert sort(CUES, [1, 2]).is_empty
