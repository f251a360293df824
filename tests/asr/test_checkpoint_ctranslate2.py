import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from whisper_desktop.asr.checkpoint import Checkpoint, load_checkpoint
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.core.errors import ModelFileError

MakeState = Callable[..., dict[str, Tensor]]
Write = Callable[..., Path]
Load = Callable[..., Checkpoint]


@pytest.fixture
def state(small_dims: ModelDims, make_state: MakeState) -> dict[str, Tensor]:
    return make_state(small_dims)


@pytest.fixture
def load(
    tmp_path: Path, small_dims: ModelDims, state: dict[str, Tensor], write_ctranslate2: Write
) -> Load:
    """Write the small model as asked for, and load it."""
    return lambda **how: load_checkpoint(
        write_ctranslate2(tmp_path / "folder", small_dims, state, **how)
    )


def load_error(load: Load, **how: Tensor) -> str:
    with pytest.raises(ModelFileError) as caught:
        load(**how)
    return caught.value.reason


@pytest.mark.parametrize("stored", ["float16", "bfloat16"])
def test_half_precision_is_read_as_it_is_stored(
    load: Load, state: dict[str, Tensor], stored: str
) -> None:
    loaded = load(stored=stored)
    dtype = getattr(torch, stored)
    assert all(torch.equal(loaded.state[name], state[name].to(dtype)) for name in state)


@pytest.mark.parametrize(("stored", "largest"), [("int8", 127), ("int16", 2**10)])
def test_whole_numbers_are_read_within_half_a_step(
    load: Load, state: dict[str, Tensor], stored: str, largest: int
) -> None:
    loaded = load(stored=stored)
    assert any(not torch.equal(loaded.state[name], state[name]) for name in state)
    for name, wanted in state.items():
        found = loaded.state[name]
        assert found.dtype == torch.float32
        if stored == "int8":
            extremes = wanted.abs().reshape(len(wanted), -1).amax(1)
        else:
            # One scale serves the whole of a fused matrix, so bound by the largest in the model.
            extremes = torch.stack([tensor.abs().max() for tensor in state.values()]).max()
        half_step = extremes.reshape(-1, *[1] * (wanted.ndim - 1)) / largest / 2
        assert ((found - wanted).abs() <= half_step * 1.0001).all(), name


def test_int8_weights_without_their_scale_are_refused(load: Load, tmp_path: Path) -> None:
    load(stored="int8")
    path = tmp_path / "folder" / "model.bin"
    name = b"decoder/embeddings/weight_scale"
    path.write_bytes(path.read_bytes().replace(name, name[:-1] + b"X"))
    with pytest.raises(ModelFileError, match="embeddings/weight_scale is missing"):
        load_checkpoint(path)


def test_any_name_of_the_weights_file_is_read(load: Load, tmp_path: Path) -> None:
    wanted = load().state
    renamed = (tmp_path / "folder" / "model.bin").rename(tmp_path / "my model")
    loaded = load_checkpoint(renamed)
    assert loaded.weights == (renamed,)
    assert all(torch.equal(loaded.state[name], tensor) for name, tensor in wanted.items())


def test_stated_alignment_heads_are_used(load: Load, tmp_path: Path) -> None:
    load()
    config = tmp_path / "folder" / "config.json"
    config.write_text(json.dumps({"alignment_heads": [[0, 1]]}), encoding="utf-8")
    assert load_checkpoint(tmp_path / "folder").alignment_heads == ((0, 1),)
    config.unlink()
    assert load_checkpoint(tmp_path / "folder").alignment_heads == ((0, 0), (0, 1))


@pytest.mark.parametrize(
    "name",
    [
        "encoder/layer_1/self_attention/linear_0/bias",
        "decoder/layer_0/self_attention/linear_0/bias",
    ],
)
def test_a_key_bias_in_self_attention_is_refused(load: Load, name: str) -> None:
    bias = torch.zeros(24)
    bias[8:16] = 0.01
    assert load_error(load, **{name: bias}) == f"the tensor {name} gives a bias to the keys"


def test_a_key_bias_in_cross_attention_is_refused(load: Load) -> None:
    name = "decoder/layer_0/attention/linear_1/bias"
    bias = torch.zeros(16)
    bias[0] = 0.01
    assert "gives a bias to the keys" in load_error(load, **{name: bias})


def test_an_output_matrix_stored_twice_must_equal_the_embedding(
    load: Load, state: dict[str, Tensor]
) -> None:
    name, embedding = "decoder/projection/weight", state["decoder.token_embedding.weight"]
    loaded = load(**{name: embedding})
    assert torch.equal(loaded.state["decoder.token_embedding.weight"], embedding)
    reason = f"the tensor {name} differs from the token embedding"
    assert load_error(load, **{name: embedding + 1}) == reason


def test_an_unknown_tensor_is_named(load: Load) -> None:
    name = "decoder/layer_0/adapter/weight"
    assert load_error(load, **{name: torch.ones(2, 2)}) == f"the tensor {name} is unknown"


def test_a_missing_tensor_is_named_as_in_the_file(
    small_dims: ModelDims, state: dict[str, Tensor], tmp_path: Path, write_ctranslate2: Write
) -> None:
    folder = write_ctranslate2(tmp_path / "folder", small_dims, state)
    content = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(content.replace(b"decoder/layer_norm/beta", b"x" * 23))
    with pytest.raises(ModelFileError, match="the tensor decoder/layer_norm/beta is missing"):
        load_checkpoint(folder)


def test_a_wrong_shape_is_named(load: Load) -> None:
    wrong = {"encoder/layer_0/ffn/linear_0/weight": torch.ones(31, 8)}
    assert "encoder.blocks.0.mlp.0.weight has the shape (31, 8)" in load_error(load, **wrong)


def test_an_embedding_without_a_width_is_refused(load: Load) -> None:
    wrong = {"encoder/position_encodings/encodings": torch.ones(1500)}
    assert "encodings has the shape (1500,)" in load_error(load, **wrong)


def test_heads_that_are_not_stated_are_64_wide(
    small_dims: ModelDims, make_state: MakeState, tmp_path: Path, write_ctranslate2: Write
) -> None:
    # Files from before revision 3 of the specification.
    sizes = {"n_audio_state": 128, "n_text_state": 128, "n_audio_layer": 1}
    dims = replace(small_dims, **sizes)
    folder = write_ctranslate2(tmp_path / "folder", dims, make_state(dims))
    content = (folder / "model.bin").read_bytes()
    for side in (b"encoder", b"decoder"):
        content = content.replace(side + b"/num_heads", side + b"/num_xxxxx")
    (folder / "model.bin").write_bytes(content)
    assert load_checkpoint(folder).dims == dims


def test_another_activation_is_refused(load: Load, tmp_path: Path) -> None:
    load()
    path = tmp_path / "folder" / "model.bin"
    stored = b"decoder/activation\0\x00\x01\x01\x00\x00\x00"
    assert path.read_bytes().count(stored) == 1
    path.write_bytes(path.read_bytes().replace(stored + b"\x03", stored + b"\x00"))
    with pytest.raises(ModelFileError, match="decoder/activation is 0 and not 3"):
        load_checkpoint(path)


def test_another_kind_of_model_is_refused(load: Load, tmp_path: Path) -> None:
    load()
    path = tmp_path / "folder" / "model.bin"
    path.write_bytes(path.read_bytes().replace(b"WhisperSpec", b"WhisprrSpec"))
    with pytest.raises(ModelFileError, match="it is a CTranslate2 WhisprrSpec"):
        load_checkpoint(path)
