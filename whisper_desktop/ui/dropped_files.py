"""What is taken of a drag that comes from another program."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders of this machine that are dragged or dropped."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
