"""Which language is spoken in a recording, without writing down a word of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, NoAudioError
from whisper_desktop.core.events import AudioDamaged, LanguageDetected, Preparing, Warned

if TYPE_CHECKING:
    from whisper_desktop.app.engines import Decoding

_WINDOW_MS = 30_000


def identify_language(
    part: MediaPart,
    model: LoadedModel,
    engines: Engines,
    *,
    windows: int = 1,
    cancel: CancelToken,
) -> Iterator[Preparing | Warned | LanguageDetected]:
    """Yield how far the reading is, warnings, and at last the language of one file.

    It is told by the first 30 s, or by a vote of several windows spread over the recording.
    Raises what `app.transcribe.transcribe` raises.
    """
    model.check_identifies_language()
    damages: list[AudioDamaged] = []
    audio = yield from _heard(part, windows, damages, engines, cancel)
    yield from map(Warned, damages)
    while True:
        yield from model.load(cancel)
        model.check_identifies_language()
        try:
            detected = model.recognizer.detect_language(
                audio.samples, windows=windows, cancel=cancel
            )
        except InsufficientMemoryError as error:
            reason = error.reason
        else:
            yield detected
            return
        yield Warned(model.step_down(reason))


def _heard(
    part: MediaPart,
    windows: int,
    damages: list[AudioDamaged],
    engines: Engines,
    cancel: CancelToken,
) -> "Decoding":
    """Decode no more than is listened to, unless the sound begins later than that."""
    window_end_ms = part.start_ms + _WINDOW_MS
    if windows == 1 and (part.end_ms is None or part.end_ms > window_end_ms):
        try:
            return (
                yield from engines.load_audio(
                    replace(part, end_ms=window_end_ms), damages.append, cancel
                )
            )
        except NoAudioError:
            damages.clear()
    return (yield from engines.load_audio(part, damages.append, cancel))
