import json
from pathlib import Path

import pytest

from whisper_desktop.app.json_file import object_to_keep, read_object, write_object


def test_an_object_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.json"
    write_object(path, {"name": "Zoë"})
    assert read_object(path) == object_to_keep(path) == {"name": "Zoë"}
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_object(path) == {"name": "Zoë"}


@pytest.mark.parametrize("content", ["", "7", "[" * 100_000])
def test_anything_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"object|brackets|Expecting"):
        read_object(path)


def test_what_cannot_be_understood_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    assert object_to_keep(path) == {}
    for number in ("", "-2"):
        path.write_text(f"damaged{number}", "utf-8")
        assert object_to_keep(path) == {}
        assert not path.exists()
        aside = path.with_name(f"file.json.damaged{number}")
        assert aside.read_text("utf-8") == f"damaged{number}"


def test_a_file_is_never_half_an_object(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_object(path, {"a": 1})
    with pytest.raises(TypeError):
        write_object(path, {"a": object()})
    assert json.loads(path.read_text("utf-8")) == {"a": 1}
