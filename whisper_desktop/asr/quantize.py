"""Int8 linear layers for the processor: whole-number weights, fp32 in and out.

Weights are rounded once, with one scale per output channel; inputs each time, with one scale per
row. One scale for the whole input, as PyTorch's own dynamic layers have it, drowns the many small
values of Whisper in its few large ones, and makes a window depend on the others of its batch.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

_WEIGHT_STEPS = 127
"""Weights lie in -127..127."""
_INPUT_STEPS = 127
"""Inputs lie in -127..127 around 128."""
_REDUCED_INPUT_STEPS = 63
"""Around 64: for processors whose 16-bit sums of products overflow with more."""
_SMALLEST_SCALE = 1e-20
_PROBE_ROWS, _PROBE_WIDTH, _PROBE_CHANNELS = 3, 512, 16

Product = Callable[[Tensor, Tensor, bool], Tensor]
"""(input (R, W), weight (C, W), reduces range) -> input @ weight.T, by way of int8."""


@dataclass(frozen=True, slots=True)
class Int8Support:
    """Whether int8 products work here, why or why not, and whether inputs must lose a bit."""

    is_available: bool
    reason: str
    reduces_range: bool = False


class QuantizedLinear(nn.Module):
    """A linear layer with int8 weights: (..., W) -> (..., C), both fp32, on the processor."""

    bias: Tensor | None

    def __init__(self, weight: Tensor, bias: Tensor | None, *, reduces_range: bool = False) -> None:
        """Round a weight (C, W), of any floating-point type, and keep no other copy of it."""
        super().__init__()
        self.out_features, self.in_features = weight.shape
        self.register_buffer(
            "bias", None if bias is None else bias.detach().to("cpu", torch.float32)
        )
        self._steps = _input_steps(reduces_range)
        self._packed = _pack(weight.detach().to("cpu", torch.float32))

    def forward(self, x: Tensor) -> Tensor:
        """Return x times the weight, plus the bias."""
        largest = _largest(x)  # (..., 1)
        product: Tensor = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(
            x / largest, 1 / self._steps, self._steps + 1, self._packed
        )
        return (
            product.mul_(largest)
            if self.bias is None
            else torch.addcmul(self.bias, product, largest)
        )

    def extra_repr(self) -> str:
        """Return what `repr` shows of the layer."""
        return f"in_features={self.in_features}, out_features={self.out_features}"


def _input_steps(reduces_range: bool) -> int:
    return _REDUCED_INPUT_STEPS if reduces_range else _INPUT_STEPS


def _largest(x: Tensor) -> Tensor:
    """Return the largest magnitude (..., 1) in each row; faster than by way of `abs`."""
    highest, lowest = x.amax(dim=-1, keepdim=True), x.amin(dim=-1, keepdim=True)
    return torch.maximum(highest, -lowest).clamp_min_(_SMALLEST_SCALE)


def _pack(weight: Tensor) -> object:
    scales = weight_scales(weight).to(torch.float64)
    zero_points = torch.zeros(len(scales), dtype=torch.int64)
    with warnings.catch_warnings():
        # WORKAROUND https://github.com/pytorch/pytorch/issues/184982: quantised tensors are on
        # their way out of PyTorch; `int8_support` notices when they are gone.
        warnings.simplefilter("ignore", UserWarning)
        rounded = torch.quantize_per_channel(weight, scales, zero_points, 0, torch.qint8)
        packed: object = torch.ops.quantized.linear_prepack(rounded, None)
    return packed


def weight_scales(weight: Tensor) -> Tensor:
    """Return the value (C,) of one whole-number step in each output channel of (C, W)."""
    return (weight.abs().amax(dim=1) / _WEIGHT_STEPS).clamp_min(_SMALLEST_SCALE)


def error_bound(x: Tensor, weight: Tensor, *, reduces_range: bool = False) -> Tensor:
    """Return how far a product (..., C) of fp32 x (..., W) may be from the exact one.

    A weight is off by at most half the step of its channel, an input by half that of its row.
    """
    weight_error = weight_scales(weight) / 2
    input_error = _largest(x) / _input_steps(reduces_range) / 2
    from_weights = x.abs().sum(dim=-1, keepdim=True) * weight_error
    return from_weights + input_error * (weight.abs() + weight_error[:, None]).sum(dim=1)


def quantize_linears(model: nn.Module, *, reduces_range: bool = False) -> None:
    """Replace every `nn.Linear` of a model on the processor."""
    for name, child in list(model.named_children()):
        if isinstance(child, nn.Linear):
            layer = QuantizedLinear(child.weight, child.bias, reduces_range=reduces_range)
            setattr(model, name, layer)
        else:
            quantize_linears(child, reduces_range=reduces_range)


def _int8_product(x: Tensor, weight: Tensor, reduces_range: bool) -> Tensor:
    result: Tensor = QuantizedLinear(weight, None, reduces_range=reduces_range)(x)
    return result


def int8_support(product: Product = _int8_product) -> Int8Support:
    """Find out by small products, held against fp32, whether and how int8 works here.

    One of them is the worst case for processors without 8-bit dot products (VNNI): all weights
    and inputs as large as they get, so that 16-bit sums overflow.
    """
    try:
        for reduces_range in (False, True):
            if _is_right(product, reduces_range):
                return Int8Support(True, "int8 products agree with fp32", reduces_range)
    except (AttributeError, NotImplementedError, RuntimeError) as error:
        first_line = str(error).partition("\n")[0]
        return Int8Support(False, f"this PyTorch cannot multiply in int8 ({first_line})")
    return Int8Support(False, "int8 products are wrong on this processor")


def _is_right(product: Product, reduces_range: bool) -> bool:
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(_PROBE_CHANNELS, _PROBE_WIDTH, generator=generator)
    x = torch.randn(_PROBE_ROWS, _PROBE_WIDTH, generator=generator)
    largest = torch.ones(_PROBE_ROWS, _PROBE_WIDTH), torch.ones(_PROBE_CHANNELS, _PROBE_WIDTH)
    for probe_x, probe_weight in ((x, weight), largest):
        found = product(probe_x, probe_weight, reduces_range)
        error = (found - probe_x @ probe_weight.T).abs()
        if not (error <= error_bound(probe_x, probe_weight, reduces_range=reduces_range)).all():
            return False
    return True
