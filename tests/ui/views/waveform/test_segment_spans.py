from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.views.waveform.segment_spans import Lane, SegmentSpans


@st.composite
def some_cues(draw: st.DrawFn) -> list[Cue]:
    spans = draw(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 120)), max_size=25))
    return [Cue(uid, start, start + length, "") for uid, (start, length) in enumerate(spans, 1)]


@given(some_cues(), st.integers(0, 600), st.integers(0, 200))
def test_found_are_exactly_those_that_touch_the_stretch(
    cues: list[Cue], start_ms: int, length_ms: int
) -> None:
    end_ms = start_ms + length_ms
    found = SegmentSpans.of(cues).between(start_ms, end_ms)
    touching = {
        row for row, cue in enumerate(cues) if cue.end_ms >= start_ms and cue.start_ms <= end_ms
    }
    assert set(found.rows.tolist()) == touching
    assert found.starts_ms.tolist() == sorted(found.starts_ms.tolist())
    for row, start, end in zip(found.rows, found.starts_ms, found.ends_ms, strict=True):
        assert (cues[row].start_ms, cues[row].end_ms) == (start, end)


@given(some_cues())
def test_what_overlaps_never_takes_the_whole_height(cues: list[Cue]) -> None:
    found = SegmentSpans.of(cues).between(0, 1_000)
    lanes = dict(zip(found.rows.tolist(), found.lanes.tolist(), strict=True))
    for row, cue in enumerate(cues):
        overlaps = any(
            other.start_ms < cue.end_ms and cue.start_ms < other.end_ms
            for at, other in enumerate(cues)
            if at != row
        )
        if overlaps:
            assert lanes[row] != Lane.WHOLE


def test_two_that_overlap_are_above_and_below_and_the_next_is_whole_again() -> None:
    cues = [Cue(1, 0, 100, ""), Cue(2, 50, 150, ""), Cue(3, 120, 200, ""), Cue(4, 200, 300, "")]
    found = SegmentSpans.of(cues).between(0, 400)
    assert found.lanes.tolist() == [Lane.UPPER, Lane.LOWER, Lane.UPPER, Lane.WHOLE]


@given(some_cues(), st.integers(0, 600), st.integers(0, 200))
def test_lanes_do_not_depend_on_what_is_in_view(
    cues: list[Cue], start_ms: int, length_ms: int
) -> None:
    spans = SegmentSpans.of(cues)
    whole = spans.between(0, 1_000)
    lanes = dict(zip(whole.rows.tolist(), whole.lanes.tolist(), strict=True))
    part = spans.between(start_ms, start_ms + length_ms)
    assert part.lanes.tolist() == [lanes[row] for row in part.rows.tolist()]


def test_a_segment_goes_on_until_its_end() -> None:
    spans = SegmentSpans.of([Cue(1, 100, 200, "")])
    assert [spans.are_at(time_ms) for time_ms in (99, 100, 199, 200)] == [False, True, True, False]


def test_edges_leave_out_the_given_rows() -> None:
    cues = [Cue(1, 10, 100, ""), Cue(2, 150, 900, ""), Cue(3, 100, 140, "")]
    spans = SegmentSpans.of(cues)
    assert sorted(spans.edges_between(90, 160, frozenset({2}))) == [100, 150]


def test_rows_can_be_shown_elsewhere() -> None:
    spans = SegmentSpans.of([Cue(1, 0, 100, ""), Cue(2, 200, 300, "")])
    moved = spans.with_rows([(0, Cue(1, 500, 600, ""))])
    assert moved.end_ms == 600
    assert moved.between(0, 150).rows.tolist() == []
    assert spans.end_ms == 300


def test_no_segments_are_no_trouble() -> None:
    spans = SegmentSpans.of([])
    assert spans.end_ms == 0
    assert spans.between(0, 1_000).rows.tolist() == []


@given(some_cues(), some_cues(), st.data())
def test_rows_that_come_and_go_leave_what_counting_anew_finds(
    cues: list[Cue], others: list[Cue], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(cues)))
    end = data.draw(st.integers(first, len(cues)))
    changed = SegmentSpans.of(cues).replaced(first, end, others)
    anew = SegmentSpans.of([*cues[:first], *others, *cues[end:]])
    assert changed.end_ms == anew.end_ms
    found, expected = changed.between(0, 1_000), anew.between(0, 1_000)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.ends_ms.tolist() == expected.ends_ms.tolist()
    assert found.lanes.tolist() == expected.lanes.tolist()


def test_other_texts_leave_the_spans_as_they_are() -> None:
    cues = [Cue(1, 0, 100, "a"), Cue(2, 200, 300, "b")]
    spans = SegmentSpans.of(cues)
    assert spans.replaced(1, 2, [Cue(2, 200, 300, "c")]) is spans
    for others in ([], [Cue(2, 200, 301, "b")], [cues[1], Cue(3, 200, 300, "b")]):
        assert spans.replaced(1, 2, others) is not spans
