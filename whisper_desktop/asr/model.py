"""The Whisper network (Radford et al. 2022, section 2.2), for inference.

Parameter names are those of OpenAI's checkpoints. Shapes: N windows of audio, B rows of text
(B = N times the hypotheses per window), T new tokens, D width, V vocabulary, M mel bands.

A pass through all blocks can take a processor many seconds: so the wish to stop is heard between
two of them, and what takes a cancel token raises `Cancelled`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from whisper_desktop.asr.attention import (
    KeyValue,
    MultiHeadAttention,
    SelfAttentionCache,
    similarities,
)
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.core.cancel import CancelToken


class FeedForward(nn.Sequential):
    """Widen four times, bend, narrow again; layers 0 and 2 hold the weights."""

    def __init__(self, width: int) -> None:
        super().__init__(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))


class EncoderBlock(nn.Module):
    """Pre-norm self-attention and feed-forward, each added to what came in."""

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.attn = MultiHeadAttention(width, n_heads)
        self.attn_ln = nn.LayerNorm(width)
        self.mlp = FeedForward(width)
        self.mlp_ln = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, S, D) for (N, S, D)."""
        normed = self.attn_ln(x)
        x = x + self.attn.attend(self.attn.queries(normed), self.attn.project(normed))
        return x + self.mlp(self.mlp_ln(x))  # type: ignore[no-any-return]


def _asking(blocks: Iterable[nn.Module], cancel: CancelToken | None) -> Iterator[nn.Module]:
    """Yield the blocks in order, asking before each whether to stop."""
    for block in blocks:
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield block


class AudioEncoder(nn.Module):
    """Two convolutions (the second halves the time) and a transformer over 20 ms positions.

    The positions' code is sinusoidal (Vaswani et al. 2017, section 3.5); checkpoints hold it.
    """

    positional_embedding: Tensor

    def __init__(self, dims: ModelDims) -> None:
        super().__init__()
        width = dims.n_audio_state
        self.conv1 = nn.Conv1d(dims.n_mels, width, kernel_size=3, padding=1)
        self.conv2 = nn.Conv1d(width, width, kernel_size=3, stride=2, padding=1)
        self.register_buffer("positional_embedding", torch.empty(dims.n_audio_ctx, width))
        self.blocks = nn.ModuleList(
            EncoderBlock(width, dims.n_audio_head) for _ in range(dims.n_audio_layer)
        )
        self.ln_post = nn.LayerNorm(width)

    def forward(self, mel: Tensor, cancel: CancelToken | None = None) -> Tensor:
        """Return audio features (N, 1500, D) of mel (N, M, 3000), or shorter ones of less."""
        x = functional.gelu(self.conv1(mel))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        x = x + self.positional_embedding[: x.shape[1]]  # (N, 1500, D)
        for block in _asking(self.blocks, cancel):
            x = block(x)
        features: Tensor = self.ln_post(x)
        return features


class DecoderBlock(nn.Module):
    """Pre-norm self-attention, cross-attention to the audio, and feed-forward."""

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.attn = MultiHeadAttention(width, n_heads)
        self.attn_ln = nn.LayerNorm(width)
        self.cross_attn = MultiHeadAttention(width, n_heads)
        self.cross_attn_ln = nn.LayerNorm(width)
        self.mlp = FeedForward(width)
        self.mlp_ln = nn.LayerNorm(width)

    def attend_to_text(self, x: Tensor, layer: int, cache: SelfAttentionCache) -> Tensor:
        """Add what the earlier tokens and these say; (B, T, D) -> (B, T, D)."""
        normed = self.attn_ln(x)
        memory = cache.append(layer, *self.attn.project(normed))
        queries = self.attn.queries(normed)
        return x + self.attn.attend(queries, memory, is_causal=x.shape[1] > 1)

    def attend_to_audio(self, x: Tensor, audio: KeyValue) -> Tensor:
        """Add what the audio says; all hypotheses of a window share one pass over its keys."""
        rows, positions, width = x.shape
        windows = audio.keys.shape[0]
        grouped = self.cross_attn_ln(x).view(windows, rows // windows * positions, width)
        heard = self.cross_attn.attend(self.cross_attn.queries(grouped), audio)
        return x + heard.view(rows, positions, width)

    def feed_forward(self, x: Tensor) -> Tensor:
        """Add the position-wise network's output."""
        return x + self.mlp(self.mlp_ln(x))  # type: ignore[no-any-return]


@dataclass(slots=True)
class DecoderState:
    """What a decoding carries from step to step: the text so far and the audio it hears."""

    text: SelfAttentionCache
    audio: list[KeyValue]
    """Per layer, keys and values (N, H, 1500, d)."""

    def select(self, rows: Tensor, windows: Tensor | None = None) -> None:
        """Keep these rows of text and, when given, these windows of audio."""
        self.text.select_rows(rows)
        if windows is not None:
            # In place, so that nobody holds on to what is not needed any more.
            self.audio[:] = [KeyValue(k[windows], v[windows]) for k, v in self.audio]


class TextDecoder(nn.Module):
    """A causal transformer over tokens that attends to the audio in every block."""

    def __init__(self, dims: ModelDims) -> None:
        super().__init__()
        width = dims.n_text_state
        self.n_heads, self.n_ctx = dims.n_text_head, dims.n_text_ctx
        # Given weights, it draws none: on the meta device that would import sympy, for seconds.
        empty = torch.empty(dims.n_vocab, width)
        self.token_embedding = nn.Embedding(dims.n_vocab, width, _weight=empty)
        self.positional_embedding = nn.Parameter(torch.empty(dims.n_text_ctx, width))
        self.blocks = nn.ModuleList(
            DecoderBlock(width, dims.n_text_head) for _ in range(dims.n_text_layer)
        )
        self.ln = nn.LayerNorm(width)
        self.projection: nn.Module | None = None
        """A faster stand-in for the output matrix (the token embedding), when there is one."""

    def start(
        self,
        features: Tensor,
        hypotheses: int = 1,
        n_positions: int | None = None,
        cancel: CancelToken | None = None,
        audio: list[KeyValue] | None = None,
    ) -> DecoderState:
        """Return the state before the first token, for audio features (N, 1500, D).

        It has room for `hypotheses` rows of text per window, `n_positions` tokens each. `audio`
        is what `memorise` made of the features, where that was asked for before; the state
        takes it over.
        """
        windows, _, width = features.shape
        if audio is None:
            audio = self.memorise(features, cancel)
        shape = (
            windows * hypotheses,
            self.n_heads,
            n_positions or self.n_ctx,
            width // self.n_heads,
        )
        return DecoderState(SelfAttentionCache(len(self.blocks), shape, features), audio)

    def memorise(self, features: Tensor, cancel: CancelToken | None = None) -> list[KeyValue]:
        """Return what every layer keeps of audio features (N, 1500, D), to be read many times."""
        return [block.cross_attn.memorise(features) for block in self._decoder_blocks(cancel)]

    def forward(
        self, tokens: Tensor, state: DecoderState, cancel: CancelToken | None = None
    ) -> Tensor:
        """Return hidden states (B, T, D) of the new tokens (B, T), growing the state.

        Several tokens at once are possible only at the beginning.
        """
        if tokens.shape[1] > 1 and state.text.length > 0:
            raise ValueError("only the first tokens may come together")
        x = self._embed(tokens, state.text.length)
        for layer, block in enumerate(self._decoder_blocks(cancel)):
            x = block.attend_to_text(x, layer, state.text)
            x = block.attend_to_audio(x, state.audio[layer])
            x = block.feed_forward(x)
        state.text.advance(tokens.shape[1])
        hidden: Tensor = self.ln(x)
        return hidden

    def logits(self, hidden: Tensor) -> Tensor:
        """Return float32 logits (..., V) of hidden states (..., D)."""
        if self.projection is not None:
            projected: Tensor = self.projection(hidden)
            return projected.float()
        return functional.linear(hidden, self.token_embedding.weight).float()

    def lay_out_for_decoding(self) -> None:
        """Store the output matrix column by column, which changes no value.

        The product with a single row, every step of greedy decoding, then runs at the speed of
        memory: three times as fast on a processor (benchmarks/layout.py).
        """
        weight = self.token_embedding.weight
        weight.data = weight.data.t().contiguous().t()

    def forward_with_attention(
        self,
        tokens: Tensor,
        features: Tensor,
        heads: Collection[tuple[int, int]],
        cancel: CancelToken | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Read whole texts and say where in the audio each token looked.

        Returns hidden states (N, T, D) and, for the (layer, head) pairs in the order given,
        similarities before the softmax, float32 (N, len(heads), T, 1500).
        """
        state = self.start(features, n_positions=tokens.shape[1], cancel=cancel)
        x = self._embed(tokens, 0)
        looked: dict[tuple[int, int], Tensor] = {}
        for layer, block in enumerate(self._decoder_blocks(cancel)):
            x = block.attend_to_text(x, layer, state.text)
            wanted = [head for at, head in heads if at == layer]
            if wanted:
                queries = block.cross_attn.queries(block.cross_attn_ln(x))
                scores = similarities(queries[:, wanted], state.audio[layer].keys[:, wanted])
                looked |= {(layer, head): scores[:, i] for i, head in enumerate(wanted)}
            x = block.attend_to_audio(x, state.audio[layer])
            x = block.feed_forward(x)
        return self.ln(x), torch.stack([looked[pair].float() for pair in heads], dim=1)

    def _embed(self, tokens: Tensor, offset: int) -> Tensor:
        positions = self.positional_embedding[offset : offset + tokens.shape[1]]
        embedded: Tensor = self.token_embedding(tokens) + positions
        return embedded

    def _decoder_blocks(self, cancel: CancelToken | None) -> Iterator[DecoderBlock]:
        return (block for block in _asking(self.blocks, cancel) if isinstance(block, DecoderBlock))


class Whisper(nn.Module):
    """Audio encoder and text decoder."""

    def __init__(self, dims: ModelDims) -> None:
        super().__init__()
        self.dims = dims
        self.encoder = AudioEncoder(dims)
        self.decoder = TextDecoder(dims)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.decoder.positional_embedding.device

    @property
    def dtype(self) -> torch.dtype:
        """What the weights that are not quantised are made of."""
        return self.decoder.positional_embedding.dtype
