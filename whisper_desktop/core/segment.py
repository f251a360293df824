"""A timed piece of text, its words, and what the recogniser knew about it."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Measurements of the window that a segment was decoded in.

    `avg_logprob` is the mean natural log-probability of the window's tokens,
    `no_speech_prob` the probability of the no-speech token at its start,
    `compression_ratio` the UTF-8 length of its text over the zlib-compressed length,
    `temperature` the sampling temperature that was accepted in the end.
    """

    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float
    temperature: float


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
