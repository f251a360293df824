"""Whether a command line asks for the window: `whisper-desktop` alone, or with files to open."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

COMMANDS = frozenset({"align", "transcribe", "detect-language", "models", "devices", "queue"})


def wanted_files(arguments: Sequence[str]) -> tuple[Path, ...] | None:
    """Return the files to open in the window, or None when the words are a command's.

    A word that is neither a command nor looks like a file (no folder, no extension, nothing of
    that name here) is taken for a mistyped command, so that its error is not a window.
    """
    if not arguments:
        return ()
    first = arguments[0]
    if first in COMMANDS or any(word.startswith("-") for word in arguments):
        return None
    path = Path(first)
    looks_like_file = bool(path.suffix) or len(path.parts) > 1 or path.exists()
    return tuple(map(Path, arguments)) if looks_like_file else None


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether a window can be shown; only Linux and its kin may lack a display."""
    if platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)
