"""Timed Text (.ttml, .dfxp, .itt) to cues, up to where the document breaks."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.markup import tagged
from whisper_desktop.formats.reading_time import reading_ms
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles
from whisper_desktop.formats.ttml import LANGUAGE
from whisper_desktop.formats.ttml_time import TtmlClock, clock_of

_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?")
_BLANKS = re.compile(r"[ \t\n]+")
_BREAK = re.compile(r" *\n *")
_CHUNK_CHARACTERS = 1 << 16
_MAX_DEPTH = 50
"""Of spans in spans whose styles are told apart."""
_CONTAINERS = frozenset({"tt", "body", "div"})


@dataclass(frozen=True, slots=True)
class _Context:
    """What elements inherit: their start, whether blanks count, and letters of styles."""

    begin_ms: int = 0
    is_exact: bool = False
    styles: str = ""
    depth: int = 0
    """How many spans are open."""


def read_ttml(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every paragraph that has times, or every span of one that has none."""
    return _TtmlReader(cancel).read(normal_text(text))


class _TtmlReader:
    def __init__(self, cancel: CancelToken | None) -> None:
        self._gatherer = CueGatherer(cancel=cancel)
        self._clock = TtmlClock()
        self._language = ""
        self._styles: dict[str, str] = {}
        """Style id -> letters of `markup.STYLES`."""
        self._contexts = [_Context()]

    def read(self, text: str) -> Subtitles:
        parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        repaired = _NAMED_ENTITY.sub(_repair_entity, text).lstrip("\ufeff \n\t")
        try:
            for start in range(0, len(repaired), _CHUNK_CHARACTERS):
                parser.feed(repaired[start : start + _CHUNK_CHARACTERS])
                self._drain(parser)
            parser.close()
            self._drain(parser)
        except ParseError as error:
            self._gatherer.report(error.position[0], str(error), ReadReason.DAMAGED)
        header = {LANGUAGE: self._language} if self._language else NO_EXTRAS
        return Subtitles(tuple(self._gatherer.cues), tuple(self._gatherer.problems), header)

    def _drain(self, parser: "XMLPullParser[Element]") -> None:
        for event, *found in parser.read_events():
            (element,) = found
            assert isinstance(element, Element)
            name = _local(element.tag)
            if event == "start" and name in _CONTAINERS:
                self._open(name, element)
            elif event == "end" and name in _CONTAINERS:
                self._contexts.pop()
                element.clear()
            elif event == "end" and name == "style":
                self._learn_style(element)
            elif event == "end" and name == "p":
                self._take(element)
                element.clear()

    def _open(self, name: str, element: Element) -> None:
        attributes = _attributes(element)
        if name == "tt":
            self._clock = clock_of(attributes)
            self._language = attributes.get("lang", "")
        self._contexts.append(self._inside(self._contexts[-1], attributes))

    def _inside(self, context: _Context, attributes: Mapping[str, str]) -> _Context:
        begin_ms = self._clock.to_ms(attributes.get("begin", "")) or 0
        space = attributes.get("space", "preserve" if context.is_exact else "default")
        return _Context(
            context.begin_ms + begin_ms,
            space == "preserve",
            self._styles_in(context.styles, attributes),
        )

    def _learn_style(self, element: Element) -> None:
        attributes = _attributes(element)
        self._styles[attributes.get("id", "")] = self._styles_in("", attributes)

    def _styles_in(self, styles: str, attributes: Mapping[str, str]) -> str:
        found = set(styles)
        for name in attributes.get("style", "").split():
            found |= set(self._styles.get(name, ""))
        decoration = attributes.get("textDecoration")
        told = {
            "b": _is_told(attributes.get("fontWeight"), "bold"),
            "i": _is_told(attributes.get("fontStyle"), "italic", "oblique"),
            "s": _is_told(decoration, "lineThrough"),
            "u": _is_told(decoration, "underline"),
        }
        for style, is_on in told.items():
            if is_on is not None:
                found = found | {style} if is_on else found - {style}
        return "".join(sorted(found))

    def _take(self, paragraph: Element) -> None:
        context = self._contexts[-1]
        attributes = _attributes(paragraph)
        inner = self._inside(context, attributes)
        if "begin" not in attributes and "end" not in attributes:
            spans = [span for span in paragraph if "begin" in _attributes(span)]
            for span in spans:
                self._gather(span, inner)
            if spans:
                return
        self._gather(paragraph, context)

    def _gather(self, element: Element, context: _Context) -> None:
        attributes = _attributes(element)
        inner = self._inside(context, attributes)
        text = "".join(_texts(element, inner, self))
        if not inner.is_exact:
            text = _BREAK.sub("\n", text).strip()
        begin_ms = self._clock.to_ms(attributes.get("begin", "0s"))
        if begin_ms is None or not {"begin", "end", "dur"} & attributes.keys():
            if text.strip():
                self._gatherer.report(0, text, ReadReason.BAD_TIME)
            return
        start_ms = context.begin_ms + begin_ms
        end_ms = self._end_ms(attributes, start_ms, context.begin_ms)
        self._gatherer.add(
            start_ms, start_ms + reading_ms(text) if end_ms is None else end_ms, text, 0
        )

    def _end_ms(self, attributes: Mapping[str, str], start_ms: int, parent_ms: int) -> int | None:
        end_ms = self._clock.to_ms(attributes.get("end", ""))
        if end_ms is not None:
            return parent_ms + end_ms
        duration_ms = self._clock.to_ms(attributes.get("dur", ""))
        return None if duration_ms is None else start_ms + duration_ms

    def texts_of(self, element: Element, context: _Context) -> Iterator[str]:
        """Yield the pieces of an element inside another, with its own style."""
        if _local(element.tag) == "br":
            yield "\n"
        elif _local(element.tag) == "span":
            if context.depth == _MAX_DEPTH:
                yield _piece("".join(element.itertext()), context)
                return
            inner = self._inside(context, _attributes(element))
            yield from _texts(element, replace(inner, depth=context.depth + 1), self)


def _texts(element: Element, context: _Context, reader: _TtmlReader) -> Iterator[str]:
    """Yield the text of an element in tags, blanks as the document wants them."""
    yield _piece(element.text, context)
    for child in element:
        yield from reader.texts_of(child, context)
        yield _piece(child.tail, context)


def _piece(text: str | None, context: _Context) -> str:
    if not text:
        return ""
    return tagged(text if context.is_exact else _BLANKS.sub(" ", text), context.styles)


def _is_told(value: str | None, *wanted: str) -> bool | None:
    return None if value is None else any(word in wanted for word in value.split())


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _attributes(element: Element) -> dict[str, str]:
    return {_local(name): value for name, value in element.attrib.items()}


def _repair_entity(match: re.Match[str]) -> str:
    """Return what XML knows: HTML's names as letters, a lone ampersand as an entity."""
    letters = html.unescape(match[0])
    return "&amp;" + match[0][1:] if letters == match[0] else letters
