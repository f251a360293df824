"""The wav2vec 2.0 network with a CTC head: samples in, log-probabilities of letters out.

After Baevski, Zhou, Mohamed and Auli, "wav2vec 2.0" (2020), in the two forms that published
weights have: *base*, whose first convolution alone is normalised (over time) and whose encoder
normalises after each block, and *large* (XLSR), where every convolution is normalised (over
channels) and the encoder normalises before each block. Modules are named as in Hugging Face's
weights. It runs one stretch of sound at a time, so nothing is padded or masked.

Shapes: N = samples, T = frames (320 samples each), C = channels of the convolutions, D = width,
H = heads, V = vocabulary.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config


class _ConvLayer(nn.Module):
    """One convolution of the feature encoder, with or without a norm."""

    def __init__(self, config: Wav2Vec2Config, index: int) -> None:
        super().__init__()
        n_in = config.conv_dim[index - 1] if index else 1
        n_out = config.conv_dim[index]
        self.conv = nn.Conv1d(
            n_in, n_out, config.conv_kernel[index], config.conv_stride[index], bias=config.conv_bias
        )
        self.layer_norm: nn.Module | None = None
        self.is_over_channels = not config.is_group_norm
        if not config.is_group_norm:
            self.layer_norm = nn.LayerNorm(n_out)
        elif index == 0:
            # As many groups as channels: each is normalised over time.
            self.layer_norm = nn.GroupNorm(n_out, n_out)

    def forward(self, heard: Tensor) -> Tensor:
        heard = self.conv(heard)  # (1, C, T)
        if self.layer_norm is None:
            return F.gelu(heard)
        if self.is_over_channels:
            return F.gelu(self.layer_norm(heard.mT).mT)
        return F.gelu(self.layer_norm(heard))


class _FeatureExtractor(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        layers = (_ConvLayer(config, index) for index in range(len(config.conv_dim)))
        self.conv_layers = nn.ModuleList(layers)

    def forward(self, samples: Tensor, cancel: CancelToken) -> Tensor:
        heard = samples[None, None]  # (1, 1, N)
        for layer in self.conv_layers:
            cancel.raise_if_cancelled()
            heard = layer(heard)
        return heard.squeeze(0).T  # (T, C)


class _FeatureProjection(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.layer_norm = nn.LayerNorm(config.conv_dim[-1], config.layer_norm_eps)
        self.projection = nn.Linear(config.conv_dim[-1], config.hidden_size)

    def forward(self, features: Tensor) -> Tensor:
        projected: Tensor = self.projection(self.layer_norm(features))
        return projected


class _PositionalConv(nn.Module):
    """Adds what is around a frame, by one wide convolution."""

    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        kernel, width = config.position_kernel, config.hidden_size
        self.is_even = kernel % 2 == 0
        self.conv = nn.Conv1d(
            width, width, kernel, padding=kernel // 2, groups=config.position_groups
        )

    def forward(self, hidden: Tensor) -> Tensor:
        around = self.conv(hidden.T[None])  # (1, D, T or T + 1)
        if self.is_even:
            around = around[..., :-1]
        return F.gelu(around).squeeze(0).T


class _Attention(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        width = config.hidden_size
        self.heads = config.heads
        self.q_proj, self.k_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.v_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, hidden: Tensor) -> Tensor:
        queries, keys, values = (
            projection(hidden).unflatten(-1, (self.heads, -1)).transpose(0, 1)[None]
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )  # (1, H, T, D / H)
        mixed = F.scaled_dot_product_attention(queries, keys, values)
        out: Tensor = self.out_proj(mixed.squeeze(0).transpose(0, 1).flatten(1))  # (T, D)
        return out


class _FeedForward(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.intermediate_dense = nn.Linear(config.hidden_size, config.intermediate_size)
        self.output_dense = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, hidden: Tensor) -> Tensor:
        out: Tensor = self.output_dense(F.gelu(self.intermediate_dense(hidden)))
        return out


class _EncoderLayer(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.is_norm_first = config.is_norm_first
        self.attention = _Attention(config)
        self.layer_norm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)
        self.feed_forward = _FeedForward(config)
        self.final_layer_norm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)

    def forward(self, hidden: Tensor) -> Tensor:
        if self.is_norm_first:
            hidden = hidden + self.attention(self.layer_norm(hidden))
            out: Tensor = hidden + self.feed_forward(self.final_layer_norm(hidden))
        else:
            hidden = self.layer_norm(hidden + self.attention(hidden))
            out = self.final_layer_norm(hidden + self.feed_forward(hidden))
        return out


class _Encoder(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.is_norm_first = config.is_norm_first
        self.pos_conv_embed = _PositionalConv(config)
        self.layer_norm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)
        self.layers = nn.ModuleList(_EncoderLayer(config) for _ in range(config.layers))

    def forward(self, hidden: Tensor, cancel: CancelToken) -> Tensor:
        hidden = hidden + self.pos_conv_embed(hidden)
        if not self.is_norm_first:
            hidden = self.layer_norm(hidden)
        for layer in self.layers:
            cancel.raise_if_cancelled()
            hidden = layer(hidden)
        return self.layer_norm(hidden) if self.is_norm_first else hidden


class _Wav2Vec2(nn.Module):
    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.feature_extractor = _FeatureExtractor(config)
        self.feature_projection = _FeatureProjection(config)
        self.encoder = _Encoder(config)

    def forward(self, samples: Tensor, cancel: CancelToken) -> Tensor:
        features = self.feature_projection(self.feature_extractor(samples, cancel))
        hidden: Tensor = self.encoder(features, cancel)
        return hidden


class Wav2Vec2Ctc(nn.Module):
    """The whole network; keeps no state between calls."""

    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.config = config
        self.wav2vec2 = _Wav2Vec2(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size)

    @torch.inference_mode()
    def forward(self, samples: Tensor, cancel: CancelToken | None = None) -> Tensor:
        """Return log-probabilities (T, V) for normalised samples (N) of 16 kHz.

        Raises `Cancelled`; asked before each layer, for half a minute takes seconds.
        """
        hidden = self.wav2vec2(samples, cancel or CancelToken())
        log_probs: Tensor = self.lm_head(hidden).log_softmax(-1)
        return log_probs
