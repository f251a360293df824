"""Hears which language a window is spoken in, and where in it another one begins.

Shapes: C cells of time, K stretches, L languages, M mel bands, F frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.language_id import (
    STRETCH_POSITIONS,
    alone_log_probs,
    stretch_log_probs,
)
from whisper_desktop.asr.language_track import LanguageRun, LanguageTrack, Scores
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap

_CELL_POSITIONS = 25
"""Half a second: how finely it is told where a language begins."""
_CELL_FRAMES = _CELL_POSITIONS * STEP_MS // FRAME_MS
_CELL_WEIGHT = _CELL_POSITIONS / STRETCH_POSITIONS
"""Stretches overlap, so that ten cells have heard what one stretch tells."""
_STRETCH_FRAMES = STRETCH_POSITIONS * STEP_MS // FRAME_MS
_ALONE_CELLS = 2
"""A second: stretches that are encoded by themselves are so far apart."""
_DOUBT = 4.0
"""How much louder each cell speaks when it is asked whether there may be another language. Of 101
windows in one language (base, int8) 5 were listened to more closely then, 13 with 8."""
_CERTAINTY = 1.5
"""How much louder when it is decided: cells that overlap do not all know the same. Between 1.5 and
3 the share of wrong time was the same (6 %; 15 % by stretches within the features of windows), but
of 101 windows in one language none was parted with 1.5, one with 2, three with 3 (base, int8)."""
_LEAST_CELLS = 3
"""Of what begins a window: less than this is the last word of what was cut before it."""
_SEARCH_FRAMES = 150
"""So far from where a language seems to begin a pause is looked for."""
_SMOOTHING_FRAMES = 20
"""A pause between two sentences is longer than this, a closed mouth within a word is not."""
_DISTANCE_COST = 0.25
"""In units of mel, of the farthest pause: one that is 10 dB quieter is worth all the way."""


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """A part of a window that is spoken in one language."""

    window: AudioWindow
    language: str


class LanguageFollower:
    """Hears the languages of one recording, window by window, in order of time."""

    def __init__(self, engine: Engine, mel: LogMel, speech: HearsSpeech | None) -> None:
        """Take the recording; `speech` tells when nobody speaks."""
        self._engine, self._mel, self._speech = engine, mel, speech

    def parts(
        self,
        track: LanguageTrack,
        window: AudioWindow,
        audio: Sequence[KeyValue],
        cancel: CancelToken,
    ) -> tuple[LanguagePart, ...]:
        """Return the window, parted where another language begins, after what was heard before.

        `audio` is what a decoder keeps of the window. Raises `Cancelled`.
        """
        runs = _without_remnant(self._runs(track, window, audio, cancel))
        cuts = [window.start_frame]
        cuts += [self._pause_near(window, run.start * _CELL_FRAMES) for run in runs[1:]]
        cuts.append(window.end_frame)
        return tuple(
            LanguagePart(AudioWindow(start, end - start), run.language)
            for (start, end), run in zip(pairwise(cuts), runs, strict=True)
        )

    def likelier(
        self,
        window: AudioWindow,
        claimed: str,
        before: str,
        audio: Sequence[KeyValue],
        cancel: CancelToken,
    ) -> str:
        """Return which of two languages a part of a window sounds like by itself.

        `audio` is what a decoder keeps of just this part: what surrounds it in a longer window
        tinges how it sounds there. Raises `Cancelled`.
        """
        if claimed == before:
            return claimed
        mean = self._heard(window, audio, cancel).mean(axis=0)
        is_so = mean[self._codes.index(claimed)] > mean[self._codes.index(before)]
        return claimed if is_so else before

    def _runs(
        self,
        track: LanguageTrack,
        window: AudioWindow,
        audio: Sequence[KeyValue],
        cancel: CancelToken,
    ) -> tuple[LanguageRun, ...]:
        """Return the languages of the cells; where one changes, after listening more closely."""
        heard, weights = self._heard(window, audio, cancel), self._weights(window)
        doubts = track.runs(heard, self._codes, [_DOUBT * weight for weight in weights])
        if len(doubts) == 1 and doubts[0].language == track.language:
            return doubts
        alone = self._heard_alone(window, cancel)
        return track.runs(alone, self._codes, [_CERTAINTY * weight for weight in weights])

    @property
    def _codes(self) -> Sequence[str]:
        return self._engine.tokenizer.language_codes

    def _heard(self, window: AudioWindow, audio: Sequence[KeyValue], cancel: CancelToken) -> Scores:
        """Return log-probabilities (C, L): of each cell, by the stretch around it."""
        positions = max(1, window.n_frames * FRAME_MS // STEP_MS)
        content = [KeyValue(k[:, :, :positions], v[:, :, :positions]) for k, v in audio]
        decoder, tokenizer = self._engine.model.decoder, self._engine.tokenizer
        by_stretch = stretch_log_probs(decoder, tokenizer, content, _CELL_POSITIONS, cancel)
        return _of_cells(by_stretch, window, 1)

    def _heard_alone(self, window: AudioWindow, cancel: CancelToken) -> Scores:
        """Return log-probabilities (C, L): of each cell, by the stretch around it, encoded alone.

        In features of a whole window, every stretch is tinged with what surrounds it.
        """
        mel = self._mel.window(window.start_frame, window.n_frames)[:, : window.n_frames]
        width = min(_STRETCH_FRAMES, window.n_frames)
        stretches = mel.unfold(1, width, _ALONE_CELLS * _CELL_FRAMES)  # (M, K, width)
        features = self._engine.encode(stretches.unbind(dim=1), cancel)
        decoder, tokenizer = self._engine.model.decoder, self._engine.tokenizer
        by_stretch = alone_log_probs(decoder, tokenizer, features, cancel)
        return _of_cells(by_stretch, window, _ALONE_CELLS)

    def _weights(self, window: AudioWindow) -> list[float]:
        """Return how much each cell counts: as far as somebody speaks there."""
        count = _cell_count(window)
        if self._speech is None:
            return [_CELL_WEIGHT] * count
        known = self._speech.until(window.end_frame * FRAME_MS)
        return [_CELL_WEIGHT * _speech_share(known, window, cell) for cell in range(count)]

    def _pause_near(self, window: AudioWindow, frame: int) -> int:
        """Return the quietest place near a frame of a window, as a frame of the recording."""
        power = self._mel.window(window.start_frame, window.n_frames)[:, : window.n_frames]
        kernel = np.full(_SMOOTHING_FRAMES, 1 / _SMOOTHING_FRAMES)
        loudness = np.convolve(torch.mean(power, dim=0).numpy(), kernel, mode="same")  # (F,)
        first = max(_CELL_FRAMES, frame - _SEARCH_FRAMES)
        near = np.arange(first, max(first + 1, min(window.n_frames, frame + _SEARCH_FRAMES)))
        cost = loudness[near] + _DISTANCE_COST * np.abs(near - frame) / _SEARCH_FRAMES
        return window.start_frame + int(near[cost.argmin()])


def may_follow(engine: Engine, options: RecognitionOptions) -> bool:
    """Tell whether the language may change on the way: nobody has said which it is."""
    is_open = options.recipe.language is None and options.defence.follows_languages
    return is_open and engine.tokenizer.is_multilingual


def _cell_count(window: AudioWindow) -> int:
    return max(1, -(-window.n_frames // _CELL_FRAMES))


def _of_cells(by_stretch: Tensor, window: AudioWindow, cells_apart: int) -> Scores:
    """Return of (K, L), the stretches so many cells apart, what was heard around each cell."""
    width_cells = min(_STRETCH_FRAMES, window.n_frames) / _CELL_FRAMES
    middles = np.arange(_cell_count(window)) + 0.5
    nearest = np.rint((middles - width_cells / 2) / cells_apart).astype(int)
    found: Scores = by_stretch.cpu().numpy()[nearest.clip(0, len(by_stretch) - 1)]
    return found


def _speech_share(known: SpeechMap, window: AudioWindow, cell: int) -> float:
    start_ms = window.start_ms + cell * _CELL_FRAMES * FRAME_MS
    return known.speech_share(start_ms, start_ms + _CELL_FRAMES * FRAME_MS)


def _without_remnant(runs: Sequence[LanguageRun]) -> tuple[LanguageRun, ...]:
    """Return the runs without a first one that is too short to be spoken."""
    first, *others = runs
    if not others or first.end - first.start >= _LEAST_CELLS:
        return tuple(runs)
    second, *rest = others
    return (LanguageRun(first.start, second.end, second.language), *rest)
