"""Small random Whisper weights, and writers of the formats that people have them in."""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor

from whisper_desktop.asr.checkpoint import expected_shapes
from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer, build_tokenizer

State = dict[str, Tensor]
MakeState = Callable[..., State]
WriteCheckpoint = Callable[..., Path]

_TYPE_IDS = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4, "bfloat16": 5}


TOY_WORDS = (b" the", b" cat", b" sat", b" on", b" mat", b" dog", b" ran", b" home")


@pytest.fixture(scope="session")
def toy_tokenizer() -> Tokenizer:
    """Every byte and eight words, three languages, and Whisper's special tokens."""
    pieces = [bytes([value]) for value in range(256)] + list(TOY_WORDS)
    ranks = {piece: rank for rank, piece in enumerate(pieces)}
    return build_tokenizer(ranks, ("en", "de", "ja"), is_multilingual=True)


@pytest.fixture(scope="session")
def toy_engine(toy_tokenizer: Tokenizer) -> Engine:
    """A seeded random Whisper, two layers deep, with opinions strong enough to differ."""
    sizes = {"n_audio_state": 16, "n_audio_head": 2, "n_text_state": 16, "n_text_head": 2}
    dims = replace(
        OFFICIAL_DIMS["tiny"],
        n_audio_layer=2,
        n_text_layer=2,
        n_vocab=toy_tokenizer.n_vocab,
        **sizes,
    )
    generator = torch.Generator().manual_seed(11)
    model = Whisper(dims)
    state = {
        name: torch.randn(tensor.shape, generator=generator) * 0.6
        for name, tensor in model.state_dict().items()
    }
    model.load_state_dict(state)
    model.requires_grad_(requires_grad=False)
    return Engine(model.eval(), toy_tokenizer, ((0, 1), (1, 0)))


@pytest.fixture(scope="session")
def toy_speech() -> NDArray[np.float32]:
    """Seventy seconds of seeded noise in bursts: sound enough for a network that knows none."""
    generator = np.random.default_rng(3)
    seconds = np.arange(70 * 16_000) / 16_000
    noise = generator.standard_normal(len(seconds)) * (0.1 + 0.1 * np.sin(2 * np.pi * seconds / 5))
    return noise.astype(np.float32)


@pytest.fixture
def small_dims() -> ModelDims:
    """Two encoder layers and one decoder layer, eight wide."""
    sizes = {"n_audio_state": 8, "n_audio_head": 2, "n_text_state": 8, "n_text_head": 2}
    return replace(OFFICIAL_DIMS["tiny"], n_audio_layer=2, n_text_layer=1, **sizes)


@pytest.fixture
def make_state() -> MakeState:
    """Make seeded random weights of given sizes and type."""

    def make(dims: ModelDims, dtype: torch.dtype = torch.float32) -> State:
        generator = torch.Generator().manual_seed(7)
        return {
            name: torch.randn(shape, generator=generator).to(dtype)
            for name, shape in expected_shapes(dims).items()
        }

    return make


@pytest.fixture
def write_openai() -> WriteCheckpoint:
    """Write a file as OpenAI does."""

    def write(path: Path, dims: ModelDims, state: State) -> Path:
        with path.open("wb") as file:
            torch.save({"dims": asdict(dims), "model_state_dict": state}, file)
        return path

    return write


@pytest.fixture
def write_huggingface() -> WriteCheckpoint:
    """Write a folder as transformers' save_pretrained does, in `n_shards` files."""

    def write(
        folder: Path, dims: ModelDims, state: State, *, n_shards: int = 1, pickled: bool = False
    ) -> Path:
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps(_huggingface_config(dims)), encoding="utf-8")
        named = {_huggingface_name(name): tensor for name, tensor in state.items()}
        if pickled:
            with (folder / "pytorch_model.bin").open("wb") as file:
                torch.save(named, file)
        elif n_shards == 1:
            save_file(named, folder / "model.safetensors", {"format": "pt"})
        else:
            _write_shards(folder, named, n_shards)
        return folder

    return write


def _write_shards(folder: Path, named: State, n_shards: int) -> None:
    weight_map: dict[str, str] = {}
    for shard in range(n_shards):
        file_name = f"model-{shard + 1:05d}-of-{n_shards:05d}.safetensors"
        names = sorted(named)[shard::n_shards]
        save_file({name: named[name] for name in names}, folder / file_name, {"format": "pt"})
        weight_map |= dict.fromkeys(names, file_name)
    index = {"metadata": {}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")


def _huggingface_config(dims: ModelDims) -> dict[str, object]:
    return {
        "model_type": "whisper",
        "architectures": ["WhisperForConditionalGeneration"],
        "activation_function": "gelu",
        "scale_embedding": False,
        "num_mel_bins": dims.n_mels,
        "max_source_positions": dims.n_audio_ctx,
        "max_target_positions": dims.n_text_ctx,
        "d_model": dims.n_audio_state,
        "encoder_attention_heads": dims.n_audio_head,
        "decoder_attention_heads": dims.n_text_head,
        "encoder_layers": dims.n_audio_layer,
        "decoder_layers": dims.n_text_layer,
        "vocab_size": dims.n_vocab,
    }


def _huggingface_name(name: str) -> str:
    """Rename by replacement, in the order of the list: not the way the reader goes."""
    replacements = [
        ("cross_attn_ln", "encoder_attn_layer_norm"),
        ("attn_ln", "self_attn_layer_norm"),
        ("cross_attn.", "encoder_attn."),
        (".attn.", ".self_attn."),
        (".query.", ".q_proj."),
        (".key.", ".k_proj."),
        (".value.", ".v_proj."),
        (".out.", ".out_proj."),
        ("mlp_ln", "final_layer_norm"),
        ("mlp.0", "fc1"),
        ("mlp.2", "fc2"),
        ("ln_post", "layer_norm"),
        ("decoder.ln.", "decoder.layer_norm."),
        ("token_embedding", "embed_tokens"),
        ("positional_embedding", "embed_positions.weight"),
        (".blocks.", ".layers."),
    ]
    for ours, theirs in replacements:
        name = name.replace(ours, theirs)
    return f"model.{name}"


@pytest.fixture
def write_ctranslate2() -> WriteCheckpoint:
    """Write a folder as CTranslate2's converter does."""

    def write(
        folder: Path, dims: ModelDims, state: State, *, stored: str = "float32", **extra: Tensor
    ) -> Path:
        folder.mkdir(exist_ok=True)
        variables = _ctranslate2_variables(dims, state) | extra
        encoded: dict[str, tuple[str, NDArray[np.generic]]] = {}
        for name, tensor in variables.items():
            encoded |= _encoded(name, tensor.float(), stored)
        for side, heads in (("encoder", dims.n_audio_head), ("decoder", dims.n_text_head)):
            encoded[f"{side}/num_heads"] = ("int16", np.array(heads, np.int16))
        encoded["decoder/activation"] = ("int8", np.array(3, np.int8))
        encoded["decoder/scale_embeddings"] = ("int8", np.array(0, np.int8))
        projection = "decoder/projection/weight"
        aliases = {} if projection in extra else {projection: "decoder/embeddings/weight"}
        (folder / "model.bin").write_bytes(model_bin("WhisperSpec", encoded, aliases))
        (folder / "config.json").write_text(json.dumps({"lang_ids": [50259]}), encoding="utf-8")
        return folder

    return write


def _encoded(name: str, tensor: Tensor, stored: str) -> dict[str, tuple[str, NDArray[np.generic]]]:
    values = tensor.numpy()
    is_matrix = name.endswith("/weight") and "layer_norm" not in name
    if stored.startswith("int") and not is_matrix:
        return {name: ("float32", values)}
    if stored == "int8":
        scale = 127 / np.abs(values).reshape(len(values), -1).max(axis=1)
        rows = scale.reshape(-1, *[1] * (values.ndim - 1))
        whole = np.rint(values * rows).astype(np.int8)
        return {name: ("int8", whole), f"{name}_scale": ("float32", scale.astype(np.float32))}
    if stored == "int16":
        factor = np.float32(2**10 / np.abs(values).max())
        whole16 = np.rint(values * factor).astype(np.int16)
        return {name: ("int16", whole16), f"{name}_scale": ("float32", np.array(factor))}
    if stored == "bfloat16":
        return {name: ("bfloat16", tensor.to(torch.bfloat16).view(torch.int16).numpy())}
    return {name: (stored, values.astype(stored))}


def model_bin(
    specification: str,
    variables: dict[str, tuple[str, NDArray[np.generic]]],
    aliases: dict[str, str],
) -> bytes:
    """Lay variables out as CTranslate2 does."""
    parts = [struct.pack("<I", 6), _text(specification), struct.pack("<II", 3, len(variables))]
    for name, (dtype, values) in sorted(variables.items()):
        data = values.tobytes()
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        parts += [_text(name), shape, struct.pack("<BI", _TYPE_IDS[dtype], len(data)), data]
    parts.append(struct.pack("<I", len(aliases)))
    parts += [_text(alias) + _text(name) for alias, name in aliases.items()]
    return b"".join(parts)


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _ctranslate2_variables(dims: ModelDims, state: State) -> State:
    variables = {
        "encoder/position_encodings/encodings": state["encoder.positional_embedding"],
        "decoder/position_encodings/encodings": state["decoder.positional_embedding"],
        "decoder/embeddings/weight": state["decoder.token_embedding.weight"],
    }
    for convolution in ("conv1", "conv2"):
        for kind in ("weight", "bias"):
            name = f"encoder/{convolution}/{kind}"
            variables[name] = state[f"encoder.{convolution}.{kind}"]
    variables |= _norm("encoder/layer_norm", state, "encoder.ln_post")
    variables |= _norm("decoder/layer_norm", state, "decoder.ln")
    for layer in range(dims.n_audio_layer):
        variables |= _block(f"encoder/layer_{layer}", state, f"encoder.blocks.{layer}")
    for layer in range(dims.n_text_layer):
        block, ours = f"decoder/layer_{layer}", f"decoder.blocks.{layer}"
        variables |= _block(block, state, ours)
        variables |= _fused(f"{block}/attention/linear_0", state, f"{ours}.cross_attn", ["query"])
        both = ["key", "value"]
        variables |= _fused(f"{block}/attention/linear_1", state, f"{ours}.cross_attn", both)
        variables |= _fused(f"{block}/attention/linear_2", state, f"{ours}.cross_attn", ["out"])
        variables |= _norm(f"{block}/attention/layer_norm", state, f"{ours}.cross_attn_ln")
    return variables


def _block(block: str, state: State, ours: str) -> State:
    fused = ["query", "key", "value"]
    return {
        **_fused(f"{block}/self_attention/linear_0", state, f"{ours}.attn", fused),
        **_fused(f"{block}/self_attention/linear_1", state, f"{ours}.attn", ["out"]),
        **_fused(f"{block}/ffn/linear_0", state, f"{ours}.mlp", ["0"]),
        **_fused(f"{block}/ffn/linear_1", state, f"{ours}.mlp", ["2"]),
        **_norm(f"{block}/self_attention/layer_norm", state, f"{ours}.attn_ln"),
        **_norm(f"{block}/ffn/layer_norm", state, f"{ours}.mlp_ln"),
    }


def _fused(name: str, state: State, ours: str, parts: list[str]) -> State:
    weights = [state[f"{ours}.{part}.weight"] for part in parts]
    biases = [
        state.get(f"{ours}.{part}.bias", torch.zeros(weight.shape[0]))
        for part, weight in zip(parts, weights, strict=True)
    ]
    return {f"{name}/weight": torch.cat(weights), f"{name}/bias": torch.cat(biases)}


def _norm(name: str, state: State, ours: str) -> State:
    return {f"{name}/gamma": state[f"{ours}.weight"], f"{name}/beta": state[f"{ours}.bias"]}
