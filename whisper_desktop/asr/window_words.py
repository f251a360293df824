"""The words of windows: when they were said, dealt out to the pieces that the text is cut into."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from torch import Tensor

from whisper_desktop.asr.alignment_heads import timing_heads_for
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import RecognitionOptions, WordTimes
from whisper_desktop.asr.pauses import pauses_of_window, unspoken_in_window
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.word_cleanup import TimedWords, words_as_found, words_of_pieces
from whisper_desktop.asr.word_timing import AlignedWord, AlignmentRequest, WordAligner
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task, TimestampMode
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan

if TYPE_CHECKING:
    from whisper_desktop.asr.window import AudioWindow


class WindowWords:
    """Times the words of windows under the options of one recognition.

    Our way, words are timed also where only segments are asked for: they tell when these begin
    and end. (Translated words do not come in the order of the spoken ones.) `mel` is of the
    recording, `speech` hears where somebody speaks in it; without them no pauses are known.
    """

    def __init__(
        self,
        engine: Engine,
        options: RecognitionOptions,
        mel: LogMel | None,
        speech: HearsSpeech | None,
    ) -> None:
        """Keep what is needed for all windows of the recording."""
        recipe, self._engine = options.recipe, engine
        self._is_ours = options.word_times is WordTimes.SOUND
        self._mel, self._speech = (mel, speech) if self._is_ours else (None, None)
        self.are_asked_for = recipe.timestamps is TimestampMode.WORDS
        tells_segments = (
            self._is_ours
            and recipe.timestamps is TimestampMode.SEGMENTS
            and recipe.task is Task.TRANSCRIBE
        )
        self.are_timed = self.are_asked_for or tells_segments
        heads = timing_heads_for(engine.model.dims, engine.alignment_heads)
        self._aligner = WordAligner(
            engine.model,
            engine.tokenizer,
            engine.alignment_heads,
            recipe.task,
            heads if self._is_ours else (),
        )

    def found(
        self,
        features: Tensor,
        texts: Sequence[tuple[tuple[int, ...], ...]],
        windows: Sequence["AudioWindow"],
        language: str,
        cancel: CancelToken,
    ) -> list[list[AlignedWord]]:
        """Return the words of each window's pieces of text tokens, from the window's start."""
        requests = [
            AlignmentRequest(
                pieces,
                language,
                window.n_frames,
                self._pauses(window),
            )
            for pieces, window in zip(texts, windows, strict=True)
        ]
        return self._aligner.align(features, requests, cancel)

    def quiet(self, window: "AudioWindow") -> tuple[TimeSpan, ...]:
        """Return where nothing sounds in a window, in milliseconds from its start."""
        return pauses_of_window(self._engine, self._mel, window.start_frame, window.n_frames)

    def _pauses(self, window: "AudioWindow") -> tuple[TimeSpan, ...]:
        unspoken = unspoken_in_window(self._speech, window.start_frame, window.n_frames)
        return (*self.quiet(window), *unspoken)

    def dealt(
        self,
        window: "AudioWindow",
        pieces: Sequence[TimedTokens],
        counts: Sequence[int],
        aligned: Sequence[AlignedWord],
        last_speech_s: float,
    ) -> list[TimedWords]:
        """Return the pieces in seconds of the recording, with their words if those are timed."""
        offset_s = window.start_frame / FRAMES_PER_SECOND
        if not self.are_timed:
            return [_in_seconds(offset_s, piece.start_ms, piece.end_ms) for piece in pieces]
        bare = [_in_seconds(offset_s, piece.words_from_ms, piece.end_ms) for piece in pieces]
        if self._is_ours:
            return words_as_found(bare, counts, aligned, offset_s)
        return words_of_pieces(
            bare, counts, aligned, offset_s=offset_s, last_speech_s=last_speech_s
        )


def _in_seconds(offset_s: float, start_ms: int, end_ms: int) -> TimedWords:
    return TimedWords(offset_s + start_ms / 1_000, offset_s + end_ms / 1_000, ())
