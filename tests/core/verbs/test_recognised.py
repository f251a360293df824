from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.verbs.recognised import accept, joined_text, recognised_cue

DUTCH = RecipeOverride("nl")
ENGLISH = Recipe(task=Task.TRANSLATE)
CUES = [
    Cue(1, 0, 1_000, "one", language="en"),
    Cue(
        2,
        1_000,
        4_000,
        "two",
        (Word(1_000, 2_000, " two", 0.5),),
        "en",
        extras={"vtt.id": "2", "vtt.settings": "line:0"},
        recipe=DUTCH,
        translation="kept as it is",
    ),
    Cue(3, 4_000, 5_000, "three"),
]
HEARD = (
    Segment(1_100, 2_500, " Dit is de", "nl", words=(Word(1_100, 2_500, " Dit", 0.9),)),
    Segment(2_500, 3_900, "eerste.", "nl", words=(Word(2_500, 3_900, " eerste.", 0.8),)),
)


def accepted(*candidates: Candidate, **how: bool | str) -> list[Cue]:
    document = Document(CUES)
    document.apply(accept(document, candidates, **how))  # type: ignore[arg-type]
    return list(document)


def test_a_locked_row_keeps_its_times() -> None:
    first, row, third = accepted(Candidate(2, 1_000, 4_000, True, Recipe("nl"), HEARD))
    assert (first, third) == (CUES[0], CUES[2])
    assert (row.uid, row.start_ms, row.end_ms, row.text) == (2, 1_000, 4_000, "Dit is de eerste.")
    assert row.words == (*HEARD[0].words, *HEARD[1].words)
    assert (row.language, row.task, row.recipe) == ("nl", Task.TRANSCRIBE, DUTCH)
    assert (row.extras, row.translation) == (CUES[1].extras, "kept as it is")


def test_a_free_row_becomes_the_segments() -> None:
    first, row, new, third = accepted(Candidate(2, 1_000, 4_000, False, Recipe("nl"), HEARD))
    assert (first, third) == (CUES[0], CUES[2])
    assert (row.uid, row.start_ms, row.end_ms, row.text) == (2, 1_100, 2_500, "Dit is de")
    assert (new.uid, new.start_ms, new.end_ms, new.text) == (4, 2_500, 3_900, "eerste.")
    assert row.recipe == new.recipe == DUTCH
    assert (row.translation, new.translation) == ("kept as", "it is")
    assert (row.extras, new.extras) == (CUES[1].extras, {"vtt.settings": "line:0"})
    assert new.words == HEARD[1].words


def test_segments_stay_within_the_span() -> None:
    heard = (replace(HEARD[0], start_ms=500), replace(HEARD[1], end_ms=4_500))
    _, row, new, _ = accepted(Candidate(2, 1_000, 4_000, False, Recipe(), heard))
    assert (row.start_ms, row.end_ms, new.start_ms, new.end_ms) == (1_000, 2_500, 2_500, 4_000)


@pytest.mark.parametrize("is_locked", [True, False])
@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("span", [(1_000, 3_999), (999, 4_000), (5_000, 8_000)])
def test_a_row_that_has_other_times_since_is_left_alone(
    span: tuple[int, int], is_locked: bool, beside: bool
) -> None:
    candidate = Candidate(2, *span, is_locked, ENGLISH if beside else Recipe(), HEARD)
    assert accepted(candidate, into_translation=beside) == CUES


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_row_where_nothing_was_heard_stays_without_text(is_locked: bool) -> None:
    _, row, _ = accepted(Candidate(2, 1_000, 4_000, is_locked, Recipe(), ()))
    assert (row.uid, row.text, row.words, row.translation) == (2, "", (), "kept as it is")
    assert (row.start_ms, row.end_ms, row.language) == (1_000, 4_000, "en")


def test_rows_in_the_language_of_the_document_do_not_name_it() -> None:
    candidate = Candidate(2, 1_000, 4_000, True, Recipe("nl"), HEARD)
    assert accepted(candidate, document_language="nl")[1].language is None


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_translation_goes_beside_the_text(is_locked: bool) -> None:
    heard = (
        Segment(1_000, 2_000, "This is", "nl", Task.TRANSLATE),
        Segment(2_000, 3_000, "the first.", "nl", Task.TRANSLATE),
    )
    candidate = Candidate(2, 1_000, 4_000, is_locked, ENGLISH, heard)
    _, row, _ = accepted(candidate, into_translation=True)
    assert row.translation == "This is the first."
    assert (row.text, row.words, row.task) == ("two", CUES[1].words, Task.TRANSCRIBE)
    replaced = accepted(candidate)[1]
    assert replaced.task is Task.TRANSLATE
    assert replaced.text == "This is the first." if is_locked else "This is"


def test_what_is_no_translation_replaces_the_text() -> None:
    candidate = Candidate(2, 1_000, 4_000, True, Recipe("nl"), HEARD)
    assert accepted(candidate, into_translation=True) == accepted(candidate)


def test_a_candidate_for_a_row_that_is_gone_is_passed_over() -> None:
    assert accepted(Candidate(9, 0, 900, True, Recipe(), HEARD)) == CUES


def test_a_translation_is_not_lost_where_the_segments_have_no_text() -> None:
    heard = (Segment(1_000, 2_000, "", "nl"), Segment(2_000, 3_000, " ", "nl"))
    _, row, new, _ = accepted(Candidate(2, 1_000, 4_000, False, Recipe(), heard))
    assert (row.translation, new.translation) == ("kept as it is", "")


def test_languages_without_spaces_are_joined_without() -> None:
    heard = [Segment(0, 1, "日本", "ja"), Segment(1, 2, "語", "ja")]
    assert joined_text(heard) == "日本語"
    english = [Segment(0, 1, "Japan", "ja", Task.TRANSLATE), Segment(1, 2, "ese", "ja")]
    assert joined_text(english) == "Japan ese"
    assert joined_text(()) == ""


def test_a_segment_becomes_a_row() -> None:
    assert recognised_cue(7, HEARD[0]) == Cue(
        7, 1_100, 2_500, "Dit is de", HEARD[0].words, "nl", Task.TRANSCRIBE
    )
    assert recognised_cue(7, HEARD[0], "nl").language is None


times = st.integers(0, 60)
spans = st.tuples(times, st.integers(1, 12)).map(lambda span: (span[0], sum(span)))


def make_candidate(
    key: int,
    span: tuple[int, int],
    is_locked: bool,
    task: Task,
    heard: list[tuple[tuple[int, int], str]],
) -> Candidate:
    segments = tuple(Segment(*times, text, "nl", task) for times, text in sorted(heard))
    return Candidate(key, *span, is_locked, Recipe(task=task), segments)


@given(
    st.lists(st.tuples(spans, st.sampled_from(["", "a b c"]), st.sampled_from(["", "x y"]))),
    st.lists(
        st.builds(
            make_candidate,
            st.integers(-2, 6),
            spans,
            st.booleans(),
            st.sampled_from(Task),
            st.lists(st.tuples(spans, st.sampled_from(["", "d", "e f"])), max_size=3),
        ),
        max_size=5,
    ),
    st.sets(st.integers(-2, 6)),
    st.booleans(),
)
def test_only_what_is_accepted_changes_and_all_of_it_is_one_step(
    rows: list[tuple[tuple[int, int], str, str]],
    candidates: list[Candidate],
    moved: set[int],
    beside: bool,
) -> None:
    document = Document(
        [Cue(uid, *span, text, translation=t) for uid, (span, text, t) in enumerate(rows, 1)]
    )
    before = list(document)
    spans = {cue.uid: (cue.start_ms, cue.end_ms) for cue in before if cue.uid not in moved}
    for at, one in enumerate(candidates):
        start_ms, end_ms = spans.get(one.key, (one.start_ms, one.end_ms))
        candidates[at] = replace(one, start_ms=start_ms, end_ms=end_ms)
    edit = accept(document, candidates, into_translation=beside)
    assert edit.verb is Verb.RECOGNISE
    assert list(document) == before
    undo = document.apply(edit)
    after = {cue.uid: cue for cue in document}
    assert len(after) == len(document)
    assert {*edit.selection} <= after.keys()
    rows_by_uid = {cue.uid: cue for cue in before}
    meant = {
        one.key: one
        for one in candidates
        if one.key in rows_by_uid and one.fits(rows_by_uid[one.key])
    }
    # Every row is still there, in its order, and none but those that were meant has changed.
    assert [cue.uid for cue in document if cue.uid <= len(before)] == [cue.uid for cue in before]
    for old in before:
        new = after[old.uid]
        if old.uid not in meant:
            assert new == old
        elif meant[old.uid].is_locked:
            assert (new.start_ms, new.end_ms) == (old.start_ms, old.end_ms)
    redo = document.apply(undo)
    assert list(document) == before
    document.apply(redo)
    assert {cue.uid: cue for cue in document} == after


def test_evidence_comes_with_the_text() -> None:
    good, bad = Evidence(-0.2, 0.1, 1.2, 0.0), Evidence(-1.2, 0.05, 2.0, 0.4)
    heard = (replace(HEARD[0], evidence=good), replace(HEARD[1], evidence=bad))
    free = Candidate(2, 1_000, 4_000, False, Recipe("nl"), heard)
    assert [cue.evidence for cue in accepted(free)][1:3] == [good, bad]
    locked = replace(free, is_locked=True)
    assert accepted(locked)[1].evidence == Evidence(-1.2, 0.1, 2.0, 0.4)
    assert recognised_cue(1, heard[0]).evidence == good


def test_where_nothing_was_heard_nothing_is_known_of_the_text() -> None:
    document = Document([replace(CUES[0], evidence=Evidence(-0.2, 0.1, 1.2, 0.0))])
    document.apply(accept(document, [Candidate(1, 0, 1_000, True, Recipe(), ())]))
    assert (document[0].text, document[0].evidence) == ("", None)


def test_a_translation_beside_the_text_leaves_the_evidence_of_the_text() -> None:
    evidence = Evidence(-0.2, 0.1, 1.2, 0.0)
    document = Document([replace(CUES[0], evidence=evidence)])
    heard = (replace(HEARD[0], evidence=Evidence(-2.0, 0.1, 1.2, 1.0)),)
    candidate = Candidate(1, 0, 1_000, True, ENGLISH, heard)
    document.apply(accept(document, [candidate], into_translation=True))
    assert document[0].evidence == evidence
