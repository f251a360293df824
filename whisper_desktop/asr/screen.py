"""Segments of a window are kept or left out, by where somebody speaks in the recording."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from torch import Tensor

from whisper_desktop.asr.phantoms import Trace, is_phantom, is_suspicious
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow, Recording, WindowReader
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Defence, LeftOut, LeftOutReason, Segment
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap

_AROUND_WORD_MS = 100
"""Words are aligned about so exactly."""
_AROUND_TRANSLATION_MS = 1_000
"""Translated words do not come when the spoken ones do: what counts is the time around."""
_ALONE_MS = 2_000
"""What nobody spoke before for so long, or speaks after, stands alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """The segments that were made of a window's pieces, None where a piece says nothing."""

    window: AudioWindow
    features: Tensor
    pieces: tuple[TimedTokens, ...]
    segments: tuple[Segment | None, ...]
    left_out: tuple[LeftOut, ...] = ()
    """What of the window was left out before."""
    read_ms: int = 0
    """Up to where in the window the text goes."""


@dataclass(frozen=True, slots=True)
class Screened:
    """The same with what is kept, and what is not."""

    segments: tuple[Segment | None, ...]
    left_out: tuple[LeftOut, ...] = ()

    def kept(self, pieces: Sequence[TimedTokens]) -> list[TimedTokens]:
        """Return those of the pieces whose segments are kept."""
        both = zip(pieces, self.segments, strict=True)
        return [piece for piece, segment in both if segment is not None]


class SpeechScreen:
    """Lets through what somebody may have said."""

    def __init__(
        self,
        reader: WindowReader,
        recording: Recording,
        speech: HearsSpeech,
        *,
        doubts_text: bool = True,
    ) -> None:
        """`doubts_text` says that text counts by how probable the network took it to be."""
        self._reader, self._recording, self._speech = reader, recording, speech
        self._doubts_text = doubts_text

    def screened(self, made: Made, cancel: CancelToken) -> Screened:
        """Return the segments without those that nobody said."""
        known = self._speech.until(made.window.end_ms + _ALONE_MS)
        suspects = [
            index
            for index, segment in enumerate(made.segments)
            if segment is not None and self._is_suspicious(segment, known)
        ]
        if not suspects:
            return Screened(made.segments)
        words = self._words(made, cancel)
        phantoms = {
            index
            for index in suspects
            if (segment := made.segments[index]) is not None
            and is_phantom(self._trace(segment, words[index], made.window, known))
        }
        return Screened(
            tuple(None if i in phantoms else one for i, one in enumerate(made.segments)),
            tuple(
                LeftOut(one.start_ms, one.end_ms, one.text, LeftOutReason.NO_SPEECH)
                for i, one in enumerate(made.segments)
                if one is not None and i in phantoms
            ),
        )

    def _words(self, made: Made, cancel: CancelToken) -> list[list[AlignedWord]]:
        """Return the words of each piece, in seconds from the window's start."""
        segment = next(one for one in made.segments if one is not None)
        texts = [piece.tokens for piece in made.pieces]
        words = self._reader.words(made.features, texts, made.window, segment.language, cancel)
        return [_taken(words, self._reader.count_text(piece)) for piece in made.pieces]

    def _trace(
        self, segment: Segment, words: Sequence[AlignedWord], window: AudioWindow, known: SpeechMap
    ) -> Trace:
        start_ms, end_ms = self._inside(segment)
        share = known.speech_share(start_ms, end_ms)
        if segment.task is Task.TRANSLATE:
            first_ms = max(0, start_ms - _AROUND_TRANSLATION_MS)
            is_spoken = known.speech_ms(first_ms, end_ms + _AROUND_TRANSLATION_MS) > 0
            word_share = float(is_spoken)
        else:
            word_share = _word_share(words, window, known)
        evidence = segment.evidence
        return Trace(
            text=segment.text,
            speech_share=share,
            word_share=word_share,
            word_prob=sum(word.probability for word in words) / max(1, len(words)),
            no_speech_prob=0.0 if evidence is None else evidence.no_speech_prob,
            is_isolated=self._is_isolated(start_ms, end_ms, known),
            avg_logprob=self._avg_logprob(segment),
            duration_ms=end_ms - start_ms,
        )

    def _is_isolated(self, start_ms: int, end_ms: int, known: SpeechMap) -> bool:
        before_ms = known.speech_ms(max(0, start_ms - _ALONE_MS), start_ms)
        after_ms = known.speech_ms(end_ms, end_ms + _ALONE_MS)
        return before_ms == 0 or after_ms == 0

    def _is_suspicious(self, segment: Segment, known: SpeechMap) -> bool:
        share = known.speech_share(*self._inside(segment))
        duration_ms = segment.end_ms - segment.start_ms
        return is_suspicious(segment.text, share, self._avg_logprob(segment), duration_ms)

    def _avg_logprob(self, segment: Segment) -> float:
        evidence = segment.evidence if self._doubts_text else None
        return 0.0 if evidence is None else evidence.avg_logprob

    def _inside(self, segment: Segment) -> tuple[int, int]:
        """Return a segment's times from the recording's start."""
        offset_ms = self._recording.start_ms
        return segment.start_ms - offset_ms, segment.end_ms - offset_ms


def _word_share(words: Sequence[AlignedWord], window: AudioWindow, known: SpeechMap) -> float:
    """Return the share of the words' times that is speech; of no words, none."""
    total_ms = speech_ms = 0
    for word in words:
        start_ms = max(0, window.start_ms + round(word.start_s * 1_000) - _AROUND_WORD_MS)
        end_ms = window.start_ms + round(word.end_s * 1_000) + _AROUND_WORD_MS
        total_ms += end_ms - start_ms
        speech_ms += known.speech_ms(start_ms, end_ms)
    return speech_ms / max(1, total_ms)


def _taken(words: list[AlignedWord], n_tokens: int) -> list[AlignedWord]:
    """Take the words of so many tokens off the front."""
    taken: list[AlignedWord] = []
    while words and n_tokens > 0:
        word = words.pop(0)
        n_tokens -= len(word.tokens)
        taken.append(word)
    return taken


def is_only_marks(segment: Segment) -> bool:
    """Whether a segment's text is nothing but punctuation. Notes, and the like, say something."""
    return all(category(character)[0] in "PZ" for character in segment.text)


def without_broken_characters(segment: Segment) -> Segment | None:
    """Return a segment without the sign that stands for half a character, if anything is left."""
    if _BROKEN not in segment.text and not any(_BROKEN in word.text for word in segment.words):
        return segment
    words = tuple(
        replace(word, text=word.text.replace(_BROKEN, ""))
        for word in segment.words
        if word.text.replace(_BROKEN, "").strip()
    )
    text = " ".join(segment.text.replace(_BROKEN, "").split())
    return replace(segment, text=text, words=words) if text else None


def defended(segment: Segment, defence: Defence) -> Segment:
    """Return a segment whose evidence tells what was done about it."""
    if segment.evidence is None:
        return segment
    defences = (*segment.evidence.defences, defence)
    return replace(segment, evidence=replace(segment.evidence, defences=defences))


_BROKEN = "\N{REPLACEMENT CHARACTER}"
