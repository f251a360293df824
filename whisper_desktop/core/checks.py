"""What is wrong with a row by the rules of a preset."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import Limits, Preset
from whisper_desktop.core.reading import count_characters, visible_text
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.tracks import translated

_DIALOGUE_DASHES = ("-", "‐", "–", "—")


class FindingKind(StrEnum):
    """What can be wrong; `ui` has the words for it."""

    OVERLAP = "overlap"
    """The next row begins `value` ms before this one ends."""
    GAP = "gap"
    """`value` ms to the next row; below the limit too few, above it to be closed to the limit."""
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    READING_SPEED = "reading-speed"
    """Characters a second."""
    LINE_LENGTH = "line-length"
    """Characters of the longest line."""
    LINE_COUNT = "line-count"
    BALANCE = "balance"
    """The characters of the shortest line in percent of the longest."""
    EMPTY = "empty"
    """`value` characters can be seen, 0."""
    OUTSIDE_MEDIA = "outside-media"
    """The row ends at `value`, the media at `limit`, in ms."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one cue; the unit of both numbers depends on the kind.

    With `is_translation` it is about the translation, else about the text or the times.
    """

    uid: int
    kind: FindingKind
    value: float
    limit: float
    is_translation: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What a document is checked by.

    `language` is the document's, None if it is not known; so is `media_duration_ms`.
    Only `kinds` are looked for. With `has_translation` the translation is checked like the text,
    by what the preset asks of English, and one that is missing is told.
    """

    preset: Preset
    language: str | None = None
    media_duration_ms: int | None = None
    kinds: frozenset[FindingKind] = frozenset(FindingKind)
    has_translation: bool = False


class Checker:
    """Finds what is wrong with rows, each looked at with nothing but the row below it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._limits: dict[str | None, Limits] = {}

    def limits_of(self, cue: Cue) -> Limits:
        """Return what the preset asks of a cue in its language."""
        language = text_language(cue, self.rules.language)
        limits = self._limits.get(language)
        if limits is None:
            limits = self._limits[language] = self.rules.preset.limits(language)
        return limits

    def check(self, cues: Sequence[Cue], row: int) -> tuple[Finding, ...]:
        """Return what is wrong with a row, the gravest first."""
        following = cues[row + 1] if row + 1 < len(cues) else None
        return self.check_cue(cues[row], following)

    def check_cue(self, cue: Cue, following: Cue | None) -> tuple[Finding, ...]:
        """Return what is wrong with a cue that another follows, the gravest first."""
        limits = self.limits_of(cue)
        found = [*self._check_times(cue, limits), *_check_text(cue, limits)]
        if following is not None:
            found[:0] = _check_gap(cue, following, limits)
        if self.rules.has_translation:
            found += self._check_translation(cue)
        kinds = self.rules.kinds
        return tuple(finding for finding in found if finding.kind in kinds) if found else ()

    def _check_times(self, cue: Cue, limits: Limits) -> Iterator[Finding]:
        duration_ms, media_ms = cue.duration_ms, self.rules.media_duration_ms
        if media_ms is not None and cue.end_ms > media_ms:
            yield Finding(cue.uid, FindingKind.OUTSIDE_MEDIA, cue.end_ms, media_ms)
        if duration_ms < limits.min_duration_ms:
            yield Finding(cue.uid, FindingKind.TOO_SHORT, duration_ms, limits.min_duration_ms)
        elif duration_ms > limits.max_duration_ms:
            yield Finding(cue.uid, FindingKind.TOO_LONG, duration_ms, limits.max_duration_ms)

    def _check_translation(self, cue: Cue) -> Iterator[Finding]:
        if cue.translation.strip():
            shown = translated(cue)
            for finding in _check_text(shown, self.limits_of(shown)):
                yield replace(finding, is_translation=True)
        elif visible_text(cue.text).strip() and text_language(cue, self.rules.language) != "en":
            yield Finding(cue.uid, FindingKind.EMPTY, 0, 1, is_translation=True)


def text_language(cue: Cue, document_language: str | None) -> str | None:
    """Return the language that the text is written in: a translation is English."""
    if cue.task is Task.TRANSLATE:
        return "en"
    return cue.language or document_language


def is_dialogue(lines: Sequence[str]) -> bool:
    """Tell whether several people speak, each on a line that a dash begins."""
    return sum(map(begins_speech, lines)) > 1


def begins_speech(line: str) -> bool:
    """Tell whether a line begins with the dash of a dialogue."""
    return line.lstrip().startswith(_DIALOGUE_DASHES)


def _check_gap(cue: Cue, following: Cue, limits: Limits) -> Iterator[Finding]:
    """Overlaps are measured in the order of the rows, so one that is out of order has one, too.

    A document without any is sorted, and no two of its cues are on screen together.
    """
    gap_ms = following.start_ms - cue.end_ms
    if gap_ms < 0:
        yield Finding(cue.uid, FindingKind.OVERLAP, -gap_ms, 0)
    elif gap_ms < limits.min_gap_ms or (
        limits.close_gaps_from_ms <= gap_ms < limits.close_gaps_below_ms
    ):
        yield Finding(cue.uid, FindingKind.GAP, gap_ms, limits.min_gap_ms)


def _check_text(cue: Cue, limits: Limits) -> Iterator[Finding]:
    visible = visible_text(cue.text)
    lines = visible.split("\n")
    lengths = [count_characters(line, limits.counting) for line in lines]
    if not any(lengths) or visible.isspace():
        yield Finding(cue.uid, FindingKind.EMPTY, 0, 1)
        return
    yield from _check_speed(cue, sum(lengths), limits)
    longest = max(lengths)
    if longest > limits.max_line_characters:
        yield Finding(cue.uid, FindingKind.LINE_LENGTH, longest, limits.max_line_characters)
    if len(lines) > limits.max_lines:
        yield Finding(cue.uid, FindingKind.LINE_COUNT, len(lines), limits.max_lines)
    if len(lines) > 1 and limits.min_balance_percent and not is_dialogue(lines):
        percent = min(lengths) * 100 // longest
        if percent < limits.min_balance_percent:
            yield Finding(cue.uid, FindingKind.BALANCE, percent, limits.min_balance_percent)


def _check_speed(cue: Cue, characters: int, limits: Limits) -> Iterator[Finding]:
    duration_ms = cue.duration_ms
    # Multiplied out: 17 characters in exactly one second are not above 17.0.
    if characters * 1_000 > limits.max_cps * duration_ms:
        speed = characters * 1_000 / duration_ms if duration_ms else float("inf")
        yield Finding(cue.uid, FindingKind.READING_SPEED, speed, limits.max_cps)
