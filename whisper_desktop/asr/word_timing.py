"""When each word was said: cross-attention of the alignment heads, and a path through it.

Radford et al. 2022 do not describe this; the method is that of the reference implementation
(attention normalised over tokens, a median filter over time, dynamic time warping).
Shapes: N windows, T tokens, A alignment heads, S audio positions of 20 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from whisper_desktop.asr.dtw import cheapest_path
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.asr.word_split import WordTokens, split_to_word_tokens
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task

_POSITIONS_PER_SECOND = 50
_FRAMES_PER_POSITION = 2
_MEDIAN_WIDTH = 7


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

    No word reaches from one piece into the next.
    """

    pieces: tuple[tuple[int, ...], ...]
    language: str
    n_frames: int

    @property
    def tokens(self) -> tuple[int, ...]:
        """All of the text."""
        return tuple(token for piece in self.pieces for token in piece)


class WordAligner:
    """Finds the words of finished texts in the audio, several windows at once."""

    def __init__(
        self,
        model: Whisper,
        tokenizer: Tokenizer,
        heads: Sequence[tuple[int, int]],
        task: Task,
    ) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._heads, self._task = tuple(heads), task

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
        matrix = attention_matrix(scores[:, : first + n_text + 2, :n_positions])
        costs = -matrix[first : first + n_text + 1].cpu().double().numpy()
        starts_s = _token_starts(costs)  # one more than there are tokens
        return _timed(self._split(request), starts_s, probabilities)

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


def _token_starts(costs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return when the path enters each row of costs (T, S), in seconds."""
    rows, columns = cheapest_path(costs)
    enters = np.diff(rows, prepend=-1).astype(bool)
    starts_s: npt.NDArray[np.float64] = columns[enters] / _POSITIONS_PER_SECOND
    return starts_s


def _timed(
    split: Sequence[WordTokens],
    starts_s: npt.NDArray[np.float64],
    probabilities: npt.NDArray[np.float32],
) -> list[AlignedWord]:
    words: list[AlignedWord] = []
    begin = 0
    for word in split:
        end = begin + len(word.tokens)
        probability = float(np.mean(probabilities[begin:end]))
        start_s, end_s = float(starts_s[begin]), float(starts_s[end])
        words.append(AlignedWord(word.text, word.tokens, start_s, end_s, probability))
        begin = end
    return words
