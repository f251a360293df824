"""The engines below as the use cases see them, so that tests can put others in their place.

The real ones are imported when they are first used: torch takes seconds, and most commands of
the program never need it.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import (
    AudioDamaged,
    LanguageDetected,
    Preparing,
    RecognitionEvent,
    ResumePoint,
)
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan

__all__ = ["DeviceReport", "Engines", "SpeechRecognizer", "real_engines"]

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from whisper_desktop.asr.forced import TextPlacer
    from whisper_desktop.asr.precision import DeviceChoice, DeviceProbe, DeviceReport
    from whisper_desktop.audio.pcm import Pcm

    Samples = npt.NDArray[np.float32]
    Decoding = Generator[Preparing, None, Pcm]
    Listening = Generator[Preparing, None, tuple[TimeSpan, ...]]


class SpeechRecognizer(Protocol):
    """A loaded model, as `asr.recognizer.Recognizer` is."""

    @property
    def sha256(self) -> str:
        """Checksum of its weights."""
        ...

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages the model knows."""
        ...

    def detect_language(
        self, samples: "Samples", *, windows: int = 1, cancel: CancelToken | None = None
    ) -> LanguageDetected:
        """Return the probability of every language."""
        ...

    def placer(self) -> "TextPlacer":
        """Return what finds given words in samples."""
        ...

    def recognize(
        self,
        samples: "Samples",
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: HearsSpeech | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        """Yield segments as their windows are read, with where to resume after each window."""
        ...


class DeviceChooser(Protocol):
    """Decides on device and precision, as `asr.precision.choose_device` does."""

    def __call__(self, device: str, precision: str, needed_bytes: int = 0) -> "DeviceChoice":
        """Return the choice; raise `DeviceUnavailableError` when there is none."""
        ...


class RecognizerLoader(Protocol):
    """Puts the weights at a path onto a device."""

    def __call__(
        self, path: Path, choice: "DeviceChoice", threads: int | None, cancel: CancelToken
    ) -> SpeechRecognizer:
        """Return the recogniser, ready for use."""
        ...


@dataclass(frozen=True, slots=True)
class Engines:
    """What the use cases need from `audio`, `speech` and `asr`.

    `load_audio` and `find_speech` are generators that tell how far they are and return what
    they made; `load_audio` reports what could not be decoded to its second argument. `open_ear`
    listens for speech as far as it is asked to.
    """

    load_audio: Callable[[MediaPart, Callable[[AudioDamaged], None], CancelToken], "Decoding"]
    find_speech: Callable[["Samples", CancelToken], "Listening"]
    open_ear: Callable[["Samples", CancelToken], HearsSpeech]
    choose_device: DeviceChooser
    list_devices: Callable[[], tuple["DeviceReport", ...]]
    load_recognizer: RecognizerLoader


def real_engines() -> Engines:
    """Return PyAV, Silero and our own Whisper, none of them imported yet."""
    return Engines(
        _load_audio, _find_speech, _open_ear, _choose_device, _list_devices, _load_recognizer
    )


def _load_audio(
    part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
) -> "Decoding":
    from whisper_desktop.audio.pcm import read_pcm

    return read_pcm(
        part.media,
        track=part.audio_track,
        start_ms=part.start_ms,
        end_ms=part.end_ms,
        on_damage=on_damage,
        cancel=cancel,
    )


def _find_speech(samples: "Samples", cancel: CancelToken) -> "Listening":
    from whisper_desktop.speech.voice_activity import listen

    return listen(samples, cancel=cancel)


def _open_ear(samples: "Samples", cancel: CancelToken) -> HearsSpeech:
    from whisper_desktop.speech.ear import Ear

    return Ear(samples, cancel)


def _choose_device(device: str, precision: str, needed_bytes: int = 0) -> "DeviceChoice":
    from whisper_desktop.asr.precision import choose_device

    return choose_device(device, precision, probe=_probe(), needed_bytes=needed_bytes)


def _list_devices() -> tuple["DeviceReport", ...]:
    from whisper_desktop.asr.precision import list_devices

    return list_devices(_probe())


@cache
def _probe() -> "DeviceProbe":
    """Return what knows this machine; asking it takes seconds, so it is asked once."""
    from whisper_desktop.asr.device_probe import TorchProbe

    return TorchProbe()


def _load_recognizer(
    path: Path, choice: "DeviceChoice", threads: int | None, cancel: CancelToken
) -> SpeechRecognizer:
    from whisper_desktop.asr.recognizer import Recognizer
    from whisper_desktop.speech.sound_edges import find_pauses

    return Recognizer.load(
        path,
        device=choice.device,
        precision=choice.precision,
        threads=threads,
        find_pauses=find_pauses,
        cancel=cancel,
    )
