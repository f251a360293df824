"""What the program and its recogniser process tell each other, as pickles that know their length.

Down go orders, up come reports; each side reads in the order of writing. A frame is pickled
before its first byte is written, so what cannot be pickled spoils nothing.
"""

import pickle
import struct
import threading
from dataclasses import dataclass
from typing import BinaryIO

from whisper_desktop.core.errors import WhisperDesktopError

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class StartJob:
    """Do a job, which is pickled once more: one that cannot be read is a failure like others."""

    job: bytes


@dataclass(frozen=True, slots=True)
class CancelJob:
    """Stop the job that was started last."""


@dataclass(frozen=True, slots=True)
class PauseJob:
    """Hold the job that was started last."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Let a job that is held go on."""


@dataclass(frozen=True, slots=True)
class JobEvent:
    """The job yielded something."""

    event: object


@dataclass(frozen=True, slots=True)
class JobEnded:
    """The last report of every job: done, if there is no error."""

    error: WhisperDesktopError | None = None


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The last report of a job that met a bug; the process is not to be trusted any more."""

    reason: str


Order = StartJob | CancelJob | PauseJob | GoOn
Report = JobEvent | JobEnded | JobFailed


class FrameWriter:
    """Writes frames, from any thread."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lock = threading.Lock()

    def write(self, frame: Order | Report) -> None:
        """Send one frame; raises `OSError` when nobody reads any more, or what pickling raises."""
        content = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            self._file.write(_LENGTH.pack(len(content)))
            self._file.write(content)
            self._file.flush()


def read_frame(file: BinaryIO) -> bytes | None:
    """Wait for the next frame and return it still pickled; None when the other side has ended."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = file.read(length)
    return content if len(content) == length else None
