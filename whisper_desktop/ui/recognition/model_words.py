"""Models and the work on them, as words for the person."""

from whisper_desktop.app.found_weights import FoundBy, FoundWeights
from whisper_desktop.app.model_manifest import FileState
from whisper_desktop.app.model_store import ModelStatus, Verification
from whisper_desktop.core import errors
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.quantities import duration_words, size_words
from whisper_desktop.ui.recognition.model_downloads import ModelWork, Phase
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Models"
_PHASES = {
    Phase.WAITING: QT_TRANSLATE_NOOP("Models", "Waits for its turn"),
    Phase.DOWNLOADING: QT_TRANSLATE_NOOP("Models", "Downloading"),
    Phase.HELD_UP: QT_TRANSLATE_NOOP("Models", "Another program is installing it"),
    Phase.CHECKING: QT_TRANSLATE_NOOP("Models", "Checking"),
    Phase.PAUSED: QT_TRANSLATE_NOOP("Models", "Paused"),
    Phase.FAILED: QT_TRANSLATE_NOOP("Models", "Failed"),
    Phase.IMPORTING: QT_TRANSLATE_NOOP("Models", "Importing"),
    Phase.VERIFYING: QT_TRANSLATE_NOOP("Models", "Verifying"),
    Phase.REMOVING: QT_TRANSLATE_NOOP("Models", "Removing"),
}
_PERCENT = QT_TRANSLATE_NOOP("Models", "{phase}, {percent} %")
_OF_TOTAL = QT_TRANSLATE_NOOP("Models", "{done} of {total}")
_A_SECOND = QT_TRANSLATE_NOOP("Models", "{size} a second")
_LEFT = QT_TRANSLATE_NOOP("Models", "{time} left")
_INSTALLED = QT_TRANSLATE_NOOP("Models", "Installed")
_IN_USE = QT_TRANSLATE_NOOP("Models", "In use")
_ENGLISH = QT_TRANSLATE_NOOP("Models", "English")
_LANGUAGES = QT_TRANSLATE_NOOP("Models", "{count} languages")
_TRANSLATES = QT_TRANSLATE_NOOP("Models", "{languages}; translates into English")
_FOUND_BY = {
    FoundBy.OPENAI: QT_TRANSLATE_NOOP("Models", "In the cache of OpenAI's Whisper"),
    FoundBy.HUGGING_FACE: QT_TRANSLATE_NOOP("Models", "In the cache of Hugging Face"),
    FoundBy.FASTER_WHISPER: QT_TRANSLATE_NOOP("Models", "In the cache of faster-whisper"),
    FoundBy.PERSON: QT_TRANSLATE_NOOP("Models", "On disk"),
}
_INTACT = QT_TRANSLATE_NOOP("Models", "{model} is intact.")
_DAMAGED = QT_TRANSLATE_NOOP("Models", "{model} is damaged: {files}. Remove it and get it again.")
_MISSING = QT_TRANSLATE_NOOP("Models", "{file} is missing")
_CHANGED = QT_TRANSLATE_NOOP("Models", "{file} has changed")
_SENTENCES: tuple[tuple[type[errors.WhisperDesktopError], str], ...] = (
    (
        errors.OfflineError,
        QT_TRANSLATE_NOOP(
            "Models",
            "The program is switched offline, so {model} is not downloaded. Import it from disk,"
            " or allow downloads in the settings.",
        ),
    ),
    (
        errors.ModelDownloadError,
        QT_TRANSLATE_NOOP(
            "Models",
            "{model} could not be downloaded ({attempts}). What has arrived is kept; try again"
            " later.",
        ),
    ),
    (
        errors.OutputExistsError,
        QT_TRANSLATE_NOOP("Models", "There is a model called {model} already. Remove it first."),
    ),
    (
        errors.OutputUnwritableError,
        QT_TRANSLATE_NOOP("Models", "The folder of the models cannot be written: {reason}."),
    ),
    (
        errors.ModelFileError,
        QT_TRANSLATE_NOOP("Models", "{file} is no model that can be used: {reason}."),
    ),
    (errors.ModelNotInstalledError, QT_TRANSLATE_NOOP("Models", "{model} is not installed.")),
)


def state_words(status: ModelStatus, *, is_default: bool) -> str:
    """Return where a model stands; nothing for one that is not here."""
    if not status.is_installed:
        return ""
    return _said(_IN_USE if is_default else _INSTALLED)


def phase_words(work: ModelWork) -> str:
    """Return in a word or two what is done with a model."""
    phase = _said(_PHASES[work.phase])
    if work.is_download and work.percent is not None:
        return _said(_PERCENT).format(phase=phase, percent=work.percent)
    return phase


def work_words(work: ModelWork) -> str:
    """Return how far the work on a model is."""
    parts = [_said(_PHASES[work.phase])]
    if work.is_download and work.done_bytes:
        done = size_words(work.done_bytes)
        total = work.total_bytes
        text = _said(_OF_TOTAL).format(done=done, total=size_words(total)) if total else done
        parts.append(text)
    speed = work.bytes_per_second
    if speed:
        parts.append(_said(_A_SECOND).format(size=size_words(speed)))
        if work.total_bytes:
            left_s = (work.total_bytes - work.done_bytes) / speed
            parts.append(_said(_LEFT).format(time=duration_words(left_s)))
    if work.hitch:
        parts.append(work.hitch)
    return " · ".join(parts)


def ability_words(status: ModelStatus) -> str:
    """Return what a model was trained for, as far as that is known."""
    count = status.language_count or (status.official.language_count if status.official else None)
    if count is None:
        return ""
    languages = _said(_ENGLISH) if count == 1 else _said(_LANGUAGES).format(count=count)
    if status.official is not None and status.official.can_translate:
        return _said(_TRANSLATES).format(languages=languages)
    return languages


def found_words(found: FoundWeights) -> str:
    """Return whose cache weights lie in."""
    return _said(_FOUND_BY[found.found_by])


def verification_words(found: Verification) -> str:
    """Return what reading a model again showed."""
    if found.is_intact:
        return _said(_INTACT).format(model=found.name)
    texts = {FileState.MISSING: _MISSING, FileState.CHANGED: _CHANGED}
    files = ", ".join(
        _said(texts[file.state]).format(file=file.name)
        for file in found.files
        if file.state in texts
    )
    return _said(_DAMAGED).format(model=found.name, files=files)


def failure_words(name: str, error: BaseException) -> str:
    """Return what went wrong with a model, and what to do."""
    text = next((text for kind, text in _SENTENCES if isinstance(error, kind)), None)
    if text is None:
        return error_sentence(error)
    attempts = "; ".join(f"{source}: {reason}" for source, reason in _attempts(error))
    path = getattr(error, "path", None)
    return _said(text).format(
        model=name,
        attempts=attempts,
        file=path.name if path is not None else name,
        reason=getattr(error, "reason", ""),
    )


def _attempts(error: BaseException) -> tuple[tuple[str, str], ...]:
    return error.attempts if isinstance(error, errors.ModelDownloadError) else ()


def _said(text: str) -> str:
    return translated(_CONTEXT, text)
