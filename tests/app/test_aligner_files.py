import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file as load_arrays
from safetensors.torch import load_file, save_file

from whisper_desktop.app.aligner_files import load_aligner, read_aligner
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, ModelFileError

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "wav2vec2-large", tmp_path / "large"))


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def change(path: Path, **other: object) -> None:
    write(path, json.loads(path.read_text(encoding="utf-8")) | other)


@pytest.mark.parametrize("kind", ["base", "large"])
def test_a_model_hears_what_the_reference_hears(kind: str) -> None:
    source = DATA / f"wav2vec2-{kind}"
    aligner = load_aligner(source, ("en",))
    held = load_arrays(source / "expected.safetensors")
    heard = aligner.emissions(held["samples"].astype(np.float32))
    np.testing.assert_allclose(heard, held["log_probs"], atol=1e-5)
    assert aligner.languages == ("en",)


def test_weights_in_a_pickle_are_the_same(folder: Path) -> None:
    state = load_file(folder / "model.safetensors")
    torch.save(state, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    read = read_aligner(folder)
    assert read.weights == folder / "pytorch_model.bin"
    whole = read_aligner(DATA / "wav2vec2-large")
    assert all(torch.equal(whole.state[name], tensor) for name, tensor in read.state.items())


def test_a_weights_file_stands_for_its_folder(folder: Path) -> None:
    assert read_aligner(folder / "model.safetensors").weights == folder / "model.safetensors"


class _Code:
    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("run",)


def test_code_in_a_pickle_is_not_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torch.save({"lm_head.bias": _Code()}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelFileError, match="contains code"):
        read_aligner(folder)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "tensor", "reason"),
    [
        ("lm_head.bias", None, "the tensor lm_head.bias is missing"),
        ("lm_head.extra", torch.zeros(1), "the tensor lm_head.extra is unknown"),
        ("lm_head.bias", torch.zeros(3), r"has the shape \(3,\) and not \(12,\)"),
        ("wav2vec2.masked_spec_embed", torch.zeros(9), r"has the shape \(9,\) and not \(8,\)"),
        ("lm_head.bias", torch.full((12,), torch.nan), "no finite numbers"),
        ("lm_head.bias", torch.zeros(12, dtype=torch.int64), "no plain floating-point"),
    ],
)
def test_every_tensor_is_checked(
    folder: Path, name: str, tensor: torch.Tensor | None, reason: str
) -> None:
    state = load_file(folder / "model.safetensors")
    if tensor is None:
        del state[name]
    else:
        state[name] = tensor
    save_file(state, folder / "model.safetensors")
    with pytest.raises(ModelFileError, match=reason):
        read_aligner(folder)


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("config.json", {"model_type": "whisper"}, "no wav2vec 2.0 model"),
        ("vocab.json", {"<pad>": 0, "E": 12}, "its entry 'E' is no label"),
        ("vocab.json", {"deu": {"e": 1}}, "its entry 'deu' is no label"),
        ("vocab.json", {"<pad>": 0, "|": 1}, "it holds no letters"),
        ("preprocessor_config.json", {"sampling_rate": 8_000}, "its sampling_rate is not 16000"),
    ],
)
def test_what_describes_the_model_is_checked(
    folder: Path, file: str, content: object, reason: str
) -> None:
    write(folder / file, content)
    with pytest.raises(ModelFileError, match=reason) as caught:
        read_aligner(folder)
    assert caught.value.path == folder / file


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "model.safetensors"])
def test_what_is_missing_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelFileError):
        read_aligner(folder)


def test_marks_that_the_network_does_not_have_are_left_out(folder: Path) -> None:
    change(folder / "vocab.json", **{"<s>": 12, "</s>": 13})
    assert read_aligner(folder).vocabulary.keys() & {"<s>", "</s>", "E"} == {"E"}


def test_sound_is_normalised_unless_the_model_says_otherwise(folder: Path) -> None:
    assert read_aligner(folder).is_normalised
    change(folder / "preprocessor_config.json", do_normalize=False)
    assert not read_aligner(folder).is_normalised
    (folder / "preprocessor_config.json").unlink()
    assert read_aligner(folder).is_normalised


def test_it_can_be_stopped(folder: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_aligner(folder, cancel)
