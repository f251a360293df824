"""The network against itself: caches, groups of hypotheses and attention change nothing."""

from collections.abc import Callable

import pytest
import torch

from whisper_desktop.asr.checkpoint import expected_shapes
from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.model import Whisper
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled

TOKENS = torch.tensor([[5, 17, 256, 3, 99], [7, 7, 261, 40, 12]])


@pytest.fixture
def features(toy_engine: Engine) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    mels = [torch.randn(80, 3_000, generator=generator) for _ in range(2)]
    return toy_engine.encode(mels)


@pytest.mark.parametrize("dims", OFFICIAL_DIMS.values(), ids=OFFICIAL_DIMS.keys())
def test_parameters_are_those_of_the_released_checkpoints(dims: ModelDims) -> None:
    with torch.device("meta"):
        state = Whisper(dims).state_dict()
    assert {name: tuple(tensor.shape) for name, tensor in state.items()} == expected_shapes(dims)


def test_token_by_token_equals_all_at_once(toy_engine: Engine, features: torch.Tensor) -> None:
    decoder = toy_engine.model.decoder
    together = decoder(TOKENS, decoder.start(features))
    state = decoder.start(features)
    steps = [decoder(TOKENS[:, i : i + 1], state) for i in range(TOKENS.shape[1])]
    torch.testing.assert_close(torch.cat(steps, dim=1), together, atol=1e-4, rtol=1e-4)


def test_later_tokens_do_not_change_earlier_ones(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    decoder = toy_engine.model.decoder
    changed = TOKENS.clone()
    changed[:, -1] = 42
    before = decoder(TOKENS, decoder.start(features))
    after = decoder(changed, decoder.start(features))
    torch.testing.assert_close(before[:, :-1], after[:, :-1])
    assert not torch.allclose(before[:, -1], after[:, -1])


def test_hypotheses_of_a_window_hear_what_the_window_alone_would(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    decoder = toy_engine.model.decoder
    state = decoder.start(features, hypotheses=3)
    rows = TOKENS.repeat_interleave(3, dim=0)
    rows[1] = torch.tensor([1, 2, 3, 4, 5])
    grouped = decoder(rows, state)
    alone = decoder(rows[1:2], decoder.start(features[:1]))
    torch.testing.assert_close(grouped[1:2], alone, atol=1e-4, rtol=1e-4)


def test_selected_rows_go_on_as_if_they_had_always_been_there(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    decoder = toy_engine.model.decoder
    state = decoder.start(features, hypotheses=2)
    decoder(TOKENS[:, :3], state)
    state.select(torch.tensor([1, 1]), windows=torch.tensor([1]))
    following = decoder(TOKENS[1:, 3:4].repeat(2, 1), state)
    whole = decoder(TOKENS[1:, :4], decoder.start(features[1:]))
    torch.testing.assert_close(following[0], whole[0, 3:], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(following[1], whole[0, 3:], atol=1e-4, rtol=1e-4)


def test_only_the_first_tokens_may_come_together(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    decoder = toy_engine.model.decoder
    state = decoder.start(features)
    decoder(TOKENS[:, :2], state)
    with pytest.raises(ValueError, match="first tokens"):
        decoder(TOKENS[:, 2:], state)


def test_attention_comes_out_without_changing_what_is_read(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    decoder = toy_engine.model.decoder
    hidden, scores = decoder.forward_with_attention(TOKENS, features, [(1, 0), (0, 1)])
    torch.testing.assert_close(hidden, decoder(TOKENS, decoder.start(features)))
    assert scores.shape == (2, 2, TOKENS.shape[1], 1_500)
    swapped = decoder.forward_with_attention(TOKENS, features, [(0, 1), (1, 0)])[1]
    torch.testing.assert_close(scores.flip(1), swapped)


def test_half_precision_gives_nearly_the_same_features(toy_engine: Engine) -> None:
    mel = torch.randn(80, 3_000, generator=torch.Generator().manual_seed(2))
    exact = toy_engine.encode([mel])
    model = Whisper(toy_engine.model.dims)
    model.load_state_dict(toy_engine.model.state_dict())
    rough = Engine(model.to(torch.bfloat16).eval(), toy_engine.tokenizer, ()).encode([mel])
    assert rough.dtype == torch.bfloat16
    assert float((rough.float() - exact).abs().mean()) < 0.1


class CancelsItself(CancelToken):
    """Somebody asks to stop while the work is under way: after it has asked so many times."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def raise_if_cancelled(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().raise_if_cancelled()


@pytest.mark.parametrize("work", ["listen", "memorise", "read", "align"])
def test_the_wish_to_stop_is_heard_between_two_blocks(
    toy_engine: Engine, features: torch.Tensor, work: str
) -> None:
    decoder, heads = toy_engine.model.decoder, [(0, 1)]
    token = CancelsItself(after=1)
    passes: dict[str, Callable[[], object]] = {
        "listen": lambda: toy_engine.encode([torch.zeros(80, 3_000)], token),
        "memorise": lambda: decoder.start(features, cancel=token),
        "read": lambda: decoder(TOKENS, decoder.start(features), token),
        "align": lambda: decoder.forward_with_attention(TOKENS, features, heads, token),
    }
    with pytest.raises(Cancelled):
        passes[work]()
    assert token.left == -1


@torch.inference_mode()
def test_the_layout_for_decoding_changes_no_value(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    model = Whisper(toy_engine.model.dims)
    model.load_state_dict(toy_engine.model.state_dict())
    before = model.decoder.logits(model.decoder(TOKENS, model.decoder.start(features)))
    model.decoder.lay_out_for_decoding()
    after = model.decoder.logits(model.decoder(TOKENS, model.decoder.start(features)))
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)
    weight = model.state_dict()["decoder.token_embedding.weight"]
    assert weight.equal(toy_engine.model.state_dict()["decoder.token_embedding.weight"])
