from pathlib import Path

from whisper_desktop.app.log_file import MAX_BYTES, make_room


def test_the_folder_is_made(tmp_path: Path) -> None:
    make_room(tmp_path / "home" / "logs" / "some.log")
    assert list((tmp_path / "home" / "logs").iterdir()) == []


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "some.log"
    log.write_bytes(b"x" * MAX_BYTES)
    make_room(log)
    assert log.exists()
    log.write_bytes(b"x" * (MAX_BYTES + 1))
    make_room(log)
    assert [path.name for path in tmp_path.iterdir()] == ["some.old.log"]
