"""Load Whisper weights from whatever a person has on disk, strictly checked; save them.

Understood are OpenAI's `.pt` files, Hugging Face folders, CTranslate2 folders and the
safetensors files that `save_checkpoint` writes.
"""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from whisper_desktop.asr.alignment_heads import Heads, alignment_heads_for
from whisper_desktop.asr.checkpoint_ctranslate2 import WEIGHTS_NAME as CTRANSLATE2_NAME
from whisper_desktop.asr.checkpoint_ctranslate2 import read_ctranslate2
from whisper_desktop.asr.checkpoint_huggingface import (
    CONFIG_NAME,
    PICKLE_STEM,
    has_huggingface_weights,
    read_huggingface,
)
from whisper_desktop.asr.checkpoint_layout import (
    RawCheckpoint,
    SourceFormat,
    check_state,
    dims_from,
    expected_shapes,
)
from whisper_desktop.asr.checkpoint_openai import read_openai
from whisper_desktop.asr.dims import ModelDims
from whisper_desktop.asr.memory import memory_errors
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

SINGLE_FILE_SUFFIXES = (".safetensors", ".pt")
"""A folder with one such file, and nothing that says otherwise, stands for that file."""
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

    Raises `ModelFileError` for anything that is not a whole Whisper model,
    `InsufficientMemoryError` and `Cancelled`.
    """
    with memory_errors(torch.device("cpu")):
        raw = _read_folder(path, cancel) if path.is_dir() else _read_file(path, cancel)
        check_state(raw, raw.weights[0], cancel)
    heads = alignment_heads_for(raw.dims, raw.stated_heads, f"{path.parent.name}/{path.name}")
    return Checkpoint(raw.dims, raw.state, heads, raw.source_format, path, raw.weights)


def _read_folder(folder: Path, cancel: CancelToken | None) -> RawCheckpoint:
    if (folder / CTRANSLATE2_NAME).is_file():
        return read_ctranslate2(folder / CTRANSLATE2_NAME, cancel)
    if has_huggingface_weights(folder) and (folder / CONFIG_NAME).is_file():
        return read_huggingface(folder)
    files = [file for file in sorted(folder.iterdir()) if file.suffix in SINGLE_FILE_SUFFIXES]
    if len(files) == 1:
        return _read_file(files[0], cancel)
    reason = "the folder holds several weights files" if files else "the folder holds no weights"
    raise ModelFileError(folder, reason)


def _read_file(path: Path, cancel: CancelToken | None) -> RawCheckpoint:
    start = file_start(path)
    if is_model_bin(start):
        return read_ctranslate2(path, cancel)
    if is_safetensors(start):
        return _read_safetensors_file(path)
    if is_pickle(start):
        is_part_of_folder = path.name.startswith(PICKLE_STEM) and _has_config(path)
        return read_huggingface(path.parent) if is_part_of_folder else read_openai(path)
    raise ModelFileError(path, "it is no weights file of a known kind")


def _read_safetensors_file(path: Path) -> RawCheckpoint:
    state, metadata = read_safetensors(path)
    if _DIMS_KEY not in metadata:
        if _has_config(path):
            return read_huggingface(path.parent)
        reason = "it does not say which model its weights are for, nor does a config.json beside it"
        raise ModelFileError(path, reason)
    try:
        dims = dims_from(json.loads(metadata[_DIMS_KEY]), path)
        heads = json.loads(metadata.get(_HEADS_KEY, "null"))
    except (ValueError, RecursionError) as error:
        raise ModelFileError(path, "its description of the model is damaged") from error
    return RawCheckpoint(dims, state, SourceFormat.WHISPER_DESKTOP, (path,), heads)


def _has_config(path: Path) -> bool:
    return (path.parent / CONFIG_NAME).is_file()


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a safetensors file that holds everything; it appears whole or not at all.

    Raises `OutputUnwritableError`.
    """
    metadata = {
        _DIMS_KEY: json.dumps(asdict(checkpoint.dims)),
        _HEADS_KEY: json.dumps(checkpoint.alignment_heads),
    }
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write_durably(checkpoint.state, metadata, temporary)
        temporary.replace(path)
    except OSError as error:
        raise OutputUnwritableError(path, error.strerror or str(error)) from error
    except SafetensorError as error:
        raise OutputUnwritableError(path, str(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_durably(state: dict[str, Tensor], metadata: dict[str, str], path: Path) -> None:
    save_file({name: tensor.contiguous() for name, tensor in state.items()}, path, metadata)
    with path.open("r+b") as file:
        os.fsync(file.fileno())
