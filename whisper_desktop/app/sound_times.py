"""Times of segments and words moved to the sound of a recording."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from whisper_desktop.core.segment import Defence, Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

_AROUND_MS = 5_000
"""How much sound around the segments tells what is quiet there."""
_PULLED_MS = 200
"""An edge that moved further than this is told of in the evidence."""


def times_in_sound(
    audio: "Pcm", segments: Sequence[Segment], after_ms: int = 0
) -> tuple[Segment, ...]:
    """Return the segments with the times of their words and their own moved to the sound.

    The segments are in order of time and near to one another, as those of a window are. The sound
    up to `after_ms` belongs to words before them.
    """
    # Imported late: numpy takes a while, and not every run of the program hears.
    from whisper_desktop.speech.sound_edges import find_pauses
    from whisper_desktop.speech.word_edges import words_in_sound

    if not segments:
        return ()
    first_ms = min(segment.start_ms for segment in segments)
    last_ms = max(segment.end_ms for segment in segments)
    part = audio.slice_ms(max(0, first_ms - _AROUND_MS), last_ms + _AROUND_MS)
    pauses = find_pauses(part.samples, part.start_ms)
    # Where there is no sound left, what comes late overlaps rather than going beyond the end.
    after_ms = min(after_ms, audio.end_ms - 1)
    return tuple(
        _retimed(segments, lambda words: words_in_sound(words, pauses, audio.end_ms, after_ms))
    )


def times_beside_silence(
    heard: SpeechMap, segments: Sequence[Segment], start_ms: int
) -> tuple[Segment, ...]:
    """Return the segments with no word deep in silence that was said before it or after it.

    `heard` counts its times from `start_ms` on the clock of the segments.
    """
    from whisper_desktop.speech.word_sides import words_beside_silence

    if not segments:
        return ()
    last_ms = max(segment.end_ms for segment in segments)
    spans = [
        TimeSpan(start_ms + span.start_ms, min(start_ms + span.end_ms, last_ms))
        for span in heard.speech
        if start_ms + span.start_ms < last_ms
    ]
    known, first_ms = SpeechMap.known(spans, last_ms), segments[0].start_ms
    return tuple(
        _retimed(segments, lambda words: words_beside_silence(words, known, first_ms, last_ms))
    )


def _retimed(
    segments: Sequence[Segment], fit: Callable[[Sequence[Word]], tuple[Word, ...]]
) -> Iterator[Segment]:
    """Yield the segments with other times; one without words moves like one long word."""
    spoken = [segment.words or (_as_word(segment),) for segment in segments]
    moved = iter(fit([word for words in spoken for word in words]))
    for segment, words in zip(segments, spoken, strict=True):
        yield _timed_by(segment, tuple(islice(moved, len(words))))


def _as_word(segment: Segment) -> Word:
    return Word(segment.start_ms, segment.end_ms, segment.text, 1.0)


def _timed_by(segment: Segment, words: tuple[Word, ...]) -> Segment:
    start_ms, end_ms = words[0].start_ms, words[-1].end_ms
    moved_ms = max(abs(start_ms - segment.start_ms), abs(end_ms - segment.end_ms))
    kept = words if segment.words else ()
    moved = replace(segment, start_ms=start_ms, end_ms=end_ms, words=kept)
    return _told(moved) if moved_ms > _PULLED_MS else moved


def _told(segment: Segment) -> Segment:
    evidence = segment.evidence
    if evidence is None or Defence.TIMES_PULLED in evidence.defences:
        return segment
    defences = (*evidence.defences, Defence.TIMES_PULLED)
    return replace(segment, evidence=replace(evidence, defences=defences))
