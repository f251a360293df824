"""What a transcription has to say, as sentences for the person."""

from whisper_desktop.core.events import (
    AudioDamaged,
    Concern,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    NothingRecognised,
    Preparing,
    Progress,
    Stage,
    Started,
)
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Run"
_READING = QT_TRANSLATE_NOOP("Run", "Reading the sound…")
_LISTENING = QT_TRANSLATE_NOOP("Run", "Looking for speech…")
_STARTED = QT_TRANSLATE_NOOP("Run", "Transcribing with {model} ({device}, {precision})")
_AGAIN = QT_TRANSLATE_NOOP("Run", "Recognising rows with {model} ({device}, {precision})")
_REASON = QT_TRANSLATE_NOOP("Run", "{model} works on {device} in {precision}: {reason}")
_LANGUAGE = QT_TRANSLATE_NOOP("Run", "The language is {language} ({percent} % sure).")
_DONE = QT_TRANSLATE_NOOP("Run", "{done} of {total}")
_SPEED = QT_TRANSLATE_NOOP("Run", "{speed} × real time")
_LEFT = QT_TRANSLATE_NOOP("Run", "{time} left")
_NEXT_PART = QT_TRANSLATE_NOOP("Run", "hearing the next part: {time}")
_PAUSED = QT_TRANSLATE_NOOP("Run", "paused")
_DAMAGED = QT_TRANSLATE_NOOP(
    "Run", "{start} to {end} could not be decoded ({reason}). The rest is recognised."
)
_MEMORY = QT_TRANSLATE_NOOP(
    "Run", "The memory did not suffice on {before}. The work goes on, on {after}."
)
_NOTHING = QT_TRANSLATE_NOOP("Run", "No speech was found.")
_FEW = 10
"""Speeds below have a digit behind the point."""


def stage_words(event: Preparing) -> str:
    """Return what is done before the first window."""
    return translated(_CONTEXT, _READING if event.stage is Stage.READING else _LISTENING)


def percent_of(event: Preparing | Progress) -> int | None:
    """Return how much is done; None when the end is not known."""
    return 100 * event.done_ms // event.total_ms if event.total_ms else None


def started_words(event: Started) -> str:
    """Return which model transcribes, and on what."""
    return _with_model(_STARTED, event.model)


def again_started_words(event: Started) -> str:
    """Return which model recognises rows again, and on what."""
    return _with_model(_AGAIN, event.model)


def reason_words(event: Started) -> str:
    """Return why a model works on what it does, "" where that is not known."""
    return _with_model(_REASON, event.model) if event.model.reason else ""


def _with_model(text: str, model: ModelIdentity) -> str:
    return translated(_CONTEXT, text).format(
        model=model.name, device=model.device, precision=model.precision, reason=model.reason
    )


def language_words(event: LanguageDetected) -> str:
    """Return which language was found, and how sure that is."""
    name = LANGUAGES.get(event.language, event.language).capitalize()
    percent = round(100 * event.probability)
    return translated(_CONTEXT, _LANGUAGE).format(language=name, percent=percent)


def progress_words(
    event: Progress, start_ms: int = 0, since_s: float = 0.0, *, is_paused: bool = False
) -> str:
    """Return how far it is, how fast, and how long it will take, `since_s` after it was told.

    What was recognised before `start_ms` of the work says nothing about its speed.
    """
    done, total = format_clock(event.done_ms), format_clock(event.total_ms)
    parts = [translated(_CONTEXT, _DONE).format(done=done, total=total)]
    if is_paused:
        return " · ".join([*parts, translated(_CONTEXT, _PAUSED)])
    if event.done_ms > start_ms and event.elapsed_s > 0:
        speed = (event.done_ms - start_ms) / 1_000 / event.elapsed_s
        shown = f"{speed:.1f}" if speed < _FEW else f"{speed:.0f}"
        parts.append(translated(_CONTEXT, _SPEED).format(speed=shown))
    if event.done_ms < event.total_ms:
        parts += _time_words(round((event.remaining_s or 0.0) - since_s), round(since_s))
    return " · ".join(parts)


def left_words(left_s: float) -> str:
    """Return the time that is left."""
    return translated(_CONTEXT, _LEFT).format(time=format_clock(round(left_s) * 1_000))


def _time_words(left_s: int, since_s: int) -> list[str]:
    """Return the time that is left; where nobody can tell, that something goes on still."""
    if left_s >= 1:
        return [left_words(left_s)]
    if since_s < 1:
        return []
    return [translated(_CONTEXT, _NEXT_PART).format(time=format_clock(since_s * 1_000))]


def concern_words(concern: Concern) -> str:
    """Return what a person should know while the work goes on."""
    match concern:
        case AudioDamaged():
            return translated(_CONTEXT, _DAMAGED).format(
                start=format_clock(concern.start_ms),
                end=format_clock(concern.end_ms),
                reason=concern.reason,
            )
        case MemoryRanOut():
            text = translated(_CONTEXT, _MEMORY)
            return text.format(before=concern.before, after=concern.after)
        case NothingRecognised():
            return translated(_CONTEXT, _NOTHING)
