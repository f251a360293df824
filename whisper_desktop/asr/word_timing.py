"""When each word was said: cross-attention of the alignment heads, and a path through it.

Radford et al. 2022 do not describe this. One method is that of the reference implementation
(attention normalised over tokens, a median filter over time, dynamic time warping). The other is
ours: attention of heads that were measured, each freed of its own lag, and a way through it that
leaves the words where nothing sounds.
Shapes: N windows, T tokens, A alignment heads, S audio positions of 20 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from whisper_desktop.asr.alignment_heads import TimingHead
from whisper_desktop.asr.dtw import cheapest_path
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.asr.word_path import Spans, word_spans
from whisper_desktop.asr.word_split import WordTokens, split_to_word_tokens
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.timecode import TimeSpan

_POSITIONS_PER_SECOND = 50
_POSITION_MS = 20
_FRAMES_PER_POSITION = 2
_MEDIAN_WIDTH = 7
_LONG_PAUSE_MS = 200
"""What is quiet for less may be the closure of a p, t or k in the middle of a word."""
_WORD_IN_PAUSE = -0.5
_WORD_IN_SHORT_PAUSE = -0.1
_PAUSE_IN_SOUND = -0.1
"""Scores are shares of attention, 0 to 1, and seldom over 0.3: a word in a pause must be looked
at by nearly all heads, and time that sounds is left to no word only where none is looked at."""


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A word's tokens, its times in seconds, and the mean probability of its tokens."""

    text: str
    tokens: tuple[int, ...]
    start_s: float
    end_s: float
    probability: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class AlignmentRequest:
    """The text tokens of a window's pieces (no timestamps), and how much sound it holds.

    No word reaches from one piece into the next. In the pauses, in milliseconds from the window's
    start, nothing sounds.
    """

    pieces: tuple[tuple[int, ...], ...]
    language: str
    n_frames: int
    pauses: tuple[TimeSpan, ...] = ()

    @property
    def tokens(self) -> tuple[int, ...]:
        """All of the text."""
        return tuple(token for piece in self.pieces for token in piece)


class WordAligner:
    """Finds the words of finished texts in the audio, several windows at once.

    With `timing_heads` it does so our way, without them by the reference's.
    """

    def __init__(
        self,
        model: Whisper,
        tokenizer: Tokenizer,
        heads: Sequence[tuple[int, int]],
        task: Task,
        timing_heads: Sequence[TimingHead] = (),
    ) -> None:
        self._model, self._tokenizer, self._task = model, tokenizer, task
        self._timing_heads = tuple(timing_heads)
        pairs = (head.pair for head in self._timing_heads) if timing_heads else heads
        self._heads = tuple(dict.fromkeys(pairs))

    @torch.inference_mode()
    def align(
        self,
        features: Tensor,
        requests: Sequence[AlignmentRequest],
        cancel: CancelToken | None = None,
    ) -> list[list[AlignedWord]]:
        """Return the words of each window of features (N, 1500, D), from the window's start.

        Raises `Cancelled`.
        """
        spoken = [i for i, request in enumerate(requests) if request.tokens]
        words: list[list[AlignedWord]] = [[] for _ in requests]
        if not spoken:
            return words
        texts = [self._full_text(requests[i]) for i in spoken]
        longest = max(len(text) for text in texts)
        padded = [text + [self._tokenizer.eot] * (longest - len(text)) for text in texts]
        hidden, scores = self._model.decoder.forward_with_attention(
            torch.tensor(padded, device=self._model.device),
            features if len(spoken) == len(requests) else features[spoken],
            self._heads,
            cancel,
        )
        for row, index in enumerate(spoken):
            words[index] = self._words(requests[index], hidden[row], scores[row])
        return words

    def _full_text(self, request: AlignmentRequest) -> list[int]:
        start = self._tokenizer.prefix(request.language, self._task, with_timestamps=False)
        return [*start, *request.tokens, self._tokenizer.eot]

    def _words(
        self, request: AlignmentRequest, hidden: Tensor, scores: Tensor
    ) -> list[AlignedWord]:
        """Return the words of one window: hidden states (T, D), scores (A, T, 1500)."""
        n_text = len(request.tokens)
        first = len(self._full_text(request)) - n_text - 2
        probabilities = self._probabilities(hidden[first : first + n_text], request.tokens)
        n_positions = max(1, request.n_frames // _FRAMES_PER_POSITION)
        heard = scores[:, : first + n_text + 2, :n_positions]
        split = self._split(request)
        spans = self._spans(request, split, heard, first) if self._timing_heads else None
        if spans is None:
            spans = _warped(split, heard, first)
        return _timed(split, spans, probabilities)

    def _spans(
        self, request: AlignmentRequest, split: Sequence[WordTokens], heard: Tensor, first: int
    ) -> Spans | None:
        """Return the words' positions on the best way through what the measured heads heard.

        `heard` are similarities (A, first + T + 2, S); None if there are more tokens than
        positions.
        """
        weights = heard.softmax(dim=-1).cpu().numpy()
        n_rows = len(request.tokens) + 1
        tokens = np.zeros((n_rows, heard.shape[-1]), dtype=np.float32)
        for head in self._timing_heads:
            begin = first + head.hears_own
            own = weights[self._heads.index(head.pair), begin : begin + n_rows]
            tokens += _earlier(own, head.late_steps) / len(self._timing_heads)
        pauses, in_words = _costs_of_pauses(request.pauses, heard.shape[-1])
        return word_spans(tokens, pauses, in_words, [len(word.tokens) for word in split])

    def _split(self, request: AlignmentRequest) -> list[WordTokens]:
        return [
            word
            for piece in request.pieces
            for word in split_to_word_tokens(piece, request.language, self._tokenizer)
        ]

    def _probabilities(self, hidden: Tensor, tokens: Sequence[int]) -> npt.NDArray[np.float32]:
        logits = self._model.decoder.logits(hidden)[:, : self._tokenizer.eot]
        index = torch.tensor(tokens, device=logits.device)[:, None]
        result: npt.NDArray[np.float32] = (
            logits.softmax(dim=-1).gather(1, index)[:, 0].cpu().numpy()
        )
        return result


def attention_matrix(scores: Tensor) -> Tensor:
    """Return where each token looked, (T, S), from similarities (A, T, S).

    Each head's attention is standardised over the tokens, so that a position every token looks
    at says nothing, then smoothed over time and averaged over heads.
    """
    weights = scores.softmax(dim=-1)
    deviation, mean = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
    standardised = (weights - mean) / deviation.clamp_min(torch.finfo(weights.dtype).tiny)
    return median_filter(standardised, _MEDIAN_WIDTH).mean(dim=0)


def median_filter(x: Tensor, width: int) -> Tensor:
    """Return the running median of odd `width` along the last axis, mirrored at the ends.

    A series no longer than half the width is returned as it is.
    """
    reach = width // 2
    if x.shape[-1] <= reach:
        return x
    padded = functional.pad(x, (reach, reach), mode="reflect")
    return padded.unfold(-1, width, 1).sort(dim=-1).values[..., reach]


def _warped(split: Sequence[WordTokens], heard: Tensor, first: int) -> Spans:
    """Return the words' positions by the reference's method."""
    n_text = sum(len(word.tokens) for word in split)
    matrix = attention_matrix(heard)
    starts = _token_starts(-matrix[first : first + n_text + 1].cpu().double().numpy())
    begins = np.cumsum([0, *(len(word.tokens) for word in split)])
    return starts[begins[:-1]], starts[begins[1:]]


def _token_starts(costs: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return where the path enters each row of costs (T, S)."""
    rows, columns = cheapest_path(costs)
    enters = np.diff(rows, prepend=-1).astype(bool)
    starts: npt.NDArray[np.int64] = columns[enters]
    return starts


def _earlier(weights: npt.NDArray[np.float32], steps: int) -> npt.NDArray[np.float32]:
    """Return weights (T, S) moved towards the start, or away from it by negative steps."""
    moved = np.zeros_like(weights)
    if steps >= 0:
        moved[:, : weights.shape[1] - steps] = weights[:, steps:]
    else:
        moved[:, -steps:] = weights[:, :steps]
    return moved


def _costs_of_pauses(
    pauses: Sequence[TimeSpan], n_positions: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the scores of being in no word (S), and what is added for being in one (S)."""
    outside = np.full(n_positions, _PAUSE_IN_SOUND, dtype=np.float32)
    inside = np.zeros(n_positions, dtype=np.float32)
    for pause in pauses:
        # Those whose middle lies in the pause.
        half_ms = _POSITION_MS // 2
        covered = slice(
            -(-(pause.start_ms - half_ms) // _POSITION_MS),
            -(-(pause.end_ms - half_ms) // _POSITION_MS),
        )
        outside[covered] = 0.0
        is_long = pause.duration_ms >= _LONG_PAUSE_MS
        inside[covered] = _WORD_IN_PAUSE if is_long else _WORD_IN_SHORT_PAUSE
    return outside, inside


def _timed(
    split: Sequence[WordTokens], spans: Spans, probabilities: npt.NDArray[np.float32]
) -> list[AlignedWord]:
    words: list[AlignedWord] = []
    done = 0
    for word, start, end in zip(split, *spans, strict=True):
        begin, done = done, done + len(word.tokens)
        probability = float(np.mean(probabilities[begin:done]))
        start_s, end_s = float(start / _POSITIONS_PER_SECOND), float(end / _POSITIONS_PER_SECOND)
        words.append(AlignedWord(word.text, word.tokens, start_s, end_s, probability))
    return words
