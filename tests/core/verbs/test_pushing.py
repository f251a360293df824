from whisper_desktop.core.cue import Cue
from whisper_desktop.core.verbs.pushing import mirrored_places_until, places_from, push

CUES = [Cue(1, 50, 60, "late"), Cue(2, 0, 10, "first"), Cue(3, 12, 30, "second")]


def test_places_are_in_the_order_of_time() -> None:
    assert places_from(CUES, 12) == [(12, 30, 2), (50, 60, 0)]
    assert mirrored_places_until(CUES, 30) == [(-30, -12, 2), (-10, 0, 1)]


def test_every_gap_takes_some_of_a_push() -> None:
    assert push([1], 10, places_from(CUES, 0), 0, None) == {1: 10, 2: 8}
    assert push([1], 10, places_from(CUES, 0), 2, None) == {1: 10, 2: 10}
    assert push([1], 30, places_from(CUES, 0), 0, None) == {1: 30, 2: 28, 0: 8}


def test_a_push_is_shortened_by_what_would_go_too_far() -> None:
    assert push([1], 30, places_from(CUES, 0), 0, 62) == {1: 24, 2: 22, 0: 2}
    assert push([1], 30, places_from(CUES, 0), 0, 40) == {1: 12, 2: 10}
