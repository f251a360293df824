"""The few marks in the text of a subtitle that a picture shows: slant, weight, line, top or not."""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z]+)(?P<rest>[^<>]*)>"  # <i>, </i>, <font color="red">, <v Bob>
    r"|<\d[\d:.]*>"  # <00:01:02.300>, the time of a word in WebVTT
    r"|\{\\(?P<codes>[^{}]*)\}"  # {\an8\i1}, as in ASS and, out of habit, in SRT
)
_TOP = re.compile(r"an[789](?!\d)")
_SWITCH = re.compile(r"([ibu])([01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Run:
    """How some characters of a plain text look; they begin at `start` and are `length` many."""

    start: int
    length: int
    is_italic: bool
    is_bold: bool
    is_underlined: bool


@dataclass(frozen=True, slots=True)
class StyledText:
    """A text without marks, and what the marks said."""

    text: str
    runs: tuple[Run, ...]
    """Where the look is other than plain, in order."""
    is_at_top: bool


def parse_markup(text: str) -> StyledText:
    """Take the marks out of a text; what is no known mark, such as "<3", stays."""
    parts: list[str] = []
    runs: list[Run] = []
    looks = {"i": False, "b": False, "u": False}
    is_at_top = False
    read_to = length = 0
    for mark in [*_MARK.finditer(text), None]:
        part = text[read_to : mark.start() if mark else len(text)]
        if part and any(looks.values()):
            runs.append(Run(length, len(part), looks["i"], looks["b"], looks["u"]))
        parts.append(part)
        length += len(part)
        if mark is not None:
            read_to = mark.end()
            codes = mark["codes"] or ""
            is_at_top = is_at_top or _TOP.search(codes) is not None
            looks |= {name: on == "1" for name, on in _SWITCH.findall(codes)}
            if (mark["tag"] or "").lower() in looks:
                looks[mark["tag"].lower()] = not mark["close"]
    return StyledText("".join(parts), tuple(runs), is_at_top)
