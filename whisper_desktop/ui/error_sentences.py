"""What went wrong, to which file, and what to do, as sentences for the person."""

from pathlib import Path

from whisper_desktop.core import errors
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CANNOT_OPEN = QT_TRANSLATE_NOOP("Errors", "{name} cannot be opened: {reason}.")
_CANNOT_READ = QT_TRANSLATE_NOOP("Errors", "{name} cannot be read: {reason}.")
_IN_USE = QT_TRANSLATE_NOOP(
    "Errors", "{name} is open in another window, on {host} (process {process_id})."
)
_IN_USE_SOMEWHERE = QT_TRANSLATE_NOOP("Errors", "{name} is open in another window.")
_SENTENCES: tuple[tuple[type[errors.WhisperDesktopError], str], ...] = (
    (
        errors.ProjectTooNewError,
        QT_TRANSLATE_NOOP(
            "Errors",
            "{name} was made by a newer version of Whisper Desktop. Update the program to open it;"
            " nothing was changed.",
        ),
    ),
    (errors.ProjectInUseError, _IN_USE),
    (errors.ProjectUnreadableError, _CANNOT_OPEN),
    (errors.SubtitlesUnreadableError, _CANNOT_OPEN),
    (
        errors.EncodingUnfitError,
        QT_TRANSLATE_NOOP(
            "Errors",
            "{encoding} has no {characters}. Choose another encoding, best UTF-8; {name} was not"
            " written.",
        ),
    ),
    (
        errors.OutputExistsError,
        QT_TRANSLATE_NOOP("Errors", "{name} exists already and was not touched."),
    ),
    (
        errors.OutputUnwritableError,
        QT_TRANSLATE_NOOP("Errors", "{name} cannot be written: {reason}."),
    ),
    (
        errors.TextNotHeardError,
        QT_TRANSLATE_NOOP(
            "Errors", "Little or nothing of the text is said in {name}. Is it the right recording?"
        ),
    ),
    (errors.MediaUnreadableError, _CANNOT_READ),
    (errors.NoAudioError, _CANNOT_READ),
    (
        errors.AudioTrackMissingError,
        QT_TRANSLATE_NOOP("Errors", "{name} has no audio track {track} any more."),
    ),
    (
        errors.ModelNotInstalledError,
        QT_TRANSLATE_NOOP("Errors", "The model {name} is not installed. Install or choose one."),
    ),
    (
        errors.ModelFileError,
        QT_TRANSLATE_NOOP(
            "Errors", "The model cannot be used: {reason} ({name}). Install it again."
        ),
    ),
    (
        errors.ModelCapabilityError,
        QT_TRANSLATE_NOOP(
            "Errors", "The model {model} was not made for this language or task. Choose another."
        ),
    ),
    (
        errors.DeviceUnavailableError,
        QT_TRANSLATE_NOOP("Errors", "{wanted} cannot be used: {reason}. Choose another device."),
    ),
    (
        errors.InsufficientMemoryError,
        QT_TRANSLATE_NOOP(
            "Errors",
            "The memory of {device} does not suffice. Choose a smaller model, or close other"
            " programs.",
        ),
    ),
    (
        errors.RecogniserDiedError,
        QT_TRANSLATE_NOOP(
            "Errors",
            "The recogniser stopped: {reason}. What it had recognised is kept.",
        ),
    ),
)
_UNEXPECTED = QT_TRANSLATE_NOOP("Errors", "Something went wrong: {what}")
_MAX_CHARACTERS = 5


def error_sentence(error: BaseException) -> str:
    """Return a sentence for an expected error; an unexpected one is called by its name."""
    text = next((text for kind, text in _SENTENCES if isinstance(error, kind)), _UNEXPECTED)
    if isinstance(error, errors.ProjectInUseError) and error.host is None:
        text = _IN_USE_SOMEWHERE
    data = dict(vars(error)) | {"what": str(error) or type(error).__name__}
    path = data.get("path")
    if isinstance(path, Path):
        data["name"] = path.name
    if "characters" in data:
        data["characters"] = _some(data["characters"])
    return translated("Errors", text).format(**data)


def expected_sentence(error: BaseException) -> str:
    """Return a sentence for an expected error of a job; raise any other, which is a bug."""
    if not isinstance(error, errors.WhisperDesktopError):
        raise error
    return error_sentence(error)


def _some(characters: str) -> str:
    shown = " ".join(characters[:_MAX_CHARACTERS])
    return f"{shown} …" if len(characters) > _MAX_CHARACTERS else shown
