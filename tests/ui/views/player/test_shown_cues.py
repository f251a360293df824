from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.ui.views.player.shown_cues import ShownCues

SPANS = st.tuples(st.integers(0, 500), st.integers(0, 300))


def cues_of(document: Document, spans: list[tuple[int, int]]) -> tuple[Cue, ...]:
    return tuple(
        Cue(document.new_uid(), start_ms, start_ms + length_ms, "text")
        for start_ms, length_ms in spans
    )


@given(
    first=st.lists(SPANS, max_size=8),
    changes=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 4), st.lists(SPANS, max_size=4)), max_size=6
    ),
    time_ms=st.integers(0, 900),
)
def test_it_agrees_with_the_rows_after_any_edits(
    first: list[tuple[int, int]],
    changes: list[tuple[int, int, list[tuple[int, int]]]],
    time_ms: int,
) -> None:
    document = Document()
    document.apply(Edit(Verb.INSERT, (Splice(0, (), cues_of(document, first)),)))
    shown = ShownCues(document)
    for wanted_row, count, spans in changes:
        row = min(wanted_row, len(document))
        removed = tuple(document[row : row + count])
        document.apply(Edit(Verb.PASTE, (Splice(row, removed, cues_of(document, spans)),)))
    brute_force = [cue for cue in document if cue.start_ms <= time_ms < cue.end_ms]
    assert list(shown.at(time_ms)) == brute_force


def test_it_hears_nothing_once_closed() -> None:
    cue = Cue(1, 0, 100, "text")
    document = Document([cue])
    shown = ShownCues(document)
    shown.close()
    document.apply(Edit(Verb.MOVE, (Splice(0, (cue,), (replace(cue, end_ms=900),)),)))
    assert shown.at(500) == ()
