"""Subtitles as they come from a file: the cues, what else it held, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from whisper_desktop.core.cue import Cue

NO_EXTRAS: Mapping[str, str] = {}
"""Shared by all cues of which a file says no more; a mapping proxy could not be pickled."""


class SubtitleFormat(StrEnum):
    """A format that the editor reads and writes."""

    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    SSA = "ssa"
    TXT = "txt"
    TSV = "tsv"
    JSON = "json"
    TTML = "ttml"
    SAMI = "sami"
    MICRODVD = "microdvd"
    LRC = "lrc"
    CSV = "csv"
    DOCX = "docx"

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of such files end; the first is the usual one."""
        return _ENDINGS.get(self, (f".{self}",))

    @property
    def is_counted_in_frames(self) -> bool:
        """Whether its times mean nothing without a frame rate."""
        return self is SubtitleFormat.MICRODVD


_ENDINGS: Mapping[SubtitleFormat, tuple[str, ...]] = MappingProxyType(
    {
        SubtitleFormat.VTT: (".vtt", ".webvtt"),
        SubtitleFormat.TTML: (".ttml", ".dfxp", ".itt", ".xml"),
        SubtitleFormat.SAMI: (".smi", ".sami"),
        SubtitleFormat.MICRODVD: (".sub",),
    }
)


class ReadReason(StrEnum):
    """Why something of a file is not, or not as it stands there, among the cues."""

    EMPTY_FILE = "empty-file"
    """There is nothing in it."""
    NO_CUES = "no-cues"
    """There is something in it, but no cue."""
    BAD_TIME = "bad-time"
    """The times of a cue are no times; its text is in the problem, not among the cues."""
    STRAY_TEXT = "stray-text"
    """A text without times; it is in the problem, not among the cues."""
    DAMAGED = "damaged"
    """From here on the file does not follow its format; the rest of it could not be read."""
    NEGATIVE_TIME = "negative-time"
    """A time below zero was raised to zero."""
    CROSSING_TIMES = "crossing-times"
    """A cue ended before it started; the two times were swapped."""
    NO_HEADER = "no-header"
    """The line by which the format is known is missing; the rest was read."""
    CONTROL_CHARACTERS = "control-characters"
    """Characters that belong into no text were left out."""
    UNDECODABLE = "undecodable"
    """Some bytes are no text in this encoding; a replacement character stands for them."""
    OTHER_LANGUAGE = "other-language"
    """The file holds two languages at a time; this text is of the one that was left out."""
    TIMES_MADE_UP = "times-made-up"
    """The file has no times; each cue lasts as long as it takes to read."""
    FRAME_RATE_ASSUMED = "frame-rate-assumed"
    """The file counts frames and does not say how long they are."""
    TOO_MANY_PROBLEMS = "too-many-problems"
    """From here on there are more problems than can be listed."""

    @property
    def is_loss(self) -> bool:
        """Whether something of the file is missing among the cues."""
        return self in _LOSSES


_LOSSES = frozenset(
    {
        ReadReason.BAD_TIME,
        ReadReason.DAMAGED,
        ReadReason.NO_CUES,
        ReadReason.OTHER_LANGUAGE,
        ReadReason.STRAY_TEXT,
        ReadReason.TOO_MANY_PROBLEMS,
        ReadReason.UNDECODABLE,
    }
)


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that could not be read as it stands; `line` counts from 1, 0 is the whole file."""

    line: int
    text: str
    reason: ReadReason


@dataclass(frozen=True, slots=True)
class Subtitles:
    """What a reader found.

    `header` is what the file says of all cues (`vtt.header`, `ass.header`), for writing it back.
    `is_frame_rate_needed` is True when the times count frames and nobody said how long they are.
    """

    cues: tuple[Cue, ...]
    problems: tuple[ReadProblem, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    is_frame_rate_needed: bool = False
