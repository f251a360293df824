"""Open the files that weights come in: safetensors, pickles (never run), JSON beside them."""

import errno
import hashlib
import json
import pickle
import struct
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, ModelFileError

_ZIP_MAGIC = b"PK\x03\x04"
_PICKLE_MAGIC = b"\x80"
_START_BYTES = 64
_NO_WEIGHTS = {
    b"<!doctype": "it is a web page and no weights file",
    b"<html": "it is a web page and no weights file",
    b"version https://git-lfs": "it only points to the weights, which were not downloaded",
    b"lmgg": "it is a whisper.cpp (GGML) file, which cannot be read",
    b"gguf": "it is a GGUF file, which cannot be read",
}
"""First bytes in lower case -> what a person took for weights."""
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)
"""What torch raises on the way through a damaged file, which it checks nowhere: all of these."""
_HASH_CHUNK_BYTES = 1 << 20
_LARGEST_JSON_BYTES = 64 << 20


def file_start(path: Path) -> bytes:
    """Return the first bytes of a weights file.

    Raises `ModelFileError` when they show that there are no weights of a kind we read in it.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    if not start:
        raise ModelFileError(path, "the file is empty")
    for known, reason in _NO_WEIGHTS.items():
        if start.lstrip().lower().startswith(known):
            raise ModelFileError(path, reason)
    return start


def unreadable(path: Path, error: OSError) -> ModelFileError | InsufficientMemoryError:
    """Return the error for a file that the system does not let us read, or has no room for."""
    if error.errno == errno.ENOMEM:
        return InsufficientMemoryError("cpu", str(error))
    return ModelFileError(path, f"the file cannot be read ({error.strerror or error})")


def read_json_object(path: Path) -> dict[str, object]:
    """Read a JSON file that holds an object; raise `ModelFileError` when it does not."""
    try:
        if path.stat().st_size > _LARGEST_JSON_BYTES:
            raise ModelFileError(path, "the file is far too large for its name")
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise ModelFileError(path, "the file holds no valid JSON") from error
    if not isinstance(value, dict):
        raise ModelFileError(path, "the file holds no JSON object")
    return value


def is_safetensors(start: bytes) -> bool:
    """Tell whether these first bytes are a header length and the start of a JSON header."""
    return len(start) > 8 and start[8:9] == b"{"


def is_pickle(start: bytes) -> bool:
    """Tell whether these first bytes are those of a torch archive or of a bare pickle."""
    return start.startswith((_ZIP_MAGIC, _PICKLE_MAGIC))


def read_safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return the tensors of a safetensors file, mapped and not copied, and its metadata."""
    file_start(path)
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return tensors, dict(file.metadata() or {})
    except SafetensorError as error:
        raise ModelFileError(path, _safetensors_reason(str(error))) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _safetensors_reason(message: str) -> str:
    is_cut = "not fully covered" in message or "too small" in message
    return "the file is cut short" if is_cut else "the file is damaged, or no safetensors file"


def read_pickle(path: Path) -> object:
    """Return what a torch file holds, tensors mapped where possible; no code in it is run.

    Raises `ModelFileError` for a file that wants code to be run, is cut short, or is damaged,
    and `InsufficientMemoryError`.
    """
    is_archive = file_start(path).startswith(_ZIP_MAGIC)
    try:
        with warnings.catch_warnings(), memory_errors(torch.device("cpu")):
            # Of an unusual pickle protocol: what matters is whether it can be read.
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True, mmap=is_archive)
    except pickle.UnpicklingError as error:
        raise ModelFileError(path, _pickle_reason(str(error))) from error
    except _DAMAGE as error:
        raise ModelFileError(path, "the file is cut short or damaged") from error


def _pickle_reason(message: str) -> str:
    if "nsupported" in message or "GLOBAL" in message:
        return "the file contains code, which was not run"
    return "the file is cut short or damaged"


def weights_sha256(files: Sequence[Path], cancel: CancelToken | None = None) -> str:
    """Return the SHA-256 of a file, or of the lines `digest␠␠name` of several, in hex.

    Raises `ModelFileError` when a file cannot be read, and `Cancelled`.
    """
    digests = [_sha256(path, cancel) for path in files]
    if len(digests) == 1:
        return digests[0]
    lines = (f"{digest}  {path.name}\n" for digest, path in zip(digests, files, strict=True))
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def _sha256(path: Path, cancel: CancelToken | None) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_HASH_CHUNK_BYTES):
                if cancel is not None:
                    cancel.raise_if_cancelled()
                digest.update(chunk)
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()
