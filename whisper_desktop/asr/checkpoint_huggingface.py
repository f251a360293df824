"""Whisper weights from a Hugging Face folder: `config.json` and safetensors or pickle files."""

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import Tensor

from whisper_desktop.asr.checkpoint_layout import (
    RawCheckpoint,
    SourceFormat,
    check_dims,
    expected_shapes,
)
from whisper_desktop.asr.checkpoint_openai import named_tensors
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.asr.weights_file import read_json_object, read_pickle, read_safetensors
from whisper_desktop.core.errors import ModelFileError

CONFIG_NAME = "config.json"
PICKLE_STEM = "pytorch_model"
WEIGHTS_NAMES = ("model.safetensors", f"{PICKLE_STEM}.bin")
INDEX_SUFFIX = ".index.json"
"""Of the file that says which shard holds which tensor."""

_SIZES = {
    "n_mels": "num_mel_bins",
    "n_audio_ctx": "max_source_positions",
    "n_audio_state": "d_model",
    "n_audio_head": "encoder_attention_heads",
    "n_audio_layer": "encoder_layers",
    "n_vocab": "vocab_size",
    "n_text_ctx": "max_target_positions",
    "n_text_state": "d_model",
    "n_text_head": "decoder_attention_heads",
    "n_text_layer": "decoder_layers",
}
_PARTS = {
    "attn.query": "self_attn.q_proj",
    "attn.key": "self_attn.k_proj",
    "attn.value": "self_attn.v_proj",
    "attn.out": "self_attn.out_proj",
    "attn_ln": "self_attn_layer_norm",
    "cross_attn.query": "encoder_attn.q_proj",
    "cross_attn.key": "encoder_attn.k_proj",
    "cross_attn.value": "encoder_attn.v_proj",
    "cross_attn.out": "encoder_attn.out_proj",
    "cross_attn_ln": "encoder_attn_layer_norm",
    "mlp.0": "fc1",
    "mlp.2": "fc2",
    "mlp_ln": "final_layer_norm",
}
"""Module of a block -> Hugging Face's name."""
_TOP = {
    "encoder.positional_embedding": "encoder.embed_positions.weight",
    "decoder.positional_embedding": "decoder.embed_positions.weight",
    "decoder.token_embedding.weight": "decoder.embed_tokens.weight",
    "encoder.ln_post.weight": "encoder.layer_norm.weight",
    "encoder.ln_post.bias": "encoder.layer_norm.bias",
    "decoder.ln.weight": "decoder.layer_norm.weight",
    "decoder.ln.bias": "decoder.layer_norm.bias",
}
_EMBEDDING = "decoder.embed_tokens.weight"
_PROJECTION = "proj_out.weight"


def read_huggingface(folder: Path) -> RawCheckpoint:
    """Read a folder with `config.json` and weights, in one file or in shards with an index.

    Raises `ModelFileError` for another kind of model, a missing or wrong shard, or a missing or
    unknown tensor.
    """
    dims = _dims(folder / CONFIG_NAME)
    tensors, weights = _tensors(folder)
    stored = {name.removeprefix("model."): tensor for name, tensor in tensors.items()}
    _drop_projection(stored, weights[0])
    state: dict[str, Tensor] = {}
    for name in expected_shapes(dims):
        source_name = _source_of(name)
        if source_name not in stored:
            raise ModelFileError(weights[0], f"the tensor model.{source_name} is missing")
        state[name] = stored.pop(source_name)
    if stored:
        raise ModelFileError(weights[0], f"the tensor {min(stored)} is unknown")
    return RawCheckpoint(dims, state, SourceFormat.HUGGING_FACE, weights, _stated_heads(folder))


def has_huggingface_weights(folder: Path) -> bool:
    """Tell whether the folder holds weights under one of Hugging Face's names."""
    names = [name + suffix for name in WEIGHTS_NAMES for suffix in ("", INDEX_SUFFIX)]
    return any((folder / name).is_file() for name in names)


def _dims(path: Path) -> ModelDims:
    config = read_json_object(path)
    kind = config.get("model_type")
    if kind != "whisper":
        raise ModelFileError(path, f"it describes a {kind or 'nameless'} model, no Whisper model")
    if config.get("activation_function", "gelu") != "gelu" or config.get("scale_embedding"):
        raise ModelFileError(path, "it describes a network that differs from Whisper's")
    sizes = {ours: config.get(theirs) for ours, theirs in _SIZES.items()}
    for ours, size in sizes.items():
        if not isinstance(size, int) or isinstance(size, bool):
            raise ModelFileError(path, f"{_SIZES[ours]} is missing or no whole number")
    dims = ModelDims(**sizes)  # type: ignore[arg-type]
    check_dims(dims, path)
    return dims


def _tensors(folder: Path) -> tuple[dict[str, Tensor], tuple[Path, ...]]:
    for name in WEIGHTS_NAMES:
        read = _read_safetensors if name.endswith(".safetensors") else _read_pickled
        if (folder / name).is_file():
            return read(folder / name), (folder / name,)
        if (folder / f"{name}{INDEX_SUFFIX}").is_file():
            return _sharded(folder / f"{name}{INDEX_SUFFIX}", read)
    raise ModelFileError(folder, "the folder holds no weights")


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    return read_safetensors(path)[0]


def _read_pickled(path: Path) -> dict[str, Tensor]:
    return named_tensors(read_pickle(path), path)


def _sharded(
    index: Path, read: Callable[[Path], dict[str, Tensor]]
) -> tuple[dict[str, Tensor], tuple[Path, ...]]:
    shard_of = read_json_object(index).get("weight_map")
    if not isinstance(shard_of, Mapping) or not shard_of:
        raise ModelFileError(index, "it does not say which shard holds which tensor")
    shards = tuple(_shard(index, name) for name in sorted(set(map(str, shard_of.values()))))
    tensors: dict[str, Tensor] = {}
    for shard in shards:
        held = read(shard)
        promised = {name for name, file in shard_of.items() if file == shard.name}
        if held.keys() != promised:
            name = min(held.keys() ^ promised)
            raise ModelFileError(shard, f"the shard and its index disagree on the tensor {name}")
        tensors |= held
    return tensors, shards


def _shard(index: Path, name: str) -> Path:
    """Return the path of a shard; the index may only name files beside itself."""
    path = index.parent / name
    if path.parent != index.parent or path.name != name:
        raise ModelFileError(index, f"it names a shard outside its folder: {name}")
    if not path.is_file():
        raise ModelFileError(path, "the shard is missing")
    return path


def _drop_projection(stored: dict[str, Tensor], path: Path) -> None:
    """Whisper's output projection is the token embedding; it may be stored as either or both."""
    projection = stored.pop(_PROJECTION, None)
    if projection is None:
        return
    embedding = stored.setdefault(_EMBEDDING, projection)
    if not torch.equal(embedding, projection):
        raise ModelFileError(path, f"the tensor {_PROJECTION} differs from the token embedding")


def _source_of(name: str) -> str:
    """'decoder.blocks.1.attn.key.weight' -> 'decoder.layers.1.self_attn.k_proj.weight'."""
    if name in _TOP:
        return _TOP[name]
    module, _, kind = name.rpartition(".")
    side, _, inner = module.partition(".")
    if not inner.startswith("blocks."):
        return name
    _, layer, part = inner.split(".", 2)
    return f"{side}.layers.{layer}.{_PARTS[part]}.{kind}"


def _stated_heads(folder: Path) -> object:
    for name in ("generation_config.json", CONFIG_NAME):
        if (folder / name).is_file():
            stated = read_json_object(folder / name).get("alignment_heads")
            if stated is not None:
                return stated
    return None
