import hashlib
import json
import os
from pathlib import Path

import pytest

from whisper_desktop.app.model_manifest import (
    FileCheck,
    FileState,
    Manifest,
    Origin,
    WeightsLayout,
    is_weights,
)
from whisper_desktop.core.cancel import CancelToken

FILES = {"config.json": b"{}", "model.bin": b"weights"}
ORIGIN = Origin("toy", "PyPI (toy 1.0)", "pypi-toy-1.0", WeightsLayout.CTRANSLATE2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "toy"
    path.mkdir()
    for name, data in FILES.items():
        (path / name).write_bytes(data)
    return path


@pytest.fixture
def manifest(folder: Path) -> Manifest:
    made = Manifest.of_files(folder.iterdir(), ORIGIN, CancelToken())
    made.write(folder)
    return made


def damaged(manifest: Manifest, folder: Path) -> tuple[FileCheck, ...]:
    return manifest.damaged_files(folder, CancelToken())


def test_what_is_written_is_read(manifest: Manifest, folder: Path) -> None:
    assert Manifest.read(folder) == manifest


def test_it_tells_what_is_there(manifest: Manifest) -> None:
    assert [(file.name, file.size) for file in manifest.files] == [
        ("config.json", 2),
        ("model.bin", 7),
    ]
    assert manifest.size_bytes == 9
    assert manifest.weights_sha256 == hashlib.sha256(b"weights").hexdigest()
    assert manifest.installed_at.endswith("+00:00")


def test_it_tells_of_no_files_but_those_that_were_named(folder: Path) -> None:
    (folder / "stranger.bin").touch()
    named = [folder / "model.bin", folder / "config.json"]
    manifest = Manifest.of_files(named, ORIGIN, CancelToken())
    assert [file.name for file in manifest.files] == ["config.json", "model.bin"]


def test_several_weights_files_have_one_checksum(folder: Path) -> None:
    names = ("model-1.safetensors", "model-2.safetensors")
    (folder / "model.bin").unlink()
    for name in names:
        (folder / name).write_bytes(name.encode())
    lines = "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in names)
    manifest = Manifest.of_files(folder.iterdir(), ORIGIN, CancelToken())
    assert manifest.weights_sha256 == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(
    ("layout", "loads"),
    [
        (WeightsLayout.CTRANSLATE2, "toy"),
        (WeightsLayout.HUGGING_FACE, "toy"),
        (WeightsLayout.OPENAI, "model.bin"),
        (WeightsLayout.WHISPER_DESKTOP, "model.bin"),
    ],
)
def test_single_files_and_folders_are_loaded_as_such(
    layout: WeightsLayout, loads: str, folder: Path
) -> None:
    origin = Origin("toy", "", "", layout)
    manifest = Manifest.of_files(folder.iterdir(), origin, CancelToken())
    assert manifest.load_path(folder).name == loads


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"files": 3}'])
def test_nonsense_is_no_manifest(content: bytes, folder: Path) -> None:
    (folder / "manifest.json").write_bytes(content)
    assert Manifest.read(folder) is None


def test_an_unknown_layout_is_no_manifest(manifest: Manifest, folder: Path) -> None:
    path = folder / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["origin"]["layout"] = "onnx"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert Manifest.read(folder) is None


def test_intact_files_check_out(manifest: Manifest, folder: Path) -> None:
    checks = manifest.check(folder, {}, CancelToken())
    assert [check.state for check in checks] == [FileState.INTACT, FileState.INTACT]
    assert damaged(manifest, folder) == ()


def test_a_missing_file_is_named(manifest: Manifest, folder: Path) -> None:
    (folder / "model.bin").unlink()
    expected = FileCheck("model.bin", FileState.MISSING)
    assert expected in manifest.check(folder, {}, CancelToken())
    assert damaged(manifest, folder) == (expected,)


def test_a_changed_file_is_named(manifest: Manifest, folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"weightz")
    expected = FileCheck("model.bin", FileState.CHANGED)
    assert expected in manifest.check(folder, {}, CancelToken())
    assert damaged(manifest, folder) == (expected,)


def test_a_touched_file_with_the_same_bytes_is_intact(manifest: Manifest, folder: Path) -> None:
    os.utime(folder / "model.bin", ns=(1, 1))
    assert damaged(manifest, folder) == ()


def test_published_checksums_outrank_recorded_ones(manifest: Manifest, folder: Path) -> None:
    """Whoever changes the weights can change the manifest as well."""
    published = {"model.bin": hashlib.sha256(b"others").hexdigest(), "merges.txt": "0" * 64}
    checks = manifest.check(folder, published, CancelToken())
    assert checks == (
        FileCheck("config.json", FileState.INTACT),
        FileCheck("model.bin", FileState.CHANGED),
        FileCheck("merges.txt", FileState.MISSING),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("base.pt", True), ("model.safetensors", True), ("model.bin", True), ("vocab.txt", False)],
)
def test_weights_are_told_by_their_names(name: str, expected: bool) -> None:
    assert is_weights(name) is expected
