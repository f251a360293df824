"""Read the weights and the vocabulary of a model that hears letters from Hugging Face's files."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from whisper_desktop.asr.checkpoint_layout import check_names, check_tensor
from whisper_desktop.asr.checkpoint_openai import named_tensors
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.asr.weights_file import read_json_object, read_pickle, read_safetensors
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.speech.ctc_aligner import CtcAligner, LetterLabels
from whisper_desktop.speech.frame import SAMPLE_RATE_HZ
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config
from whisper_desktop.speech.wav2vec2_weights import canonical_state, expected_shapes, network_of

CONFIG_NAME = "config.json"
_VOCABULARY_NAME, _SOUND_NAME = "vocab.json", "preprocessor_config.json"
_WEIGHTS_NAMES = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class AlignerFiles:
    """A network that was read and checked, tensor by tensor; those may be mapped files."""

    config: Wav2Vec2Config
    state: dict[str, Tensor]
    vocabulary: dict[str, int]
    is_normalised: bool
    weights: Path


def read_aligner(path: Path, cancel: CancelToken | None = None) -> AlignerFiles:
    """Read a folder, or the folder that a weights file lies in; check every name and shape.

    Raises `ModelFileError` for anything that is not a whole wav2vec 2.0 model with a vocabulary
    of letters, `InsufficientMemoryError` and `Cancelled`.
    """
    folder = path if path.is_dir() else path.parent
    config = Wav2Vec2Config.from_json(read_json_object(folder / CONFIG_NAME), folder / CONFIG_NAME)
    vocabulary = _vocabulary(folder / _VOCABULARY_NAME, config)
    is_normalised = _is_normalised(folder / _SOUND_NAME)
    with memory_errors(torch.device("cpu")):
        weights = _weights(folder)
        state = canonical_state(_tensors(weights))
        shapes = expected_shapes(config, state)
        check_names(state, shapes, weights)
        for name, shape in shapes.items():
            if cancel is not None:
                cancel.raise_if_cancelled()
            check_tensor(state[name], name, shape, weights)
    return AlignerFiles(config, state, vocabulary, is_normalised, weights)


def load_aligner(
    path: Path,
    languages: tuple[str, ...],
    device: str = "cpu",
    cancel: CancelToken | None = None,
) -> CtcAligner:
    """Return the model in a folder, ready for use; raises as `read_aligner` does."""
    files = read_aligner(path, cancel)
    place = torch.device(device)
    with memory_errors(place):
        network = network_of(files.config, files.state, place, files.weights)
    return CtcAligner(network, LetterLabels(files.vocabulary, languages, files.is_normalised))


def _vocabulary(path: Path, config: Wav2Vec2Config) -> dict[str, int]:
    vocabulary: dict[str, int] = {}
    for name, label in read_json_object(path).items():
        is_label = isinstance(label, int) and 0 <= label < config.vocab_size
        # Marks of a sentence's start and end may be listed that the network does not have.
        if not is_label and (len(name) == 1 or not isinstance(label, int)):
            raise ModelFileError(path, f"its entry {name!r} is no label of the network")
        if isinstance(label, int) and is_label:
            vocabulary[name] = label
    if not any(len(name) == 1 and name.isalpha() for name in vocabulary):
        raise ModelFileError(path, "it holds no letters")
    return vocabulary


def _is_normalised(path: Path) -> bool:
    if not path.is_file():
        return True
    stated = read_json_object(path)
    if stated.get("sampling_rate", SAMPLE_RATE_HZ) != SAMPLE_RATE_HZ:
        raise ModelFileError(path, f"its sampling_rate is not {SAMPLE_RATE_HZ}")
    return stated.get("do_normalize", True) is True


def _weights(folder: Path) -> Path:
    for name in _WEIGHTS_NAMES:
        if (folder / name).is_file():
            return folder / name
    raise ModelFileError(folder, "the folder holds no weights")


def _tensors(weights: Path) -> dict[str, Tensor]:
    if weights.suffix == ".safetensors":
        return read_safetensors(weights)[0]
    return named_tensors(read_pickle(weights), weights)
