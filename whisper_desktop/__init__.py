"""Whisper Desktop: recordings become finished subtitles, on the person's own machine."""

__version__ = "0.1.0"
