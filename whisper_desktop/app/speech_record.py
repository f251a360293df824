"""What a project remembers of where somebody speaks in its recording."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.core.events import SpeechFound
from whisper_desktop.core.segment import LeftOut
from whisper_desktop.core.timecode import TimeSpan

SPEECH_SETTING = "speech"
"""The setting of a project that holds it."""
LEFT_OUT_SETTING = "left_out"
"""The setting of a project that lists what was recognised and not kept."""
MOST_LEFT_OUT = 2_000
"""Texts that a project lists; nobody reads more."""

_Spans = tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class SpeechRecord:
    """Where somebody speaks in the parts of a recording that were listened to.

    Outside of `heard` nothing is known. Both are in order and apart. `media` is the recording,
    None where it is not known; `track` the audio track, None for the file's own default.
    """

    media: MediaIdentity | None = None
    track: int | None = None
    heard: _Spans = ()
    spans: _Spans = ()

    def is_of(self, media: MediaReference | None, track: int | None) -> bool:
        """Whether this is what was heard there, as far as is known."""
        is_same = media is None or self.media is None or media.identity == self.media
        return is_same and track == self.track

    def with_found(self, found: SpeechFound) -> "SpeechRecord":
        """Return it with what was heard in one stretch, in place of what was known there."""
        if found.start_ms >= found.end_ms:
            return self
        stretch = TimeSpan(found.start_ms, found.end_ms)
        return SpeechRecord(
            self.media,
            self.track,
            _joined([*self.heard, stretch]),
            _joined([*_outside(self.spans, stretch), *found.spans]),
        )

    def to_data(self) -> dict[str, object]:
        """Return the JSON value that `speech_from_data` reads."""
        return {
            "media": None if self.media is None else asdict(self.media),
            "track": self.track,
            "heard": _pairs(self.heard),
            "spans": _pairs(self.spans),
        }


def speech_from_data(data: object) -> SpeechRecord:
    """Return what was remembered; an empty record when that is nothing, or damaged."""
    try:
        return _record(data)
    except (LookupError, TypeError, ValueError, OverflowError):
        return SpeechRecord()


def _record(data: Any) -> SpeechRecord:
    media, track = data["media"], data["track"]
    return SpeechRecord(
        None if media is None else _identity(media),
        None if track is None else int(track),
        _joined(_spans(data["heard"])),
        _joined(_spans(data["spans"])),
    )


def _identity(data: Mapping[str, Any]) -> MediaIdentity:
    return MediaIdentity(
        int(data["size_bytes"]), str(data["head_sha256"]), str(data["tail_sha256"])
    )


def _pairs(spans: _Spans) -> list[list[int]]:
    return [[span.start_ms, span.end_ms] for span in spans]


def _spans(pairs: Iterable[tuple[Any, Any]]) -> Iterator[TimeSpan]:
    for start_ms, end_ms in pairs:
        yield TimeSpan(int(start_ms), int(end_ms))


def _joined(spans: Iterable[TimeSpan]) -> _Spans:
    """Return spans in order, those that touch as one: a stretch may end amid a sentence."""
    joined: list[TimeSpan] = []
    for span in sorted(spans, key=lambda one: one.start_ms):
        if joined and span.start_ms <= joined[-1].end_ms:
            end_ms = max(joined[-1].end_ms, span.end_ms)
            joined[-1] = TimeSpan(joined[-1].start_ms, end_ms)
        else:
            joined.append(span)
    return tuple(joined)


def _outside(spans: _Spans, stretch: TimeSpan) -> Iterator[TimeSpan]:
    """Yield what of the spans is before or behind a stretch."""
    for span in spans:
        if span.start_ms < stretch.start_ms:
            yield TimeSpan(span.start_ms, min(span.end_ms, stretch.start_ms))
        if span.end_ms > stretch.end_ms:
            yield TimeSpan(max(span.start_ms, stretch.end_ms), span.end_ms)


def more_left_out(data: Any, found: Iterable[LeftOut]) -> list[Any]:
    """Return what a project lists as left out, with what was found now; each is listed once."""
    listed = [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
    known = {(one.get("start_ms"), one.get("text")) for one in listed}
    new = [asdict(one) for one in found if (one.start_ms, one.text) not in known]
    return (listed + new)[:MOST_LEFT_OUT]
