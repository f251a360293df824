"""What is done to recognised segments before they are announced, stage by stage.

Times are moved to the sound first, so that what follows judges the right stretch of it: what
speaks for the text and against it. Then it is cut for reading, where a preset is asked for. Words
that nobody asked for are dropped last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whisper_desktop.app.evidence import measured
from whisper_desktop.app.sound_times import times_beside_silence, times_in_sound
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.reading_cues.stream import cut_on
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.unfinished import Unfinished

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

Segments = tuple[Segment, ...]


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
        told = self.in_sound(segments, unfinished.spoken_ms)
        spoken_ms = max([unfinished.spoken_ms, *(segment.end_ms for segment in told)])
        if self.reading is not None:
            last_ms = self.audio.start_ms + self.audio.duration_ms
            told, unfinished = cut_on(unfinished, told, self.reading, last_ms, is_last=is_last)
        # What was cut is another stretch of the sound, with other words.
        finished = with_wanted_words(self.with_evidence(told), self.recipe)
        return finished, replace(unfinished, spoken_ms=spoken_ms)

    def with_evidence(self, segments: Segments) -> Segments:
        """Return the segments with everything measured that is known of them now."""
        start_ms = self.audio.start_ms
        last_ms = max((segment.end_ms for segment in segments), default=start_ms)
        heard = None if self.ear is None else self.ear.until(last_ms - start_ms)
        return measured(segments, heard, start_ms)

    def in_sound(self, segments: Sequence[Segment], after_ms: int = 0) -> Segments:
        """Return the segments with the times of their words and their own moved to the sound.

        None begins before `after_ms`, where the words of the window before end.
        """
        if self.ear is not None and segments:
            start_ms = self.audio.start_ms
            heard = self.ear.until(max(segment.end_ms for segment in segments) - start_ms)
            segments = times_beside_silence(heard, segments, start_ms)
        return times_in_sound(self.audio, segments, after_ms)


def with_wanted_words(segments: Iterable[Segment], recipe: Recipe) -> Segments:
    """Return the segments without their words, unless the recipe asks for them."""
    if recipe.timestamps is TimestampMode.WORDS:
        return tuple(segments)
    return tuple(replace(segment, words=()) for segment in segments)
