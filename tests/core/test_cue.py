import pickle
from dataclasses import FrozenInstanceError

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Word


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 10), (11, 10)])
def test_a_cue_never_runs_backwards(start_ms: int, end_ms: int) -> None:
    with pytest.raises(ValueError, match="bad span"):
        Cue(1, start_ms, end_ms, "Hello")


def test_a_cue_may_be_empty_in_time_and_text() -> None:
    assert Cue(1, 10, 10, "").duration_ms == 0


def test_a_cue_knows_how_long_it_is_shown() -> None:
    assert Cue(1, 1_000, 2_500, "Hello").duration_ms == 1_500


def test_a_cue_is_a_value_that_travels_between_processes() -> None:
    words = (Word(0, 900, "Hello", 0.9),)
    cue = Cue(1, 0, 1_000, "Hello", words, "en", Task.TRANSLATE, {"vtt.settings": "line:0"})
    assert pickle.loads(pickle.dumps(cue)) == cue
    with pytest.raises(FrozenInstanceError):
        cue.text = "Bye"  # type: ignore[misc]


def test_cues_can_be_kept_in_sets() -> None:
    assert len({Cue(1, 0, 1, "a", extras={"ass.style": "Top"}), Cue(1, 0, 1, "b")}) == 2


def test_cues_do_not_share_their_extras() -> None:
    assert Cue(1, 0, 1, "a").extras is not Cue(2, 0, 1, "a").extras
