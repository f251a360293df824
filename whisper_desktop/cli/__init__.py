"""The program without a window: `main` is what the `whisper-desktop` command runs."""

from whisper_desktop.cli.program import main

__all__ = ["main"]
