"""How to decode: frozen options, grouped by the part that reads them."""

from dataclasses import dataclass, field
from enum import StrEnum

from whisper_desktop.core.recipe import Recipe

DEFAULT_TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class LongFormMode(StrEnum):
    """How a recording longer than one window is walked through."""

    SEQUENTIAL = "sequential"
    """Each window starts where the last reliable timestamp ended."""
    BATCHED = "batched"
    """Speech spans are packed into windows that are decoded together."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How the next tokens are chosen (greedy when `beam_size` is 1 and temperature is 0).

    `patience` is Kasai et al. 2022's factor; `best_of` counts the samples drawn at a positive
    temperature. `length_penalty` None divides a beam's log-probability by its length, a number
    alpha by the GNMT form ((5 + length) / 6) ** alpha (Wu et al. 2016, equation 14).
    """

    beam_size: int = 1
    patience: float = 1.0
    best_of: int = 5
    length_penalty: float | None = None
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    suppress_blank: bool = True
    suppress_non_speech: bool = True
    suppress_tokens: tuple[int, ...] = ()
    max_initial_timestamp_s: float | None = 1.0
    max_new_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class FallbackLimits:
    """When a decoded window is not believed (Radford et al. 2022, section 4.5)."""

    temperatures: tuple[float, ...] = DEFAULT_TEMPERATURES
    max_compression_ratio: float | None = 2.4
    min_avg_logprob: float | None = -1.0
    max_no_speech_prob: float | None = 0.6
    reset_context_above_temperature: float = 0.5
    """Text sampled hotter than this is not shown to the next window."""


@dataclass(frozen=True, slots=True)
class RecognitionOptions:
    """Everything a recognition depends on besides the audio and the weights."""

    recipe: Recipe = field(default_factory=Recipe)
    mode: LongFormMode = LongFormMode.SEQUENTIAL
    search: SearchOptions = field(default_factory=SearchOptions)
    fallback: FallbackLimits = field(default_factory=FallbackLimits)
    use_previous_text: bool = True
    prefix: str = ""
    """Text the first window is made to begin with."""
    batch_size: int = 8
    language_windows: int = 1
    """How many windows vote when the language is to be found out."""
    seed: int = 0
    """For sampling at positive temperatures: the same input and batches give the same text."""
