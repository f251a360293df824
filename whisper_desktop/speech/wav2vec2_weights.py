"""The names and shapes of a wav2vec 2.0 network's weights, and the network made of them."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.speech.wav2vec2 import Wav2Vec2Ctc
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config

Shape = tuple[int, ...]

_POSITION = "wav2vec2.encoder.pos_conv_embed.conv"
_GAIN, _DIRECTION = f"{_POSITION}.weight_g", f"{_POSITION}.weight_v"
_RENAMED = {
    f"{_POSITION}.parametrizations.weight.original0": _GAIN,
    f"{_POSITION}.parametrizations.weight.original1": _DIRECTION,
}
"""What torch calls the two halves of a normalised weight since release 2.1."""
_MASK = "wav2vec2.masked_spec_embed"
"""Stands for masked frames in training; most files have it, and nothing is masked here."""


def canonical_state(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights under their older names."""
    return {_RENAMED.get(name, name): tensor for name, tensor in state.items()}


def expected_shapes(config: Wav2Vec2Config, state: Mapping[str, Tensor]) -> dict[str, Shape]:
    """Return name and shape of every tensor of a network, as `canonical_state` names them.

    What only training needs is among them if the state has it.
    """
    with torch.device("meta"):
        network = Wav2Vec2Ctc(config)
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    shapes[_DIRECTION] = shapes.pop(f"{_POSITION}.weight")
    shapes[_GAIN] = (1, 1, config.position_kernel)
    if _MASK in state:
        shapes[_MASK] = (config.hidden_size,)
    return shapes


def network_of(
    config: Wav2Vec2Config, state: Mapping[str, Tensor], device: torch.device, path: Path
) -> Wav2Vec2Ctc:
    """Return a network of checked weights (`expected_shapes`), in fp32 on the device.

    Raises `ModelFileError` for weights that make no numbers.
    """
    weights = {name: tensor.to(device, torch.float32) for name, tensor in state.items()}
    weights.pop(_MASK, None)
    gain, direction = weights.pop(_GAIN), weights.pop(_DIRECTION)
    # Each tap of the kernel has its own length.
    weight = gain * direction / direction.norm(dim=(0, 1), keepdim=True)  # (D, D / groups, K)
    if not weight.isfinite().all():
        raise ModelFileError(path, f"the tensor {_DIRECTION} has no direction")
    weights[f"{_POSITION}.weight"] = weight
    # On the meta device nothing is drawn from the random generator that sampling depends on.
    with torch.device("meta"):
        network = Wav2Vec2Ctc(config)
    network.load_state_dict(weights, assign=True)
    return network.eval().requires_grad_(requires_grad=False)
