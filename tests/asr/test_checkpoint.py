from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from whisper_desktop.asr.alignment_heads import OFFICIAL_HEADS, default_heads
from whisper_desktop.asr.checkpoint import (
    Checkpoint,
    SourceFormat,
    load_checkpoint,
    save_checkpoint,
)
from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, ModelFileError, OutputUnwritableError

MakeState = Callable[..., dict[str, Tensor]]
Write = Callable[..., Path]


def assert_same(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    """Names, types and every bit are the same."""
    assert found.keys() == wanted.keys()
    for name, tensor in wanted.items():
        assert found[name].dtype == tensor.dtype, name
        assert torch.equal(found[name], tensor), name


def load_error(path: Path) -> str:
    """Return the reason why this cannot be loaded."""
    with pytest.raises(ModelFileError) as caught:
        load_checkpoint(path)
    return caught.value.reason


@pytest.fixture
def writers(
    write_openai: Write, write_huggingface: Write, write_ctranslate2: Write
) -> dict[SourceFormat, Write]:
    return {
        SourceFormat.OPENAI: write_openai,
        SourceFormat.HUGGING_FACE: write_huggingface,
        SourceFormat.CTRANSLATE2: write_ctranslate2,
    }


@pytest.mark.parametrize("source", ["openai", "hugging-face", "ctranslate2"])
@pytest.mark.parametrize("model", ["tiny", "tiny.en", "large-v3", "distil-large-v3"])
def test_every_format_gives_back_the_weights_that_were_written(
    tmp_path: Path,
    make_state: MakeState,
    writers: dict[SourceFormat, Write],
    source: str,
    model: str,
) -> None:
    official = OFFICIAL_DIMS[model]
    dims = replace(
        official,
        n_audio_state=8,
        n_text_state=8,
        n_audio_head=2,
        n_text_head=2,
        n_audio_layer=min(official.n_audio_layer, 3),
        n_text_layer=min(official.n_text_layer, 2),
    )
    state = make_state(dims)
    path = writers[SourceFormat(source)](tmp_path / "model", dims, state)
    loaded = load_checkpoint(path)
    assert loaded.dims == dims
    assert loaded.source_format == source
    assert loaded.path == path
    assert loaded.alignment_heads == default_heads(dims)
    assert len(loaded.sha256()) == 64
    assert_same(loaded.state, state)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("source", ["openai", "hugging-face"])
def test_weights_keep_the_type_they_are_stored_in(
    tmp_path: Path,
    small_dims: ModelDims,
    make_state: MakeState,
    writers: dict[SourceFormat, Write],
    source: str,
    dtype: torch.dtype,
) -> None:
    state = make_state(small_dims, dtype)
    path = writers[SourceFormat(source)](tmp_path / "model", small_dims, state)
    assert_same(load_checkpoint(path).state, state)


@pytest.mark.parametrize("source", ["openai", "hugging-face", "ctranslate2"])
def test_saving_and_loading_changes_nothing(
    tmp_path: Path,
    small_dims: ModelDims,
    make_state: MakeState,
    writers: dict[SourceFormat, Write],
    source: str,
) -> None:
    write = writers[SourceFormat(source)]
    loaded = load_checkpoint(write(tmp_path / "model", small_dims, make_state(small_dims)))
    loaded = replace(loaded, alignment_heads=((0, 1),))
    path = tmp_path / "schöne Gewichte.safetensors"
    save_checkpoint(loaded, path)
    again = load_checkpoint(path)
    assert_same(again.state, loaded.state)
    assert (again.dims, again.alignment_heads) == (loaded.dims, loaded.alignment_heads)
    assert again.source_format == SourceFormat.WHISPER_DESKTOP
    assert {file.name for file in tmp_path.iterdir()} == {"model", path.name}


@pytest.fixture
def checkpoint(small_dims: ModelDims, make_state: MakeState) -> Checkpoint:
    state = make_state(small_dims)
    return Checkpoint(small_dims, state, ((0, 0),), SourceFormat.OPENAI, Path("a.pt"), ())


def test_a_checkpoint_can_be_saved_over_the_file_it_was_loaded_from(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    path = tmp_path / "own.safetensors"
    save_checkpoint(checkpoint, path)
    save_checkpoint(load_checkpoint(path), path)
    assert_same(load_checkpoint(path).state, checkpoint.state)


def test_a_folder_with_one_weights_file_stands_for_that_file(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    save_checkpoint(checkpoint, tmp_path / "model.safetensors")
    assert_same(load_checkpoint(tmp_path).state, checkpoint.state)
    save_checkpoint(checkpoint, tmp_path / "other.safetensors")
    assert load_error(tmp_path) == "the folder holds several weights files"


def test_saving_into_nowhere_leaves_nothing_and_says_so(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    with pytest.raises(OutputUnwritableError):
        save_checkpoint(checkpoint, tmp_path / "none" / "own.safetensors")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputUnwritableError):
        save_checkpoint(checkpoint, tmp_path / "folder")
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


def test_loading_and_checking_stop_when_cancelled(
    tmp_path: Path, checkpoint: Checkpoint, write_ctranslate2: Write
) -> None:
    token = CancelToken()
    token.cancel()
    save_checkpoint(checkpoint, tmp_path / "own.safetensors")
    with pytest.raises(Cancelled):
        load_checkpoint(tmp_path / "own.safetensors", cancel=token)
    folder = write_ctranslate2(tmp_path / "folder", checkpoint.dims, checkpoint.state)
    with pytest.raises(Cancelled):
        load_checkpoint(folder, cancel=token)


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    assert "No such file" in load_error(tmp_path / "none")
    assert load_error(tmp_path) == "the folder holds no weights"


@pytest.mark.parametrize("content", [b"hello", b"RIFF\x00\x00\x00\x00WAVE", b"\x00" * 100, b"\xff"])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(content)
    assert load_error(path) == "it is no weights file of a known kind"


def test_safetensors_of_another_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bert.safetensors"
    save_file({"bert.embeddings.weight": torch.zeros(2, 2)}, path)
    assert load_error(path).startswith("it does not say which model its weights are for")


@pytest.mark.parametrize("described", ["{", "[]", '{"n_mels": 80}', "[" * 100_000])
def test_our_own_file_with_a_damaged_description_is_refused(tmp_path: Path, described: str) -> None:
    path = tmp_path / "own.safetensors"
    save_file({"a": torch.zeros(1)}, path, {"whisper_dims": described})
    load_error(path)


def test_our_own_file_without_a_tensor_is_refused(tmp_path: Path, checkpoint: Checkpoint) -> None:
    state = dict(checkpoint.state)
    del state["decoder.ln.weight"]
    path = tmp_path / "own.safetensors"
    save_checkpoint(replace(checkpoint, state=state), path)
    assert load_error(path) == "the tensor decoder.ln.weight is missing"
    assert "decoder.ln.weight" not in load_file(path)


@pytest.mark.real_model
def test_the_real_base_model_is_whole(base_model: Path, tmp_path: Path) -> None:
    loaded = load_checkpoint(base_model)
    assert loaded.dims == OFFICIAL_DIMS["base"]
    assert loaded.alignment_heads == OFFICIAL_HEADS["base"]
    save_checkpoint(loaded, tmp_path / "base.safetensors")
    assert_same(load_checkpoint(tmp_path / "base.safetensors").state, loaded.state)


@pytest.mark.real_model
def test_the_real_english_model_is_whole(tiny_en_model: Path) -> None:
    loaded = load_checkpoint(tiny_en_model)
    assert loaded.dims == OFFICIAL_DIMS["tiny.en"]
    assert loaded.alignment_heads == OFFICIAL_HEADS["tiny.en"]
