"""One transcript out of two whose windows overlap, with nothing lost and nothing said twice."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain

from whisper_desktop.asr.seam import Unit, find_seam
from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.timecode import TimeSpan

Segments = tuple[Segment, ...]

_DOUBT_FRACTION = 0.2
"""Speech is not even: a time estimated within a segment may be wrong by this much of it."""
_SPACED = re.compile(r"\s*\S+")
_UNSPACED = re.compile(r"\s*(?:[A-Za-z0-9]+|\S)")
_OPENING_CATEGORIES = frozenset({"Pd", "Pi", "Ps"})
_OPENING_MARKS = frozenset("¿¡")


def stitch_segments(
    left: Sequence[Segment], right: Sequence[Segment], overlap: TimeSpan
) -> tuple[Segments, Segments]:
    """Return both sides, cut so that the right continues the left.

    `left` and `right` are the transcripts of two windows that share the overlap, each in order of
    time; segments outside of it come back as they are. The sides change at a word that both have,
    near the middle of the overlap. Segments are cut between words, or between characters in
    languages without spaces; in segments without word times the times of words are estimated.
    """
    if not left or not right:
        return tuple(left), tuple(right)
    left_units = [_units(segment) for segment in left]
    right_units = [_units(segment) for segment in right]
    seam = find_seam(
        list(chain.from_iterable(left_units)), list(chain.from_iterable(right_units)), overlap
    )
    n_right = sum(map(len, right_units))
    return _apart(
        tuple(_kept(left, left_units, 0, seam.left_count)),
        tuple(_kept(right, right_units, seam.right_first, n_right)),
    )


def _units(segment: Segment) -> list[Unit]:
    """Return the smallest parts of a segment; there is always one."""
    if segment.words:
        return [
            Unit(word.start_ms, word.end_ms, word.text, begins_segment=i == 0)
            for i, word in enumerate(segment.words)
        ]
    texts = _parts(segment) or [segment.text]
    duration_ms = segment.end_ms - segment.start_ms
    length = max(1, sum(map(len, texts)))
    offsets_ms = [duration_ms * end // length for end in accumulate(map(len, texts), initial=0)]
    return [
        Unit(
            segment.start_ms + offsets_ms[i],
            segment.start_ms + offsets_ms[i + 1],
            text,
            begins_segment=i == 0,
            doubt_ms=int(duration_ms * _DOUBT_FRACTION),
        )
        for i, text in enumerate(texts)
    ]


def _parts(segment: Segment) -> list[str]:
    """Return the words of a segment, or its characters, each with the marks that go with it."""
    pattern = _UNSPACED if is_written_without_spaces(segment.language) else _SPACED
    parts: list[str] = []
    for piece in pattern.findall(segment.text):
        follows = not _is_spoken(piece) and not _is_opening(piece[-1])
        if parts and (follows or not _is_spoken(parts[-1])):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


def _is_spoken(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _is_opening(character: str) -> bool:
    return unicodedata.category(character) in _OPENING_CATEGORIES or character in _OPENING_MARKS


def _kept(
    segments: Sequence[Segment], units: Sequence[list[Unit]], first: int, end: int
) -> Iterator[Segment]:
    """Yield what the units from `first` to before `end`, counted over all segments, make up."""
    offset = 0
    for segment, parts in zip(segments, units, strict=True):
        from_part, to_part = max(0, first - offset), min(len(parts), end - offset)
        offset += len(parts)
        if to_part - from_part == len(parts):
            yield segment
        elif from_part < to_part:
            yield from _trimmed(segment, parts, from_part, to_part)


def _trimmed(segment: Segment, units: list[Unit], first: int, end: int) -> Iterator[Segment]:
    """Yield the segment with only some of its units, unless they say nothing."""
    kept = units[first:end]
    text = "".join(unit.text for unit in kept).strip()
    if not text:
        return
    start_ms = segment.start_ms if first == 0 else kept[0].start_ms
    end_ms = segment.end_ms if end == len(units) else kept[-1].end_ms
    yield replace(
        segment,
        start_ms=start_ms,
        end_ms=max(end_ms, start_ms + 1),
        text=text,
        words=segment.words[first:end],
    )


def _apart(left: Segments, right: Segments) -> tuple[Segments, Segments]:
    """Return the sides with the right beginning no earlier than the left ends.

    Both windows timed the words at the seam, a little differently: they meet halfway.
    """
    if not left or not right or left[-1].end_ms <= right[0].start_ms:
        return left, right
    last = left[-1]
    last_word_ms = max((word.start_ms for word in last.words), default=last.start_ms)
    halfway_ms = (last.end_ms + right[0].start_ms) // 2
    meeting_ms = min(last.end_ms, max(halfway_ms, last_word_ms, last.start_ms + 1))
    ending = replace(
        last, end_ms=meeting_ms, words=tuple(_ending_by(word, meeting_ms) for word in last.words)
    )
    return (*left[:-1], ending), tuple(_starting_from(right, meeting_ms))


def _starting_from(segments: Segments, earliest_ms: int) -> Iterator[Segment]:
    """Yield the segments, those that start too early pushed on, each by as little as needed."""
    for segment in segments:
        if segment.start_ms >= earliest_ms:
            yield segment
            continue
        pushed = replace(
            segment,
            start_ms=earliest_ms,
            end_ms=max(segment.end_ms, earliest_ms + 1),
            words=tuple(_starting_by(word, earliest_ms) for word in segment.words),
        )
        earliest_ms = pushed.end_ms
        yield pushed


def _ending_by(word: Word, latest_ms: int) -> Word:
    return replace(word, start_ms=min(word.start_ms, latest_ms), end_ms=min(word.end_ms, latest_ms))


def _starting_by(word: Word, earliest_ms: int) -> Word:
    return replace(
        word, start_ms=max(word.start_ms, earliest_ms), end_ms=max(word.end_ms, earliest_ms)
    )
