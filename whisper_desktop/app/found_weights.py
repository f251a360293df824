"""Weights that other programs left on this machine: OpenAI's cache and that of Hugging Face."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from whisper_desktop.app.catalogue import Catalogue
from whisper_desktop.app.model_import import fit_name

_REPOSITORY = "models--"
_SNAPSHOTS = "snapshots"
_CT2_WEIGHTS = "model.bin"
_CT2_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
_MAX_CONFIG_BYTES = 1 << 20


class FoundBy(StrEnum):
    """Whose cache weights lie in."""

    OPENAI = "openai"
    HUGGING_FACE = "hugging-face"
    FASTER_WHISPER = "faster-whisper"
    PERSON = "person"
    """Somebody named the file or folder."""


@dataclass(frozen=True, slots=True)
class FoundWeights:
    """Weights that can be imported.

    `name` is what the catalogue calls such a model, or what it would be called.
    """

    path: Path
    found_by: FoundBy
    name: str
    size_bytes: int


def find_weights(environment: Mapping[str, str], catalogue: Catalogue) -> tuple[FoundWeights, ...]:
    """Look into the caches; nothing is opened but small files.

    What cannot be read is not there. faster-whisper keeps its models in the cache of Hugging
    Face, in another format.
    """
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    cache = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    found = [*_of_openai(cache / "whisper", catalogue)]
    for hub in dict.fromkeys(_hubs(environment, home, cache)):
        found.extend(_of_hub(hub, catalogue))
    return tuple(found)


def named_weights(path: Path, catalogue: Catalogue) -> FoundWeights:
    """Describe what a person chose to import; whether it is a model shows when it is opened."""
    name = path.stem if path.is_file() else path.name
    if path.parent.name == _SNAPSHOTS:
        # The folder itself is called by a checksum.
        name = path.parents[1].name.rpartition("--")[2]
    return _found(path, FoundBy.PERSON, name, catalogue)


def _hubs(environment: Mapping[str, str], home: Path, cache: Path) -> Iterator[Path]:
    """Yield the folders in which Hugging Face's programs may keep repositories."""
    for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if folder := environment.get(variable):
            yield Path(folder)
    if folder := environment.get("HF_HOME"):
        yield Path(folder) / "hub"
    yield cache / "huggingface" / "hub"
    yield home / ".cache" / "huggingface" / "hub"


def _of_openai(folder: Path, catalogue: Catalogue) -> Iterator[FoundWeights]:
    for path in _children(folder):
        if path.suffix == ".pt" and path.is_file():
            yield _found(path, FoundBy.OPENAI, path.stem, catalogue)


def _of_hub(hub: Path, catalogue: Catalogue) -> Iterator[FoundWeights]:
    for repository in _children(hub):
        if not repository.name.startswith(_REPOSITORY):
            continue
        folder = _newest_snapshot(repository)
        found_by = None if folder is None else _program_of(folder)
        if folder is not None and found_by is not None:
            label = repository.name.removeprefix(_REPOSITORY)
            name = label.partition("--")[2] or label
            yield _found(folder, found_by, name, catalogue)


def _newest_snapshot(repository: Path) -> Path | None:
    """Return the snapshot that `main` means, else the one that came last."""
    snapshots = [path for path in _children(repository / _SNAPSHOTS) if path.is_dir()]
    with suppress(OSError, ValueError):
        revision = (repository / "refs" / "main").read_text(encoding="utf-8").strip()
        snapshots.sort(key=lambda path: path.name == revision, reverse=True)
        return snapshots[0] if snapshots else None
    return max(snapshots, key=lambda path: path.stat().st_mtime, default=None)


def _program_of(folder: Path) -> FoundBy | None:
    """Tell Whisper's weights from all the others that lie there, and those that are not whole."""
    config = _read_config(folder / "config.json")
    if config.get("model_type") == "whisper":
        return FoundBy.HUGGING_FACE if _weights(folder) else None
    is_ct2 = (folder / _CT2_WEIGHTS).is_file() and "suppress_ids" in config
    if is_ct2 and any((folder / name).is_file() for name in _CT2_VOCABULARIES):
        return FoundBy.FASTER_WHISPER
    return None


def _weights(folder: Path) -> list[Path]:
    """Return the files of tensors that would be imported; none where a link leads nowhere."""
    children = _children(folder)
    for kind in (".safetensors", ".bin"):
        files = [path for path in children if path.suffix == kind]
        if files:
            return files if all(path.exists() for path in files) else []
    return []


def _read_config(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_CONFIG_BYTES:
            return {}
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _found(path: Path, found_by: FoundBy, name: str, catalogue: Catalogue) -> FoundWeights:
    # faster-distil-whisper-large-v3 -> distil-large-v3
    official = catalogue.find(name.replace("faster-", "").replace("whisper-", ""))
    files = [path] if path.is_file() else _weights(path)
    size_bytes = sum(file.stat().st_size for file in files)
    wanted = official.name if official else fit_name(Path(name))
    return FoundWeights(path, found_by, wanted, size_bytes)


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
