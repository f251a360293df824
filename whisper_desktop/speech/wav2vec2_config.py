"""The sizes of a wav2vec 2.0 network, as Hugging Face's `config.json` states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from whisper_desktop.core.errors import ModelFileError

_MAX_SIZE = 1 << 14
"""More than any size of a published network (vocabularies of Chinese: about 3 500)."""
_MAX_CONVOLUTIONS = 16
_WITHOUT = ("add_adapter", "adapter_attn_dim", "use_weighted_layer_sum")
"""What makes another network of it, and is off in those we run."""


@dataclass(frozen=True, slots=True)
class Wav2Vec2Config:
    """What the network is made of."""

    hidden_size: int
    layers: int
    heads: int
    intermediate_size: int
    vocab_size: int
    conv_dim: tuple[int, ...]
    conv_kernel: tuple[int, ...]
    conv_stride: tuple[int, ...]
    conv_bias: bool
    is_group_norm: bool
    """Whether the first convolution alone is normalised (base), and not each of them (large)."""
    is_norm_first: bool
    """Whether blocks of the encoder normalise what comes in (large), and not what goes out."""
    position_kernel: int
    position_groups: int
    layer_norm_eps: float
    blank: int
    """The label that stands for none: Hugging Face calls it padding."""

    @classmethod
    def from_json(cls, stated: Mapping[str, object], path: Path) -> Self:
        """Read what `config.json` at `path` states.

        Raises `ModelFileError` for a network that does not run here.
        """
        fields = _Fields(stated, path)
        _check_kind(fields)
        config = cls(
            hidden_size=fields.size("hidden_size"),
            layers=fields.size("num_hidden_layers"),
            heads=fields.size("num_attention_heads"),
            intermediate_size=fields.size("intermediate_size"),
            vocab_size=fields.size("vocab_size"),
            conv_dim=fields.sizes("conv_dim"),
            conv_kernel=fields.sizes("conv_kernel"),
            conv_stride=fields.sizes("conv_stride"),
            conv_bias=fields.is_on("conv_bias"),
            is_group_norm=fields.choice("feat_extract_norm", ("group", "layer")) == "group",
            is_norm_first=fields.is_on("do_stable_layer_norm"),
            position_kernel=fields.size("num_conv_pos_embeddings"),
            position_groups=fields.size("num_conv_pos_embedding_groups"),
            layer_norm_eps=fields.small_number("layer_norm_eps", 1e-5),
            blank=fields.whole("pad_token_id", 0),
        )
        config._check(path)
        return config

    def _check(self, path: Path) -> None:
        if len({len(self.conv_dim), len(self.conv_kernel), len(self.conv_stride)}) != 1:
            raise ModelFileError(
                path, "its convolutions are described in lists of different lengths"
            )
        if self.hidden_size % self.heads or self.hidden_size % self.position_groups:
            raise ModelFileError(path, "its width is no multiple of its heads or groups")
        if not 0 <= self.blank < self.vocab_size:
            raise ModelFileError(path, "its padding token is not in its vocabulary")

    @property
    def frame_samples(self) -> int:
        """How many samples one frame is after another: 320 in all that is published."""
        product = 1
        for stride in self.conv_stride:
            product *= stride
        return product

    @property
    def heard_samples(self) -> int:
        """How many samples the convolutions hear for one frame: 400 in all that is published."""
        heard = 1
        for kernel, stride in zip(
            reversed(self.conv_kernel), reversed(self.conv_stride), strict=True
        ):
            heard = (heard - 1) * stride + kernel
        return heard

    def frame_count(self, n_samples: int) -> int:
        """Return how many frames there are for so many samples."""
        if n_samples < self.heard_samples:
            return 0
        return (n_samples - self.heard_samples) // self.frame_samples + 1


@dataclass(frozen=True, slots=True)
class _Fields:
    """A JSON object whose values are checked when they are asked for."""

    stated: Mapping[str, object]
    path: Path

    def is_on(self, name: str) -> bool:
        return self.stated.get(name) not in {None, False}

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """Return one of the known values; the first is meant where none is stated."""
        chosen = self.stated.get(name, known[0])
        if not isinstance(chosen, str) or chosen not in known:
            raise self.unfit(f"its {name} is not {' or '.join(known)}")
        return chosen

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.stated.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.unfit(f"its {name} is missing or no whole number")
        return value

    def size(self, name: str) -> int:
        return self._checked_size(name, self.whole(name))

    def sizes(self, name: str) -> tuple[int, ...]:
        listed = self.stated.get(name)
        if not isinstance(listed, list) or not 0 < len(listed) <= _MAX_CONVOLUTIONS:
            raise self.unfit(f"its {name} is missing or no short list")
        whole = (_Fields({name: item}, self.path).whole(name) for item in listed)
        return tuple(self._checked_size(name, size) for size in whole)

    def small_number(self, name: str, default: float) -> float:
        value = self.stated.get(name, default)
        if not isinstance(value, int | float) or not 0 < value < 1:
            raise self.unfit(f"its {name} is no small number")
        return float(value)

    def unfit(self, reason: str) -> ModelFileError:
        return ModelFileError(self.path, reason)

    def _checked_size(self, name: str, size: int) -> int:
        if not 0 < size <= _MAX_SIZE:
            raise self.unfit(f"its {name} is {size}, which no such model has")
        return size


def _check_kind(fields: _Fields) -> None:
    if fields.stated.get("model_type") != "wav2vec2":
        raise fields.unfit("it is no wav2vec 2.0 model")
    for name in _WITHOUT:
        if fields.is_on(name):
            raise fields.unfit(f"it is a wav2vec 2.0 model with {name}, which is not known here")
    for name in ("hidden_act", "feat_extract_activation"):
        fields.choice(name, ("gelu",))
