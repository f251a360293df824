"""What events know of themselves."""

from whisper_desktop.core.events import ResumePoint


def test_the_usual_language_is_spoken_for_the_most_time() -> None:
    spoken = (("en", 4_000), ("es", 9_000), ("de", 1_000))
    assert ResumePoint(14_000, "de", spoken_ms=spoken).usual_language == "es"
    assert ResumePoint(14_000, "de").usual_language == "de"
    assert ResumePoint(0).usual_language is None
