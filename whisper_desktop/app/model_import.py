"""Check weights by opening them, and copy what a person already has into the store."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.catalogue import CatalogueModel
from whisper_desktop.app.model_manifest import MANIFEST_NAME, WeightsLayout, is_weights
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.core.system_errors import writing

WeightsReader = Callable[[Path, CancelToken], "OpenedWeights"]
"""Reads weights of one kind strictly; raises `ModelFileError` and `Cancelled`."""

_COPY_BYTES = 1 << 20
_SMALL_BYTES = 1 << 25
_SMALL_SUFFIXES = (".json", ".txt")
_MAX_NAME_CHARS = 100
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class OpenedWeights:
    """What a strict reading of weights found: their layout, and the files that hold them."""

    layout: WeightsLayout
    dims: dict[str, int]
    weights: tuple[Path, ...]
    language_count: int


def open_weights(path: Path, cancel: CancelToken) -> OpenedWeights:
    """Read weights and check every tensor's name and shape.

    Raises `ModelFileError` and `Cancelled`.
    """
    # The network library takes a second to import, and most uses of the store do without.
    from dataclasses import asdict

    from whisper_desktop.asr.checkpoint import load_checkpoint

    checkpoint = load_checkpoint(path, cancel=cancel)
    layout = WeightsLayout(checkpoint.source_format.value)
    dims = checkpoint.dims
    language_count = dims.n_languages if dims.is_multilingual else 1
    return OpenedWeights(layout, asdict(dims), checkpoint.weights, language_count)


def check_is(model: CatalogueModel, opened: OpenedWeights, path: Path) -> None:
    """Raise `ModelFileError` unless the weights have the sizes of `model`."""
    if opened.dims != model.dims:
        raise ModelFileError(path, f"its sizes are not those of {model.name}")


def fit_name(path: Path) -> str:
    """Make a model name, fit for a folder on every system, from that of a file or folder."""
    stem = path.stem if is_weights(path.name) else path.name
    name = _NOT_IN_NAMES.sub("-", stem)[:_MAX_NAME_CHARS]
    return name.strip("-.").casefold() or "model"


def copy_weights(
    source: Path, opened: OpenedWeights, folder: Path, cancel: CancelToken
) -> tuple[Path, ...]:
    """Copy the weights and the small files that describe them into `folder`; return the copies.

    Raises `OutputUnwritableError`, `ModelFileError` and `Cancelled`.
    """
    copies = []
    for path in sorted({*opened.weights, *_descriptions(source)}):
        _copy(path, folder / path.name, cancel)
        copies.append(folder / path.name)
    return tuple(copies)


def _descriptions(source: Path) -> tuple[Path, ...]:
    if not source.is_dir():
        return ()
    return tuple(
        path
        for path in source.iterdir()
        if path.suffix in _SMALL_SUFFIXES
        and path.is_file()
        and path.name != MANIFEST_NAME
        and path.stat().st_size <= _SMALL_BYTES
    )


def _copy(source: Path, target: Path, cancel: CancelToken) -> None:
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as reading, target.open("wb") as written:
            while block := reading.read(_COPY_BYTES):
                cancel.raise_if_cancelled()
                written.write(block)
