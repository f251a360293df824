from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb


def make_cues(*uids: int) -> list[Cue]:
    return [Cue(uid, uid * 1_000, uid * 1_000 + 900, f"text {uid}") for uid in uids]


@dataclass
class Mirror:
    """Keeps a copy of the rows up to date by listening alone."""

    document: Document
    cues: list[Cue] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def before_insert(self, row: int, count: int) -> None:
        self.heard.append(f"before insert {row} {count}")
        assert list(self.document) == self.cues

    def after_insert(self, row: int, count: int) -> None:
        self.heard.append(f"after insert {row} {count}")
        self.cues[row:row] = self.document[row : row + count]

    def before_remove(self, row: int, count: int) -> None:
        self.heard.append(f"before remove {row} {count}")
        assert list(self.document) == self.cues

    def after_remove(self, row: int, count: int) -> None:
        self.heard.append(f"after remove {row} {count}")
        del self.cues[row : row + count]

    def after_replace(self, row: int, count: int) -> None:
        self.heard.append(f"replace {row} {count}")
        self.cues[row : row + count] = self.document[row : row + count]

    def after_edit(self, edit: Edit) -> None:
        self.edits.append(edit)
        assert list(self.document) == self.cues


def listened(cues: list[Cue]) -> tuple[Document, Mirror]:
    document = Document(cues)
    mirror = Mirror(document, list(cues))
    document.listen(mirror)
    return document, mirror


@st.composite
def edits(draw: st.DrawFn, cues: list[Cue]) -> Edit:
    rows, next_uid, splices = list(cues), 1_000, []
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(rows)))
        removed = tuple(rows[row : row + draw(st.integers(0, 3))])
        count = draw(st.integers(0, 3))
        inserted = tuple(make_cues(*range(next_uid, next_uid + count)))
        next_uid += count
        splices.append(Splice(row, removed, inserted))
        rows[row : row + len(removed)] = inserted
    return Edit(Verb.FIX, tuple(splices))


@given(st.data())
def test_every_edit_can_be_undone_and_listeners_follow(data: st.DataObject) -> None:
    cues = make_cues(*range(1, 1 + data.draw(st.integers(0, 8))))
    document, mirror = listened(cues)
    edit = data.draw(edits(cues))
    inverse = document.apply(edit)
    changed = list(document)
    redo = document.apply(inverse)
    assert list(document) == cues
    document.apply(redo)
    assert list(document) == changed == mirror.cues
    assert mirror.edits == [edit, inverse, redo]
    for row, cue in enumerate(changed):
        assert document.row_of(cue.uid) == row


def test_listeners_hear_before_and_after() -> None:
    first, second, third = make_cues(1, 2, 3)
    document, mirror = listened([first, second])
    document.apply(Edit(Verb.INSERT, (Splice(1, (), (third,)),)))
    document.apply(Edit(Verb.DELETE, (Splice(0, (first, third), (third,)),)))
    assert mirror.heard == [
        "before insert 1 1",
        "after insert 1 1",
        "replace 0 1",
        "before remove 1 1",
        "after remove 1 1",
    ]


def test_who_is_forgotten_hears_nothing() -> None:
    document, mirror = listened([])
    document.forget(mirror)
    document.apply(Edit(Verb.INSERT, (Splice(0, (), tuple(make_cues(1))),)))
    assert mirror.heard == []


@pytest.mark.parametrize("splice_row", [-1, 0, 2, 5])
def test_an_edit_for_other_rows_is_refused_and_changes_nothing(splice_row: int) -> None:
    cues = make_cues(1, 2, 3)
    document, mirror = listened(cues)
    good = Splice(0, (), tuple(make_cues(9)))
    bad = Splice(splice_row, (cues[2],), ())
    with pytest.raises(ValueError, match="does not fit"):
        document.apply(Edit(Verb.DELETE, (good, bad)))
    assert list(document) == cues
    assert mirror.heard == []


def test_an_edit_beyond_the_end_is_refused() -> None:
    document = Document(make_cues(1))
    with pytest.raises(ValueError, match="does not fit"):
        document.apply(Edit(Verb.INSERT, (Splice(2, (), tuple(make_cues(2))),)))


def test_uids_are_unique_and_never_given_twice() -> None:
    with pytest.raises(ValueError, match="share a uid"):
        Document(make_cues(1, 1))
    document = Document(make_cues(1, 7))
    assert document.new_uid() == 8
    document.apply(document.apply(Edit(Verb.INSERT, (Splice(0, (), tuple(make_cues(20))),))))
    assert document.new_uid() == 21


def test_a_cue_that_is_gone_has_no_row() -> None:
    cues = make_cues(1, 2)
    document = Document(cues)
    assert document.row_of(2) == 1
    document.apply(Edit(Verb.DELETE, (Splice(0, (cues[0],), ()),)))
    assert document.row_of(1) is None
    assert document.row_of(2) == 0


def test_a_row_that_gets_another_cue_is_found_under_its_new_uid() -> None:
    cues = make_cues(1, 2)
    document = Document(cues)
    assert document.row_of(2) == 1
    document.apply(Edit(Verb.FIX, (Splice(1, (cues[1],), tuple(make_cues(5))),)))
    assert document.row_of(2) is None
    assert document.row_of(5) == 1


def test_a_document_reads_as_a_sequence() -> None:
    cues = make_cues(1, 2, 3)
    document = Document(cues)
    assert len(document) == 3
    assert document[-1] == cues[2]
    assert document[:2] == cues[:2]
    assert list(document) == cues


class Failing(Mirror):
    """Raises in the middle of every change."""

    def after_insert(self, row: int, count: int) -> None:
        raise OverflowError("after insert")

    def before_remove(self, row: int, count: int) -> None:
        raise OverflowError("before remove")

    def after_edit(self, edit: Edit) -> None:
        raise OverflowError("after edit")


def test_a_listener_that_fails_leaves_the_rows_whole_and_everybody_told() -> None:
    cues = make_cues(1, 2, 3)
    document = Document(cues)
    failing, mirror = Failing(document, list(cues)), Mirror(document, list(cues))
    document.listen(failing)
    document.listen(mirror)
    new = make_cues(7)[0]
    edit = Edit(Verb.INSERT, (Splice(3, (), (new,)), Splice(0, (cues[0],), ())))
    with pytest.raises(OverflowError):
        document.apply(edit)
    assert list(document) == mirror.cues == [cues[1], cues[2], new]
    assert mirror.edits == [edit]
    assert [document.row_of(uid) for uid in (2, 7)] == [0, 2]
    assert document.new_uid() == 8


@given(st.data())
def test_it_knows_whether_its_rows_are_in_the_order_of_time(data: st.DataObject) -> None:
    times = st.integers(0, 9)
    spans = data.draw(st.lists(st.tuples(times, times), max_size=6))
    uids = iter(range(1, 100))
    cues = [Cue(next(uids), start, start + ms, "") for start, ms in spans]
    document = Document(cues)
    for _ in range(4):
        here = list(document)
        expected = here == sorted(here, key=lambda cue: cue.start_ms)
        assert document.is_in_order == (
            expected and here == sorted(here, key=lambda cue: cue.end_ms)
        )
        row = data.draw(st.integers(0, len(here)))
        removed = tuple(here[row : row + data.draw(st.integers(0, 2))])
        new = data.draw(st.lists(st.tuples(times, times), max_size=2))
        inserted = tuple(Cue(next(uids), start, start + ms, "") for start, ms in new)
        document.apply(Edit(Verb.PASTE, (Splice(row, removed, inserted),)))
