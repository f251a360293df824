"""What is done to recognised segments before they are announced, stage by stage.

Times are moved to the sound first, so that what follows judges the right stretch of it: what
speaks for the text and against it. Then it is cut for reading, where a preset is asked for. Words
that nobody asked for are dropped last.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from whisper_desktop.app.evidence import measured
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.reading_cues.stream import cut_on
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Defence, Segment, Word
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.unfinished import Unfinished

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

Segments = tuple[Segment, ...]

_AROUND_MS = 5_000
"""How much sound around the segments tells what is quiet there."""
_PULLED_MS = 200
"""An edge that moved further than this is told of in the evidence."""


@dataclass(frozen=True, slots=True)
class Finishing:
    """Finishes the segments of a recording, those of one window after the other."""

    audio: "Pcm"
    recipe: Recipe
    ear: HearsSpeech | None = None
    """Listens to the audio; None where nobody asks how much of a segment is speech."""
    reading: Preset | None = None
    """What segments are cut for; None leaves them as they were recognised."""

    def finished_on(
        self, unfinished: Unfinished, segments: Sequence[Segment], *, is_last: bool
    ) -> tuple[Segments, Unfinished]:
        """Return what can be announced of a window, and what waits for the next.

        `unfinished` is what waited for this one; nothing does where nobody cuts for reading.
        """
        told = self.with_evidence(self.in_sound(segments))
        if self.reading is not None:
            last_ms = self.audio.start_ms + self.audio.duration_ms
            told, unfinished = cut_on(unfinished, told, self.reading, last_ms, is_last=is_last)
        return with_wanted_words(told, self.recipe), unfinished

    def with_evidence(self, segments: Segments) -> Segments:
        """Return the segments with everything measured that is known of them now."""
        start_ms = self.audio.start_ms
        last_ms = max((segment.end_ms for segment in segments), default=start_ms)
        heard = None if self.ear is None else self.ear.until(last_ms - start_ms)
        return measured(segments, heard, start_ms)

    def in_sound(self, segments: Sequence[Segment]) -> Segments:
        """Return the segments with the times of their words and their own moved to the sound."""
        # Imported late: numpy takes a while, and not every run of the program hears.
        from whisper_desktop.speech.sound_edges import find_pauses

        if not segments:
            return ()
        first_ms = min(segment.start_ms for segment in segments)
        last_ms = max(segment.end_ms for segment in segments)
        part = self.audio.slice_ms(max(0, first_ms - _AROUND_MS), last_ms + _AROUND_MS)
        pauses = find_pauses(part.samples, part.start_ms)
        return tuple(_in_sound(segments, pauses))


def with_wanted_words(segments: Iterable[Segment], recipe: Recipe) -> Segments:
    """Return the segments without their words, unless the recipe asks for them."""
    if recipe.timestamps is TimestampMode.WORDS:
        return tuple(segments)
    return tuple(replace(segment, words=()) for segment in segments)


def _in_sound(segments: Sequence[Segment], pauses: Sequence[TimeSpan]) -> Iterator[Segment]:
    """Yield the segments moved to the sound; one without words moves like one long word."""
    from whisper_desktop.speech.word_edges import words_in_sound

    spoken = [segment.words or (_as_word(segment),) for segment in segments]
    moved = iter(words_in_sound([word for words in spoken for word in words], pauses))
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
