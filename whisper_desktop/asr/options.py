"""How to decode: frozen options, grouped by the part that reads them.

What makes no sense raises `ValueError` when the options are made.
"""

import math
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


class WordTimes(StrEnum):
    """How it is found out when each word was said."""

    SOUND = "sound"
    """By the heads that were measured to tell it best, and by where nothing sounds."""
    REFERENCE = "reference"
    """As the reference implementation does."""


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
    stops_circling: bool = False
    """Whether text that goes in circles is not written on; the defence sees to it."""

    def __post_init__(self) -> None:
        _require("beam_size", self.beam_size, self.beam_size >= 1)
        _require("patience", self.patience, 0 < self.patience < math.inf)
        _require("best_of", self.best_of, self.best_of >= 1)
        alpha, penalty = self.length_penalty, self.repetition_penalty
        _require("length_penalty", alpha, alpha is None or math.isfinite(alpha))
        _require("repetition_penalty", penalty, 0 < penalty < math.inf)
        _require("no_repeat_ngram_size", self.no_repeat_ngram_size, self.no_repeat_ngram_size >= 0)
        _require("suppress_tokens", self.suppress_tokens, min(self.suppress_tokens, default=0) >= 0)
        latest_s, most = self.max_initial_timestamp_s, self.max_new_tokens
        _require("max_initial_timestamp_s", latest_s, latest_s is None or 0 <= latest_s < math.inf)
        _require("max_new_tokens", most, most is None or most >= 1)


@dataclass(frozen=True, slots=True)
class FallbackLimits:
    """When a decoded window is not believed (Radford et al. 2022, section 4.5)."""

    temperatures: tuple[float, ...] = DEFAULT_TEMPERATURES
    max_compression_ratio: float | None = 2.4
    min_avg_logprob: float | None = -1.0
    max_no_speech_prob: float | None = 0.6
    reset_context_above_temperature: float = 0.5
    """Text sampled hotter than this is not shown to the next window."""

    def __post_init__(self) -> None:
        are_fine = all(0 <= temperature < math.inf for temperature in self.temperatures)
        _require("temperatures", self.temperatures, bool(self.temperatures) and are_fine)
        limits = {
            "max_compression_ratio": self.max_compression_ratio,
            "min_avg_logprob": self.min_avg_logprob,
            "max_no_speech_prob": self.max_no_speech_prob,
            "reset_context_above_temperature": self.reset_context_above_temperature,
        }
        for name, limit in limits.items():
            # Any number may be meant, to switch a limit off; but nothing compares with NaN.
            _require(name, limit, limit is None or not math.isnan(limit))


@dataclass(frozen=True, slots=True)
class DefenceOptions:
    """What is done against text that nobody said, and speech that is lost.

    All of it works in both modes, by what voice activity tells of the recording; where nobody
    tells, what needs it is left undone.
    """

    minds_silence: bool = True
    """Windows begin at speech, do not reach over long pauses, and jump over long silence."""
    drops_phantoms: bool = True
    """Text is left out where nobody speaks, and where only a phantom could have said it."""
    breaks_loops: bool = True
    """Text that goes in circles is stopped, heard again, and left out if nobody said it."""
    drops_repeats: bool = True
    """At a seam, what the neighbour has said is not said again."""
    continues_cut_speech: bool = True
    """What touches a window's end while somebody speaks is read again in the next one."""
    follows_languages: bool = True
    """Where no language is given, windows are parted where another one begins."""
    keeps_whole_characters: bool = True
    """The sign that stands for half a character never comes out."""
    max_pause_ms: int = 3_000
    """A pause that is longer is not inside a window: in it the network times text too early."""

    def __post_init__(self) -> None:
        _require("max_pause_ms", self.max_pause_ms, self.max_pause_ms >= 1)

    @classmethod
    def off(cls) -> "DefenceOptions":
        """Return what the reference implementation does: nothing of the kind."""
        return cls(
            minds_silence=False,
            drops_phantoms=False,
            breaks_loops=False,
            drops_repeats=False,
            continues_cut_speech=False,
            keeps_whole_characters=False,
            follows_languages=False,
        )


@dataclass(frozen=True, slots=True)
class RecognitionOptions:
    """Everything a recognition depends on besides the audio and the weights."""

    recipe: Recipe = field(default_factory=Recipe)
    mode: LongFormMode = LongFormMode.SEQUENTIAL
    search: SearchOptions = field(default_factory=SearchOptions)
    fallback: FallbackLimits = field(default_factory=FallbackLimits)
    defence: DefenceOptions = field(default_factory=DefenceOptions)
    word_times: WordTimes = WordTimes.SOUND
    use_previous_text: bool = True
    prefix: str = ""
    """Text the first window is made to begin with."""
    batch_size: int = 8
    language_windows: int = 1
    """How many windows vote when the language is to be found out."""
    hears_languages: bool = False
    """Whether to tell what language each few seconds sound like, in sequential mode."""
    first_language: str | None = None
    """What is spoken at first, where that is known: without a language in the recipe, it is found
    out otherwise, and may change."""
    seed: int = 0
    """For sampling at positive temperatures: the same input and batches give the same text."""

    def __post_init__(self) -> None:
        _require("batch_size", self.batch_size, self.batch_size >= 1)
        _require("language_windows", self.language_windows, self.language_windows >= 1)


def _require(name: str, value: object, is_sensible: bool) -> None:
    if not is_sensible:
        raise ValueError(f"{name} makes no sense: {value!r}")
