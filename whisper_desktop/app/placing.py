"""A planned stretch of text made ready for the network, and its words moved to the sound."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from whisper_desktop.app.text_plan import PlannedWindow
from whisper_desktop.asr.forced import MAX_WINDOW_MS, GivenWindow
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.letter_pauses import pauses_without_letters
from whisper_desktop.speech.sound_edges import STEP_MS, find_pauses, sound_levels
from whisper_desktop.speech.word_edges import words_in_sound

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

_AROUND_MS = 3_000
"""How much sound around the words tells what is quiet there."""
_SMOOTH_STEPS = 5
_WORDS_AT_ONCE = 12
_NEAR_MS = 250


def given_window(
    window: PlannedWindow, texts: Sequence[str], audio: "Pcm", language: str
) -> GivenWindow:
    """Return what the network is to say, in samples that begin and end where it is quiet."""
    begin_ms = _quietest_ms(audio, *window.begin) - audio.start_ms
    end_ms = _quietest_ms(audio, *window.end) - audio.start_ms
    begin_ms = max(0, min(begin_ms, audio.duration_ms - 1))
    end_ms = min(max(end_ms, begin_ms + 1), begin_ms + MAX_WINDOW_MS)
    words = tuple(texts[planned.unit] for planned in window.units)
    return GivenWindow(begin_ms, end_ms, words, language)


def in_sound(
    words: Sequence[Word], audio: "Pcm", *, is_by_letters: bool = False
) -> tuple[Word, ...]:
    """Return the words of a window, that count from the samples' start, on the media's clock.

    None reaches into a pause: the network tells times to 20 ms, the sound to five. Where words
    were placed by their letters, what holds letters is no pause.
    """
    if not words:
        return ()
    moved = [_moved(word, audio.start_ms) for word in words]
    first_ms, last_ms = moved[0].start_ms, moved[-1].end_ms
    part = audio.slice_ms(max(0, first_ms - _AROUND_MS), last_ms + _AROUND_MS)
    pauses = find_pauses(part.samples, part.start_ms)
    if is_by_letters:
        pauses = pauses_without_letters(pauses, moved)
    placed: list[Word] = []
    for first in range(0, len(moved), _WORDS_AT_ONCE):
        together = moved[first : first + _WORDS_AT_ONCE]
        near = _near(pauses, together[0].start_ms, together[-1].end_ms)
        placed += words_in_sound(together, near, audio.end_ms)
    return tuple(_parted(placed))


def _moved(word: Word, by_ms: int) -> Word:
    return replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms)


def _near(pauses: Sequence[TimeSpan], start_ms: int, end_ms: int) -> list[TimeSpan]:
    return [
        pause
        for pause in pauses
        if pause.start_ms < end_ms + _NEAR_MS and pause.end_ms > start_ms - _NEAR_MS
    ]


def _parted(words: Sequence[Word]) -> list[Word]:
    """Return the words so that none begins before the one before it ends."""
    parted: list[Word] = []
    limit_ms = 0
    for word in words:
        start_ms = max(word.start_ms, limit_ms)
        limit_ms = max(word.end_ms, start_ms + 1)
        parted.append(replace(word, start_ms=start_ms, end_ms=limit_ms))
    return parted


def _quietest_ms(audio: "Pcm", first_ms: int, last_ms: int) -> int:
    """Return the quietest place between two times."""
    part = audio.slice_ms(first_ms, last_ms)
    levels = sound_levels(part.samples)
    if levels.size <= _SMOOTH_STEPS:
        return (first_ms + last_ms) // 2
    smooth = np.convolve(levels, np.ones(_SMOOTH_STEPS) / _SMOOTH_STEPS, mode="valid")
    return part.start_ms + (int(np.argmin(smooth)) + _SMOOTH_STEPS // 2) * STEP_MS
