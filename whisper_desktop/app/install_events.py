"""What the installation of a model reports: frozen values."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class InstallWaiting:
    """Another program is installing the same model; this one waits for it."""

    name: str


@dataclass(frozen=True, slots=True)
class InstallStarted:
    """A source is being asked for the model; `total_bytes` None if its size is not known."""

    name: str
    source: str
    total_bytes: int | None


@dataclass(frozen=True, slots=True)
class InstallProgress:
    """How much of the model is here; `bytes_per_second` None until it can be told."""

    done_bytes: int
    total_bytes: int | None
    bytes_per_second: float | None


@dataclass(frozen=True, slots=True)
class InstallRetried:
    """The transfer broke off and goes on in `wait_s` seconds from the same source."""

    source: str
    reason: str
    wait_s: float


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """A source did not deliver; the next one is tried, if there is one."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """All files are here and are right.

    `is_published` says whether every weights file was compared with a checksum from the
    catalogue; otherwise the weights were opened and every tensor was checked for its shape.
    """

    source: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class Installed:
    """The model can be used; `path` is the file or folder to load."""

    name: str
    path: Path
    was_here: bool = False
    """Whether nothing had to be done."""


InstallEvent = (
    InstallWaiting
    | InstallStarted
    | InstallProgress
    | InstallRetried
    | SourceFailed
    | Verified
    | Installed
)
