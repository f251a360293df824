"""Events as JSON objects, for programs that read along."""

from dataclasses import asdict

from whisper_desktop.core.events import (
    Event,
    Finished,
    LanguageDetected,
    Preparing,
    Progress,
    SegmentReady,
    SpeechFound,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.formats.json_format import concern_record, finite

Record = dict[str, object]


_NAMES: dict[type[Event], str] = {
    Preparing: "preparing",
    Started: "started",
    LanguageDetected: "language_detected",
    SpeechFound: "speech_found",
    Progress: "progress",
}


def event_record(event: Event) -> Record | None:
    """Return what a reader may want to know, under "event" its name; None for inner matters."""
    match event:
        case WindowDone():
            return None
        case SegmentReady():
            return {"event": "segment_ready", "segment": finite(asdict(event.segment))}
        case Warned():
            return {"event": "warned", **concern_record(event.concern)}
        case Finished():
            count = len(event.segments)
            return {"event": "finished", "language": event.language, "segment_count": count}
        case _:
            return {"event": _NAMES[type(event)], **asdict(event)}
