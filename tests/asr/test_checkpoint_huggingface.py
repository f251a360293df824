import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from whisper_desktop.asr.checkpoint import load_checkpoint
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.core.errors import ModelFileError

MakeState = Callable[..., dict[str, Tensor]]
Write = Callable[..., Path]
WriteSmall = Callable[..., Path]


@pytest.fixture
def state(small_dims: ModelDims, make_state: MakeState) -> dict[str, Tensor]:
    return make_state(small_dims)


@pytest.fixture
def write(
    tmp_path: Path, small_dims: ModelDims, state: dict[str, Tensor], write_huggingface: Write
) -> WriteSmall:
    """Write the small model, in ways given by name."""
    return lambda **how: write_huggingface(tmp_path / "folder", small_dims, state, **how)


def load_error(path: Path) -> str:
    with pytest.raises(ModelFileError) as caught:
        load_checkpoint(path)
    return caught.value.reason


def change_json(path: Path, **changes: Any) -> None:
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(content | changes), encoding="utf-8")


def change_tensors(path: Path, change: Callable[[dict[str, Tensor]], None]) -> None:
    tensors = {name: tensor.clone() for name, tensor in load_file(path).items()}
    change(tensors)
    save_file(tensors, path)


@pytest.mark.parametrize("how", [{"n_shards": 3}, {"pickled": True}])
def test_shards_and_pickles_hold_the_same(
    write: WriteSmall, state: dict[str, Tensor], how: dict[str, Any]
) -> None:
    loaded = load_checkpoint(write(**how))
    assert all(torch.equal(loaded.state[name], tensor) for name, tensor in state.items())
    assert len(loaded.weights) == how.get("n_shards", 1)
    assert len(loaded.sha256()) == 64


@pytest.mark.parametrize(
    ("how", "name"),
    [
        ({}, "model.safetensors"),
        ({"n_shards": 2}, "model-00001-of-00002.safetensors"),
        ({"pickled": True}, "pytorch_model.bin"),
    ],
)
def test_any_weights_file_of_the_folder_stands_for_the_folder(
    write: WriteSmall, state: dict[str, Tensor], how: dict[str, Any], name: str
) -> None:
    loaded = load_checkpoint(write(**how) / name)
    assert all(torch.equal(loaded.state[name], tensor) for name, tensor in state.items())


@pytest.mark.parametrize("keeps_embedding", [True, False])
def test_a_stored_output_projection_is_the_embedding(
    write: WriteSmall, state: dict[str, Tensor], keeps_embedding: bool
) -> None:
    folder = write()

    def tie(tensors: dict[str, Tensor]) -> None:
        tensors["proj_out.weight"] = tensors["model.decoder.embed_tokens.weight"].clone()
        if not keeps_embedding:
            del tensors["model.decoder.embed_tokens.weight"]

    change_tensors(folder / "model.safetensors", tie)
    name = "decoder.token_embedding.weight"
    assert torch.equal(load_checkpoint(folder).state[name], state[name])


def test_an_output_projection_of_its_own_is_refused(write: WriteSmall) -> None:
    folder = write()

    def untie(tensors: dict[str, Tensor]) -> None:
        tensors["proj_out.weight"] = tensors["model.decoder.embed_tokens.weight"] + 1

    change_tensors(folder / "model.safetensors", untie)
    assert load_error(folder) == "the tensor proj_out.weight differs from the token embedding"


def test_names_without_the_model_prefix_are_read(
    write: WriteSmall, state: dict[str, Tensor]
) -> None:
    folder = write()

    def shorten(tensors: dict[str, Tensor]) -> None:
        for name in list(tensors):
            tensors[name.removeprefix("model.")] = tensors.pop(name)

    change_tensors(folder / "model.safetensors", shorten)
    loaded = load_checkpoint(folder)
    assert all(torch.equal(loaded.state[name], tensor) for name, tensor in state.items())


def test_stated_alignment_heads_are_used(write: WriteSmall) -> None:
    folder = write()
    change_json(folder / "config.json", alignment_heads=[[0, 0]])
    assert load_checkpoint(folder).alignment_heads == ((0, 0),)
    change_json(folder / "generation_config.json", alignment_heads=[[0, 1]])
    assert load_checkpoint(folder).alignment_heads == ((0, 1),)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": "wav2vec2"}, "it describes a wav2vec2 model, no Whisper model"),
        ({"model_type": None}, "it describes a nameless model, no Whisper model"),
        ({"d_model": "8"}, "d_model is missing or no whole number"),
        ({"vocab_size": 1000}, "the size n_vocab is 1000"),
        ({"activation_function": "relu"}, "a network that differs from Whisper's"),
        ({"scale_embedding": True}, "a network that differs from Whisper's"),
        ({"encoder_layers": 3}, "the tensor model.encoder.layers.2.self_attn.q_proj.weight"),
        ({"decoder_layers": 0}, "the size n_text_layer is 0"),
        ({"num_mel_bins": 128}, "encoder.conv1.weight has the shape (8, 80, 3)"),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused(
    write: WriteSmall, changes: dict[str, object], reason: str
) -> None:
    folder = write()
    change_json(folder / "config.json", **changes)
    assert reason in load_error(folder)


def test_a_missing_and_an_unknown_tensor_are_named(write: WriteSmall) -> None:
    folder = write()
    change_tensors(folder / "model.safetensors", lambda tensors: tensors.update(a=torch.zeros(1)))
    assert load_error(folder) == "the tensor a is unknown"

    def remove(tensors: dict[str, Tensor]) -> None:
        del tensors["model.decoder.layers.0.fc1.bias"]

    change_tensors(folder / "model.safetensors", remove)
    assert load_error(folder) == "the tensor model.decoder.layers.0.fc1.bias is missing"


def test_a_key_bias_is_refused(write: WriteSmall) -> None:
    folder = write()
    name = "model.encoder.layers.0.self_attn.k_proj.bias"
    change_tensors(
        folder / "model.safetensors", lambda tensors: tensors.update({name: torch.zeros(8)})
    )
    assert "k_proj.bias is unknown" in load_error(folder)


def test_a_folder_without_weights_or_configuration_is_refused(write: WriteSmall) -> None:
    folder = write()
    (folder / "config.json").unlink()
    assert "does not say which model" in load_error(folder)
    (folder / "model.safetensors").unlink()
    assert load_error(folder) == "the folder holds no weights"


def test_a_missing_shard_is_named(write: WriteSmall) -> None:
    folder = write(n_shards=3)
    missing = folder / "model-00002-of-00003.safetensors"
    missing.unlink()
    with pytest.raises(ModelFileError, match="the shard is missing") as caught:
        load_checkpoint(folder)
    assert caught.value.path == missing


@pytest.mark.parametrize(
    ("weight_map", "reason"),
    [
        (None, "does not say which shard"),
        ({}, "does not say which shard"),
        ([], "does not say which shard"),
        ({"a": "../model.safetensors"}, "a shard outside its folder"),
        ({"a": "/etc/passwd"}, "a shard outside its folder"),
        ({"a": ".."}, "the shard is missing"),
        ({"a": ""}, "a shard outside its folder"),
        ({"a": 7}, "the shard is missing"),
        ({"a": "model-00001-of-00002.safetensors"}, "disagree on the tensor a"),
    ],
)
def test_a_wrong_index_is_refused(write: WriteSmall, weight_map: object, reason: str) -> None:
    folder = write(n_shards=2)
    change_json(folder / "model.safetensors.index.json", weight_map=weight_map)
    assert reason in load_error(folder)


def test_a_shard_cut_short_is_named(write: WriteSmall) -> None:
    folder = write(n_shards=2)
    shard = folder / "model-00002-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-8])
    with pytest.raises(ModelFileError, match="the file is cut short") as caught:
        load_checkpoint(folder)
    assert caught.value.path == shard
