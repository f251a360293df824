"""Finished waveforms in the cache folder: found by what the media holds, bounded in size."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.media_identity import MediaIdentity, identify
from whisper_desktop.audio.peaks import PeakPyramid
from whisper_desktop.audio.peaks_file import encode_peaks, load_peaks
from whisper_desktop.core.atomic_write import make_folder, write_file
from whisper_desktop.core.errors import MediaUnreadableError, OutputUnwritableError
from whisper_desktop.core.system_errors import reading_reason

DEFAULT_LIMIT_BYTES = 1 << 30
"""More than 100 hours of audio."""
_ENDING = ".peaks"


@dataclass(frozen=True, slots=True)
class MediaVersion:
    """A media file as it was at one moment; what was made of it is good for no other."""

    identity: MediaIdentity
    modified_ns: int


def media_version(path: Path) -> MediaVersion:
    """Return the version of a file that is there now; raise `MediaUnreadableError`."""
    try:
        modified_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise MediaUnreadableError(path, reading_reason(error)) from error
    return MediaVersion(identify(path), modified_ns)


class PeaksCache:
    """A folder of waveforms, of which the longest unused are deleted first.

    It is only a cache: whatever goes wrong with it means that a waveform is built again.
    """

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes

    def load(self, version: MediaVersion, track: int | None) -> PeakPyramid | None:
        """Return the waveform of a track; None when there is none or it is damaged."""
        path = self._path(version, track)
        try:
            pyramid = load_peaks(path)
        except OSError:
            return None
        with suppress(OSError):
            if pyramid is None:
                path.unlink()
            else:
                # The time of change tells when it was last used.
                os.utime(path)
        return pyramid

    def save(self, version: MediaVersion, track: int | None, pyramid: PeakPyramid) -> bool:
        """Keep a finished waveform; return False when the disk does not take it."""
        path = self._path(version, track)
        try:
            make_folder(self._folder)
            write_file(path, encode_peaks(pyramid), overwrite=True)
        except OutputUnwritableError:
            return False
        self._trim(path)
        return True

    def _path(self, version: MediaVersion, track: int | None) -> Path:
        text = f"{version} {track}"
        return self._folder / (hashlib.sha256(text.encode()).hexdigest()[:32] + _ENDING)

    def _trim(self, newest: Path) -> None:
        """Delete the longest unused until the rest fits; a file in use may refuse."""
        # All files, for a crash may leave one that is half written under another name.
        found = []
        for path in self._folder.iterdir():
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size, path))
        total_bytes = sum(size_bytes for _, size_bytes, _ in found)
        for _, size_bytes, path in sorted(found):
            if total_bytes <= self._limit_bytes:
                return
            if path != newest:
                with suppress(OSError):
                    path.unlink()
                    total_bytes -= size_bytes
