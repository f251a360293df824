import pytest

from whisper_desktop.app.window_gatherer import HeardWindow, WindowGatherer
from whisper_desktop.core.events import (
    Finished,
    LanguageDetected,
    Progress,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.segment import Segment

EARLY, LATE = (Segment(at_ms, at_ms + 900, f" at {at_ms}", "en") for at_ms in (1_000, 2_000))
RESUME = ResumePoint(30_000, "en", (1, 2))


def test_a_window_comes_as_a_whole_and_in_order() -> None:
    gatherer = WindowGatherer("en")
    for event in (SegmentReady(LATE), SegmentReady(EARLY), Progress(1_000, 60_000, 0.5, None)):
        assert gatherer.take(event) is None
    assert gatherer.take(WindowDone(RESUME)) == HeardWindow((EARLY, LATE), RESUME)
    assert gatherer.take(WindowDone(RESUME)) == HeardWindow((), RESUME)


def test_at_the_end_comes_what_is_left() -> None:
    gatherer = WindowGatherer("en")
    gatherer.take(SegmentReady(EARLY))
    assert gatherer.take(Finished((EARLY,), "en")) == HeardWindow((EARLY,), None)


@pytest.mark.parametrize(("asked", "language"), [("en", "en"), (None, "de")])
def test_the_language_is_the_one_that_was_asked_for_or_found_first(
    asked: str | None, language: str
) -> None:
    gatherer = WindowGatherer(asked)
    assert gatherer.language == asked
    for code in ("de", "nl"):
        gatherer.take(LanguageDetected(code, 0.9))
    assert gatherer.language == language
