"""The errors a person can meet: few, typed, carrying data.

The sentences shown to people are made from this data in `cli` and `ui`. `ValueError` and
`AssertionError` mean a bug and are never caught.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self, TypeVar

_Error = TypeVar("_Error", bound="WhisperDesktopError")


class WhisperDesktopError(Exception):
    """Base of every expected error; each can be pickled, to cross to another process."""

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[object, ...]]:
        """Restore the data as it is, whatever arguments `__init__` takes."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[_Error], args: tuple[object, ...], data: Mapping[str, object]) -> _Error:
    error = kind.__new__(kind, *args)
    error.__dict__.update(data)
    return error


class Cancelled(WhisperDesktopError):
    """The person asked to stop."""


class MediaUnreadableError(WhisperDesktopError):
    """The file is missing, empty, not media, or too damaged to open."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class NoAudioError(WhisperDesktopError):
    """The file is media, but it holds no audio stream or no audio in the wanted range.

    `end_ms` is where the audio ends that does not reach that range, else None.
    """

    def __init__(self, path: Path, reason: str, end_ms: int | None = None) -> None:
        super().__init__(path, reason)
        self.path, self.reason, self.end_ms = path, reason, end_ms


class AudioTrackMissingError(WhisperDesktopError):
    """The wanted audio track (counted from 1) does not exist."""

    def __init__(self, path: Path, track: int, track_count: int) -> None:
        super().__init__(path, track, track_count)
        self.path, self.track, self.track_count = path, track, track_count


class ModelNotInstalledError(WhisperDesktopError):
    """The model is known, or is no path, but its weights are not on this machine."""

    def __init__(self, name: str, *, is_known: bool, alternatives: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        self.name, self.is_known, self.alternatives = name, is_known, alternatives


class ModelFileError(WhisperDesktopError):
    """A weights file is damaged, incomplete, unsafe, or not a Whisper model."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class ModelCapabilityError(WhisperDesktopError):
    """The model was not trained for the wanted language or task."""

    def __init__(self, model: str, wanted: str, alternatives: tuple[str, ...]) -> None:
        super().__init__(model, wanted, alternatives)
        self.model, self.wanted, self.alternatives = model, wanted, alternatives


class ModelDownloadError(WhisperDesktopError):
    """No source delivered the model; `attempts` says per source what happened."""

    def __init__(self, name: str, attempts: tuple[tuple[str, str], ...]) -> None:
        super().__init__(name, attempts)
        self.name, self.attempts = name, attempts


class OfflineError(WhisperDesktopError):
    """A download was asked for while the offline switch is on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnknownLanguageError(WhisperDesktopError):
    """No language of Whisper goes by this name; `suggestions` are names that come close."""

    def __init__(self, wanted: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(wanted, suggestions)
        self.wanted, self.suggestions = wanted, suggestions


class DeviceUnavailableError(WhisperDesktopError):
    """The wanted device or precision is not usable here; `found` names what is, and no more."""

    def __init__(self, wanted: str, reason: str, found: tuple[str, ...]) -> None:
        super().__init__(wanted, reason, found)
        self.wanted, self.reason, self.found = wanted, reason, found


class InsufficientMemoryError(WhisperDesktopError):
    """Even the smallest batch does not fit the memory of the device."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(device, reason)
        self.device, self.reason = device, reason


class OutputExistsError(WhisperDesktopError):
    """The output file is there already and may not be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class OutputClashError(WhisperDesktopError):
    """Two inputs of one run would write the same output file."""

    def __init__(self, path: Path, media: Path, earlier_media: Path) -> None:
        super().__init__(path, media, earlier_media)
        self.path, self.media, self.earlier_media = path, media, earlier_media


class OutputUnwritableError(WhisperDesktopError):
    """The output could not be written (permission, full disk, missing folder)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class PresetInvalidError(WhisperDesktopError):
    """A stored preset of delivery rules holds a value that makes no sense."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(field, value)
        self.field, self.value = field, value


class SearchPatternError(WhisperDesktopError):
    """A regular expression, or what shall replace its matches, cannot be understood.

    `position` counts characters of `pattern` from 0; None where no place is to blame.
    """

    def __init__(self, pattern: str, position: int | None, reason: str) -> None:
        super().__init__(pattern, position, reason)
        self.pattern, self.position, self.reason = pattern, position, reason


class SearchTooLongError(WhisperDesktopError):
    """Searching all rows for a regular expression takes longer than anybody wants to wait."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern


class ProjectUnreadableError(WhisperDesktopError):
    """The file is missing, damaged, or no project of this program."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class ProjectTooNewError(WhisperDesktopError):
    """A newer version of the program wrote the project; this one knows up to `known_version`."""

    def __init__(self, path: Path, version: int, known_version: int) -> None:
        super().__init__(path, version, known_version)
        self.path, self.version, self.known_version = path, version, known_version


class ProjectInUseError(WhisperDesktopError):
    """Another window has the project open; `process_id` and `host` say which, if it told."""

    def __init__(self, path: Path, process_id: int | None, host: str | None) -> None:
        super().__init__(path, process_id, host)
        self.path, self.process_id, self.host = path, process_id, host


class SubtitlesUnreadableError(WhisperDesktopError):
    """A subtitle file could not be opened, or is far too large to be one."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class EncodingUnfitError(WhisperDesktopError):
    """Some characters of the subtitles cannot be written in the wanted encoding."""

    def __init__(self, path: Path, encoding: str, characters: str) -> None:
        super().__init__(path, encoding, characters)
        self.path, self.encoding, self.characters = path, encoding, characters


class RecogniserDiedError(WhisperDesktopError):
    """The process that recognises ended in the middle of its work, or failed as nobody expected.

    `exit_code` is its exit status (negative: the signal that ended it), None where it told of
    the failure itself or could not be started; `log_path` is where more can be read.
    """

    def __init__(self, exit_code: int | None, reason: str, log_path: Path) -> None:
        super().__init__(exit_code, reason, log_path)
        self.exit_code, self.reason, self.log_path = exit_code, reason, log_path


class AlignmentImpossibleError(WhisperDesktopError):
    """The text cannot be what is said: it takes more frames than the sound has.

    Where there are enough, the network is certain that it is not said.
    """

    def __init__(self, frames: int, needed_frames: int) -> None:
        super().__init__(frames, needed_frames)
        self.frames, self.needed_frames = frames, needed_frames


class TextNotHeardError(WhisperDesktopError):
    """Nothing of a given text is said in the recording."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path
