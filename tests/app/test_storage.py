import hashlib
import json
import os
from pathlib import Path

import pytest

from whisper_desktop.app.storage import hash_file, sync, write_json
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OutputUnwritableError


def test_the_hash_is_sha256(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "data").write_bytes(data)
    assert hash_file(tmp_path / "data", CancelToken()) == hashlib.sha256(data).hexdigest()


def test_hashing_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"data")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        hash_file(tmp_path / "data", cancel)


def test_json_is_replaced_whole_in_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data.json"
    write_json(path, {"ä": 1})
    write_json(path, {"b": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"b": 2}
    assert [child.name for child in path.parent.iterdir()] == ["data.json"]


def test_json_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritableError):
        write_json(tmp_path / "file" / "data.json", {})


def test_files_and_folders_can_be_synced(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"data")
    sync(tmp_path / "data")
    sync(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "missing")
