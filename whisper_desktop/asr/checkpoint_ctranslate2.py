"""Whisper weights from a folder that CTranslate2 (and so faster-whisper) uses.

Queries, keys and values are rows of one fused matrix there. Whisper's keys have no bias, so
their part of the fused bias is zero. The activation is stored by number.
"""

from pathlib import Path

import torch
from torch import Tensor

from whisper_desktop.asr.checkpoint_layout import (
    RawCheckpoint,
    SourceFormat,
    check_dims,
    expected_shapes,
)
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.asr.model_bin import ModelBin, open_model_bin
from whisper_desktop.asr.weights_file import read_json_object
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError

SPECIFICATION = "WhisperSpec"
WEIGHTS_NAME = "model.bin"

_GELU = 3
_HEAD_WIDTH = 64
"""Of every Whisper model; files before revision 3 do not state their number of heads."""
_SETTINGS = {
    "decoder/activation": _GELU,
    "decoder/pre_norm": 1,
    "decoder/scale_embeddings": 0,
    "decoder/start_from_zero_embedding": 0,
    "decoder/alibi": 0,
}
"""Numbers that make the network a Whisper; where one is not stored, it is meant."""

_WHOLE = (0, 1)
_PARTS: dict[str, tuple[str, tuple[int, int]]] = {
    "attn.query": ("self_attention/linear_0", (0, 3)),
    "attn.key": ("self_attention/linear_0", (1, 3)),
    "attn.value": ("self_attention/linear_0", (2, 3)),
    "attn.out": ("self_attention/linear_1", _WHOLE),
    "attn_ln": ("self_attention/layer_norm", _WHOLE),
    "cross_attn.query": ("attention/linear_0", _WHOLE),
    "cross_attn.key": ("attention/linear_1", (0, 2)),
    "cross_attn.value": ("attention/linear_1", (1, 2)),
    "cross_attn.out": ("attention/linear_2", _WHOLE),
    "cross_attn_ln": ("attention/layer_norm", _WHOLE),
    "mlp.0": ("ffn/linear_0", _WHOLE),
    "mlp.2": ("ffn/linear_1", _WHOLE),
    "mlp_ln": ("ffn/layer_norm", _WHOLE),
}
"""Module of a block -> CTranslate2's name, and which block of rows of how many."""
_TOP: dict[str, str] = {
    "encoder.positional_embedding": "encoder/position_encodings/encodings",
    "decoder.positional_embedding": "decoder/position_encodings/encodings",
    "decoder.token_embedding.weight": "decoder/embeddings/weight",
    "encoder.ln_post.weight": "encoder/layer_norm/gamma",
    "encoder.ln_post.bias": "encoder/layer_norm/beta",
    "decoder.ln.weight": "decoder/layer_norm/gamma",
    "decoder.ln.bias": "decoder/layer_norm/beta",
}


def read_ctranslate2(path: Path, cancel: CancelToken | None = None) -> RawCheckpoint:
    """Read a `model.bin` and, where there is one, the `config.json` beside it.

    Raises `ModelFileError` for a file that is cut short, damaged, or not a Whisper model.
    """
    source = open_model_bin(path)
    if source.specification != SPECIFICATION:
        reason = f"it is a CTranslate2 {source.specification} and not a Whisper model"
        raise ModelFileError(source.path, reason)
    _check_settings(source)
    dims = _dims(source)
    state: dict[str, Tensor] = {}
    for name in expected_shapes(dims):
        if cancel is not None:
            cancel.raise_if_cancelled()
        state[name] = _tensor(source, name)
    _check_key_biases(source, dims)
    _check_output_projection(source)
    if source.unused():
        raise ModelFileError(source.path, f"the tensor {source.unused()[0]} is unknown")
    return RawCheckpoint(dims, state, SourceFormat.CTRANSLATE2, (path,), _stated_heads(path.parent))


def _stated_heads(folder: Path) -> object:
    config = folder / "config.json"
    return read_json_object(config).get("alignment_heads") if config.is_file() else None


def _check_settings(source: ModelBin) -> None:
    for name, wanted in _SETTINGS.items():
        found = source.setting(name)
        if found not in (None, wanted):
            raise ModelFileError(source.path, f"the setting {name} is {found} and not {wanted}")


def _dims(source: ModelBin) -> ModelDims:
    n_audio_ctx, n_audio_state = _matrix_shape(source, "encoder/position_encodings/encodings")
    n_text_ctx, n_text_state = _matrix_shape(source, "decoder/position_encodings/encodings")
    n_vocab, _ = _matrix_shape(source, "decoder/embeddings/weight")
    convolution = source.shape("encoder/conv1/weight")
    dims = ModelDims(
        n_mels=convolution[1] if len(convolution) > 1 else 0,
        n_audio_ctx=n_audio_ctx,
        n_audio_state=n_audio_state,
        n_audio_head=source.setting("encoder/num_heads") or n_audio_state // _HEAD_WIDTH,
        n_audio_layer=_n_layers(source, "encoder"),
        n_vocab=n_vocab,
        n_text_ctx=n_text_ctx,
        n_text_state=n_text_state,
        n_text_head=source.setting("decoder/num_heads") or n_text_state // _HEAD_WIDTH,
        n_text_layer=_n_layers(source, "decoder"),
    )
    check_dims(dims, source.path)
    return dims


def _matrix_shape(source: ModelBin, name: str) -> tuple[int, int]:
    shape = source.shape(name)
    if len(shape) != 2:
        raise ModelFileError(source.path, f"the tensor {name} has the shape {shape}")
    return shape[0], shape[1]


def _n_layers(source: ModelBin, side: str) -> int:
    layer = 0
    while f"{side}/layer_{layer}/ffn/linear_0/weight" in source:
        layer += 1
    return layer


def _tensor(source: ModelBin, name: str) -> Tensor:
    source_name, (part, n_parts) = _source_of(name)
    return source.tensor(source_name, part, n_parts)


def _source_of(name: str) -> tuple[str, tuple[int, int]]:
    """'decoder.blocks.1.attn.key.weight' -> ('decoder/layer_1/self_attention/…/weight', (1, 3))."""
    if name in _TOP:
        return _TOP[name], _WHOLE
    module, _, kind = name.rpartition(".")
    side, _, inner = module.partition(".")
    if not inner.startswith("blocks."):
        return f"{side}/{inner}/{kind}", _WHOLE
    _, layer, part_name = inner.split(".", 2)
    source_part, rows = _PARTS[part_name]
    if part_name.endswith("_ln"):
        kind = {"weight": "gamma", "bias": "beta"}[kind]
    return f"{side}/layer_{layer}/{source_part}/{kind}", rows


def _check_key_biases(source: ModelBin, dims: ModelDims) -> None:
    encoder = [f"encoder.blocks.{layer}.attn" for layer in range(dims.n_audio_layer)]
    decoder = [
        f"decoder.blocks.{layer}.{attention}"
        for layer in range(dims.n_text_layer)
        for attention in ("attn", "cross_attn")
    ]
    for attention in encoder + decoder:
        name, (part, n_parts) = _source_of(f"{attention}.key.bias")
        if source.tensor(name, part, n_parts).any():
            raise ModelFileError(source.path, f"the tensor {name} gives a bias to the keys")


def _check_output_projection(source: ModelBin) -> None:
    """Whisper's output projection is the token embedding; here it may be stored a second time."""
    name, embedding = "decoder/projection/weight", "decoder/embeddings/weight"
    if name not in source:
        return
    source.use(name)
    if source.is_alias(name, embedding):
        return
    if not torch.equal(source.tensor(name), source.tensor(embedding)):
        raise ModelFileError(source.path, f"the tensor {name} differs from the token embedding")
