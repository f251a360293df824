"""Word times corrected to the sound: no word reaches into a pause.

A pause between two words belongs to neither. Where recognised times say otherwise, the pause is
given to the boundary of words that is nearest: the word before ends where the pause begins, the
word after starts where it ends. A pause that no boundary is near to is part of a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan

_FAR_MS = 100
"""A boundary farther than this from a pause is not meant by it: 60 and 100 did equally well on made
speech; from 150 on the closure within a word (oc-tober) was taken for a pause before it."""
_STRETCH_MS = 350
"""A word is made longer by no more than this, to reach the pause beside it: what sounds between the
two belongs to nobody else. With 150, single words of a telephone's band ended 250 ms early."""
_STEP_MS = 5
"""Pauses are told to five milliseconds; what is left of a recording after the last is no sound."""
_LEAST_WORD_MS = 40
"""No word is shorter than two steps of the network's hearing."""


@dataclass(slots=True)
class _Edges:
    start_ms: int
    end_ms: int


def words_in_sound(
    words: Sequence[Word],
    pauses: Iterable[TimeSpan],
    last_ms: int | None = None,
    after_ms: int = 0,
) -> tuple[Word, ...]:
    """Return the words with times that keep clear of the pauses; none is empty, none overlaps.

    Words and pauses are in order of time. `last_ms` is where the recording ends: from a pause that
    lasts until then no word can go on to a later sound, so one that begins in it stays. The sound
    up to `after_ms` belongs to other words.
    """
    edges = [_Edges(word.start_ms, word.end_ms) for word in words]
    _push(edges, after_ms)
    near = [pause for pause in pauses if pause.end_ms > after_ms] if edges else []
    for pause in near:
        if last_ms is not None and pause.end_ms > last_ms - _STEP_MS:
            _end_before([edge for edge in edges if edge.start_ms < pause.start_ms], pause.start_ms)
        else:
            _give(edges, pause, after_ms)
    _part(edges, after_ms)
    return tuple(
        replace(word, start_ms=edge.start_ms, end_ms=edge.end_ms)
        for word, edge in zip(words, edges, strict=True)
    )


def _give(edges: list[_Edges], pause: TimeSpan, after_ms: int) -> None:
    """Move the words that are nearest to a pause out of it.

    Where nothing sounds before it but other words, all of these come after it.
    """
    has_room = pause.start_ms - after_ms >= _LEAST_WORD_MS
    slots = range(len(edges) + 1) if has_room else range(1)
    slot = min(slots, key=lambda index: _cost_ms(edges, index, pause))
    if _distance_ms(edges, slot, pause) > _FAR_MS:
        return
    _end_before(edges[:slot], pause.start_ms)
    _start_after(edges[slot:], pause.end_ms)


def _distance_ms(edges: list[_Edges], slot: int, pause: TimeSpan) -> int:
    """Return how far the room between two words is from a pause; 0 where they meet."""
    before_ms = edges[slot - 1].end_ms if slot else 0
    after_ms = edges[slot].start_ms if slot < len(edges) else pause.end_ms + before_ms
    return max(0, pause.start_ms - after_ms, before_ms - pause.end_ms)


def _cost_ms(edges: list[_Edges], slot: int, pause: TimeSpan) -> int:
    """Return by how much words would have to move for a pause to lie between them."""
    before = sum(
        max(0, edge.end_ms - max(pause.start_ms, edge.start_ms)) + _late_ms(edge, pause)
        for edge in edges[:slot]
    )
    after = sum(
        max(0, min(pause.end_ms, edge.end_ms) - edge.start_ms) + _early_ms(edge, pause)
        for edge in edges[slot:]
    )
    return before + after


def _late_ms(edge: _Edges, pause: TimeSpan) -> int:
    return max(0, edge.start_ms - pause.start_ms)


def _early_ms(edge: _Edges, pause: TimeSpan) -> int:
    return max(0, pause.end_ms - edge.end_ms)


def _end_before(edges: list[_Edges], limit_ms: int) -> None:
    if not edges:
        return
    last = edges[-1]
    if last.end_ms < limit_ms <= last.end_ms + _STRETCH_MS:
        last.end_ms = limit_ms
    for edge in reversed(edges):
        if edge.end_ms <= limit_ms:
            return
        edge.end_ms = max(limit_ms, 0)
        edge.start_ms = max(0, min(edge.start_ms, limit_ms - _LEAST_WORD_MS))
        limit_ms = edge.start_ms


def _start_after(edges: list[_Edges], limit_ms: int) -> None:
    if not edges:
        return
    first = edges[0]
    if limit_ms < first.start_ms <= limit_ms + _STRETCH_MS:
        first.start_ms = limit_ms
    _push(edges, limit_ms)


def _push(edges: list[_Edges], limit_ms: int) -> None:
    """Let no word begin before a time."""
    for edge in edges:
        if edge.start_ms >= limit_ms:
            return
        edge.start_ms = limit_ms
        edge.end_ms = max(edge.end_ms, limit_ms + _LEAST_WORD_MS)
        limit_ms = edge.end_ms


def _part(edges: list[_Edges], limit_ms: int) -> None:
    """Give every word a duration, and let none begin before the one before it ends."""
    for edge in edges:
        edge.start_ms = max(edge.start_ms, limit_ms)
        edge.end_ms = max(edge.end_ms, edge.start_ms + 1)
        limit_ms = edge.end_ms
