"""The border where whatever goes wrong becomes one line for the person."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from whisper_desktop.app.crash_log import log_crash
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.messages import crash_line, failure_line
from whisper_desktop.core.errors import (
    Cancelled,
    InsufficientMemoryError,
    ModelCapabilityError,
    ModelFileError,
    WhisperDesktopError,
)

Result = TypeVar("Result")
FailureWords = Callable[[WhisperDesktopError, str], str]


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, and the line that says so."""

    error: Exception
    line: str

    @property
    def status(self) -> ExitStatus:
        """What to tell the shell."""
        return ExitStatus.INTERRUPTED if self.is_stop else ExitStatus.FAILED

    @property
    def is_stop(self) -> bool:
        """Whether the person wanted it so."""
        return isinstance(self.error, Cancelled)

    @property
    def touches_all_inputs(self) -> bool:
        """Whether the next input would fail the same way."""
        return isinstance(self.error, Cancelled | ModelCapabilityError | ModelFileError)


def attempt(
    work: Callable[[], Result], subject: str, home: Path, words: FailureWords = failure_line
) -> Result | Failure:
    """Do the work; return its result, or what went wrong with the subject.

    Bugs are logged under `home`.
    """
    try:
        return work()
    except WhisperDesktopError as error:
        return Failure(error, words(error, subject))
    except MemoryError as error:
        return Failure(error, words(InsufficientMemoryError("this machine", ""), subject))
    except Exception as error:  # noqa: BLE001 - the border
        return Failure(error, crash_line(error, subject, log_crash(error, home)))
