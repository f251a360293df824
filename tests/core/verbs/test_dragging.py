from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.dragging import instead
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules

CUES = [Cue(uid, uid * 100, uid * 100 + 80, f"{uid}") for uid in range(1, 8)]
PUSH = TimingRules(Neighbours.PUSH)


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=6))
def test_a_drag_ends_as_if_it_had_gone_straight_there(deltas_ms: list[int]) -> None:
    document, straight = Document(CUES), Document(CUES)
    last = move(CUES, [3], 0, PUSH, "drag")
    for delta_ms in deltas_ms:
        edit = move(CUES, [3], delta_ms, PUSH, "drag")
        step = instead(document, last, edit)
        assert step.is_empty or (step.merge_key, step.selection) == ("drag", (4,))
        document.apply(step)
        last = edit
    straight.apply(last)
    assert list(document) == list(straight)
