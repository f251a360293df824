"""How fast a device multiplies matrices the way the network does, for an estimate beforehand."""

import time
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.asr.precision import Precision, torch_dtype
from whisper_desktop.asr.quantize import QuantizedLinear

_WIDTH, _POSITIONS = 1_024, 1_500
_TINY = 8
_PARTS = 3
_BURST = 8
"""Operations between two looks at the clock, so that the looks do not count on a fast device."""

Clock = Callable[[], float]


@torch.inference_mode()
def measure_matrix_speed(
    device: str, precision: Precision, total_s: float = 0.5, clock: Clock = time.perf_counter
) -> MatrixSpeed:
    """Multiply for about `total_s`; what the device can do depends on its other work just now."""
    place = torch.device(device)
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(_WIDTH, _WIDTH, generator=generator) / _WIDTH**0.5
    rows = torch.randn(_POSITIONS, _WIDTH, generator=generator)
    dtype = torch_dtype(precision)
    product: Callable[[Tensor], Tensor]
    if precision is Precision.INT8:
        product = QuantizedLinear(weight, None)
    else:
        product = partial(torch.matmul, other=weight.to(place, dtype))
    wide = rows.to(place, dtype)
    thin, tiny = wide[:1], wide[:_TINY, :_TINY]
    part_s = total_s / _PARTS
    seconds = [
        _mean_s(run, place, part_s, clock)
        for run in (lambda: product(wide), lambda: product(thin), lambda: tiny + tiny)
    ]
    work = 2 * _WIDTH * _WIDTH
    return MatrixSpeed(work * _POSITIONS / seconds[0], work / seconds[1], seconds[2])


def _mean_s(run: Callable[[], Tensor], place: torch.device, for_s: float, clock: Clock) -> float:
    """Return how long a run takes, after one that warms up."""
    _wait_for(run(), place)
    times, started_s, elapsed_s = 0, clock(), 0.0
    while elapsed_s < for_s or not times:
        results = [run() for _ in range(_BURST)]
        _wait_for(results[-1], place)
        times += _BURST
        elapsed_s = clock() - started_s
    return elapsed_s / times


def _wait_for(result: Tensor, place: torch.device) -> None:
    """Reading a number waits for a device that works while Python goes on."""
    if place.type != "cpu":
        result.flatten()[0].item()
