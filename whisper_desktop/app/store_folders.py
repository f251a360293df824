"""The folders of the model store, and the moves that make and unmake an installed model.

`models/NAME/` holds the files of an installed model and its manifest.json,
`downloads/NAME.part/` what has arrived of one that is not complete, and `downloads/NAME.lock`
keeps two programs from working on the same model. A model appears and disappears by the renaming
of a whole folder, so that nobody ever sees half of one.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from whisper_desktop.app.model_manifest import Manifest
from whisper_desktop.app.storage import sync
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import writing

_IMPORT = "import"
"""The folder of what is copied in; the others are called by the keys of their sources."""


class StoreFolders:
    """Knows where things are; makes no decisions."""

    def __init__(self, home: Path) -> None:
        self._models, self._downloads = home / "models", home / "downloads"

    def model(self, name: str) -> Path:
        """Return the folder of an installed model."""
        return self._models / name

    def staging(self, name: str) -> Path:
        """Return the folder for what is not complete yet."""
        return self._downloads / f"{name}.part"

    def lock_file(self, name: str) -> Path:
        """Return the file to lock while a model is changed."""
        return self._downloads / f"{name}.lock"

    def manifests(self) -> Iterator[tuple[str, Manifest]]:
        """Yield name and manifest of every installed model, in the order of names."""
        if not self._models.is_dir():
            return
        for folder in sorted(self._models.iterdir()):
            if manifest := Manifest.read(folder):
                yield folder.name, manifest

    def whole_model(self, name: str, cancel: CancelToken) -> Path | None:
        """Return what to load of a model that is installed and undamaged."""
        folder = self.model(name)
        manifest = Manifest.read(folder)
        if manifest is None or manifest.damaged_files(folder, cancel):
            return None
        return manifest.load_path(folder)

    def publish(self, name: str, folder: Path) -> None:
        """Make the complete `folder` the installed model; an older one is replaced."""
        target = self.model(name)
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            retired = self._retire(name)
            folder.rename(target)
            sync(target.parent)
        shutil.rmtree(retired, ignore_errors=True)
        self.clear_staging(name)

    def delete(self, name: str) -> None:
        """Delete an installed model, and whatever has been downloaded of it."""
        with writing(self.model(name)):
            retired = self._retire(name)
        shutil.rmtree(retired, ignore_errors=True)
        self.clear_staging(name)

    def staged_bytes(self, name: str) -> int:
        """Return the size of what is not complete yet."""
        files = (path for path in self.staging(name).rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files)

    def clear_staging(self, name: str) -> None:
        """Delete what has been downloaded and not installed."""
        shutil.rmtree(self.staging(name), ignore_errors=True)

    @contextmanager
    def import_folder(self, name: str) -> Iterator[Path]:
        """Give an empty folder to copy into; what is not published from it is deleted in the end.

        Raises `OutputUnwritableError` if what an earlier import left there cannot be deleted.
        """
        folder = self.staging(name) / _IMPORT
        with writing(folder):
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            self.drop_empty_staging(name, _IMPORT)

    def drop_empty_staging(self, name: str, source_key: str) -> None:
        """Delete the folder of a source that delivered nothing at all."""
        # Folders that hold something refuse to go.
        with suppress(OSError):
            (self.staging(name) / source_key).rmdir()
        with suppress(OSError):
            self.staging(name).rmdir()

    def _retire(self, name: str) -> Path:
        """Move an installed model out of sight, if there is one."""
        retired = self._downloads / f"{name}.old"
        shutil.rmtree(retired, ignore_errors=True)
        if self.model(name).exists():
            self._downloads.mkdir(parents=True, exist_ok=True)
            self.model(name).rename(retired)
        return retired
