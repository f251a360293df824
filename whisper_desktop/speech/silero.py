"""Silero's voice activity network (release 6, 16 kHz), run over many frames at once.

The released TorchScript program takes one frame of 32 ms at a time. Only the LSTM in it needs the
frames in order: spectrum and encoder see a frame and 4 ms before it, so here they take a whole
block of frames as a batch, and the LSTM then sweeps over the block. The weights are those inside
the TorchScript program; the package's safetensors file holds others.

Shapes: N frames, F = 129 frequencies, S = 4 spectra a frame, C = 128 channels.
"""

import importlib.util
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.speech.frame import FRAME_SAMPLES, SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]
State = tuple[Tensor, Tensor]

CONTEXT_SAMPLES = 64
"""Each frame is seen with the last 4 ms of the one before."""
_FFT_SAMPLES = 256
_HOP_SAMPLES = 128
_N_FREQUENCIES = _FFT_SAMPLES // 2 + 1
_WIDTH = 128
_MAX_AMPLITUDE = 32_768.0
"""Full scale is 1; beyond this a float file is broken, and squares would overflow."""
_RENAMED = {
    "stft.forward_basis_buffer": "basis",
    "decoder.rnn.weight_ih": "lstm.weight_ih_l0",
    "decoder.rnn.weight_hh": "lstm.weight_hh_l0",
    "decoder.rnn.bias_ih": "lstm.bias_ih_l0",
    "decoder.rnn.bias_hh": "lstm.bias_hh_l0",
    "decoder.decoder.2.weight": "head.weight",
    "decoder.decoder.2.bias": "head.bias",
}


class SpeechStream(Protocol):
    """A recording's frames in, their speech probabilities out; remembers what it heard."""

    def feed(self, samples: Samples) -> Samples:
        """Return the speech probability of each frame; `samples` are whole frames."""
        ...


class SileroNetwork(nn.Module):
    """The 16 kHz branch of the network; keeps no state between calls."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("basis", torch.empty(2 * _N_FREQUENCIES, 1, _FFT_SAMPLES))
        self.basis: Tensor
        self.encoder = nn.Sequential(
            nn.Conv1d(_N_FREQUENCIES, _WIDTH, 3, stride=1, padding=1),
            nn.ReLU(),
            nn.Conv1d(_WIDTH, 64, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv1d(64, 64, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv1d(64, _WIDTH, 3, stride=1, padding=1),
            nn.ReLU(),
        )
        self.lstm = nn.LSTM(_WIDTH, _WIDTH)
        self.head = nn.Conv1d(_WIDTH, 1, 1)

    def forward(self, samples: Tensor, state: State) -> tuple[Tensor, State]:
        """Return N probabilities and the LSTM's state for 64 + 512 N samples."""
        frames = samples.unfold(0, CONTEXT_SAMPLES + FRAME_SAMPLES, FRAME_SAMPLES)  # (N, 576)
        encoded = self.encoder(self._spectra(frames)).squeeze(-1)  # (N, C)
        heard, state = self.lstm(encoded, state)  # (N, C)
        probabilities = torch.sigmoid(self.head(F.relu(heard).T.unsqueeze(0)))  # (1, 1, N)
        return probabilities.flatten(), state

    def _spectra(self, frames: Tensor) -> Tensor:
        padded = F.pad(frames, (0, CONTEXT_SAMPLES), mode="reflect").unsqueeze(1)  # (N, 1, 640)
        real_imaginary = F.conv1d(padded, self.basis, stride=_HOP_SAMPLES)  # (N, 2 F, S)
        real, imaginary = real_imaginary.chunk(2, dim=1)
        return (real.square() + imaginary.square()).sqrt()  # (N, F, S)


class BatchedStream:
    """Our network over one recording, with context and LSTM state carried along."""

    def __init__(self, network: SileroNetwork) -> None:
        self._network = network
        self._context = np.zeros(CONTEXT_SAMPLES, dtype=np.float32)
        self._state: State = (torch.zeros(1, _WIDTH), torch.zeros(1, _WIDTH))

    @torch.inference_mode()
    def feed(self, samples: Samples) -> Samples:
        """Return the speech probability of each frame; `samples` are whole frames."""
        heard = _finite(np.concatenate((self._context, samples)))
        probabilities, self._state = self._network(torch.from_numpy(heard), self._state)
        self._context = heard[-CONTEXT_SAMPLES:]
        answer: Samples = probabilities.numpy()
        return answer


class JitStream:
    """The released program over one recording, frame by frame; it keeps its own state."""

    def __init__(self, program: torch.jit.ScriptModule) -> None:
        self._program = program
        self._program.reset_states()

    @torch.inference_mode()
    def feed(self, samples: Samples) -> Samples:
        """Return the speech probability of each frame; `samples` are whole frames."""
        frames = torch.from_numpy(_finite(samples.copy())).view(-1, FRAME_SAMPLES)
        return np.array(
            [self._program(frame, SAMPLE_RATE_HZ).item() for frame in frames], dtype=np.float32
        )


def open_stream() -> SpeechStream:
    """Begin to listen to a recording, by the released program if its weights are unfamiliar.

    Raises:
        ModelFileError: The weights are missing from the installation, or damaged.
    """
    weights = _weights_path()
    network = _cached_network(weights)
    return JitStream(_load_program(weights)) if network is None else BatchedStream(network)


def network_from_state(state: Mapping[str, Tensor]) -> SileroNetwork | None:
    """Return our network with the weights of the program, or None if they do not fit it."""
    prefix = "_model."
    weights = {
        _renamed(name.removeprefix(prefix)): weight
        for name, weight in state.items()
        if name.startswith(prefix)
    }
    # On the meta device nothing is drawn from the random generator that sampling depends on.
    with torch.device("meta"):
        network = SileroNetwork()
    try:
        network.load_state_dict(weights, assign=True)
    except RuntimeError:
        return None
    if any(weight.dtype != torch.float32 for weight in weights.values()):
        return None
    return network.eval().requires_grad_(requires_grad=False)


@lru_cache(maxsize=1)
def _cached_network(weights: Path) -> SileroNetwork | None:
    return network_from_state(_load_program(weights).state_dict())


def _weights_path() -> Path:
    # The package is found but not imported: importing it sets torch's thread count to 1.
    spec = importlib.util.find_spec("silero_vad")
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(Path("silero_vad.jit"), "it is missing from the installation")
    return Path(spec.submodule_search_locations[0], "data", "silero_vad.jit")


def _load_program(weights: Path) -> torch.jit.ScriptModule:
    if not weights.is_file():
        raise ModelFileError(weights, "it is missing from the installation")
    try:
        with warnings.catch_warnings():
            # torch 2.13 deprecates TorchScript, and silero ships these weights in no other form.
            warnings.simplefilter("ignore", DeprecationWarning)
            program: torch.jit.ScriptModule = torch.jit.load(  # type: ignore[no-untyped-call]
                weights, map_location="cpu"
            )
    except RuntimeError as error:
        raise ModelFileError(weights, "it is damaged") from error
    return program.eval()


def _renamed(name: str) -> str:
    if name.startswith("encoder."):
        _, layer, _, kind = name.split(".")
        return f"encoder.{2 * int(layer)}.{kind}"
    return _RENAMED.get(name, name)


def _finite(samples: Samples) -> Samples:
    """Silence broken samples in place: one NaN would deafen the LSTM for good."""
    samples[~(np.abs(samples) <= _MAX_AMPLITUDE)] = 0
    return samples
