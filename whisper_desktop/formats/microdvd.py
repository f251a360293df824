"""MicroDVD text (.sub): one cue a line, its times counted in frames of the picture."""

import re
from collections.abc import Sequence

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import cue_lines, normal_text
from whisper_desktop.formats.markup import plain_text, styled_runs, tagged
from whisper_desktop.formats.reading_time import reading_ms
from whisper_desktop.formats.subtitles import ReadReason, Subtitles

USUAL_FPS = 25.0
"""Taken where neither the file nor the person says how many frames a second has."""

_LINE = re.compile(r"\s*\{\s*(-?\d{1,9})\s*\}\s*\{\s*(-?\d{0,9})\s*\}(.*)", re.ASCII)
_MARK = re.compile(r"\{(?:([Yy]):([^{}]*)|[A-Za-z]:[^{}]*)\}")
_STYLE = re.compile("[biu]")
_BAR = "¦"
"""Stands for '|', which ends a line of the text."""


def read_microdvd(
    text: str, fps: float | None = None, cancel: CancelToken | None = None
) -> Subtitles:
    """Return the cues; a rate that is given counts more than the one in the file."""
    gatherer = CueGatherer(cancel=cancel)
    rows: list[tuple[int, int, int | None, str]] = []
    told_fps = None
    for number, line in enumerate(normal_text(text).split("\n"), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            if line.strip():
                gatherer.report(number, line, ReadReason.STRAY_TEXT)
        elif not rows and told_fps is None and (rate := _rate(match)):
            told_fps = rate
        else:
            end = int(match[2]) if match[2] not in {"", "-"} else None
            rows.append((number, int(match[1]), end, match[3]))
    rate = fps or told_fps or USUAL_FPS
    _gather(rows, rate, gatherer)
    is_rate_needed = bool(rows) and fps is None and told_fps is None
    if is_rate_needed:
        gatherer.report(0, "", ReadReason.FRAME_RATE_ASSUMED)
    return Subtitles(
        tuple(gatherer.cues), tuple(gatherer.problems), is_frame_rate_needed=is_rate_needed
    )


def write_microdvd(cues: Sequence[Cue], fps: float = USUAL_FPS) -> str:
    """Return the cues as MicroDVD that begins with the rate, as most players expect it."""
    lines = [f"{{1}}{{1}}{fps:.3f}"]
    lines += [
        f"{{{_to_frames(cue.start_ms, fps)}}}{{{_to_frames(cue.end_ms, fps)}}}{_written(cue.text)}"
        for cue in cues
    ]
    return "\n".join(lines) + "\n"


def _gather(
    rows: Sequence[tuple[int, int, int | None, str]], fps: float, gatherer: CueGatherer
) -> None:
    for index, (number, start, end, raw) in enumerate(rows):
        text = "\n".join(_read_line(line) for line in raw.split("|"))
        start_ms = _to_ms(start, fps)
        if end is not None:
            end_ms = _to_ms(end, fps)
        elif index + 1 < len(rows):
            end_ms = _to_ms(rows[index + 1][1], fps)
        else:
            end_ms = start_ms + reading_ms(text)
        gatherer.add(start_ms, end_ms, text, number)


def _rate(match: re.Match[str]) -> float | None:
    """Return what the first line says of the frame rate, as in '{1}{1}23.976'."""
    try:
        rate = float(match[3].replace(",", "."))
    except ValueError:
        return None
    return rate if match[1] in {"0", "1"} and 1 <= rate <= 1_000 else None


def _read_line(line: str) -> str:
    """Return a line with tags for its style; other marks (colours, fonts) go."""
    styles = "".join(sorted({s for m in _MARK.finditer(line) for s in _STYLE.findall(m[2] or "")}))
    return tagged(_MARK.sub("", line), styles)


def _written(text: str) -> str:
    return "|".join(_mark(line) + plain_text(line).replace("|", _BAR) for line in cue_lines(text))


def _mark(line: str) -> str:
    """Return the mark of a line that has one style from its first letter to its last."""
    runs = [run for run in styled_runs(line) if run.text.strip()]
    styles = ",".join(_STYLE.findall(runs[0].styles)) if len(runs) == 1 else ""
    return f"{{y:{styles}}}" if styles else ""


def _to_ms(frames: int, fps: float) -> int:
    return round(frames * 1_000 / fps)


def _to_frames(time_ms: int, fps: float) -> int:
    return round(time_ms * fps / 1_000)
