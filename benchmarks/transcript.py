"""What a recogniser wrote, in the form in which two of them can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MAX_PROMPT_TOKENS = 223
"""What a decoder of 448 positions reads of the text before."""

SHORTEST_MS = 20
"""One step of the network's timestamps."""

_FIRST_TIMESTAMP = 50_363
"""In the smallest vocabulary; in the others no text has a token between it and theirs."""


@dataclass(frozen=True, slots=True)
class Window:
    """The tokens chosen for one window, and what they were chosen from."""

    prompt: tuple[int, ...]
    """The text before, as far as the decoder reads it."""
    tokens: tuple[int, ...]
    """Text and timestamps, without the start sequence and the end of text."""
    seek_frame: int
    """Where the window starts, in frames of 10 ms."""


@dataclass(frozen=True, slots=True)
class TimedText:
    """A segment or a word, without the spaces around it."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was written for one recording; windows dropped as silence are left out."""

    segments: tuple[TimedText, ...]
    windows: tuple[Window, ...]
    words: tuple[TimedText, ...] = ()

    @property
    def text(self) -> str:
        """The text of all segments, joined with spaces."""
        return " ".join(segment.text for segment in self.segments)

    def within(self, end_ms: int) -> "Transcript":
        """Return it without times after the end of the recording, as we report times.

        The network sometimes places text into the silence that fills its window; we put such
        segments right before the end, one short one after the other.
        """
        segments: list[TimedText] = []
        limit_ms = end_ms
        for segment in reversed(self.segments):
            segments.append(_clipped(segment, limit_ms, SHORTEST_MS))
            if segment.start_ms >= limit_ms:
                limit_ms = max(segments[-1].start_ms, SHORTEST_MS)
        return replace(
            self,
            segments=tuple(reversed(segments)),
            words=tuple(_clipped(word, end_ms) for word in self.words),
        )


def _clipped(timed: TimedText, end_ms: int, shortest_ms: int = 0) -> TimedText:
    start_ms = min(timed.start_ms, max(end_ms - shortest_ms, 0))
    return TimedText(start_ms, min(timed.end_ms, end_ms), timed.text)


def is_silence(no_speech_prob: float, avg_logprob: float) -> bool:
    """Whether the reference implementation, at its defaults, drops the window."""
    return no_speech_prob > 0.6 and avg_logprob <= -1.0


def transcript_of(record: Mapping[str, Any]) -> Transcript:
    """Return the transcript in a reference record (see `benchmarks.reference`)."""
    segments = record["segments"]
    written = [segment for segment in segments if segment["text"].strip()]
    words = [word for segment in written for word in segment.get("words", ())]
    kept = [w for w in record["windows"] if not is_silence(w["no_speech_prob"], w["avg_logprob"])]
    # Every window that is kept makes at least one segment, and each starts at a place of its own.
    seek_frames = dict.fromkeys(segment["seek"] for segment in segments)
    return Transcript(
        segments=tuple(map(_said, written)),
        windows=tuple(
            Window(
                tuple(window["prompt"][-MAX_PROMPT_TOKENS:]), tuple(window["tokens"]), seek_frame
            )
            for window, seek_frame in zip(kept, seek_frames, strict=True)
        ),
        words=tuple(_timed(word, word["word"]) for word in words),
    )


def _said(segment: Mapping[str, Any]) -> TimedText:
    """Return a segment from its first timestamp on.

    All segments of the reference begin there but those that are alone in their window: they begin
    with it, which shows a subtitle before anything is said.
    """
    said, tokens = _timed(segment, segment["text"]), segment["tokens"]
    if min(tokens[0], tokens[-1]) < _FIRST_TIMESTAMP:
        return said
    return replace(said, start_ms=said.end_ms - (tokens[-1] - tokens[0]) * SHORTEST_MS)


def _timed(entry: Mapping[str, Any], text: str) -> TimedText:
    return TimedText(round(entry["start"] * 1_000), round(entry["end"] * 1_000), text.strip())
