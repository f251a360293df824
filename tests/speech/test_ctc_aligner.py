import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file
from safetensors.torch import load_file as load_tensors

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, Cancelled, ModelFileError
from whisper_desktop.speech.aligner import Aligner, Samples
from whisper_desktop.speech.ctc_aligner import (
    CONTEXT_FRAMES,
    CORE_FRAMES,
    CtcAligner,
    LetterLabels,
    windows,
)
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config
from whisper_desktop.speech.wav2vec2_weights import canonical_state, expected_shapes, network_of

DATA = Path(__file__).parents[1] / "data"
KINDS = ["base", "large"]
CPU = torch.device("cpu")


def aligner_of(kind: str, languages: tuple[str, ...] = ("en",)) -> CtcAligner:
    folder = DATA / f"wav2vec2-{kind}"
    stated = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config = Wav2Vec2Config.from_json(stated, folder / "config.json")
    state = canonical_state(load_tensors(folder / "model.safetensors"))
    network = network_of(config, state, CPU, folder)
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return CtcAligner(network, LetterLabels(vocabulary, languages, is_normalised=True))


def expected(kind: str) -> tuple[Samples, npt.NDArray[np.float32]]:
    held = load_file(DATA / f"wav2vec2-{kind}" / "expected.safetensors")
    return held["samples"].astype(np.float32), held["log_probs"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_hears_what_the_reference_hears(kind: str) -> None:
    samples, log_probs = expected(kind)
    heard = aligner_of(kind).emissions(samples)
    np.testing.assert_allclose(heard, log_probs, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_of_a_frame_add_up_to_one(kind: str) -> None:
    noise = np.random.default_rng(1).normal(size=3_000).astype(np.float32)
    heard = aligner_of(kind).emissions(noise)
    np.testing.assert_allclose(np.exp(heard).sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_loudness_and_offset_make_no_difference(kind: str) -> None:
    aligner, (samples, log_probs) = aligner_of(kind), expected(kind)
    np.testing.assert_allclose(aligner.emissions(3 * samples + 0.1), log_probs, atol=1e-4)


def test_sound_is_taken_as_it_is_where_the_model_wants_that() -> None:
    folder = DATA / "wav2vec2-large"
    labels = LetterLabels(json.loads((folder / "vocab.json").read_text("utf-8")), ("en",), False)
    aligner = CtcAligner(aligner_of("large")._network, labels)
    samples, _ = expected("large")
    normalised = (samples - samples.mean()) / samples.std()
    np.testing.assert_allclose(
        aligner.emissions(normalised), aligner_of("large").emissions(samples), atol=1e-4
    )


def test_broken_samples_are_silenced() -> None:
    aligner, (samples, _) = aligner_of("base"), expected("base")
    samples[100:103] = (np.nan, np.inf, -1e30)
    assert np.isfinite(aligner.emissions(samples)).all()


def test_silence_is_heard_too() -> None:
    assert np.isfinite(aligner_of("large").emissions(np.zeros(2_000, np.float32))).all()


def test_long_sound_is_heard_in_windows_that_agree_with_the_whole() -> None:
    """Frames far from every cut hear the same; only loudness is measured window by window."""
    aligner = aligner_of("large")
    step = aligner._network.config.frame_samples
    noise = np.random.default_rng(2).normal(size=step * (2 * CORE_FRAMES + 300)).astype(np.float32)
    heard = aligner.emissions(noise)
    assert len(heard) == aligner._network.config.frame_count(noise.size)
    first = aligner.emissions(noise[: step * (CORE_FRAMES + CONTEXT_FRAMES + 1)])
    np.testing.assert_allclose(heard[:CORE_FRAMES], first[:CORE_FRAMES], atol=0.05)


@given(st.integers(0, 10_000))
def test_windows_keep_every_frame_once_and_hear_around_it(n_frames: int) -> None:
    cut = list(windows(n_frames))
    assert [frame for window in cut for frame in window.kept] == list(range(n_frames))
    for window in cut:
        before = window.kept.start - window.heard.start
        after = window.heard.stop - window.kept.stop
        assert before == min(CONTEXT_FRAMES, window.kept.start)
        assert after == min(CONTEXT_FRAMES, n_frames - window.kept.stop)
        assert len(window.heard) <= CORE_FRAMES + 2 * CONTEXT_FRAMES


@pytest.mark.parametrize("kind", KINDS)
def test_words_have_places_in_order(kind: str) -> None:
    aligner: Aligner = aligner_of(kind)
    samples, _ = expected(kind)
    the, number, hen, dash = aligner.align(samples, ["The", "9", "hen,", "—"])
    assert the is not None
    assert number is not None
    assert hen is not None
    assert dash is None
    assert 0 <= the.start_ms < the.end_ms <= number.start_ms < hen.start_ms < hen.end_ms
    assert hen.end_ms <= samples.size // 16
    assert 0 <= the.score <= 1


def test_the_frames_are_those_of_the_network() -> None:
    aligner = aligner_of("base")
    assert aligner.frame_ms == 1.25
    assert aligner.languages == ("en",)


def test_words_of_which_nothing_is_spoken_have_no_place() -> None:
    assert aligner_of("base").align(np.zeros(0, np.float32), ["—", "…"]) == (None, None)


def test_sound_too_short_for_a_frame_has_no_room_for_words() -> None:
    aligner = aligner_of("base")
    assert aligner.emissions(np.zeros(10, np.float32)).shape == (0, 12)
    with pytest.raises(AlignmentImpossibleError):
        aligner.align(np.zeros(10, np.float32), ["hen"])


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        aligner_of("base").align(expected("base")[0], ["hen"], cancel)


def test_it_is_stopped_amid_a_window() -> None:
    class Hasty(CancelToken):
        asked = 0

        @property
        def is_cancelled(self) -> bool:
            self.asked += 1
            return self.asked > 3

    cancel = Hasty()
    with pytest.raises(Cancelled):
        aligner_of("base").emissions(expected("base")[0], cancel)
    assert cancel.asked == 4


def test_languages_without_spaces_have_no_word_boundary() -> None:
    config = aligner_of("base")._network.config
    vocabulary = {"<pad>": 0, "|": 4, "E": 5, "T": 6}
    spaced = LetterLabels(vocabulary, ("en",), is_normalised=True).letters(config)
    unspaced = LetterLabels(vocabulary, ("ja",), is_normalised=True).letters(config)
    assert (spaced.boundary, unspaced.boundary) == (4, None)
    assert spaced.labels == unspaced.labels == {"E": 5, "T": 6}
    assert spaced.wildcard == 12


def test_both_names_of_the_normalised_weight_are_one() -> None:
    for kind in KINDS:
        state = load_tensors(DATA / f"wav2vec2-{kind}" / "model.safetensors")
        config = aligner_of(kind)._network.config
        shapes = expected_shapes(config, canonical_state(state))
        assert {name: tuple(t.shape) for name, t in canonical_state(state).items()} == shapes


def test_a_weight_without_direction_is_refused() -> None:
    folder = DATA / "wav2vec2-base"
    state = canonical_state(load_tensors(folder / "model.safetensors"))
    state["wav2vec2.encoder.pos_conv_embed.conv.weight_v"].zero_()
    with pytest.raises(ModelFileError, match="has no direction"):
        network_of(aligner_of("base")._network.config, state, CPU, folder)
