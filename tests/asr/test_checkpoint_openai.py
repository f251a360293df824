from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from whisper_desktop.asr.checkpoint import load_checkpoint
from whisper_desktop.asr.checkpoint_openai import read_openai
from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.core.errors import ModelFileError

MakeState = Callable[..., dict[str, Tensor]]
Write = Callable[..., Path]


def save_torch(path: Path, value: object) -> Path:
    with path.open("wb") as file:
        torch.save(value, file)
    return path


@pytest.mark.parametrize(
    "content",
    [
        {"some.weight": torch.zeros(2)},
        torch.zeros(2),
        {"model_state_dict": {}},
        {"dims": None, "model_state_dict": {}},
        {"dims": asdict(OFFICIAL_DIMS["tiny"]), "model_state_dict": [torch.zeros(1)]},
        {"dims": asdict(OFFICIAL_DIMS["tiny"]), "model_state_dict": {"a": 1}},
        {"dims": asdict(OFFICIAL_DIMS["tiny"]), "model_state_dict": {1: torch.zeros(1)}},
    ],
)
def test_a_torch_file_that_holds_something_else_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(ModelFileError):
        read_openai(save_torch(tmp_path / "other.pt", content))


def test_sizes_that_do_not_fit_the_tensors_name_a_tensor(
    tmp_path: Path, small_dims: ModelDims, make_state: MakeState, write_openai: Write
) -> None:
    stated = replace(small_dims, n_mels=128)
    path = write_openai(tmp_path / "model.pt", stated, make_state(small_dims))
    with pytest.raises(ModelFileError, match=r"encoder\.conv1\.weight has the shape \(8, 80, 3\)"):
        load_checkpoint(path)


def test_parameters_and_strided_tensors_are_read(
    tmp_path: Path, small_dims: ModelDims, make_state: MakeState, write_openai: Write
) -> None:
    state = make_state(small_dims)
    odd = dict(state)
    odd["decoder.ln.weight"] = nn.Parameter(state["decoder.ln.weight"])
    odd["encoder.blocks.0.attn.out.weight"] = state["encoder.blocks.0.attn.out.weight"].T.T
    odd["encoder.conv1.weight"] = state["encoder.conv1.weight"].permute(2, 1, 0).contiguous()
    odd["encoder.conv1.weight"] = odd["encoder.conv1.weight"].permute(2, 1, 0)
    loaded = load_checkpoint(write_openai(tmp_path / "model.pt", small_dims, odd))
    assert all(torch.equal(loaded.state[name], tensor) for name, tensor in state.items())
    assert not any(tensor.requires_grad for tensor in loaded.state.values())
