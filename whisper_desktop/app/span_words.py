"""The part of what was heard that was said inside a span."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.timecode import TimeSpan

_LONGEST_KNOWN_MS = 200
"""How much of a word, from its end, is taken for its sound, of which the middle counts."""


def segments_inside(segments: Iterable[Segment], span: TimeSpan) -> tuple[Segment, ...]:
    """Return the segments with only the words said in the span, and no time outside of it.

    Of spans that meet, a word belongs to just one; so does a segment without words.
    """
    return tuple(_inside(segments, span))


def _inside(segments: Iterable[Segment], span: TimeSpan) -> Iterator[Segment]:
    for segment in segments:
        if not segment.words:
            if span.start_ms <= (segment.start_ms + segment.end_ms) / 2 < span.end_ms:
                yield _clipped(segment, segment.text, (), span)
            continue
        kept = [word for word in segment.words if is_word_inside(word, span)]
        if len(kept) == len(segment.words):
            yield _clipped(segment, segment.text, kept, span)
        elif kept and (text := _text_of(kept)):
            part = replace(segment, start_ms=kept[0].start_ms, end_ms=_end_ms(kept))
            yield _clipped(part, text, kept, span)


def is_word_inside(word: Word, span: TimeSpan) -> bool:
    """Whether a word was said in the span, by its middle, seen from its end.

    The recogniser counts a pause before a word to the word, so that a long one begins too early;
    its end is where the sound ends.
    """
    said_ms = word.end_ms - min(word.end_ms - word.start_ms, _LONGEST_KNOWN_MS) / 2
    return span.start_ms <= said_ms < span.end_ms


def _end_ms(words: Sequence[Word]) -> int:
    return max(words[-1].end_ms, words[0].start_ms + 1)


def _text_of(words: Iterable[Word]) -> str:
    return "".join(word.text for word in words).strip()


def _clipped(segment: Segment, text: str, words: Iterable[Word], span: TimeSpan) -> Segment:
    start_ms = min(max(segment.start_ms, span.start_ms), span.end_ms - 1)
    end_ms = max(min(segment.end_ms, span.end_ms), start_ms + 1)
    fitted = tuple(_fitted(word, span) for word in words)
    return replace(segment, start_ms=start_ms, end_ms=end_ms, text=text, words=fitted)


def _fitted(word: Word, span: TimeSpan) -> Word:
    start_ms = max(word.start_ms, span.start_ms)
    return replace(word, start_ms=start_ms, end_ms=max(min(word.end_ms, span.end_ms), start_ms))


def as_one_segment(segments: Sequence[Segment], span: TimeSpan) -> tuple[Segment, ...]:
    """Return one segment that fills the span with all of the text, or none without text."""
    if not segments:
        return ()
    words = tuple(word for segment in segments for word in segment.words)
    has_all_words = all(segment.words for segment in segments)
    text = _text_of(words) if has_all_words else " ".join(segment.text for segment in segments)
    longest = max(segments, key=lambda segment: segment.end_ms - segment.start_ms)
    whole = replace(longest, start_ms=span.start_ms, end_ms=span.end_ms, text=text, words=words)
    return (whole,)


def without_words(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the segments as if nobody had asked for words."""
    return tuple(replace(segment, words=()) for segment in segments)
