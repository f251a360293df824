"""SAMI (.smi): HTML with a start for each text; an empty one ends the text before it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import kept_lines, normal_text
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
_BLANKS = re.compile(" +")
_EMPTY = "&nbsp;"


def read_sami(text: str) -> Subtitles:
    """Return the texts of the language that has most of them; what the others say is told."""
    parser = _SamiParser()
    parser.feed(normal_text(text))
    parser.close()
    gatherer = CueGatherer()
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
        text = "\n".join(lines).strip("\n")
        return text if text.strip() else ""


class _SamiParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[_SamiText] = []
        self.bad_starts: list[tuple[int, str]] = []
        self._start_ms: int | None = None
        self._text: _SamiText | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a moment, a language, a line or a style."""
        attributes = dict(attrs)
        if tag == "sync":
            self._begin_sync(attributes.get("start") or "")
        elif tag == "p":
            self._begin_text((attributes.get("class") or "").lower())
        elif tag == "br":
            self._add("\n")
        elif tag in STYLES:
            self._add(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """End a style, or all texts."""
        if tag in {"body", "sami"}:
            self._start_ms, self._text = None, None
        elif tag in STYLES:
            self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Take text; the ends of its lines are blanks."""
        if self._text is None and self._start_ms is not None and data.strip():
            self._begin_text("")
        self._add(" ".join(data.replace("\t", "\n").split("\n")))

    def _begin_sync(self, start: str) -> None:
        digits = start.strip().removesuffix("ms")
        self._text = None
        if digits.removeprefix("-").isdecimal() and len(digits) < 12:
            self._start_ms = int(digits)
        else:
            self._start_ms = None
            self.bad_starts.append((self.getpos()[0], self.get_starttag_text() or start))

    def _begin_text(self, language: str) -> None:
        if self._start_ms is not None:
            self._text = _SamiText(self._start_ms, language, self.getpos()[0])
            self.texts.append(self._text)

    def _add(self, piece: str) -> None:
        if self._text is not None:
            self._text.pieces.append(piece)
