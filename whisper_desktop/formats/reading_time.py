"""Times for texts that come without, or only with a start."""

from whisper_desktop.formats.markup import plain_text

MIN_MS = 1_000
_MS_PER_CHARACTER = 67
"""Fifteen characters a second."""


def reading_ms(text: str) -> int:
    """Return how long the text takes to read."""
    return max(MIN_MS, len(plain_text(text)) * _MS_PER_CHARACTER)


def ends_of(starts_ms: list[int], texts: list[str]) -> list[int]:
    """Return an end for each start, in rising order: the next one, or when the text is read."""
    if not starts_ms:
        return []
    following_ms = [*starts_ms[1:], starts_ms[-1] + reading_ms(texts[-1])]
    return [max(pair) for pair in zip(starts_ms, following_ms, strict=True)]
