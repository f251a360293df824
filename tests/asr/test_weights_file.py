import errno
import hashlib
import json
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from whisper_desktop.asr.weights_file import (
    file_start,
    read_json_object,
    read_pickle,
    read_safetensors,
    unreadable,
    weights_sha256,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, InsufficientMemoryError, ModelFileError


class RunsCode:
    """A pickle of this writes a file when somebody runs it."""

    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.witness,)


def save_torch(path: Path, value: object, *, is_archive: bool = True) -> Path:
    with path.open("wb") as file:
        torch.save(value, file, _use_new_zipfile_serialization=is_archive)
    return path


def test_a_pickle_of_an_unusual_protocol_is_read_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    content = {"weight": torch.zeros(2)}
    torch.save(content, path, pickle_protocol=3, _use_new_zipfile_serialization=False)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        read = read_pickle(path)
    assert isinstance(read, dict)
    assert torch.equal(read["weight"], content["weight"])
    assert told == []


@pytest.mark.parametrize("is_archive", [True, False])
def test_a_pickle_with_code_is_refused_and_not_run(tmp_path: Path, is_archive: bool) -> None:
    witness = tmp_path / "was-run"
    path = save_torch(tmp_path / "bad.pt", {"a": RunsCode(witness)}, is_archive=is_archive)
    with pytest.raises(ModelFileError, match="contains code, which was not run"):
        read_pickle(path)
    assert not witness.exists()


@pytest.mark.parametrize("is_archive", [True, False])
def test_torch_files_of_both_generations_are_read(tmp_path: Path, is_archive: bool) -> None:
    tensor = torch.arange(6.0).reshape(2, 3)
    path = save_torch(tmp_path / "good.pt", {"a": tensor}, is_archive=is_archive)
    content = read_pickle(path)
    assert isinstance(content, dict)
    assert torch.equal(content["a"], tensor)


@settings(max_examples=25)
@given(st.data())
def test_a_torch_file_cut_short_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.pt"
    is_archive = data.draw(st.booleans())
    save_torch(path, {"a": torch.arange(500.0)}, is_archive=is_archive)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) // 2))])
    with pytest.raises(ModelFileError):
        read_pickle(path)


@given(st.data())
def test_a_safetensors_file_cut_short_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.safetensors"
    save_file({"a": torch.arange(50.0)}, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ModelFileError):
        read_safetensors(path)


def test_a_safetensors_file_cut_in_its_data_is_said_to_be_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "cut.safetensors"
    save_file({"a": torch.arange(50.0)}, path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelFileError, match="the file is cut short"):
        read_safetensors(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n<!DOCTYPE html><html>", "it is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "it only points to the weights"),
        (b"lmgg\x01\x00", "whisper.cpp"),
        (b"GGUF\x03\x00", "GGUF"),
    ],
)
def test_what_people_take_for_weights_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        file_start(path)
    assert reason in caught.value.reason


@pytest.mark.parametrize("read", [file_start, read_json_object, read_safetensors, read_pickle])
def test_a_missing_file_is_a_model_file_error(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(ModelFileError, match="No such file"):
        read(tmp_path / "none")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("unable to mmap 9 bytes from file <a.pt>: Cannot allocate memory (12)"),
    ],
)
def test_memory_that_runs_out_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def run_out(*_: object, **__: object) -> None:
        raise error

    path = save_torch(tmp_path / "good.pt", {"a": torch.zeros(2)})
    monkeypatch.setattr(torch, "load", run_out)
    with pytest.raises(InsufficientMemoryError):
        read_pickle(path)


def test_a_file_that_there_is_no_room_for_is_no_damage() -> None:
    error = OSError(errno.ENOMEM, "Cannot allocate memory")
    assert isinstance(unreadable(Path("model.bin"), error), InsufficientMemoryError)
    assert isinstance(unreadable(Path("model.bin"), OSError(errno.EIO, "no")), ModelFileError)


@settings(max_examples=200)
@given(st.data())
def test_a_torch_file_of_which_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("changed") / "changed.pt"
    save_torch(path, {"a": torch.arange(9.0)}, is_archive=data.draw(st.booleans()))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with suppress(ModelFileError):
        read_pickle(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "\x00", "[" * 100_000])
def test_json_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelFileError):
        read_json_object(path)


def test_json_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(json.dumps({"a": 1}).encode("utf-16"))
    with pytest.raises(ModelFileError, match="no valid JSON"):
        read_json_object(path)


def test_the_hash_of_one_file_is_its_sha256(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"abc" * 1_000_000)
    assert weights_sha256([path]) == hashlib.sha256(b"abc" * 1_000_000).hexdigest()


def test_the_hash_of_several_files_is_that_of_a_checksum_list(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    for path in files:
        path.write_bytes(path.name.encode())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    assert weights_sha256(files) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_hashing_can_be_cancelled_and_reports_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    with pytest.raises(ModelFileError):
        weights_sha256([path])
    path.write_bytes(b"abc")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        weights_sha256([path], token)
