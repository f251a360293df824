"""The sizes of a Whisper network (Radford et al. 2022, table 1, and the released models)."""

from dataclasses import dataclass

SAMPLE_RATE_HZ = 16_000
N_FFT = 400
"""25 ms."""
HOP_SAMPLES = 160
"""10 ms: one mel frame."""
WINDOW_SECONDS = 30
WINDOW_SAMPLES = WINDOW_SECONDS * SAMPLE_RATE_HZ
WINDOW_FRAMES = WINDOW_SAMPLES // HOP_SAMPLES
"""3 000 mel frames; the encoder halves them to 1 500 positions of 20 ms."""
FRAMES_PER_SECOND = SAMPLE_RATE_HZ // HOP_SAMPLES
TIMESTAMP_STEP_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class ModelDims:
    """Layer counts and widths, named as OpenAI's checkpoints name them."""

    n_mels: int
    n_audio_ctx: int
    n_audio_state: int
    n_audio_head: int
    n_audio_layer: int
    n_vocab: int
    n_text_ctx: int
    n_text_state: int
    n_text_head: int
    n_text_layer: int

    @property
    def is_multilingual(self) -> bool:
        """English-only models have one token less."""
        return self.n_vocab >= 51_865

    @property
    def n_languages(self) -> int:
        """99 languages, 100 (with Cantonese) in large-v3; 99 also for English-only models."""
        return self.n_vocab - 51_765 - int(self.is_multilingual)


def _dims(
    width: int, heads: int, encoder_layers: int, decoder_layers: int, **other: int
) -> ModelDims:
    return ModelDims(
        n_mels=other.get("n_mels", 80),
        n_audio_ctx=1_500,
        n_audio_state=width,
        n_audio_head=heads,
        n_audio_layer=encoder_layers,
        n_vocab=other.get("n_vocab", 51_865),
        n_text_ctx=448,
        n_text_state=width,
        n_text_head=heads,
        n_text_layer=decoder_layers,
    )


_V3 = {"n_mels": 128, "n_vocab": 51_866}
_ENGLISH = {"n_vocab": 51_864}

OFFICIAL_DIMS: dict[str, ModelDims] = {
    "tiny": _dims(384, 6, 4, 4),
    "tiny.en": _dims(384, 6, 4, 4, **_ENGLISH),
    "base": _dims(512, 8, 6, 6),
    "base.en": _dims(512, 8, 6, 6, **_ENGLISH),
    "small": _dims(768, 12, 12, 12),
    "small.en": _dims(768, 12, 12, 12, **_ENGLISH),
    "medium": _dims(1_024, 16, 24, 24),
    "medium.en": _dims(1_024, 16, 24, 24, **_ENGLISH),
    "large-v1": _dims(1_280, 20, 32, 32),
    "large-v2": _dims(1_280, 20, 32, 32),
    "large-v3": _dims(1_280, 20, 32, 32, **_V3),
    "large-v3-turbo": _dims(1_280, 20, 32, 4, **_V3),
    "distil-small.en": _dims(768, 12, 12, 4, **_ENGLISH),
    "distil-medium.en": _dims(1_024, 16, 24, 2, **_ENGLISH),
    "distil-large-v2": _dims(1_280, 20, 32, 2),
    "distil-large-v3": _dims(1_280, 20, 32, 2, **_V3),
}
