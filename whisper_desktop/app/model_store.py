"""The weights on this machine: find, install, import, verify and remove them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.catalogue import (
    Catalogue,
    CatalogueModel,
    closest_names,
    official_catalogue,
)
from whisper_desktop.app.install_events import Installed, InstallEvent
from whisper_desktop.app.model_import import (
    WeightsReader,
    check_is,
    copy_weights,
    fit_name,
    open_weights,
)
from whisper_desktop.app.model_installer import ModelInstaller, free_bytes
from whisper_desktop.app.model_lock import ModelLock
from whisper_desktop.app.model_manifest import (
    FileCheck,
    FileState,
    Manifest,
    Origin,
    WeightsLayout,
    is_weights,
)
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.store_folders import StoreFolders
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    ModelFileError,
    ModelNotInstalledError,
    OfflineError,
    OutputExistsError,
    OutputUnwritableError,
)

_DAMAGE = {
    FileState.MISSING: "it is missing",
    FileState.CHANGED: "it is not what was installed: its checksum differs",
}


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model as `list` shows it.

    `size_bytes` is what it takes on the disk, or the size of the download where it is not
    installed; `sha256` that of its weights. `official` is None for imported models,
    and `language_count` None where it is not known of one. `languages` are those of an aligner.
    """

    name: str
    official: CatalogueModel | None
    is_installed: bool
    size_bytes: int | None
    path: Path | None = None
    layout: WeightsLayout | None = None
    source: str = ""
    sha256: str = ""
    installed_at: str = ""
    language_count: int | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """Weights that are there to be loaded; `sha256` is empty for a path outside the store."""

    name: str
    path: Path
    sha256: str = ""
    official: CatalogueModel | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading all files of an installed model showed."""

    name: str
    path: Path
    files: tuple[FileCheck, ...]

    @property
    def is_intact(self) -> bool:
        """Whether every file is there and as it was published or installed."""
        return all(file.state is FileState.INTACT for file in self.files)


class ModelStore:
    """Keeps models in `home`; nothing but `install` uses the network, and not when offline.

    `read_weights` knows the kind of model that is kept.
    """

    def __init__(
        self,
        home: Path,
        offline: bool = False,
        *,
        catalogue: Catalogue | None = None,
        fetcher: ModelFetcher | None = None,
        free: Callable[[Path], int] = free_bytes,
        read_weights: WeightsReader = open_weights,
    ) -> None:
        self.home, self.offline = home, offline
        self.catalogue = catalogue or official_catalogue()
        self._folders = StoreFolders(home)
        self._fetcher = fetcher or ModelFetcher()
        self._read_weights = read_weights
        self._installer = ModelInstaller(self._folders, self._fetcher, free, read_weights)

    def list(self) -> tuple[ModelStatus, ...]:
        """Return the official models in the order of the catalogue, then imported ones."""
        installed = dict(self._folders.manifests())
        officials = [self._status(model.name, installed) for model in self.catalogue.models]
        names = {model.name for model in self.catalogue.models}
        imported = [self._status(name, installed) for name in installed if name not in names]
        return (*officials, *imported)

    def path(self, name: str, cancel: CancelToken | None = None) -> Path:
        """Return what to hand to `asr.checkpoint.load_checkpoint`.

        Raises `ModelNotInstalledError`, `ModelFileError` when a file is missing or changed, and
        `Cancelled`.
        """
        return self._installed(name, cancel or CancelToken())[1]

    def resolve(self, name_or_path: str, cancel: CancelToken | None = None) -> ResolvedModel:
        """Find weights by path, or else by name, alias, or the name of an import.

        What is called like a known model must also look like weights to count as a path.

        Files of an installed model that were touched since are read again. Raises
        `ModelNotInstalledError`, `ModelFileError` and `Cancelled`.
        """
        candidate = Path(name_or_path)
        if _exists(candidate) and (not self.knows(name_or_path) or _has_weights(candidate)):
            return ResolvedModel(fit_name(candidate), candidate)
        manifest, path = self._installed(name_or_path, cancel or CancelToken())
        name = manifest.origin.name
        return ResolvedModel(name, path, manifest.weights_sha256, self.catalogue.find(name))

    def owner_of(self, file: Path) -> str | None:
        """Return the name of the installed model that a file of the store belongs to."""
        names = (name for name, _ in self._folders.manifests())
        return next((n for n in names if file.is_relative_to(self._folders.model(n))), None)

    def install(self, name: str, cancel: CancelToken | None = None) -> Iterator[InstallEvent]:
        """Fetch a model of the catalogue from the first source that delivers it.

        A model that is here and whole is not fetched again. Raises `ModelNotInstalledError` for
        an unknown name, `OfflineError`, `ModelDownloadError` when no source delivered,
        `OutputUnwritableError` and `Cancelled`; what arrived by then serves the next try.
        """
        cancel = cancel or CancelToken()
        model = self.catalogue.find(name)
        if model is None:
            raise self._unknown(name)
        if path := self._folders.whole_model(model.name, cancel):
            yield Installed(model.name, path, was_here=True)
            return
        if self.offline:
            raise OfflineError(model.name)
        yield from self._installer.install(model, cancel)

    def import_(
        self,
        path: Path,
        name: str | None = None,
        cancel: CancelToken | None = None,
        *,
        languages: tuple[str, ...] = (),
    ) -> ModelStatus:
        """Copy weights from anywhere on this machine into the store, after a strict check.

        The name of an official model is given only to weights of its sizes. `languages` are
        those of an aligner, whose weights do not tell. Raises
        `ModelFileError`, `OutputExistsError`, `OutputUnwritableError` and `Cancelled`.
        """
        cancel = cancel or CancelToken()
        if not _exists(path):
            raise ModelFileError(path, "it does not exist")
        wanted = fit_name(Path(name)) if name else fit_name(path)
        model = self.catalogue.find(wanted)
        wanted = model.name if model else wanted
        opened = self._read_weights(path, cancel)
        if model:
            check_is(model, opened, path)
        with self._lock(wanted).held(cancel):
            if self._folders.model(wanted).exists():
                raise OutputExistsError(self._folders.model(wanted))
            source = f"imported from {path.name}"
            origin = Origin(wanted, source, "", opened.layout, opened.language_count, languages)
            with self._folders.import_folder(wanted) as staging:
                copies = copy_weights(path, opened, staging, cancel)
                Manifest.of_files(copies, origin, cancel).write(staging)
                self._folders.publish(wanted, staging)
        return self._status(wanted, dict(self._folders.manifests()))

    def verify(
        self, name: str | None = None, cancel: CancelToken | None = None
    ) -> tuple[Verification, ...]:
        """Read all files of one model, or of all that are installed, and compare checksums.

        Published checksums count before those noted down at the installation. Raises
        `ModelNotInstalledError` and `Cancelled`.
        """
        cancel = cancel or CancelToken()
        names = [key for key, _ in self._folders.manifests()] if name is None else [name]
        return tuple(self._verify(each, cancel) for each in names)

    def remove(self, name: str, cancel: CancelToken | None = None) -> None:
        """Delete an installed model, and what was downloaded of one that is not complete.

        Raises `ModelNotInstalledError` when there is neither, `OutputUnwritableError`, and
        `Cancelled` while another program is changing the model.
        """
        key = self._key(name)
        if not self._folders.model(key).exists() and not self._folders.staging(key).exists():
            raise self._not_installed(name)
        with self._lock(key).held(cancel or CancelToken()):
            self._folders.delete(key)

    def partial_bytes(self, name: str) -> int:
        """Return how much has arrived of a download that was not finished."""
        return self._folders.staged_bytes(self._key(name))

    def discard_download(self, name: str, cancel: CancelToken | None = None) -> None:
        """Delete what has arrived of a model, and leave an installed one alone.

        Raises `Cancelled` while another program is changing the model.
        """
        key = self._key(name)
        with self._lock(key).held(cancel or CancelToken()):
            self._folders.clear_staging(key)

    def _lock(self, key: str) -> ModelLock:
        return ModelLock(self._folders.lock_file(key), self._fetcher.policy.pause)

    def _verify(self, name: str, cancel: CancelToken) -> Verification:
        key = self._key(name)
        folder = self._folders.model(key)
        manifest = Manifest.read(folder)
        if manifest is None:
            raise self._not_installed(name)
        model = self.catalogue.find(key)
        published = model.sha256_of(manifest.origin.source_key) if model else {}
        return Verification(key, folder, manifest.check(folder, published, cancel))

    def _installed(self, name: str, cancel: CancelToken) -> tuple[Manifest, Path]:
        key = self._key(name)
        folder = self._folders.model(key)
        manifest = Manifest.read(folder)
        if manifest is None:
            raise self._not_installed(name)
        # Asked before the files are read: a change from then on is seen the next time.
        current = manifest.with_times_of(folder)
        for check in manifest.damaged_files(folder, cancel):
            raise ModelFileError(folder / check.name, _DAMAGE[check.state])
        if current != manifest:
            self._note_times(key, manifest, current)
        return manifest, manifest.load_path(folder)

    def _note_times(self, key: str, manifest: Manifest, current: Manifest) -> None:
        """Spare the next start the reading of files that were touched and are intact.

        Where that is not possible (another program changes the model, or the folder may not be
        written to) they are read again.
        """
        folder, lock = self._folders.model(key), self._lock(key)
        with suppress(OutputUnwritableError):
            if not lock.try_acquire():
                return
            try:
                if Manifest.read(folder) == manifest:
                    current.write_again(folder)
            finally:
                lock.release()

    def _status(self, name: str, installed: dict[str, Manifest]) -> ModelStatus:
        model, manifest = self.catalogue.find(name), installed.get(name)
        if manifest is None:
            size_bytes = model.download_bytes if model else None
            languages = model.languages if model else ()
            return ModelStatus(
                name, model, is_installed=False, size_bytes=size_bytes, languages=languages
            )
        language_count = model.language_count if model else manifest.origin.language_count
        return ModelStatus(
            name,
            model,
            is_installed=True,
            size_bytes=manifest.size_bytes,
            path=manifest.load_path(self._folders.model(name)),
            layout=manifest.origin.layout,
            source=manifest.origin.source,
            sha256=manifest.weights_sha256,
            installed_at=manifest.installed_at,
            language_count=language_count,
            languages=model.languages if model else manifest.origin.languages,
        )

    def _key(self, name: str) -> str:
        """Return the name of the folder for a name that a person wrote."""
        model = self.catalogue.find(name)
        return model.name if model else fit_name(Path(name))

    def knows(self, name: str) -> bool:
        """Return whether a model of this name is in the catalogue, or was imported."""
        is_installed = any(key == name for key, _ in self._folders.manifests())
        return is_installed or self.catalogue.find(name) is not None

    def _not_installed(self, name: str) -> ModelNotInstalledError:
        if self.catalogue.find(name) is None:
            return self._unknown(name)
        installed = tuple(key for key, _ in self._folders.manifests())
        return ModelNotInstalledError(name, is_known=True, alternatives=installed)

    def _unknown(self, name: str) -> ModelNotInstalledError:
        installed = (key for key, _ in self._folders.manifests())
        known = tuple(dict.fromkeys((*self.catalogue.names, *installed)))
        return ModelNotInstalledError(name, is_known=False, alternatives=closest_names(name, known))


def _has_weights(path: Path) -> bool:
    """Tell a model from a folder of recordings that happens to be called "base"."""
    names = [child.name for child in path.iterdir()] if path.is_dir() else [path.name]
    return any(is_weights(name) for name in names)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Too long for a path, for instance: then it is a name.
        return False
