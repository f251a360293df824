from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.waveform.waveform_state import WaveformOptions, WaveformState


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def make_state(owner: QObject, cues: list[Cue]) -> WaveformState:
    return WaveformState(EditingController(Document(cues), parent=owner), owner)


def assert_true_to_the_document(state: WaveformState) -> None:
    cues = state.editing.document
    assert state.spans.starts_ms.tolist() == [cue.start_ms for cue in cues]
    assert state.spans.ends_ms.tolist() == [cue.end_ms for cue in cues]


@pytest.mark.parametrize("count", [10, 5_000])
def test_the_times_stay_those_of_the_document_whatever_is_done(owner: QObject, count: int) -> None:
    cues = [Cue(uid, uid * 100, uid * 100 + 80, "") for uid in range(1, count + 1)]
    state = make_state(owner, cues)
    editing = state.editing
    assert_true_to_the_document(state)
    moved = [(row, replace(cue, end_ms=cue.end_ms + 5)) for row, cue in enumerate(cues)]
    editing.perform(replacing(Verb.SET_END, editing.document, moved[2:4]))
    assert_true_to_the_document(state)
    editing.perform(replacing(Verb.SET_END, editing.document, [moved[0]]))
    new = Cue(count + 1, 0, 10, "")
    editing.perform(Edit(Verb.INSERT, (Splice(0, (), (new,)),)))
    assert_true_to_the_document(state)
    everything = [(row, replace(cue, start_ms=0)) for row, cue in enumerate(editing.document)]
    editing.perform(replacing(Verb.SET_START, editing.document, everything))
    assert_true_to_the_document(state)
    editing.perform(Edit(Verb.DELETE, (Splice(1, (editing.document[1],), ()),)))
    for _ in range(5):
        editing.undo_stack.undo()
        assert_true_to_the_document(state)


def test_a_preview_changes_what_is_shown_and_nothing_else(qtbot: QtBot, owner: QObject) -> None:
    state = make_state(owner, [Cue(1, 100, 200, "a"), Cue(2, 300, 400, "b")])
    moved = Cue(1, 150, 250, "a")
    with qtbot.waitSignal(state.segments_changed):
        state.preview(replacing(Verb.MOVE, state.editing.document, [(0, moved)]))
    assert state.is_previewing
    assert state.previewed() == (moved,)
    assert state.cue_at(0) == moved
    assert state.spans.starts_ms.tolist() == [150, 300]
    assert state.resting_spans.starts_ms.tolist() == [100, 300]
    with qtbot.assertNotEmitted(state.rows_changed):
        state.preview(None)
    assert state.cue_at(0).start_ms == 100


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (TimeSpan(2_000, 2_500), (2_000, 2_500)),
        (TimeSpan(2_500, 3_500), (2_500, 3_000)),
        (TimeSpan(1_500, 3_500), (1_500, 3_500)),
    ],
)
def test_a_span_becomes_a_segment_that_keeps_off_others_unless_it_was_drawn_over_one(
    owner: QObject, span: TimeSpan, expected: tuple[int, int]
) -> None:
    state = make_state(owner, [Cue(1, 1_000, 2_000, "a"), Cue(2, 3_000, 4_000, "b")])
    state.set_options(WaveformOptions(rules=TimingRules(neighbours=Neighbours.KEEP)))
    state.set_new_span(span)
    assert state.insert_new_span()
    made = state.editing.document[1]
    assert (made.start_ms, made.end_ms) == expected
    assert state.editing.current == made.uid


def test_a_span_in_a_gap_that_is_too_small_becomes_a_segment_as_it_was_drawn(
    owner: QObject,
) -> None:
    state = make_state(owner, [Cue(1, 1_000, 2_000, "a"), Cue(2, 2_160, 4_000, "b")])
    rules = TimingRules(neighbours=Neighbours.KEEP, min_gap_ms=100)
    state.set_options(WaveformOptions(rules=rules))
    state.set_new_span(TimeSpan(2_010, 2_150))
    assert state.insert_new_span()
    made = state.editing.document[1]
    assert (made.start_ms, made.end_ms) == (2_010, 2_150)


def test_a_span_is_forgotten_when_the_person_goes_on_with_something_else(owner: QObject) -> None:
    state = make_state(owner, [Cue(1, 1_000, 2_000, "a"), Cue(2, 3_000, 4_000, "b")])
    editing = state.editing
    editing.select_rows([0])
    typed = set_text(editing.document, 0, "typed")
    for go_on in (
        lambda: editing.select_rows([1]),
        lambda: editing.perform(typed),
        editing.undo_stack.undo,
    ):
        state.set_new_span(TimeSpan(5_000, 6_000))
        go_on()
        assert state.new_span is None
        assert not state.insert_new_span()
    assert len(editing.document) == 2


def test_a_span_is_still_there_when_rows_come_from_a_recogniser(owner: QObject) -> None:
    state = make_state(owner, [Cue(1, 1_000, 2_000, "a")])
    state.set_new_span(TimeSpan(5_000, 6_000))
    for uid in (2, 3):
        state.editing.arrive([Cue(uid, uid * 10_000, uid * 10_000 + 500, "heard")], "run")
        assert state.new_span == TimeSpan(5_000, 6_000)


def test_the_time_to_see_holds_media_and_segments(owner: QObject) -> None:
    state = make_state(owner, [Cue(1, 1_000, 20_000, "a")])
    assert state.total_ms == 25_000
    state.set_media(10_000, None)
    assert state.total_ms == 20_000
    state.set_media(90_000, 25.0)
    assert state.total_ms == 90_000
    assert state.rules.last_ms == 90_000


def test_without_media_the_playhead_goes_where_it_is_sent(qtbot: QtBot, owner: QObject) -> None:
    state = make_state(owner, [Cue(1, 1_000, 20_000, "a")])
    with qtbot.waitSignal(state.editing.seek_requested):
        state.seek(99_000)
    assert state.editing.playhead_ms == 25_000
    state.set_media(60_000, None)
    state.seek(2_000)
    assert state.editing.playhead_ms == 25_000
