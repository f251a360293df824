"""Where somebody speaks in a recording, as far as it has been listened to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from whisper_desktop.core.timecode import TimeSpan

Spans = tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class SpeechMap:
    """What is known of a recording up to `end_ms`, in milliseconds from its start.

    In `speech` somebody speaks; outside of `possible` surely nobody does. Both are in order and
    do not overlap, and every span of speech lies within a possible one.
    """

    end_ms: int
    speech: Spans
    possible: Spans

    @classmethod
    def known(cls, spans: Sequence[TimeSpan], end_ms: int) -> "SpeechMap":
        """Return the map of a recording whose speech somebody else has found."""
        return cls(end_ms, tuple(spans), tuple(spans))

    def until(self, _end_ms: int, /) -> "SpeechMap":
        """Return itself: everything that will be known is known."""
        return self

    def speech_ms(self, start_ms: int, end_ms: int) -> int:
        """Return how long somebody speaks between two times."""
        return _covered_ms(self.speech, start_ms, end_ms)

    def possible_ms(self, start_ms: int, end_ms: int) -> int:
        """Return how long somebody may be speaking between two times."""
        return _covered_ms(self.possible, start_ms, end_ms)

    def speech_share(self, start_ms: int, end_ms: int) -> float:
        """Return for how much of the time between two times somebody speaks, 0 to 1."""
        return self.speech_ms(start_ms, end_ms) / max(1, end_ms - start_ms)

    def next_possible_ms(self, from_ms: int) -> int:
        """Return where from a time on somebody may be speaking; the end of what is known if not."""
        after = _from(self.possible, from_ms)
        if not after:
            return max(from_ms, self.end_ms)
        return max(from_ms, after[0].start_ms)

    def pauses(self, from_ms: int, to_ms: int, least_ms: int) -> Spans:
        """Return the stretches between two times where surely nobody speaks for so long."""
        inside = _between(self.possible, from_ms, to_ms)
        starts_ms = [from_ms, *(span.end_ms for span in inside)]
        ends_ms = [*(span.start_ms for span in inside), to_ms]
        return tuple(
            TimeSpan(start_ms, end_ms)
            for start_ms, end_ms in zip(starts_ms, ends_ms, strict=True)
            if end_ms - start_ms >= max(1, least_ms)
        )


class HearsSpeech(Protocol):
    """Listens to a recording as far as it is asked to."""

    def until(self, end_ms: int, /) -> SpeechMap:
        """Return the map up to a time or farther, or up to the recording's end."""
        ...


def _from(spans: Spans, from_ms: int) -> Spans:
    return spans[bisect_right(spans, from_ms, key=lambda span: span.end_ms) :]


def _between(spans: Spans, start_ms: int, end_ms: int) -> Spans:
    first = bisect_right(spans, start_ms, key=lambda span: span.end_ms)
    return spans[first : bisect_left(spans, end_ms, key=lambda span: span.start_ms)]


def _covered_ms(spans: Spans, start_ms: int, end_ms: int) -> int:
    return sum(
        min(span.end_ms, end_ms) - max(span.start_ms, start_ms)
        for span in _between(spans, start_ms, end_ms)
    )
