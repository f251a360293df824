"""Which tensors a Whisper checkpoint holds, in OpenAI's names, and the checks every source passes.

Shapes: C audio width, D text width, M mels, V vocabulary.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

import torch
from torch import Tensor

from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError

Shape = tuple[int, ...]
Heads = tuple[tuple[int, int], ...]
"""(decoder layer, head) pairs."""

KNOWN_N_VOCAB = (51_864, 51_865, 51_866)
"""English only; 99 languages; 100 languages."""
KNOWN_N_MELS = (80, 128)
N_AUDIO_CTX = 1_500
_MAX_WIDTH = 8_192
_MAX_LAYERS = 128
_MAX_TEXT_CTX = 4_096


class SourceFormat(StrEnum):
    """Whose files the weights were read from."""

    OPENAI = "openai"
    HUGGING_FACE = "hugging-face"
    CTRANSLATE2 = "ctranslate2"
    WHISPER_DESKTOP = "whisper-desktop"


@dataclass(frozen=True, slots=True)
class RawCheckpoint:
    """What a reader found: tensors in OpenAI's names, not yet checked."""

    dims: ModelDims
    state: dict[str, Tensor]
    source_format: SourceFormat
    weights: tuple[Path, ...]
    """The files that hold the tensors."""
    stated_heads: object = None
    """Alignment heads as the source states them, or None; not yet checked."""


def expected_shapes(dims: ModelDims) -> dict[str, Shape]:
    """Return name and shape of every tensor that a model of these sizes has."""
    audio, text = dims.n_audio_state, dims.n_text_state
    shapes: dict[str, Shape] = {
        "encoder.conv1.weight": (audio, dims.n_mels, 3),
        "encoder.conv1.bias": (audio,),
        "encoder.conv2.weight": (audio, audio, 3),
        "encoder.conv2.bias": (audio,),
        "encoder.positional_embedding": (dims.n_audio_ctx, audio),
    }
    for layer in range(dims.n_audio_layer):
        shapes |= _block_shapes(f"encoder.blocks.{layer}", audio, has_cross_attention=False)
    shapes |= _norm_shapes("encoder.ln_post", audio)
    shapes["decoder.token_embedding.weight"] = (dims.n_vocab, text)
    shapes["decoder.positional_embedding"] = (dims.n_text_ctx, text)
    for layer in range(dims.n_text_layer):
        shapes |= _block_shapes(f"decoder.blocks.{layer}", text, has_cross_attention=True)
    return shapes | _norm_shapes("decoder.ln", text)


def _block_shapes(block: str, width: int, *, has_cross_attention: bool) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    for attention in ("attn", "cross_attn") if has_cross_attention else ("attn",):
        for projection in ("query", "key", "value", "out"):
            name = f"{block}.{attention}.{projection}"
            shapes[f"{name}.weight"] = (width, width)
            if projection != "key":
                shapes[f"{name}.bias"] = (width,)
        shapes |= _norm_shapes(f"{block}.{attention}_ln", width)
    shapes[f"{block}.mlp.0.weight"] = (4 * width, width)
    shapes[f"{block}.mlp.0.bias"] = (4 * width,)
    shapes[f"{block}.mlp.2.weight"] = (width, 4 * width)
    shapes[f"{block}.mlp.2.bias"] = (width,)
    return shapes | _norm_shapes(f"{block}.mlp_ln", width)


def _norm_shapes(name: str, width: int) -> dict[str, Shape]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def dims_from(stated: object, path: Path) -> ModelDims:
    """Return the sizes stated as a mapping of names to whole numbers.

    Raises `ModelFileError` when one is missing, no whole number, or impossible.
    """
    if not isinstance(stated, Mapping):
        raise ModelFileError(path, "the model's sizes are missing")
    sizes: dict[str, int] = {}
    for field in fields(ModelDims):
        size = stated.get(field.name)
        if not isinstance(size, int) or isinstance(size, bool):
            raise ModelFileError(path, f"the size {field.name} is missing or no whole number")
        sizes[field.name] = size
    dims = ModelDims(**sizes)
    check_dims(dims, path)
    return dims


def check_dims(dims: ModelDims, path: Path) -> None:
    """Raise `ModelFileError` when no Whisper network has these sizes."""
    reason = _impossible_dims(dims)
    if reason:
        raise ModelFileError(path, reason)


def _impossible_dims(dims: ModelDims) -> str:
    limits = {"state": _MAX_WIDTH, "head": _MAX_WIDTH, "layer": _MAX_LAYERS, "ctx": _MAX_TEXT_CTX}
    for name, size in asdict(dims).items():
        limit = limits.get(name.rpartition("_")[2], max(KNOWN_N_VOCAB))
        if not 0 < size <= limit:
            return f"the size {name} is {size}, which no Whisper model has"
    if dims.n_audio_state % dims.n_audio_head or dims.n_text_state % dims.n_text_head:
        return "the width is not a multiple of the number of attention heads"
    if dims.n_audio_state != dims.n_text_state:
        return "the encoder and the decoder differ in width"
    expected = {"n_vocab": KNOWN_N_VOCAB, "n_mels": KNOWN_N_MELS, "n_audio_ctx": (N_AUDIO_CTX,)}
    for name, known in expected.items():
        if getattr(dims, name) not in known:
            choices = " or ".join(str(size) for size in known)
            return f"the size {name} is {getattr(dims, name)} and not {choices}"
    return ""


def check_state(raw: RawCheckpoint, path: Path, cancel: CancelToken | None = None) -> None:
    """Hold every tensor against `expected_shapes`.

    Raises `ModelFileError` naming the tensor that is missing, unknown, of the wrong shape or
    type, or that holds a value that is no finite number.
    """
    expected = expected_shapes(raw.dims)
    check_names(raw.state, expected, path)
    for name, shape in expected.items():
        if cancel is not None:
            cancel.raise_if_cancelled()
        check_tensor(raw.state[name], name, shape, path)


def check_names(found: Iterable[str], expected: Iterable[str], path: Path) -> None:
    """Raise `ModelFileError` naming the first missing or unknown tensor, and how many there are."""
    found, expected = set(found), set(expected)
    for names, is_what in ((expected - found, "missing"), (found - expected, "unknown")):
        if names:
            others = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
            raise ModelFileError(path, f"the tensor {min(names)} is {is_what}{others}")


def check_tensor(tensor: Tensor, name: str, shape: Shape, path: Path) -> None:
    """Raise `ModelFileError` unless the tensor has this shape and finite floating-point values."""
    if tuple(tensor.shape) != shape:
        found = tuple(tensor.shape)
        raise ModelFileError(path, f"the tensor {name} has the shape {found} and not {shape}")
    if not tensor.is_floating_point() or tensor.layout != torch.strided:
        raise ModelFileError(path, f"the tensor {name} holds no plain floating-point numbers")
    # The extremes of a tensor are finite exactly when all of its values are: NaN spreads to both.
    if not torch.stack(tensor.aminmax()).isfinite().all():
        raise ModelFileError(path, f"the tensor {name} holds values that are no finite numbers")
