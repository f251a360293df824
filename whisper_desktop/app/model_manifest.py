"""The record beside installed weights: what they are, where they came from, their checksums."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from whisper_desktop.app.storage import hash_file, sync, write_json
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import writing

MANIFEST_NAME = "manifest.json"
_WEIGHTS_SUFFIXES = (".pt", ".safetensors", ".bin")


class WeightsLayout(StrEnum):
    """How weights are stored."""

    OPENAI = "openai"
    """One .pt file."""
    HUGGING_FACE = "hugging-face"
    """A folder with config.json and safetensors files."""
    CTRANSLATE2 = "ctranslate2"
    """A folder with config.json and model.bin."""
    WHISPER_DESKTOP = "whisper-desktop"
    """One safetensors file that describes itself."""

    @property
    def is_single_file(self) -> bool:
        """Whether one file is loaded, and not a folder."""
        return self in {WeightsLayout.OPENAI, WeightsLayout.WHISPER_DESKTOP}


class FileState(StrEnum):
    """What became of an installed file."""

    INTACT = "intact"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The result of checking one file against its checksum."""

    name: str
    state: FileState


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One file as it was when it was installed; the time of change tells when to look again."""

    name: str
    size: int
    sha256: str
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What was installed, and from where; `source_key` is empty for an imported model."""

    name: str
    source: str
    source_key: str
    layout: WeightsLayout
    language_count: int | None = None
    """As its vocabulary tells, of an imported model."""
    languages: tuple[str, ...] = ()
    """As the person said of an imported aligner."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model's folder holds."""

    origin: Origin
    files: tuple[ManifestFile, ...]
    installed_at: str
    """ISO 8601 in UTC."""

    @classmethod
    def of_files(
        cls,
        paths: Iterable[Path],
        origin: Origin,
        cancel: CancelToken,
        known_sha256: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """Describe the files of one folder, reading those whose checksum is not known already."""
        files = []
        for path in sorted(paths):
            stat = path.stat()
            sha256 = known_sha256.get(path.name) or hash_file(path, cancel)
            files.append(ManifestFile(path.name, stat.st_size, sha256, stat.st_mtime_ns))
        return cls(origin, tuple(files), datetime.now(UTC).isoformat(timespec="seconds"))

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the manifest in `folder`; None when there is none that makes sense."""
        try:
            data = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
            origin, files = data["origin"], data["files"]
            return cls(
                origin=_origin(origin),
                files=tuple(ManifestFile(**file) for file in files),
                installed_at=data["installed_at"],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        """Store the manifest in `folder`, and see all files to the disk."""
        with writing(folder):
            for file in self.files:
                sync(folder / file.name)
        self.write_again(folder)

    def write_again(self, folder: Path) -> None:
        """Replace the manifest of files that have been on the disk for long."""
        write_json(folder / MANIFEST_NAME, asdict(self))

    def with_times_of(self, folder: Path) -> Self:
        """Return the manifest with the times that the files in `folder` have now."""
        files = (
            replace(file, modified_ns=stat.st_mtime_ns)
            if (stat := _stat(folder / file.name))
            else file
            for file in self.files
        )
        return replace(self, files=tuple(files))

    @property
    def size_bytes(self) -> int:
        """What the model takes on the disk."""
        return sum(file.size for file in self.files)

    @property
    def weights_sha256(self) -> str:
        """The checksum of the weights file; of several, that of their `sha256sum` lines."""
        weights = [file for file in self.files if is_weights(file.name)]
        if len(weights) == 1:
            return weights[0].sha256
        lines = "".join(f"{file.sha256}  {file.name}\n" for file in weights)
        return hashlib.sha256(lines.encode()).hexdigest()

    def load_path(self, folder: Path) -> Path:
        """Return what is to be handed to the loader of weights: the one file, or the folder."""
        if not self.origin.layout.is_single_file:
            return folder
        return folder / next(file.name for file in self.files if is_weights(file.name))

    def check(
        self, folder: Path, published: Mapping[str, str], cancel: CancelToken
    ) -> tuple[FileCheck, ...]:
        """Read every file again and compare it with the published or else recorded checksum."""
        wanted = {file.name: file.sha256 for file in self.files} | dict(published)
        return tuple(
            FileCheck(name, _state(folder / name, sha256, cancel))
            for name, sha256 in wanted.items()
        )

    def damaged_files(self, folder: Path, cancel: CancelToken) -> tuple[FileCheck, ...]:
        """Find missing and changed files quickly: only touched files are read again."""
        suspects = [file for file in self.files if not _is_untouched(folder / file.name, file)]
        checks = (
            FileCheck(file.name, _state(folder / file.name, file.sha256, cancel))
            for file in suspects
        )
        return tuple(check for check in checks if check.state is not FileState.INTACT)


def _origin(data: Mapping[str, Any]) -> Origin:
    kept = {
        "layout": WeightsLayout(data["layout"]),
        "languages": tuple(data.get("languages", ())),
    }
    return Origin(**{**data, **kept})


def is_weights(name: str) -> bool:
    """Tell files that hold tensors from those that describe them."""
    return name.endswith(_WEIGHTS_SUFFIXES)


def _state(path: Path, sha256: str, cancel: CancelToken) -> FileState:
    if not path.is_file():
        return FileState.MISSING
    return FileState.INTACT if hash_file(path, cancel) == sha256 else FileState.CHANGED


def _is_untouched(path: Path, file: ManifestFile) -> bool:
    stat = _stat(path)
    return stat is not None and (stat.st_size, stat.st_mtime_ns) == (file.size, file.modified_ns)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
