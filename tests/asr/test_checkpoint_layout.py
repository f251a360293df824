from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from whisper_desktop.asr.checkpoint_layout import (
    RawCheckpoint,
    SourceFormat,
    check_dims,
    check_state,
    dims_from,
    expected_shapes,
)
from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.asr.model import Whisper
from whisper_desktop.core.errors import ModelFileError

PATH = Path("weights")


@pytest.mark.parametrize("name", sorted(OFFICIAL_DIMS))
def test_every_official_model_passes_its_own_checks(name: str) -> None:
    dims = OFFICIAL_DIMS[name]
    check_dims(dims, PATH)
    assert dims_from(asdict(dims), PATH) == dims


@pytest.mark.parametrize("name", ["tiny.en", "large-v3-turbo", "distil-large-v3"])
def test_the_network_has_exactly_the_expected_tensors(name: str) -> None:
    narrow = {"n_audio_state": 8, "n_text_state": 8, "n_audio_head": 2, "n_text_head": 2}
    dims = replace(OFFICIAL_DIMS[name], **narrow)
    found = {name: tuple(tensor.shape) for name, tensor in Whisper(dims).state_dict().items()}
    assert found == expected_shapes(dims)


def test_the_sizes_add_up_to_the_published_parameter_counts() -> None:
    def n_parameters(name: str) -> int:
        shapes = expected_shapes(OFFICIAL_DIMS[name])
        return sum(torch.Size(shape).numel() for shape in shapes.values())

    # Radford et al. 2022, table 1, in millions; distil-large-v3 from its model card.
    published = {"tiny": 39, "base": 74, "small": 244, "medium": 769, "large-v2": 1550}
    for name, millions in (published | {"distil-large-v3": 756}).items():
        assert n_parameters(name) / 1e6 == pytest.approx(millions, rel=0.05), name


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"n_text_layer": 0}, "n_text_layer is 0"),
        ({"n_audio_layer": 10**9}, "n_audio_layer is 1000000000"),
        ({"n_audio_head": 7}, "multiple of the number of attention heads"),
        ({"n_text_state": 512, "n_text_head": 8}, "differ in width"),
        ({"n_vocab": 50_257}, "n_vocab is 50257 and not 51864 or 51865 or 51866"),
        ({"n_mels": 40}, "n_mels is 40 and not 80 or 128"),
        ({"n_audio_ctx": 750}, "n_audio_ctx is 750 and not 1500"),
    ],
)
def test_impossible_sizes_are_refused_with_their_name(changes: dict[str, int], reason: str) -> None:
    dims = replace(OFFICIAL_DIMS["tiny"], **changes)
    with pytest.raises(ModelFileError) as caught:
        check_dims(dims, PATH)
    assert reason in caught.value.reason


@pytest.mark.parametrize("stated", [None, [], {}, {"n_mels": "80"}, {"n_mels": True}])
def test_sizes_that_are_not_whole_numbers_by_name_are_refused(stated: object) -> None:
    with pytest.raises(ModelFileError):
        dims_from(stated, PATH)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (torch.zeros(7), "the tensor decoder.ln.bias has the shape (7,) and not (8,)"),
        (torch.zeros(8, dtype=torch.int64), "holds no plain floating-point numbers"),
        (torch.tensor([1.0] * 7 + [float("nan")]), "values that are no finite numbers"),
        (torch.tensor([float("-inf")] + [1.0] * 7), "values that are no finite numbers"),
    ],
)
def test_a_wrong_tensor_is_named(small_dims: ModelDims, value: torch.Tensor, reason: str) -> None:
    state = {name: torch.zeros(shape) for name, shape in expected_shapes(small_dims).items()}
    state["decoder.ln.bias"] = value
    with pytest.raises(ModelFileError) as caught:
        check_state(RawCheckpoint(small_dims, state, SourceFormat.OPENAI, ()), PATH)
    assert "decoder.ln.bias" in caught.value.reason
    assert reason in caught.value.reason


def test_missing_and_unknown_tensors_are_named(small_dims: ModelDims) -> None:
    state = {name: torch.zeros(shape) for name, shape in expected_shapes(small_dims).items()}
    extra = state | {"decoder.lora.weight": torch.zeros(1)}
    with pytest.raises(ModelFileError, match=r"decoder\.lora\.weight is unknown"):
        check_state(RawCheckpoint(small_dims, extra, SourceFormat.OPENAI, ()), PATH)
    del state["encoder.conv1.bias"], state["encoder.conv2.bias"]
    with pytest.raises(ModelFileError, match=r"encoder\.conv1\.bias is missing \(and 1 more\)"):
        check_state(RawCheckpoint(small_dims, state, SourceFormat.OPENAI, ()), PATH)
