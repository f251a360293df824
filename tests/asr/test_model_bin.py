import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.model_bin import is_model_bin, open_model_bin
from whisper_desktop.core.errors import ModelFileError


def text(value: str) -> bytes:
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def variable(name: str, dtype: int, shape: tuple[int, ...], data: bytes) -> bytes:
    sizes = struct.pack(f"<B{len(shape)}I", len(shape), *shape)
    return text(name) + sizes + struct.pack("<BI", dtype, len(data)) + data


def small_file(version: int = 6) -> bytes:
    """Four variables of four types and two aliases, byte by byte."""
    matrix = np.array([[10, -20], [127, 0]], dtype=np.int8)
    scale = np.array([10.0, 127.0], dtype=np.float32)
    halves = np.array([1.5, -2.0, 0.25], dtype=np.float16)
    return b"".join(
        [
            struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, 4),
            variable("a/weight", 1, (2, 2), matrix.tobytes()),
            variable("a/weight_scale", 0, (2,), scale.tobytes()),
            variable("heads", 2, (), struct.pack("<h", 8)),
            variable("odd", 4, (3,), halves.tobytes()),
            struct.pack("<I", 2) + text("b/weight") + text("a/weight"),
            text("c") + text("odd"),
        ]
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(small_file())
    return path


@pytest.mark.parametrize("version", [4, 5, 6])
def test_variables_of_every_type_are_read(path: Path, version: int) -> None:
    path.write_bytes(small_file(version))
    source = open_model_bin(path)
    assert source.specification == "WhisperSpec"
    assert source.setting("heads") == 8
    assert source.setting("none") is None
    assert source.setting("odd") is None
    assert source.tensor("a/weight").tolist() == [[1.0, -2.0], [1.0, 0.0]]
    assert source.tensor("a/weight", 1, 2).tolist() == [[1.0, 0.0]]
    halves = source.tensor("odd")
    assert halves.dtype == torch.float16
    assert halves.tolist() == [1.5, -2.0, 0.25]


def test_an_alias_has_the_content_and_the_scale_of_its_original(path: Path) -> None:
    source = open_model_bin(path)
    assert torch.equal(source.tensor("b/weight"), source.tensor("a/weight"))
    assert source.is_alias("b/weight", "a/weight")
    assert not source.is_alias("c", "a/weight")


def test_variables_nobody_asked_for_are_listed(path: Path) -> None:
    source = open_model_bin(path)
    assert source.unused() == ["a/weight", "a/weight_scale", "b/weight", "c", "odd"]
    source.tensor("a/weight")
    source.use("c")
    assert source.unused() == ["b/weight", "odd"]


def test_tensors_outlive_their_file_and_do_not_change_it(path: Path) -> None:
    before = path.read_bytes()
    tensor = open_model_bin(path).tensor("odd")
    tensor.zero_()
    assert path.read_bytes() == before


def test_rows_that_cannot_be_divided_are_refused(path: Path) -> None:
    with pytest.raises(ModelFileError, match="3 rows, no multiple of 2"):
        open_model_bin(path).tensor("odd", 0, 2)


def test_a_missing_variable_is_named(path: Path) -> None:
    with pytest.raises(ModelFileError, match="the tensor decoder/x is missing"):
        open_model_bin(path).tensor("decoder/x")


def one_variable(dtype: int, shape: tuple[int, ...], data: bytes) -> bytes:
    head = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, 1)
    return head + variable("x", dtype, shape, data) + struct.pack("<I", 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (struct.pack("<I", 99) + text("WhisperSpec") + bytes(12), "version 99 is not known"),
        (one_variable(9, (1,), bytes(4)), "the tensor x is damaged"),
        (one_variable(0, (2,), bytes(4)), "the tensor x is damaged"),
        (one_variable(0, (0,), b""), "the tensor x is damaged"),
        (one_variable(0, (1,) * 100, bytes(4)), "the tensor x is damaged"),
        (one_variable(0, (2**32 - 1,) * 4, bytes(4)), "the tensor x is damaged"),
        (
            one_variable(0, (1,), bytes(4))[:-4] + struct.pack("<I", 1) + text("y") + text("z"),
            "the tensor z is missing",
        ),
        (one_variable(0, (1,), bytes(4)).replace(b"x\0", b"\xff\0"), "the file is damaged"),
        (one_variable(1, (1,), bytes(1)), "the tensor x_scale is missing"),
    ],
)
def test_a_damaged_file_is_refused(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        open_model_bin(path).tensor("x")
    assert reason in caught.value.reason


def test_a_scale_of_another_length_is_refused(path: Path) -> None:
    head = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, 2)
    matrix, scale = variable("x", 1, (2, 2), bytes(4)), variable("x_scale", 0, (3,), bytes(12))
    path.write_bytes(head + matrix + scale + struct.pack("<I", 0))
    with pytest.raises(ModelFileError, match=r"x_scale has the shape \(3,\)"):
        open_model_bin(path).tensor("x")


@given(st.integers(0, len(small_file()) - 1))
def test_a_file_cut_short_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, n_bytes: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "model.bin"
    path.write_bytes(small_file()[:n_bytes])
    with pytest.raises(ModelFileError):
        open_model_bin(path)


@given(st.integers(0, len(small_file()) - 1), st.integers(0, 255))
def test_a_wrong_byte_is_refused_or_read_but_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    path = tmp_path_factory.mktemp("wrong") / "model.bin"
    content = bytearray(small_file())
    content[at] = byte
    path.write_bytes(content)
    with suppress(ModelFileError):
        source = open_model_bin(path)
        for name in source.unused():
            source.tensor(name)
    assert path.read_bytes() == content


def test_the_start_of_a_file_tells_what_it_is() -> None:
    assert is_model_bin(small_file())
    assert is_model_bin(struct.pack("<I", 6) + text("TransformerSpec"))
    assert not is_model_bin(b"PK\x03\x04" + bytes(60))
    assert not is_model_bin(b"\x06\x00")
