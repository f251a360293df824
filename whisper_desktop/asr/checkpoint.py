"""Load Whisper weights from whatever a person has on disk, strictly checked; save them.

Understood are OpenAI's `.pt` files, Hugging Face folders, CTranslate2 folders and the
safetensors files that `save_checkpoint` writes.
"""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from safetensors.torch import save_file
from torch import Tensor

from whisper_desktop.asr.alignment_heads import Heads, alignment_heads_for
from whisper_desktop.asr.checkpoint_ctranslate2 import WEIGHTS_NAME as CTRANSLATE2_NAME
from whisper_desktop.asr.checkpoint_ctranslate2 import read_ctranslate2
from whisper_desktop.asr.checkpoint_huggingface import has_huggingface_weights, read_huggingface
from whisper_desktop.asr.checkpoint_layout import (
    RawCheckpoint,
    SourceFormat,
    check_state,
    dims_from,
    expected_shapes,
)
from whisper_desktop.asr.checkpoint_openai import read_openai
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.asr.model_bin import is_model_bin
from whisper_desktop.asr.weights_file import (
    file_start,
    is_pickle,
    is_safetensors,
    read_safetensors,
    weights_sha256,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError, OutputUnwritableError

__all__ = ["Checkpoint", "SourceFormat", "expected_shapes", "load_checkpoint", "save_checkpoint"]

_DIMS_KEY, _HEADS_KEY = "whisper_dims", "whisper_alignment_heads"
"""Of the metadata in our own files."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The weights of a Whisper network, checked, in OpenAI's names.

    `state` holds what `expected_shapes(dims)` names, in the type it is stored in (whole-number
    weights as fp32). Its tensors may be mapped files: copy what must outlive those.
    """

    dims: ModelDims
    state: dict[str, Tensor]
    alignment_heads: Heads
    source_format: SourceFormat
    path: Path
    weights: tuple[Path, ...]
    """The files that hold the tensors."""

    def sha256(self, cancel: CancelToken | None = None) -> str:
        """Hash the weights file; of several, the list of their hashes and names."""
        return weights_sha256(self.weights, cancel)


def load_checkpoint(path: Path, *, cancel: CancelToken | None = None) -> Checkpoint:
    """Load a weights file or a folder that holds one.

    Raises `ModelFileError` for anything that is not a whole Whisper model, and `Cancelled`.
    """
    raw = _read_folder(path, cancel) if path.is_dir() else _read_file(path, cancel)
    check_state(raw, raw.weights[0], cancel)
    heads = alignment_heads_for(raw.dims, raw.stated_heads, f"{path.parent.name}/{path.name}")
    return Checkpoint(raw.dims, raw.state, heads, raw.source_format, path, raw.weights)


def _read_folder(folder: Path, cancel: CancelToken | None) -> RawCheckpoint:
    if (folder / CTRANSLATE2_NAME).is_file():
        return read_ctranslate2(folder, cancel)
    if has_huggingface_weights(folder):
        return read_huggingface(folder)
    raise ModelFileError(folder, "the folder holds no weights")


def _read_file(path: Path, cancel: CancelToken | None) -> RawCheckpoint:
    start = file_start(path)
    if is_model_bin(start):
        return read_ctranslate2(path.parent, cancel)
    if is_safetensors(start):
        return _read_own(path)
    if is_pickle(start):
        return read_openai(path)
    raise ModelFileError(path, "it is no weights file of a known kind")


def _read_own(path: Path) -> RawCheckpoint:
    state, metadata = read_safetensors(path)
    if _DIMS_KEY not in metadata:
        if (path.parent / "config.json").is_file():
            return read_huggingface(path.parent)
        raise ModelFileError(path, "it does not say which model its weights are for")
    try:
        dims = dims_from(json.loads(metadata[_DIMS_KEY]), path)
        heads = json.loads(metadata.get(_HEADS_KEY, "null"))
    except ValueError as error:
        raise ModelFileError(path, "its description of the model is damaged") from error
    return RawCheckpoint(dims, state, SourceFormat.WHISPER_DESKTOP, (path,), heads)


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a safetensors file that holds everything; it appears whole or not at all.

    Raises `OutputUnwritableError`.
    """
    metadata = {
        _DIMS_KEY: json.dumps(asdict(checkpoint.dims)),
        _HEADS_KEY: json.dumps(checkpoint.alignment_heads),
    }
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise OutputUnwritableError(path, error.strerror or str(error)) from error
    try:
        save_file({k: v.contiguous() for k, v in checkpoint.state.items()}, temporary, metadata)
        with Path(temporary).open("rb") as file:
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        raise OutputUnwritableError(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
