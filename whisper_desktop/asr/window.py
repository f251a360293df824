"""One window of audio, from tokens to segments: what both ways through long audio share."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from whisper_desktop.asr.decode import (
    MAX_PREFIX_TOKENS,
    DecodedWindow,
    WindowDecoder,
    WindowPrompt,
)
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import decode_with_fallback
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS, TimedTokens
from whisper_desktop.asr.word_cleanup import TimedWords, words_of_pieces
from whisper_desktop.asr.word_timing import AlignedWord, AlignmentRequest, WordAligner
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import TimestampMode
from whisper_desktop.core.segment import Evidence, Segment, Word


@dataclass(frozen=True, slots=True)
class Recording:
    """What is to be recognised, and where its first sample lies on the media's clock."""

    mel: LogMel
    start_ms: int = 0

    @property
    def duration_ms(self) -> int:
        """Length in whole frames."""
        return self.mel.content_frames * FRAME_MS

    @property
    def end_ms(self) -> int:
        """Where it ends on the media's clock."""
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class AudioWindow:
    """A stretch of the recording of at most 3 000 frames."""

    start_frame: int
    n_frames: int

    @property
    def start_ms(self) -> int:
        """Where it starts in the recording."""
        return self.start_frame * FRAME_MS

    @property
    def end_frame(self) -> int:
        """The first frame after it."""
        return self.start_frame + self.n_frames


class WindowReader:
    """Decodes windows and times their words, under the options of one recognition."""

    def __init__(self, engine: Engine, options: RecognitionOptions) -> None:
        self._engine, self._options = engine, options
        recipe = options.recipe
        self.wants_words = recipe.timestamps is TimestampMode.WORDS
        self._decoder = WindowDecoder(
            engine.model,
            engine.tokenizer,
            options.search,
            task=recipe.task,
            with_timestamps=recipe.timestamps is not TimestampMode.NONE,
            seed=options.seed,
        )
        self._aligner = WordAligner(
            engine.model, engine.tokenizer, engine.alignment_heads, recipe.task
        )

    def forced_beginning(self) -> tuple[int, ...]:
        """Return the tokens of the options' prefix, said from the first window's start."""
        tokenizer, text = self._engine.tokenizer, self._options.prefix.strip()
        if not text:
            return ()
        is_timed = self._options.recipe.timestamps is not TimestampMode.NONE
        start = (tokenizer.timestamp_begin,) if is_timed else ()
        return (*start, *tokenizer.encode(" " + text))[:MAX_PREFIX_TOKENS]

    def decode(
        self,
        features: Tensor,
        prompts: Sequence[WindowPrompt],
        cancel: CancelToken,
        *,
        hears_languages: bool = False,
    ) -> list[DecodedWindow]:
        """Return the texts of the windows of features (N, 1500, D); of one, the languages, too."""
        limits = self._options.fallback
        return decode_with_fallback(
            self._decoder, features, prompts, limits, cancel, hears_languages=hears_languages
        )

    def align(
        self,
        features: Tensor,
        texts: Sequence[Sequence[TimedTokens]],
        windows: Sequence[AudioWindow],
        language: str,
        cancel: CancelToken,
    ) -> list[list[AlignedWord]]:
        """Return the words of each window's pieces, or nothing when none are wanted."""
        if not self.wants_words:
            return [[] for _ in texts]
        requests = [
            AlignmentRequest(
                tuple(self._text_tokens(piece) for piece in pieces), language, window.n_frames
            )
            for pieces, window in zip(texts, windows, strict=True)
        ]
        return self._aligner.align(features, requests, cancel)

    def timed(
        self,
        window: AudioWindow,
        pieces: Sequence[TimedTokens],
        aligned: Sequence[AlignedWord],
        last_speech_s: float,
    ) -> list[TimedWords]:
        """Return the pieces in seconds of the recording, with their words if wanted."""
        offset_s = window.start_frame / FRAMES_PER_SECOND
        if not self.wants_words:
            return [_in_seconds(offset_s, piece.start_ms, piece.end_ms) for piece in pieces]
        bare = [_in_seconds(offset_s, piece.words_from_ms, piece.end_ms) for piece in pieces]
        counts = [len(self._text_tokens(piece)) for piece in pieces]
        return words_of_pieces(
            bare, counts, aligned, offset_s=offset_s, last_speech_s=last_speech_s
        )

    def text(self, piece: TimedTokens) -> str:
        """Return a piece's text."""
        return self._engine.tokenizer.decode(piece.tokens).strip()

    def _text_tokens(self, piece: TimedTokens) -> tuple[int, ...]:
        return tuple(token for token in piece.tokens if token < self._engine.tokenizer.eot)


def _in_seconds(offset_s: float, start_ms: int, end_ms: int) -> TimedWords:
    return TimedWords(offset_s + start_ms / 1_000, offset_s + end_ms / 1_000, ())


@dataclass(frozen=True, slots=True)
class SegmentMaker:
    """Puts timed pieces onto the media's clock, in whole milliseconds."""

    reader: WindowReader
    options: RecognitionOptions
    language: str
    offset_ms: int
    """Where the recording's first sample lies on the media's clock."""
    end_ms: int
    """Where it, or the part that is read, ends on that clock; no segment reaches beyond."""

    def segments(
        self,
        pieces: Sequence[TimedTokens],
        timed: Sequence[TimedWords],
        decoded: DecodedWindow,
    ) -> list[Segment | None]:
        """Return a segment for each piece, or None for one without text or duration.

        Text that the network placed after the sound's end comes right before it, one short
        segment after the other.
        """
        made: list[Segment | None] = []
        limit_ms = self.end_ms
        for piece, times in zip(reversed(pieces), reversed(timed), strict=True):
            segment = self._segment(piece, times, decoded, limit_ms)
            if segment is not None and self._on_clock(times.start_s) >= limit_ms:
                limit_ms = max(segment.start_ms, self.offset_ms + STEP_MS)
            made.append(segment)
        return made[::-1]

    def _segment(
        self, piece: TimedTokens, timed: TimedWords, decoded: DecodedWindow, limit_ms: int
    ) -> Segment | None:
        text = self.reader.text(piece)
        if not text or timed.start_s == timed.end_s:
            return None
        start_ms = min(self._on_clock(timed.start_s), limit_ms - STEP_MS)
        start_ms = max(start_ms, self.offset_ms)
        return Segment(
            start_ms=start_ms,
            end_ms=max(min(self._on_clock(timed.end_s), limit_ms), start_ms + 1),
            text=text,
            language=self.language,
            task=self.options.recipe.task,
            words=tuple(self._word(word) for word in timed.words),
            evidence=Evidence(
                avg_logprob=decoded.avg_logprob,
                no_speech_prob=decoded.no_speech_prob,
                compression_ratio=decoded.compression_ratio,
                temperature=decoded.temperature,
            ),
        )

    def _word(self, word: AlignedWord) -> Word:
        start_ms = self._on_clock(word.start_s)
        end_ms = max(start_ms, self._on_clock(word.end_s))
        return Word(start_ms, end_ms, word.text, word.probability)

    def _on_clock(self, time_s: float) -> int:
        return min(self.offset_ms + round(time_s * 1_000), self.end_ms)
