"""SubStation Alpha, version 4 (.ssa) and Advanced (.ass): styled events in sections.

Times have hundredths of a second. Whatever the editor does not use (sections, fields, comments) is
kept for writing it back.
"""

import re
from collections.abc import Mapping, Sequence

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.ass_text import read_ass_text, write_ass_text
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles

HEADER = "ass.header"
"""The sections above the events."""
FOOTER = "ass.footer"
"""The sections below the events."""
COMMENTS = "ass.comments"
"""Events that are not shown."""
RAW_TEXT = "ass.text"
"""The extra that holds the event's own text where ours, written, would be another."""
STYLE = "ass.style"

_FIELDS = (
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
)
_DEFAULTS = {"layer": "0", "style": "Default", "name": "", "effect": ""} | dict.fromkeys(
    ("marginl", "marginr", "marginv"), "0"
)
_TIME = re.compile(r"\s*(-?)(\d{1,9}):(\d{1,3}):(\d{1,3})(?:[.,:](\d{1,3}))?\s*", re.ASCII)
_EVENTS_FORMAT = "Format: {}, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"

_INFO = """\
[Script Info]
ScriptType: {script}
WrapStyle: 0
ScaledBorderAndShadow: yes
PlayResX: 384
PlayResY: 288

"""
_ASS_HEADER = (
    _INFO.format(script="v4.00+")
    + """\
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,1,0,2,\
10,10,10,1"""
)
_SSA_HEADER = (
    _INFO.format(script="v4.00")
    + """\
[V4 Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, TertiaryColour, BackColour, \
Bold, Italic, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, \
AlphaLevel, Encoding
Style: Default,Arial,16,16777215,255,0,0,0,0,1,1,0,2,10,10,10,0,1"""
)


def read_ass(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return the events that are shown, in the order of the file."""
    return _AssReader(cancel).read(normal_text(text))


def write_ass(
    cues: Sequence[Cue], header: Mapping[str, str] = NO_EXTRAS, *, is_advanced: bool = True
) -> str:
    """Return the cues as .ass, or .ssa; sections of the same version are taken from the header."""
    above = header.get(HEADER, "")
    is_fitting = ("[v4+ styles]" in above.lower()) == is_advanced and "[v4" in above.lower()
    if not is_fitting:
        above = _ASS_HEADER if is_advanced else _SSA_HEADER
    first = "Layer" if is_advanced else "Marked"
    lines = [above, "", "[Events]", _EVENTS_FORMAT.format(first)]
    if is_fitting and header.get(COMMENTS):
        lines.append(header[COMMENTS])
    lines += [_event(cue, is_advanced=is_advanced, has_styles=is_fitting) for cue in cues]
    if is_fitting and header.get(FOOTER):
        lines += ["", header[FOOTER]]
    return "\n".join(lines) + "\n"


class _AssReader:
    def __init__(self, cancel: CancelToken | None) -> None:
        self._gatherer = CueGatherer(cancel=cancel)
        self._fields: Sequence[str] = _FIELDS
        self._above: list[str] = []
        self._below: list[str] = []
        self._comments: list[str] = []

    def read(self, text: str) -> Subtitles:
        in_events, rest = False, self._above
        for number, line in enumerate(text.split("\n"), start=1):
            kind, _, value = line.partition(":")
            if line.startswith("["):
                in_events = line.strip().lower() == "[events]"
                rest = self._below if in_events else rest
            if kind == "Dialogue":
                self._take(number, value)
            elif kind == "Comment" and in_events:
                self._comments.append(line)
            elif kind == "Format" and in_events:
                self._fields = [field.strip().lower() for field in value.split(",")]
            elif not in_events:
                rest.append(line)
            elif line.strip() and not line.startswith(("[", ";", "!")):
                self._gatherer.report(number, line, ReadReason.STRAY_TEXT)
        return Subtitles(tuple(self._gatherer.cues), tuple(self._gatherer.problems), self._header())

    def _take(self, number: int, value: str) -> None:
        values = value.lstrip(" ").split(",", len(self._fields) - 1)
        event = dict(zip(self._fields, values, strict=False))
        start_ms, end_ms = _to_ms(event.get("start", "")), _to_ms(event.get("end", ""))
        if start_ms is None or end_ms is None or "text" not in event:
            self._gatherer.report(number, value.strip(), ReadReason.BAD_TIME)
            return
        text = read_ass_text(event["text"])
        extras = {
            f"ass.{name}": event.get(name, usual)
            for name, usual in _DEFAULTS.items()
            # The style is always kept: it tells that the overrides in the text are of a SubStation.
            if name == "style" or event.get(name, usual) != usual
        }
        if write_ass_text(text) != event["text"]:
            extras[RAW_TEXT] = event["text"]
        self._gatherer.add(start_ms, end_ms, text, number, extras)

    def _header(self) -> dict[str, str]:
        kept = {HEADER: self._above, FOOTER: self._below, COMMENTS: self._comments}
        joined = {name: "\n".join(lines).strip("\n") for name, lines in kept.items()}
        return {name: text for name, text in joined.items() if text}


def _event(cue: Cue, *, is_advanced: bool, has_styles: bool) -> str:
    kept = {name: cue.extras.get(f"ass.{name}", usual) for name, usual in _DEFAULTS.items()}
    if not has_styles:
        kept["style"] = "Default"
    if not is_advanced:
        kept["layer"] = "Marked=0"
    raw = cue.extras.get(RAW_TEXT)
    text = raw if raw is not None and read_ass_text(raw) == cue.text else write_ass_text(cue.text)
    event = kept | {"start": _time(cue.start_ms), "end": _time(cue.end_ms), "text": text}
    return "Dialogue: " + ",".join(event[name] for name in _FIELDS)


def _time(time_ms: int) -> str:
    hours, minutes, seconds, millis = split_clock((time_ms + 5) // 10 * 10)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{millis // 10:02d}"


def _to_ms(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes, seconds, fraction = match.groups()
    whole_s = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    total_ms = whole_s * 1_000 + int(f"{fraction or 0}00"[:3])
    return -total_ms if sign else total_ms
