"""Work on the model store that opens weights, which needs torch: for a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.catalogue import CatalogueModel
from whisper_desktop.app.install_events import InstallEvent
from whisper_desktop.app.model_manifest import is_weights
from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.app.recognition_jobs import Workbench
from whisper_desktop.core.cancel import CancelToken


@dataclass(frozen=True, slots=True)
class InstallJob:
    """Fetch a model of the catalogue."""

    name: str

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[InstallEvent]:
        """Yield and raise what `ModelStore.install` does."""
        yield from bench.wiring.store.install(self.name, cancel)


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Copy weights into the store."""

    path: Path
    name: str

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[ModelStatus]:
        """Yield what came; raise what `ModelStore.import_` does."""
        yield bench.wiring.store.import_(self.path, self.name, cancel)


def is_opened_when_installed(model: CatalogueModel) -> bool:
    """Tell whether nobody published a checksum for weights, so that they are opened instead."""
    return any(
        is_weights(file.name) and file.sha256 is None
        for source in model.sources
        for file in source.files
    )
