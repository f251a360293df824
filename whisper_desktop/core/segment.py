"""A timed piece of text, its words, and what the recogniser knew about it."""

from dataclasses import dataclass
from enum import StrEnum

from whisper_desktop.core.recipe import Task


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word with its leading space, if the language writes one."""

    start_ms: int
    end_ms: int
    text: str
    probability: float

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"bad word span: {self.start_ms}..{self.end_ms} ms")


class Defence(StrEnum):
    """What the recogniser did about a window or a segment that it did not believe at first."""

    PREVIOUS_TEXT_OFF = "previous-text-off"
    """It was decoded again without being told what was said before."""
    HOTTER = "hotter"
    """It was decoded again at a higher temperature."""
    BEAM = "beam"
    """It was decoded again with beam search."""
    SHORTER_WINDOW = "shorter-window"
    """Less sound was decoded at once."""
    LOOP_CUT = "loop-cut"
    """Text that went in circles was noticed while it was decoded, and was not kept."""
    REPEAT_DROPPED = "repeat-dropped"
    """Text that the neighbour had said already was left out at the seam."""
    TIMES_PULLED = "times-pulled"
    """Its times were moved to the sound, by more than a fifth of a second."""
    OTHER_LANGUAGE = "other-language"
    """It was decoded in another language than what came before."""


class LeftOutReason(StrEnum):
    """Why text that was decoded is not in the transcript."""

    NO_SPEECH = "no-speech"
    LOOP = "loop"
    REPEATED = "repeated"
    """A neighbour says it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that the network wrote and that was not kept; times in milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a segment and against it; None is what nobody measured.

    `avg_logprob` is the mean natural log-probability of the tokens of the window that it was
    decoded in, `no_speech_prob` the probability of the no-speech token at the window's start,
    `compression_ratio` the UTF-8 length of the window's text over the zlib-compressed length,
    `temperature` the sampling temperature that was accepted in the end. `speech_share` is the
    share of the segment's time that voice activity takes for speech (0 to 1); probabilities are
    those of its words. `is_reviewed` says that a person accepted the text, or wrote it.
    """

    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float
    temperature: float
    speech_share: float | None = None
    mean_word_prob: float | None = None
    min_word_prob: float | None = None
    words_per_s: float | None = None
    defences: tuple[Defence, ...] = ()
    is_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A subtitle as it was recognised; `words` is empty unless words were asked for."""

    start_ms: int
    end_ms: int
    text: str
    language: str
    task: Task = Task.TRANSCRIBE
    words: tuple[Word, ...] = ()
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")
