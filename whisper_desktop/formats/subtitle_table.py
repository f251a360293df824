"""The readers and writers of all subtitle formats, and how a format is told from its text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.ass import read_ass, write_ass
from whisper_desktop.formats.docx_format import read_docx, write_docx
from whisper_desktop.formats.lrc import read_lrc, write_lrc
from whisper_desktop.formats.markup import (
    plain_text,
    position_of,
    with_tags_only,
    without_overrides,
)
from whisper_desktop.formats.microdvd import USUAL_FPS, read_microdvd, write_microdvd
from whisper_desktop.formats.sami import read_sami, write_sami
from whisper_desktop.formats.srt import write_srt_cues
from whisper_desktop.formats.srt_reader import read_srt
from whisper_desktop.formats.subtitle_json import read_subtitle_json, write_subtitle_json
from whisper_desktop.formats.subtitles import ReadProblem, ReadReason, SubtitleFormat, Subtitles
from whisper_desktop.formats.timed_table import read_csv, read_tsv, write_csv
from whisper_desktop.formats.timing_line import ARROW, timing_lines
from whisper_desktop.formats.tsv import write_tsv
from whisper_desktop.formats.ttml import write_ttml
from whisper_desktop.formats.ttml_reader import read_ttml
from whisper_desktop.formats.txt import write_txt
from whisper_desktop.formats.txt_reader import read_txt
from whisper_desktop.formats.vtt import SETTINGS, write_vtt_cues
from whisper_desktop.formats.vtt_reader import read_vtt


@dataclass(frozen=True, slots=True)
class TextLayout:
    """What a writer needs besides the cues."""

    header: Mapping[str, str] = field(default_factory=dict)
    fps: float = USUAL_FPS
    encoding: str = "utf-8"
    """Named in formats that say how they are encoded."""


_READERS: Mapping[SubtitleFormat, Callable[[str, CancelToken | None], Subtitles]] = (
    MappingProxyType(
        {
            SubtitleFormat.SRT: read_srt,
            SubtitleFormat.VTT: lambda text, cancel: _with_own_marks(read_vtt(text, cancel)),
            SubtitleFormat.ASS: read_ass,
            SubtitleFormat.SSA: read_ass,
            SubtitleFormat.TXT: read_txt,
            SubtitleFormat.TSV: read_tsv,
            SubtitleFormat.JSON: read_subtitle_json,
            SubtitleFormat.TTML: read_ttml,
            SubtitleFormat.SAMI: read_sami,
            SubtitleFormat.LRC: read_lrc,
            SubtitleFormat.CSV: read_csv,
        }
    )
)
"""All but MicroDVD, which needs a frame rate, and DOCX, which is no text."""

_WRITERS: Mapping[SubtitleFormat, Callable[[Sequence[Cue], TextLayout], str]] = MappingProxyType(
    {
        SubtitleFormat.SRT: lambda cues, _: write_srt_cues(list(map(_for_srt, cues))),
        SubtitleFormat.VTT: lambda cues, layout: write_vtt_cues(
            list(map(_for_vtt, cues)), layout.header
        ),
        SubtitleFormat.ASS: lambda cues, layout: write_ass(cues, layout.header),
        SubtitleFormat.SSA: lambda cues, layout: write_ass(cues, layout.header, is_advanced=False),
        SubtitleFormat.TXT: lambda cues, _: write_txt(list(map(_plain, cues))),
        SubtitleFormat.TSV: lambda cues, _: write_tsv(list(map(_plain, cues))),
        SubtitleFormat.JSON: lambda cues, _: write_subtitle_json(cues),
        SubtitleFormat.TTML: lambda cues, layout: write_ttml(cues, layout.header, layout.encoding),
        SubtitleFormat.SAMI: lambda cues, layout: write_sami(cues, layout.header),
        SubtitleFormat.MICRODVD: lambda cues, layout: write_microdvd(cues, layout.fps),
        SubtitleFormat.LRC: lambda cues, layout: write_lrc(cues, layout.header),
        SubtitleFormat.CSV: lambda cues, _: write_csv(cues),
    }
)

OWN_MARKS = "vtt.marks"
"""The extra of a cue whose text has marks as WebVTT means them: there they stay as they are."""
_SRT_TAGS = frozenset({"b", "font", "i", "s", "u"})
_VTT_TAGS = frozenset({"", "b", "c", "i", "lang", "rt", "ruby", "u", "v"})

_OF_SECTIONS = r"\A(?:\s|[;!][^\n]*\n)*(?=\[[^\n\d])"
"""The beginning of a file of SubStation; in another the name of a section is somebody's text."""
_TIMED_LINE = re.compile(r"[ \t]*\[(?:\d+:\d\d|[A-Za-z#]+:)")
"""Begins each line of LRC, nearly."""
_SIGNS: Sequence[tuple[SubtitleFormat, re.Pattern[str]]] = (
    (SubtitleFormat.VTT, re.compile(r"\AWEBVTT(?:[ \t\n]|$)")),
    (SubtitleFormat.ASS, re.compile(rf"(?si){_OF_SECTIONS}.*^\[V4\+ Styles\]", re.MULTILINE)),
    (SubtitleFormat.SSA, re.compile(rf"(?si){_OF_SECTIONS}.*^\[V4 Styles\]", re.MULTILINE)),
    (SubtitleFormat.ASS, re.compile(r"\A\[Script Info\]", re.IGNORECASE)),
    (SubtitleFormat.SAMI, re.compile(r"\A\s*<SAMI\b", re.IGNORECASE)),
    (
        SubtitleFormat.TTML,
        re.compile(r"(?s)\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:\w+:)?tt\b"),
    ),
    (SubtitleFormat.MICRODVD, re.compile(r"\A\s*\{\d+\}\{\d*\}")),
    (SubtitleFormat.LRC, re.compile(r"\A(?:\s*\[[A-Za-z#]+:[^\]\n]*\]\n)*\s*\[\d+:\d\d")),
    (SubtitleFormat.TSV, re.compile(r"\Astart\tend\ttext\n", re.IGNORECASE)),
    (SubtitleFormat.JSON, re.compile(r"\A\s*(?:\{\s*\"|\[\s*\{)")),
)
SIGN_CHARACTERS = 20_000
"""How much of a text is enough to know its format."""


def format_of(name_ending: str, text: str) -> SubtitleFormat:
    """Return the format that the text shows, or else the one its file's name says.

    What shows nothing and has an unknown ending is plain text. `text` may be just the beginning.
    """
    head = text[:SIGN_CHARACTERS].lstrip("\ufeff")
    named = format_named(name_ending)
    for candidate, sign in _SIGNS:
        if sign.search(head) and not (candidate is SubtitleFormat.LRC and _is_prose(head)):
            return candidate
    if named in {None, SubtitleFormat.TXT} and ARROW in head and any(timing_lines(head)):
        return SubtitleFormat.SRT
    return named or SubtitleFormat.TXT


def _is_prose(head: str) -> bool:
    """Return whether a time in brackets is the exception among the lines."""
    lines = [line for line in head.split("\n") if line.strip()]
    return 2 * sum(1 for line in lines if _TIMED_LINE.match(line)) < len(lines)


def format_named(name_ending: str) -> SubtitleFormat | None:
    """Return the format whose files are named so, such as '.srt', or None."""
    ending = name_ending.lower()
    return next((one for one in SubtitleFormat if ending in one.endings), None)


def read_text(
    text: str,
    wanted: SubtitleFormat,
    fps: float | None = None,
    cancel: CancelToken | None = None,
) -> Subtitles:
    """Return what a text holds; whatever is in it, raise nothing but `Cancelled`."""
    if wanted is SubtitleFormat.MICRODVD:
        found = read_microdvd(text, fps, cancel)
    else:
        found = _READERS[wanted](text, cancel)
    return _told_if_empty(found, is_empty=not text.strip("\ufeff \t\r\n"))


def read_bytes(data: bytes, wanted: SubtitleFormat, cancel: CancelToken | None = None) -> Subtitles:
    """Return what a file holds that is no text (DOCX)."""
    assert wanted is SubtitleFormat.DOCX
    return _told_if_empty(read_docx(data, cancel), is_empty=not data)


def write_text(cues: Sequence[Cue], wanted: SubtitleFormat, layout: TextLayout) -> str:
    """Return the cues as text of the format, with the marks that it knows and no others.

    What was read from SubRip or WebVTT goes back there letter by letter.
    """
    return _WRITERS[wanted](cues, layout)


def write_bytes(cues: Sequence[Cue], wanted: SubtitleFormat) -> bytes:
    """Return the cues as a file that is no text (DOCX)."""
    assert wanted is SubtitleFormat.DOCX
    return write_docx(cues)


def _told_if_empty(found: Subtitles, *, is_empty: bool) -> Subtitles:
    if is_empty:
        return replace(found, cues=(), problems=(ReadProblem(0, "", ReadReason.EMPTY_FILE),))
    if not found.cues and not found.problems:
        return replace(found, problems=(ReadProblem(0, "", ReadReason.NO_CUES),))
    return found


def _with_own_marks(found: Subtitles) -> Subtitles:
    return replace(found, cues=tuple(map(_marked, found.cues)))


def _marked(cue: Cue) -> Cue:
    if plain_text(cue.text) == cue.text:
        return cue
    return replace(cue, extras={**cue.extras, OWN_MARKS: "webvtt"})


def _for_srt(cue: Cue) -> Cue:
    is_of_ass, is_of_vtt = _is_of(cue, "ass."), _is_of(cue, "vtt.")
    # Whatever else looks like a mark is the text of a SubRip file, or was typed.
    text = with_tags_only(cue.text, _SRT_TAGS) if is_of_ass or is_of_vtt else cue.text
    # In SubRip itself a few players know overrides; those of a SubStation file are its own.
    if is_of_ass:
        position = position_of(text)
        text = without_overrides(text)
        text = f"{{\\an{position}}}{text}" if position else text
    return cue if text == cue.text else replace(cue, text=text)


def _is_of(cue: Cue, prefix: str) -> bool:
    """Return whether a file of the format, whose extras begin so, said something of the cue."""
    return any(name.startswith(prefix) for name in cue.extras)


def _for_vtt(cue: Cue) -> Cue:
    if OWN_MARKS in cue.extras:
        return cue
    position = position_of(cue.text)
    text = without_overrides(with_tags_only(cue.text, _VTT_TAGS))
    if text == cue.text:
        return cue
    extras = {SETTINGS: _vtt_settings(position)} if position else {}
    return replace(cue, text=text, extras=extras | dict(cue.extras))


def _vtt_settings(position: int) -> str:
    """Return the settings for a place as the keys of a number pad lie; 2 is the usual one."""
    line = ("", "line:50%", "line:0")[(position - 1) // 3]
    align = ("align:start position:0%", "", "align:end position:100%")[(position - 1) % 3]
    return f"{line} {align}".strip()


def _plain(cue: Cue) -> Cue:
    text = plain_text(cue.text)
    return cue if text == cue.text else replace(cue, text=text)
