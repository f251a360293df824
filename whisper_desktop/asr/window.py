"""One window of audio, from tokens to segments: what both ways through long audio share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.decode import (
    MAX_PREFIX_TOKENS,
    DecodedWindow,
    WindowDecoder,
    WindowPrompt,
)
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import decode_with_fallback
from whisper_desktop.asr.loops import units_of
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import RecognitionOptions, SearchOptions
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS, TimedTokens
from whisper_desktop.asr.window_words import WindowWords
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import TimestampMode
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan

_BEAM_SIZE = 5


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
    def end_ms(self) -> int:
        """Where it ends in the recording."""
        return self.end_frame * FRAME_MS

    @property
    def end_frame(self) -> int:
        """The first frame after it."""
        return self.start_frame + self.n_frames

    def after_start_ms(self, time_s: float) -> int:
        """Return how long after the window's start a time of the recording is."""
        return round(time_s * 1_000) - self.start_ms


class WindowReader:
    """Decodes windows and times their words, under the options of one recognition."""

    def __init__(
        self,
        engine: Engine,
        options: RecognitionOptions,
        mel: LogMel | None = None,
        speech: HearsSpeech | None = None,
    ) -> None:
        """Keep what windows are read with; `mel` and `speech` tell of the recording's pauses."""
        self._engine, self._options = engine, options
        self.timestamp_begin = engine.tokenizer.timestamp_begin
        self._words = WindowWords(engine, options, mel, speech)
        self.wants_words = self._words.are_asked_for
        self._decoder = self._make_decoder(options.search)
        self._beam_decoder: WindowDecoder | None = None

    def _make_decoder(self, search: SearchOptions) -> WindowDecoder:
        recipe = self._options.recipe
        return WindowDecoder(
            self._engine.model,
            self._engine.tokenizer,
            replace(search, stops_circling=self._options.defence.breaks_loops),
            task=recipe.task,
            with_timestamps=recipe.timestamps is not TimestampMode.NONE,
            seed=self._options.seed,
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
        audio: list[KeyValue] | None = None,
    ) -> list[DecodedWindow]:
        """Return the texts of the windows of features (N, 1500, D); `audio`, if any, is used up."""
        return decode_with_fallback(
            self._decoder,
            features,
            prompts,
            self._options.fallback,
            cancel,
            audio=audio,
        )

    def memorise(self, features: Tensor, cancel: CancelToken) -> list[KeyValue]:
        """Return what the decoder keeps of features (N, 1500, D), to hear them by."""
        return self._engine.model.decoder.memorise(features, cancel)

    def decode_once(
        self, features: Tensor, prompt: WindowPrompt, temperature: float, cancel: CancelToken
    ) -> DecodedWindow:
        """Return the text of a window of features (1, 1500, D), without second thoughts."""
        return self._decoder.decode(features, [prompt], temperature, cancel)[0]

    def decode_with_beam(
        self, features: Tensor, prompt: WindowPrompt, cancel: CancelToken
    ) -> DecodedWindow:
        """Return the text of a window of features (1, 1500, D) by several readings at once."""
        if self._beam_decoder is None:
            size = max(_BEAM_SIZE, self._options.search.beam_size)
            self._beam_decoder = self._make_decoder(replace(self._options.search, beam_size=size))
        return self._beam_decoder.decode(features, [prompt], 0.0, cancel)[0]

    def words(
        self,
        features: Tensor,
        texts: Sequence[Sequence[int]],
        window: AudioWindow,
        language: str,
        cancel: CancelToken,
    ) -> list[AlignedWord]:
        """Return the words of a window's texts, in seconds from its start, wanted or not."""
        eot = self._engine.tokenizer.eot
        pieces = tuple(tuple(token for token in text if token < eot) for text in texts)
        return self._words.found(features, [pieces], [window], language, cancel)[0]

    def pauses(self, window: AudioWindow) -> tuple[TimeSpan, ...]:
        """Return where nothing sounds in a window, in milliseconds from its start, if known."""
        return self._words.quiet(window)

    def count_text(self, piece: TimedTokens) -> int:
        """Return how many tokens of text, not of time, a piece has."""
        return len(self._text_tokens(piece))

    def align(
        self,
        features: Tensor,
        texts: Sequence[Sequence[TimedTokens]],
        windows: Sequence[AudioWindow],
        language: str,
        cancel: CancelToken,
    ) -> list[list[AlignedWord]]:
        """Return the words of each window's pieces, or nothing when they are not timed."""
        if not self._words.are_timed:
            return [[] for _ in texts]
        tokens = [tuple(self._text_tokens(piece) for piece in pieces) for pieces in texts]
        return self._words.found(features, tokens, windows, language, cancel)

    def timed(
        self,
        window: AudioWindow,
        pieces: Sequence[TimedTokens],
        aligned: Sequence[AlignedWord],
        last_speech_s: float,
    ) -> list[TimedWords]:
        """Return the pieces in seconds of the recording, with their words if they are timed."""
        counts = [len(self._text_tokens(piece)) for piece in pieces]
        return self._words.dealt(window, pieces, counts, aligned, last_speech_s)

    def text(self, piece: TimedTokens) -> str:
        """Return a piece's text."""
        return self._engine.tokenizer.decode(piece.tokens).strip()

    def units(self, tokens: Sequence[int]) -> list[str]:
        """Return the words of some text as they are compared."""
        eot = self._engine.tokenizer.eot
        text = self._engine.tokenizer.decode([token for token in tokens if token < eot])
        return units_of(text)

    def _text_tokens(self, piece: TimedTokens) -> tuple[int, ...]:
        return tuple(token for token in piece.tokens if token < self._engine.tokenizer.eot)


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
                defences=decoded.defences,
            ),
        )

    def _word(self, word: AlignedWord) -> Word:
        start_ms = self._on_clock(word.start_s)
        end_ms = max(start_ms, self._on_clock(word.end_s))
        return Word(start_ms, end_ms, word.text, word.probability)

    def _on_clock(self, time_s: float) -> int:
        return min(self.offset_ms + round(time_s * 1_000), self.end_ms)
