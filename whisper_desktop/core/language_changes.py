"""Where a recording goes over into another language for a while."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from whisper_desktop.core.events import SpokenLanguage

_LEAST_PROBABILITY = 0.7
_LEAST_STRETCHES = 2
"""A single stretch of noise, or one in which two people speak, may sound like any language."""


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """A stretch that sounds like another language than the one it was taken for."""

    start_ms: int
    end_ms: int
    language: str


def language_changes(spoken: Iterable[SpokenLanguage], usual: str) -> tuple[LanguageChange, ...]:
    """Return where several stretches on end, in order of time, surely sound like another one."""
    found: list[LanguageChange] = []
    for language, group in groupby(spoken, key=_sure_language):
        stretches = list(group)
        if language not in {None, usual} and len(stretches) >= _LEAST_STRETCHES:
            first, last = stretches[0], stretches[-1]
            found.append(LanguageChange(first.start_ms, last.end_ms, first.language))
    return tuple(found)


def _sure_language(stretch: SpokenLanguage) -> str | None:
    return stretch.language if stretch.probability >= _LEAST_PROBABILITY else None
