"""Installed files that were copied or touched since: read once, and then known again."""

import os
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock

from whisper_desktop.app.engines import real_engines
from whisper_desktop.app.loaded_model import open_model
from whisper_desktop.app.model_manifest import Manifest
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.storage import hash_file
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OutputUnwritableError

HASH_FILE = "whisper_desktop.app.model_manifest.hash_file"


@pytest.fixture
def touched(tmp_path: Path, toy_weights: Any) -> ModelStore:
    """Return a store with the model "toy", whose weights were touched."""
    store = ModelStore(tmp_path / "store")
    path = store.import_(toy_weights.path, "toy").path
    assert path is not None
    os.utime(path, ns=(1, 1))
    return store


@pytest.fixture
def hashed(touched: ModelStore, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the files that were read."""
    assert touched
    paths = []

    def noted(path: Path, cancel: CancelToken) -> str:
        paths.append(path)
        return hash_file(path, cancel)

    monkeypatch.setattr(HASH_FILE, noted)
    return paths


def test_they_are_read_once(touched: ModelStore, hashed: list[Path]) -> None:
    path = touched.path("toy")
    assert touched.resolve("toy").path == path
    assert hashed == [path]
    assert touched.verify()[0].is_intact


def test_reading_them_can_be_cancelled(touched: ModelStore) -> None:
    cancel = CancelToken()
    cancel.cancel()
    for ask in (touched.path, touched.resolve):
        with pytest.raises(Cancelled):
            ask("toy", cancel)
    with pytest.raises(Cancelled):
        open_model(ModelRequest("toy"), touched, real_engines(), cancel=cancel)


def test_a_model_that_another_program_changes_is_left_to_it(
    touched: ModelStore, hashed: list[Path]
) -> None:
    with FileLock(touched.home / "downloads" / "toy.lock"):
        touched.path("toy")
    touched.path("toy")
    assert len(hashed) == 2


def test_a_model_that_another_program_has_replaced_is_not_described_anew(
    touched: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(path: Path, cancel: CancelToken) -> str:
        path.with_name("manifest.json").write_bytes(b"of another model")
        return hash_file(path, cancel)

    monkeypatch.setattr(HASH_FILE, replaced)
    path = touched.path("toy")
    assert path.with_name("manifest.json").read_bytes() == b"of another model"


def test_a_store_that_may_not_be_written_to_serves_all_the_same(
    touched: ModelStore, hashed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_manifest: Manifest, folder: Path) -> NoReturn:
        raise OutputUnwritableError(folder, "the disk is read-only")

    monkeypatch.setattr(Manifest, "write_again", refused)
    assert touched.path("toy") == touched.path("toy")
    assert len(hashed) == 2
