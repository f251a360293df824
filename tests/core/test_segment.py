import pickle
from dataclasses import FrozenInstanceError

import pytest

from whisper_desktop.core.segment import Segment, Word


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 10), (10, 10), (11, 10)])
def test_a_segment_takes_time(start_ms: int, end_ms: int) -> None:
    with pytest.raises(ValueError, match="bad span"):
        Segment(start_ms, end_ms, "Hello", "en")


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 10), (11, 10)])
def test_a_word_does_not_end_before_it_starts(start_ms: int, end_ms: int) -> None:
    with pytest.raises(ValueError, match="bad word span"):
        Word(start_ms, end_ms, " Hello", 0.9)


def test_a_word_may_take_no_time() -> None:
    assert Word(10, 10, " Hello", 0.9).start_ms == 10


def test_a_segment_is_a_value_that_travels_between_processes() -> None:
    segment = Segment(0, 1_000, "Hello", "en", words=(Word(0, 900, "Hello", 0.9),))
    assert pickle.loads(pickle.dumps(segment)) == segment
    with pytest.raises(FrozenInstanceError):
        segment.text = "Bye"  # type: ignore[misc]
