from pathlib import Path

from whisper_desktop.app.seen_files import is_as_seen, seen_files


def test_what_was_seen_is_known_until_it_changes(tmp_path: Path) -> None:
    path, other = tmp_path / "a.wdproj", tmp_path / "b.wdproj"
    path.write_bytes(b"old")
    seen = seen_files([path, other])
    assert [one.path for one in seen] == [path]
    assert is_as_seen(seen, path)
    other.write_bytes(b"new")
    assert not is_as_seen(seen, other)
    path.write_bytes(b"newer")
    assert not is_as_seen(seen, path)
    path.unlink()
    assert not is_as_seen(seen, path)


def test_edits_that_a_killed_program_left_beside_a_project_change_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wdproj"
    path.write_bytes(b"old")
    seen = seen_files([path])
    (tmp_path / "a.wdproj-wal").write_bytes(b"edits")
    assert not is_as_seen(seen, path)
