"""What is to be recognised again: spans of a recording, each as its own recipe says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from whisper_desktop.app.request import RecognitionOptions
from whisper_desktop.core.recipe import Recipe

WINDOW_MS = 30_000
"""What the recogniser hears at once; a span that needs more is heard in several windows."""
LEAST_SURROUNDINGS_MS = 3_000
"""How much is heard at least before and after a span, so that the words at its edges are whole."""
_ROOM_MS = WINDOW_MS - 1_000
_FAR_MS = 10_000
"""Spans nearer than this are decoded together: starting afresh costs about as much."""
_LONGEST_STRETCH_MS = 600_000
"""40 MB of samples; a span that is longer itself is decoded whole."""


@dataclass(frozen=True, slots=True)
class SpanOrder:
    """One span to recognise, for the cue of the uid `key`.

    Locked, its text shall fill exactly this span; otherwise the span is segmented anew. `texts`
    are the text and the translation that the cue has by now; its candidate carries them.
    """

    key: int
    start_ms: int
    end_ms: int
    recipe: Recipe
    is_locked: bool
    texts: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms

    @property
    def surroundings_ms(self) -> int:
        """How much is heard on each side of the span: as much as one window holds."""
        return max(LEAST_SURROUNDINGS_MS, (_ROOM_MS - self.duration_ms) // 2)


@dataclass(frozen=True, slots=True)
class RerecognitionRequest:
    """Which spans of a file to recognise again.

    Of `options` everything but the recipe counts. `alternatives` is how many other hearings of
    each span are wanted. `likely_languages` are those that the document is known to hold: they
    help where a span's language is to be found out, which a short span hardly tells.
    """

    media: Path
    orders: tuple[SpanOrder, ...]
    audio_track: int | None = None
    alternatives: int = 0
    likely_languages: tuple[str, ...] = ()
    options: RecognitionOptions = field(default_factory=RecognitionOptions)

    @property
    def total_ms(self) -> int:
        """How much sound all spans hold together."""
        return sum(order.duration_ms for order in self.orders)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the file that is decoded at once, and the spans in it."""

    start_ms: int
    end_ms: int
    orders: tuple[SpanOrder, ...]


def orders_by_model(orders: Sequence[SpanOrder]) -> list[list[SpanOrder]]:
    """Return the orders of each model together, the models in the order they are first named."""
    groups: dict[str, list[SpanOrder]] = {}
    for order in orders:
        groups.setdefault(order.recipe.model, []).append(order)
    return list(groups.values())


def stretches(orders: Sequence[SpanOrder]) -> Iterator[Stretch]:
    """Yield what to decode for the orders, in order of time; near ones share a stretch."""
    together: list[SpanOrder] = []
    start_ms = end_ms = 0
    for order in sorted(orders, key=lambda order: order.start_ms):
        around_ms = order.surroundings_ms
        first_ms, last_ms = max(0, order.start_ms - around_ms), order.end_ms + around_ms
        is_near = first_ms - end_ms < _FAR_MS
        if (
            together
            and is_near
            and max(last_ms, end_ms) - min(first_ms, start_ms) <= _LONGEST_STRETCH_MS
        ):
            start_ms, end_ms = min(start_ms, first_ms), max(end_ms, last_ms)
        else:
            if together:
                yield Stretch(start_ms, end_ms, tuple(together))
            together, start_ms, end_ms = [], first_ms, last_ms
        together.append(order)
    if together:
        yield Stretch(start_ms, end_ms, tuple(together))
