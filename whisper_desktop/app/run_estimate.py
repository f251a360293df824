"""How long a run will take: as it was before, or as other models or the device let expect."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from whisper_desktop.app.catalogue import Catalogue, CatalogueModel
from whisper_desktop.app.speed_memory import Pace, Way
from whisper_desktop.asr.device_speed import MatrixSpeed

_WINDOW_S = 30
_TOKENS_PER_WINDOW = 110
"""Words, marks and timestamps of quick speech, and now and then a second try."""
_STEPS_PER_LAYER = 24
"""Small operations of a decoder layer for one token."""
_MATRIX_BLOCKS = 12
"""Of width squared, in an encoder layer: four of attention and eight of the two linear layers."""
_DECODER_BLOCKS = 14
"""As above, and queries and outputs of the attention to the audio."""
_CROSS_BLOCKS = 2
"""Keys and values of the audio, once a window."""
_OVERHEAD = 3.0
"""All that is no product, and second tries, multiply the time of the products so much.

Measured on one core of an AMD EPYC with base on read English: 3.2 s of work a window against 1.3 s
of products in fp32, and 1.7 s against 0.4 s in int8.
"""


class EstimateBasis(StrEnum):
    """What an expected time rests on."""

    MEASURED = "measured"
    """Earlier runs of the same kind on this machine."""
    OTHER_MODEL = "other-model"
    """Earlier runs of another model on this machine."""
    COMPUTED = "computed"
    """A short measurement of the device."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """How long the recognition will take, without loading."""

    seconds: float
    basis: EstimateBasis


def expected_time(
    way: Way,
    duration_ms: int,
    paces: Mapping[Way, Pace],
    catalogue: Catalogue,
    speed: MatrixSpeed | None,
) -> Expectation | None:
    """Return the time from the best that is known; None where nothing is."""
    audio_s = duration_ms / 1_000
    if way in paces:
        return Expectation(paces[way].rate * audio_s, EstimateBasis.MEASURED)
    model = catalogue.find(way.model)
    if model is None:
        return None
    rate = _rate_by_others(way, model, paces, catalogue)
    if rate is not None:
        return Expectation(rate * audio_s, EstimateBasis.OTHER_MODEL)
    if speed is None:
        return None
    return Expectation(window_s(model, speed) / _WINDOW_S * audio_s, EstimateBasis.COMPUTED)


def window_s(model: CatalogueModel, speed: MatrixSpeed) -> float:
    """Return how long a window of 30 seconds takes, one token after the other."""
    wide, thin, steps = _work(model)
    thin_s = _TOKENS_PER_WINDOW * (thin / speed.thin_flops + steps * speed.step_s)
    return _OVERHEAD * (wide / speed.wide_flops + thin_s)


def _rate_by_others(
    way: Way, model: CatalogueModel, paces: Mapping[Way, Pace], catalogue: Catalogue
) -> float | None:
    """Take over the pace of the model that is nearest in size and went the same way."""
    others = [
        (other, pace)
        for known, pace in paces.items()
        if replace(known, model=way.model) == way and (other := catalogue.find(known.model))
    ]
    if not others:
        return None
    nearest, pace = min(others, key=lambda item: abs(item[0].parameters - model.parameters))
    return pace.rate * _whole_work(model) / _whole_work(nearest)


def _whole_work(model: CatalogueModel) -> float:
    wide, thin, _ = _work(model)
    return wide + thin * _TOKENS_PER_WINDOW


def _work(model: CatalogueModel) -> tuple[float, float, int]:
    """Return the products of the encoder and of one token, and the small steps of a token."""
    width, positions = model.dims["n_audio_state"], model.dims["n_audio_ctx"]
    layers = model.dims["n_audio_layer"]
    text_width, text_layers = model.dims["n_text_state"], model.dims["n_text_layer"]
    attention = 4 * positions * positions * width
    encoder = layers * (2 * positions * _MATRIX_BLOCKS * width * width + attention)
    cross = text_layers * 2 * positions * _CROSS_BLOCKS * text_width * text_width
    layer = 2 * _DECODER_BLOCKS * text_width * text_width + 4 * positions * text_width
    token = text_layers * layer + 2 * text_width * model.dims["n_vocab"]
    return encoder + cross, token, text_layers * _STEPS_PER_LAYER
