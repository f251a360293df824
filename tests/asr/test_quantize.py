import warnings
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from whisper_desktop.asr.dims import OFFICIAL_DIMS
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.quantize import (
    QuantizedLinear,
    error_bound,
    int8_support,
    quantize_linears,
)

SUPPORT = int8_support()
needs_int8 = pytest.mark.skipif(not SUPPORT.is_available, reason=SUPPORT.reason)


def random(shape: tuple[int, ...], seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@needs_int8
@given(
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 5),
    width=st.sampled_from([1, 3, 16, 65, 512]),
    channels=st.sampled_from([1, 2, 16, 33]),
    spread=st.sampled_from([1e-3, 1.0, 50.0]),
    shift=st.sampled_from([-10.0, 0.0, 3.0]),
    has_bias=st.booleans(),
)
def test_the_error_is_within_its_bound(  # noqa: PLR0917
    seed: int, rows: int, width: int, channels: int, spread: float, shift: float, has_bias: bool
) -> None:
    x = random((rows, width), seed) * spread + shift
    # Channels of very different size: each has a scale of its own.
    weight = random((channels, width), seed + 1) * torch.logspace(-3, 2, channels)[:, None]
    bias = random((channels,), seed + 2) if has_bias else None
    layer = QuantizedLinear(weight, bias, reduces_range=SUPPORT.reduces_range)
    exact = functional.linear(x.double(), weight.double(), None if bias is None else bias.double())
    bound = error_bound(x, weight, reduces_range=SUPPORT.reduces_range).double()
    rounding = 1e-5 * (1 + exact.abs())
    assert ((layer(x).double() - exact).abs() <= bound + rounding).all()


@needs_int8
def test_whole_numbers_in_range_are_multiplied_exactly() -> None:
    weight = torch.tensor([[127.0, -3.0, 0.0], [1.0, 127.0, -127.0]])
    largest = 63.0 if SUPPORT.reduces_range else 127.0
    x = torch.tensor([[-largest, 7.0, 0.0], [largest, 2.0, 3.0]])
    layer = QuantizedLinear(weight, torch.tensor([1.0, -1.0]), reduces_range=SUPPORT.reduces_range)
    wanted = x @ weight.T + torch.tensor([1.0, -1.0])
    assert torch.allclose(layer(x), wanted, rtol=1e-5, atol=1e-3)


@needs_int8
def test_any_leading_shape_and_layout_goes_through() -> None:
    layer = QuantizedLinear(random((4, 8)), None)
    x = random((2, 3, 8))
    assert layer(x).shape == (2, 3, 4)
    assert torch.equal(layer(x), layer(x.reshape(6, 8)).reshape(2, 3, 4))
    strided = random((3, 2, 8)).transpose(0, 1)
    assert torch.equal(layer(strided), layer(strided.contiguous()))


@needs_int8
@given(st.integers(0, 10_000), st.integers(2, 40))
def test_a_row_does_not_depend_on_the_rows_beside_it(seed: int, rows: int) -> None:
    layer = QuantizedLinear(random((24, 64), 1), random((24,), 2))
    # Rows of very different size, as Whisper has them.
    x = random((rows, 64), seed) * torch.logspace(-3, 3, rows)[:, None]
    alone = torch.cat([layer(row[None]) for row in x])
    assert torch.allclose(layer(x), alone, rtol=1e-6, atol=0)


@needs_int8
def test_rows_of_zeros_give_the_bias() -> None:
    layer = QuantizedLinear(random((2, 4)), torch.tensor([0.5, -2.0]))
    assert torch.equal(layer(torch.zeros(3, 4)), torch.tensor([[0.5, -2.0]] * 3))


@needs_int8
def test_a_channel_of_zeros_gives_its_bias() -> None:
    layer = QuantizedLinear(torch.zeros(2, 4), torch.tensor([0.5, -2.0]))
    assert torch.allclose(layer(random((3, 4))), torch.tensor([0.5, -2.0]).expand(3, 2))


@needs_int8
def test_a_half_precision_embedding_can_serve_as_output_matrix() -> None:
    embedding = random((300, 64)).half()
    hidden = random((2, 64))
    logits = QuantizedLinear(embedding, None, reduces_range=SUPPORT.reduces_range)(hidden)
    exact = hidden @ embedding.float().T
    assert logits.dtype == torch.float32
    bound = error_bound(hidden, embedding.float(), reduces_range=SUPPORT.reduces_range)
    assert ((logits - exact).abs() <= bound + 1e-4).all()


@needs_int8
def test_making_a_layer_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        QuantizedLinear(random((4, 8)), None)


@pytest.fixture
def network() -> Whisper:
    sizes = {"n_audio_state": 16, "n_text_state": 16, "n_audio_head": 2, "n_text_head": 2}
    dims = replace(OFFICIAL_DIMS["tiny"], n_audio_layer=2, n_text_layer=1, **sizes)
    torch.manual_seed(0)
    network = Whisper(dims)
    for tensor in network.state_dict().values():
        nn.init.normal_(tensor, std=0.3)
    return network.eval()


def linear_names(model: nn.Module) -> set[str]:
    return {name for name, module in model.named_modules() if isinstance(module, nn.Linear)}


@needs_int8
def test_every_linear_layer_of_the_network_is_replaced(network: Whisper) -> None:
    names = linear_names(network)
    assert len(names) == 2 * 6 + 10
    mel = random((1, 80, 3000))
    with torch.inference_mode():
        exact = network.encoder(mel)
        quantize_linears(network, reduces_range=SUPPORT.reduces_range)
        found = network.encoder(mel)
    assert linear_names(network) == set()
    assert not torch.equal(found, exact)
    assert (found - exact).norm() / exact.norm() < 0.05


@needs_int8
def test_a_replaced_layer_shows_its_sizes(network: Whisper) -> None:
    quantize_linears(network)
    key = network.get_submodule("decoder.blocks.0.attn.key")
    assert repr(key) == "QuantizedLinear(in_features=16, out_features=16)"


def saturating(x: Tensor, weight: Tensor, reduces_range: bool) -> Tensor:
    """Multiply positive numbers as processors do that add pairs of products in 16 bits."""
    steps = 63 if reduces_range else 127
    x_step, weight_step = x.max() / steps, weight.max() / 127
    whole_weight = (weight / weight_step).round()
    whole_x = (x / x_step).round() + steps + 1  # as stored: without a sign
    products = whole_x[:, None, :] * whole_weight[None]
    pairs = (products[..., 0::2] + products[..., 1::2]).clamp(-32_768, 32_767)
    sums = pairs.sum(dim=-1) - (steps + 1) * whole_weight.sum(dim=-1)
    return sums * x_step * weight_step


def test_a_processor_whose_sums_overflow_gets_one_bit_less() -> None:
    def product(x: Tensor, weight: Tensor, reduces_range: bool) -> Tensor:
        is_worst_case = bool((x == 1).all())
        return saturating(x, weight, reduces_range) if is_worst_case else x @ weight.T

    support = int8_support(product)
    assert support.is_available
    assert support.reduces_range


def test_a_processor_that_multiplies_exactly_keeps_all_bits() -> None:
    support = int8_support(lambda x, weight, _: x @ weight.T)
    assert (support.is_available, support.reduces_range) == (True, False)


def test_wrong_products_are_found_out() -> None:
    support = int8_support(lambda x, weight, _: x @ weight.T * 1.5)
    assert not support.is_available
    assert support.reason == "int8 products are wrong on this processor"


@pytest.mark.parametrize("error", [AttributeError, NotImplementedError, RuntimeError])
def test_missing_kernels_are_a_reason_and_no_crash(error: type[Exception]) -> None:
    def product(x: Tensor, weight: Tensor, reduces_range: bool) -> Tensor:
        raise error("no such kernel\nand a long trace")

    support = int8_support(product)
    assert not support.is_available
    assert support.reason == "this PyTorch cannot multiply in int8 (no such kernel)"
