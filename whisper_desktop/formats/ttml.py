"""Timed Text (.ttml), as the W3C describes it: https://www.w3.org/TR/ttml1/; the writer."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.markup import Run, fit_for_xml, styled_runs
from whisper_desktop.formats.subtitles import NO_EXTRAS

LANGUAGE = "ttml.lang"

_STYLES = {
    "b": 'tts:fontWeight="bold"',
    "i": 'tts:fontStyle="italic"',
    "s": 'tts:textDecoration="lineThrough"',
    "u": 'tts:textDecoration="underline"',
    "su": 'tts:textDecoration="lineThrough underline"',
}
_HEAD = """\
<?xml version="1.0" encoding="{encoding}"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" \
xml:lang="{language}" xml:space="preserve">
  <body>
    <div>
"""
_FOOT = """\
    </div>
  </body>
</tt>
"""


def write_ttml(
    cues: Sequence[Cue], header: Mapping[str, str] = NO_EXTRAS, encoding: str = "utf-8"
) -> str:
    """Return the cues as a TTML document; its first line names the encoding it will get."""
    language = escape(fit_for_xml(header.get(LANGUAGE, "")))
    head = _HEAD.format(encoding=encoding.upper(), language=language)
    return head + "".join(map(_paragraph, cues)) + _FOOT


def _paragraph(cue: Cue) -> str:
    runs = styled_runs(fit_for_xml(normal_text(cue.text)))
    text = "".join(map(_span, runs))
    times = f'begin="{_time(cue.start_ms)}" end="{_time(cue.end_ms)}"'
    return f"      <p {times}>{text}</p>\n"


def _span(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br/>")
    attributes = " ".join(_attributes(run.styles))
    return f"<span {attributes}>{text}</span>" if attributes else text


def _attributes(styles: str) -> Iterator[str]:
    yield from (_STYLES[style] for style in styles if style in "bi")
    decoration = "".join(style for style in styles if style in "su")
    if decoration:
        yield _STYLES[decoration]


def _time(time_ms: int) -> str:
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{millis:03d}"
