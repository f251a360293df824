import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.speech import silero
from whisper_desktop.speech.frame import FRAME_SAMPLES
from whisper_desktop.speech.silero import BatchedStream, JitStream, SileroNetwork

Samples = npt.NDArray[np.float32]


@pytest.fixture(autouse=True)
def _forget_the_network() -> Iterator[None]:
    silero._cached_network.cache_clear()
    yield
    silero._cached_network.cache_clear()


@pytest.fixture
def program() -> torch.jit.ScriptModule:
    return silero._load_program(silero._weights_path())


@pytest.fixture
def frames(voice: Samples) -> Samples:
    """The voice between half a second and a second of silence, cut to whole frames."""
    padded = np.pad(voice, (8_000, 16_000))
    return padded[: padded.size // FRAME_SAMPLES * FRAME_SAMPLES]


def test_our_network_agrees_with_the_released_program(
    program: torch.jit.ScriptModule, frames: Samples
) -> None:
    ours = silero.open_stream()
    assert isinstance(ours, BatchedStream)
    probabilities = ours.feed(frames)
    assert probabilities.max() > 0.9
    assert probabilities.min() < 0.05
    assert np.abs(probabilities - JitStream(program).feed(frames)).max() < 5e-5


def test_our_network_is_as_good_as_double_precision(
    program: torch.jit.ScriptModule, frames: Samples
) -> None:
    network = silero.network_from_state(program.state_dict())
    assert network is not None
    ours = BatchedStream(network).feed(frames)
    exact_network = network.double()
    silence = torch.zeros(1, 128, dtype=torch.float64)
    samples = torch.from_numpy(np.pad(frames, (silero.CONTEXT_SAMPLES, 0)).astype(np.float64))
    with torch.inference_mode():
        exact, _ = exact_network(samples, (silence, silence))
    assert np.abs(ours - exact.numpy()).max() < 2e-5


@pytest.mark.parametrize("frames_at_once", [1, 7, 50])
def test_state_and_context_are_carried_from_block_to_block(
    frames: Samples, frames_at_once: int
) -> None:
    whole = silero.open_stream().feed(frames)
    stream = silero.open_stream()
    step = frames_at_once * FRAME_SAMPLES
    blocks = [stream.feed(frames[i : i + step]) for i in range(0, frames.size, step)]
    np.testing.assert_allclose(np.concatenate(blocks), whole, atol=2e-5)


def test_recordings_do_not_hear_each_other(frames: Samples) -> None:
    alone = silero.open_stream().feed(frames)
    silero.open_stream().feed(frames[::-1].copy())
    np.testing.assert_array_equal(silero.open_stream().feed(frames), alone)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e38])
def test_a_broken_sample_does_not_deafen_the_rest(frames: Samples, bad: float) -> None:
    broken = frames.copy()
    broken[1_000] = bad
    heard = silero.open_stream().feed(broken)
    whole = silero.open_stream().feed(frames)
    assert np.isfinite(heard).all()
    assert np.abs(heard[60:] - whole[60:]).max() < 0.05
    np.testing.assert_array_equal(broken[1_000], np.float32(bad))


def test_read_only_samples_are_accepted(frames: Samples) -> None:
    frozen = frames.copy()
    frozen.flags.writeable = False
    np.testing.assert_array_equal(
        silero.open_stream().feed(frozen), silero.open_stream().feed(frames)
    )


def test_unfamiliar_weights_are_left_to_the_released_program(
    monkeypatch: pytest.MonkeyPatch, program: torch.jit.ScriptModule, frames: Samples
) -> None:
    monkeypatch.setattr(silero, "network_from_state", lambda _state: None)
    stream = silero.open_stream()
    assert isinstance(stream, JitStream)
    expected = JitStream(program).feed(frames)
    np.testing.assert_array_equal(stream.feed(frames), expected)
    other = silero.open_stream()
    other.feed(frames)
    np.testing.assert_array_equal(
        silero.open_stream().feed(frames), JitStream(program).feed(frames)
    )


@pytest.mark.parametrize("change", ["shape", "missing", "added", "dtype"])
def test_weights_of_another_network_do_not_fit(
    program: torch.jit.ScriptModule, change: str
) -> None:
    state = dict(program.state_dict())
    name = "_model.encoder.1.reparam_conv.bias"
    if change == "shape":
        state[name] = torch.zeros(65)
    elif change == "missing":
        del state[name]
    elif change == "added":
        state["_model.encoder.4.reparam_conv.bias"] = torch.zeros(1)
    else:
        state[name] = state[name].half()
    assert silero.network_from_state(state) is None
    assert isinstance(silero.network_from_state(program.state_dict()), SileroNetwork)


def test_loading_leaves_threads_and_random_numbers_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_count: int) -> None:
        pytest.fail("the thread count was changed")

    monkeypatch.delitem(sys.modules, "silero_vad", raising=False)
    monkeypatch.setattr(torch, "set_num_threads", refuse)
    before = torch.random.get_rng_state()
    silero.open_stream()
    assert torch.equal(torch.random.get_rng_state(), before)
    assert "silero_vad" not in sys.modules


def test_missing_weights_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(silero, "_weights_path", lambda: tmp_path / "silero_vad.jit")
    with pytest.raises(ModelFileError) as caught:
        silero.open_stream()
    assert caught.value.path == tmp_path / "silero_vad.jit"
    assert caught.value.reason == "it is missing from the installation"


def test_a_missing_package_is_a_missing_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ModelFileError, match=r"silero_vad\.jit"):
        silero.open_stream()


@pytest.mark.parametrize("content", [b"", b"not a program", b"PK\x03\x04 cut off"])
def test_damaged_weights_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    damaged = tmp_path / "silero_vad.jit"
    damaged.write_bytes(content)
    monkeypatch.setattr(silero, "_weights_path", lambda: damaged)
    with pytest.raises(ModelFileError) as caught:
        silero.open_stream()
    assert (caught.value.path, caught.value.reason) == (damaged, "it is damaged")
