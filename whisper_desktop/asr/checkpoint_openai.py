"""Whisper weights from OpenAI's own `.pt` files."""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from whisper_desktop.asr.checkpoint_layout import RawCheckpoint, SourceFormat, dims_from
from whisper_desktop.asr.weights_file import read_pickle
from whisper_desktop.core.errors import ModelFileError


def read_openai(path: Path) -> RawCheckpoint:
    """Read a file that holds `dims` and `model_state_dict`, without running code in it.

    Raises `ModelFileError` for a file that contains code, is damaged, or holds something else.
    """
    content = read_pickle(path)
    if not isinstance(content, Mapping) or "model_state_dict" not in content:
        raise ModelFileError(path, "it holds no Whisper model in OpenAI's format")
    dims = dims_from(content.get("dims"), path)
    state = named_tensors(content["model_state_dict"], path)
    return RawCheckpoint(dims, state, SourceFormat.OPENAI, (path,))


def named_tensors(content: object, path: Path) -> dict[str, Tensor]:
    """Return the content of a pickle as tensors by name; raise `ModelFileError` if it is not."""
    if not isinstance(content, Mapping):
        raise ModelFileError(path, "it holds no tensors by name")
    state: dict[str, Tensor] = {}
    for name, tensor in content.items():
        if not isinstance(name, str) or not isinstance(tensor, Tensor):
            raise ModelFileError(path, f"the entry {name} is no tensor")
        state[name] = tensor.detach()
    return state
