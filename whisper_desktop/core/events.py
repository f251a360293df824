"""What running work reports upwards: frozen, picklable values, times in whole milliseconds.

Times are those of the media's own clock: a segment found in the range 60 s to 90 s of a file
starts at or after 60 000 ms.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter

from whisper_desktop.core.segment import LeftOut, Segment
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.unfinished import NOTHING_UNFINISHED, Unfinished


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which weights did the work, on what."""

    name: str
    sha256: str
    """Of the weights file, or empty when it was not computed."""
    device: str
    precision: str
    reason: str = ""
    """Why this device and precision were chosen, in a sentence."""


@dataclass(frozen=True, slots=True)
class Started:
    """The model is loaded and work begins."""

    model: ModelIdentity
    total_ms: int


class Stage(StrEnum):
    """What is done before the first window is recognised."""

    READING = "reading"
    """The media is decoded."""
    LISTENING = "listening"
    """Speech is told from silence, noise and music."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """How far a stage before the recognition is; `total_ms` None if the media does not say."""

    stage: Stage
    done_ms: int
    total_ms: int | None


@dataclass(frozen=True, slots=True)
class LanguageDetected:
    """The spoken language, with the probability of every language the model knows."""

    language: str
    probability: float
    probabilities: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeechFound:
    """Where somebody speaks up to a place, by voice activity; announced once for each stretch.

    The spans are in order and within `start_ms` to `end_ms`.
    """

    start_ms: int
    end_ms: int
    spans: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class SegmentReady:
    """A segment is final."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """From where work can go on after a stop, as if it had not stopped.

    Sequential work continues at `at_ms` with `previous_tokens` as its context; batched work
    repeats from the first window that starts at or after `at_ms`. `language` is what was spoken
    last; where it may change, `spoken_ms` tells how long each language was spoken so far.
    """

    at_ms: int
    language: str | None = None
    previous_tokens: tuple[int, ...] = ()
    last_speech_ms: int = 0
    """Where the last word ended, counted from the start of the recognised range."""
    spoken_ms: tuple[tuple[str, int], ...] = ()
    unfinished: Unfinished = NOTHING_UNFINISHED
    """What was recognised before and is not announced yet."""

    @property
    def usual_language(self) -> str | None:
        """What was spoken for the most time so far, as far as is known."""
        return max(self.spoken_ms, key=itemgetter(1), default=(self.language, 0))[0]


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """The language that is likeliest spoken in a stretch, whatever it was taken for."""

    start_ms: int
    end_ms: int
    language: str
    probability: float


@dataclass(frozen=True, slots=True)
class WindowDone:
    """What was announced so far is final; work resumed here announces just what follows it.

    `spoken` tells of each few seconds of the window, in order of time, where that is known;
    `left_out` is what was decoded and not kept.
    """

    resume: ResumePoint
    spoken: tuple[SpokenLanguage, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `done_ms` of `total_ms` of audio; `remaining_s` None if unknown."""

    done_ms: int
    total_ms: int
    elapsed_s: float
    remaining_s: float | None


@dataclass(frozen=True, slots=True)
class AudioDamaged:
    """A stretch of the media could not be decoded; the rest was."""

    start_ms: int
    end_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class MemoryRanOut:
    """The device's memory did not suffice; the work goes on another way."""

    before: str
    after: str
    model: ModelIdentity | None = None
    """What does the work from here on; None when only the batch shrank."""


@dataclass(frozen=True, slots=True)
class NothingRecognised:
    """The audio was heard to its end, and no speech was found in it."""


Concern = AudioDamaged | MemoryRanOut | NothingRecognised


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know; the work goes on."""

    concern: Concern


@dataclass(frozen=True, slots=True)
class Finished:
    """All of it is done; `segments` are in order of their starts."""

    segments: tuple[Segment, ...]
    language: str


RecognitionEvent = LanguageDetected | SegmentReady | WindowDone | Warned
Event = Preparing | Started | SpeechFound | RecognitionEvent | Progress | Finished
