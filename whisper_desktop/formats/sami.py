"""SAMI (.smi): HTML with a start for each text; an empty one ends the text before it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_gatherer import CueGatherer, LineCounter
from whisper_desktop.formats.cue_text import kept_lines, normal_text, read_lines
from whisper_desktop.formats.markup import STYLES, styled_runs
from whisper_desktop.formats.reading_time import ends_of
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles

LANGUAGE = "sami.lang"

_HEAD = """\
<SAMI>
<HEAD>
<TITLE></TITLE>
<STYLE TYPE="text/css">
<!--
P {{ font-family: sans-serif; text-align: center; }}
.SUBTTL {{ Name: Subtitles; lang: {language}; SAMIType: CC; }}
-->
</STYLE>
</HEAD>
<BODY>
"""
_FOOT = "</BODY>\n</SAMI>\n"
_FIRST_SYNC = re.compile(r"<sync\b", re.IGNORECASE)
_TAG = re.compile(r"<(?:(?P<closing>/?)(?P<name>[A-Za-z]+)\b|!)[^<>]*>")
"""Any tag, or a comment."""
_START = re.compile(r"\bstart\s*=\s*[\"']?\s*(-?\d{1,11})", re.ASCII | re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANKS = re.compile(" +")
_EMPTY = "&nbsp;"


def read_sami(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return the texts of the language that has most of them; what the others say is told."""
    parser = _SamiParser(normal_text(text))
    gatherer = CueGatherer(cancel=cancel)
    counts = Counter(one.language for one in parser.texts if one.shown)
    chosen = counts.most_common(1)[0][0] if counts else ""
    own = [one for one in parser.texts if one.language in {chosen, ""}]
    own.sort(key=lambda one: one.start_ms)
    shown = [one.shown for one in own]
    ends_ms = ends_of([one.start_ms for one in own], shown)
    for one, words, end_ms in zip(own, shown, ends_ms, strict=True):
        if words:
            gatherer.add(one.start_ms, end_ms, words, one.line)
    for one in parser.texts:
        if one.shown and one.language not in {chosen, ""}:
            gatherer.report(one.line, one.shown, ReadReason.OTHER_LANGUAGE)
    for line, start in parser.bad_starts:
        gatherer.report(line, start, ReadReason.BAD_TIME)
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems))


def write_sami(cues: Sequence[Cue], header: Mapping[str, str] = NO_EXTRAS) -> str:
    """Return the cues in the order of their starts; SAMI cannot show two at a time."""
    language = "".join(c for c in header.get(LANGUAGE, "en-US") if c.isalnum() or c == "-")
    return _HEAD.format(language=language) + "".join(_syncs(cues)) + _FOOT


def _syncs(cues: Sequence[Cue]) -> Iterator[str]:
    ordered = sorted(cues, key=lambda cue: cue.start_ms)
    for row, cue in enumerate(ordered):
        yield _sync(cue.start_ms, _written(cue.text) or _EMPTY)
        if row + 1 == len(ordered) or ordered[row + 1].start_ms > cue.end_ms:
            yield _sync(cue.end_ms, _EMPTY)


def _sync(time_ms: int, text: str) -> str:
    return f"<SYNC Start={time_ms}><P Class=SUBTTL>{text}\n"


def _written(text: str) -> str:
    parts = []
    for run in styled_runs("\n".join(kept_lines(text))):
        opening = "".join(f"<{style}>" for style in run.styles)
        closing = "".join(f"</{style}>" for style in reversed(run.styles))
        lines = escape(run.text, quote=False).replace("\n", "<br>")
        parts.append(f"{opening}{lines}{closing}")
    return "".join(parts)


class _SamiText:
    """What one language shows from a moment on."""

    def __init__(self, start_ms: int, language: str, line: int) -> None:
        self.start_ms, self.language, self.line = start_ms, language, line
        self.pieces: list[str] = []

    @property
    def shown(self) -> str:
        """The text, blanks joined as in HTML; empty where only a no-break space stands."""
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(self.pieces).split("\n"))
        text = "\n".join(read_lines(lines)).strip("\n")
        return text if text.strip() else ""


class _SamiParser:
    """Goes through the tags in their order, however badly they nest or close."""

    def __init__(self, text: str) -> None:
        self.texts: list[_SamiText] = []
        self.bad_starts: list[tuple[int, str]] = []
        self._line_at = LineCounter(text).line_at
        self._start_ms: int | None = None
        self._text: _SamiText | None = None
        self._parse(text)

    def _parse(self, text: str) -> None:
        first = _FIRST_SYNC.search(text)
        end = first.start() if first else len(text)
        for tag in _TAG.finditer(text, end):
            self._take_text(text[end : tag.start()], end)
            end = tag.end()
            name = (tag["name"] or "").lower()
            if name and name in STYLES:
                self._add(f"<{tag['closing']}{name}>")
            elif tag["closing"]:
                self._close(name)
            else:
                self._open(name, tag)
        self._take_text(text[end:], end)

    def _open(self, name: str, tag: re.Match[str]) -> None:
        if name == "sync":
            start = _START.search(tag[0])
            self._text = None
            self._start_ms = int(start[1]) if start else None
            if start is None:
                self.bad_starts.append((self._line_at(tag.start()), tag[0]))
        elif name == "p":
            language = _CLASS.search(tag[0])
            self._begin_text(language[1].lower() if language else "", tag.start())
        elif name == "br":
            self._add("\n")

    def _close(self, name: str) -> None:
        if name in {"body", "sami"}:
            self._start_ms, self._text = None, None

    def _take_text(self, data: str, place: int) -> None:
        """Take text between two tags; the ends of its lines are blanks."""
        if not data:
            return
        if self._text is None and data.strip():
            self._begin_text("", place)
        self._add(unescape(data.replace("\t", " ").replace("\n", " ")))

    def _begin_text(self, language: str, place: int) -> None:
        if self._start_ms is not None:
            self._text = _SamiText(self._start_ms, language, self._line_at(place))
            self.texts.append(self._text)

    def _add(self, piece: str) -> None:
        if self._text is not None:
            self._text.pieces.append(piece)
