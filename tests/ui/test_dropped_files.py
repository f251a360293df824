from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from whisper_desktop.ui.dropped_files import dropped_files


def test_only_what_is_on_this_machine_is_taken(tmp_path: Path) -> None:
    data = QMimeData()
    assert dropped_files(data) == ()
    data.setUrls([QUrl("https://example.org/a.mp4"), QUrl.fromLocalFile(str(tmp_path))])
    assert dropped_files(data) == (tmp_path,)
