"""Bring a model of the catalogue into the store: source after source, checked, at once."""

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from whisper_desktop.app.catalogue import CatalogueModel, Source
from whisper_desktop.app.install_events import (
    Installed,
    InstallEvent,
    InstallWaiting,
    SourceFailed,
    Verified,
)
from whisper_desktop.app.model_import import WeightsReader, check_is, open_weights
from whisper_desktop.app.model_lock import ModelLock
from whisper_desktop.app.model_manifest import Manifest, Origin, WeightsLayout, is_weights
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.store_folders import StoreFolders
from whisper_desktop.app.transfer import TransferFailedError
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelDownloadError, ModelFileError, OutputUnwritableError

_LAYOUTS = {
    "openai": WeightsLayout.OPENAI,
    "huggingface": WeightsLayout.HUGGING_FACE,
    "pypi": WeightsLayout.CTRANSLATE2,
}
_SPARE_BYTES = 50_000_000
"""Left free on the disk for everybody else."""


def free_bytes(folder: Path) -> int:
    """Return how much may still be written where `folder` is or will be."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(existing).free


class ModelInstaller:
    """Installs a model, and lets only one program at a time do so."""

    def __init__(
        self,
        folders: StoreFolders,
        fetcher: ModelFetcher,
        free: Callable[[Path], int],
        read_weights: WeightsReader = open_weights,
    ) -> None:
        self._folders, self._fetcher, self._free = folders, fetcher, free
        self._read_weights = read_weights

    def install(self, model: CatalogueModel, cancel: CancelToken) -> Iterator[InstallEvent]:
        """Yield what happens until the model is installed; `ModelStore.install` has the rules."""
        lock = ModelLock(self._folders.lock_file(model.name), self._fetcher.policy.pause)
        for _ in lock.acquire(cancel):
            yield InstallWaiting(model.name)
        try:
            # Whoever held the lock may have installed it.
            path = self._folders.whole_model(model.name, cancel)
            if path is None:
                path = yield from self._try_sources(model, cancel)
            yield Installed(model.name, path)
        finally:
            lock.release()

    def _try_sources(
        self, model: CatalogueModel, cancel: CancelToken
    ) -> Generator[InstallEvent, None, Path]:
        attempts: list[tuple[str, str]] = []
        for source in model.sources:
            folder = self._folders.staging(model.name) / source.key
            self._check_space(source, folder)
            try:
                yield from self._fetcher.fetch(model.name, source, folder, cancel)
                yield self._check(model, source, folder, cancel)
            except TransferFailedError as error:
                attempts.append((source.label, error.reason))
                self._folders.drop_empty_staging(model.name, source.key)
                yield SourceFailed(source.label, error.reason)
            else:
                return self._publish(model, source, folder, cancel)
        raise ModelDownloadError(model.name, tuple(attempts))

    def _publish(
        self, model: CatalogueModel, source: Source, folder: Path, cancel: CancelToken
    ) -> Path:
        origin = Origin(model.name, source.label, source.key, _LAYOUTS[source.kind])
        known = model.sha256_of(source.key)
        files = [folder / file.name for file in source.files]
        manifest = Manifest.of_files(files, origin, cancel, known)
        manifest.write(folder)
        self._folders.publish(model.name, folder)
        return manifest.load_path(self._folders.model(model.name))

    def _check(
        self, model: CatalogueModel, source: Source, folder: Path, cancel: CancelToken
    ) -> Verified:
        """Open weights that nobody published a checksum for; those that have one were checked."""
        weights = [file for file in source.files if is_weights(file.name)]
        if all(file.sha256 for file in weights):
            return Verified(source.label, is_published=True)
        path = folder / weights[0].name if _LAYOUTS[source.kind].is_single_file else folder
        try:
            check_is(model, self._read_weights(path, cancel), path)
        except ModelFileError as error:
            shutil.rmtree(folder, ignore_errors=True)
            reason = f"{error.path.name}: {error.reason}; the download was deleted"
            raise TransferFailedError(reason) from error
        return Verified(source.label, is_published=False)

    def _check_space(self, source: Source, folder: Path) -> None:
        staged = (path for path in folder.parent.rglob("*") if path.is_file())
        needed_bytes = source.needed_bytes + _SPARE_BYTES
        needed_bytes -= sum(path.stat().st_size for path in staged)
        available_bytes = self._free(folder)
        if available_bytes < needed_bytes:
            needed_mb, available_mb = needed_bytes // 1_000_000, available_bytes // 1_000_000
            reason = f"the disk is full: {needed_mb} MB are needed and {available_mb} MB are free"
            raise OutputUnwritableError(folder.parent.parent, reason)
