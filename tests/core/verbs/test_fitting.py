from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.fitting import SpokenTimes, fit_times

CUES = (
    Cue(1, 1_000, 2_000, "one"),
    Cue(2, 3_000, 4_000, "two"),
    Cue(3, 5_000, 6_000, "three"),
)


def times(start_ms: int, end_ms: int, text: str = " said") -> SpokenTimes:
    return SpokenTimes(start_ms, end_ms, (Word(start_ms, end_ms, text, 0.9),))


def fitted(found: dict[int, SpokenTimes], *, moves_rows: bool = True, gap_ms: int = 0) -> Document:
    document = Document(CUES)
    document.apply(fit_times(document, found, moves_rows=moves_rows, min_gap_ms=gap_ms))
    return document


def spans(document: Document) -> list[tuple[int, int]]:
    return [(cue.start_ms, cue.end_ms) for cue in document]


def test_words_alone_move_no_row() -> None:
    document = fitted({2: times(3_300, 3_700)}, moves_rows=False)
    assert spans(document) == [(1_000, 2_000), (3_000, 4_000), (5_000, 6_000)]
    assert document[1].words == times(3_300, 3_700).words


def test_rows_begin_and_end_with_their_words() -> None:
    document = fitted({1: times(900, 1_800), 3: times(5_200, 6_400)})
    assert spans(document) == [(900, 1_800), (3_000, 4_000), (5_200, 6_400)]


def test_neighbours_stay_and_keep_their_distance() -> None:
    document = fitted({2: times(1_500, 5_500)}, gap_ms=80)
    assert spans(document) == [(1_000, 2_000), (2_080, 4_920), (5_000, 6_000)]


def test_rows_that_move_together_make_room_for_each_other() -> None:
    found = {1: times(8_000, 9_000), 2: times(10_000, 11_000), 3: times(12_000, 13_000)}
    assert spans(fitted(found)) == [(8_000, 9_000), (10_000, 11_000), (12_000, 13_000)]


def test_a_row_without_room_stays_and_has_its_words() -> None:
    document = fitted({2: times(500, 900)})
    assert spans(document)[1] == (3_000, 4_000)
    assert document[1].words == times(500, 900).words


def test_it_is_one_step_that_can_be_taken_back() -> None:
    document = Document(CUES)
    edit = fit_times(document, {1: times(900, 1_800), 3: times(5_200, 6_400)}, moves_rows=True)
    assert edit.verb is Verb.FIT_TIMES
    document.apply(edit)
    document.apply(edit.inverted())
    assert tuple(document) == CUES
    assert fit_times(document, {}, moves_rows=True).is_empty


def test_rows_that_overlapped_may_go_on_to() -> None:
    cues = (Cue(1, 0, 3_000, "one"), Cue(2, 2_000, 4_000, "two"))
    document = Document(cues)
    document.apply(fit_times(cues, {2: times(1_500, 2_500)}, moves_rows=True))
    assert (document[1].start_ms, document[1].end_ms) == (1_500, 2_500)


def test_times_that_run_backwards_are_none() -> None:
    with pytest.raises(ValueError, match="bad span"):
        times(2_000, 2_000)


def spaced(lengths: list[tuple[int, int]]) -> list[Cue]:
    """Return rows that do not overlap, by their gaps and durations."""
    cues: list[Cue] = []
    at_ms = 0
    for uid, (gap_ms, duration_ms) in enumerate(lengths, 1):
        at_ms += gap_ms
        cues.append(Cue(uid, at_ms, at_ms + duration_ms, "said"))
        at_ms += duration_ms
    return cues


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 2_000)), min_size=1, max_size=6),
    st.dictionaries(
        st.integers(1, 6), st.tuples(st.integers(0, 9_000), st.integers(1, 2_500)), max_size=6
    ),
    st.sampled_from([0, 80]),
)
@example([(0, 1_292), (0, 545), (202, 1_132)], {1: (0, 1_376), 2: (2_100, 959)}, 0)
def test_what_did_not_overlap_does_not_after(
    lengths: list[tuple[int, int]], found: dict[int, tuple[int, int]], gap_ms: int
) -> None:
    cues = spaced(lengths)
    said = {uid: times(start_ms, start_ms + long_ms) for uid, (start_ms, long_ms) in found.items()}
    document = Document(cues)
    document.apply(fit_times(cues, said, moves_rows=True, min_gap_ms=gap_ms))
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(document))
