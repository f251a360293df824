"""Formatting that is open where a text is parted: closed there, and opened again behind it."""

import re
from collections.abc import Iterable, Sequence

from whisper_desktop.core.reading import MARKUP

_POSITION = re.compile(r"\{\\an\d\}")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z]+)\b[^<>\n]*>", re.IGNORECASE)


def position_tag(text: str) -> str:
    """Return the tag that says where in the picture a text stands; "" if it has none."""
    found = _POSITION.match(text)
    return found[0] if found else ""


def open_tags(text: str) -> list[re.Match[str]]:
    """Return the tags that are not closed in a text, the outermost first."""
    opened: list[re.Match[str]] = []
    for found in MARKUP.finditer(text):
        tag = _TAG.fullmatch(found[0])
        if tag and not tag["close"]:
            opened.append(tag)
        elif tag and opened and opened[-1]["name"].lower() == tag["name"].lower():
            opened.pop()
    return opened


def closing_tags(opened: Sequence[re.Match[str]]) -> str:
    """Return what closes tags, the innermost first."""
    return "".join(f"</{tag['name']}>" for tag in reversed(opened))


def carried_tags(texts: Iterable[str]) -> list[str]:
    """Return parts of one text, each with the formatting of those before it that goes on."""
    made: list[str] = []
    position, opened = "", ""
    for text in texts:
        whole = opened + text
        if not made:
            position = position_tag(whole)
        elif position and not position_tag(whole):
            whole = position + whole
        tags = open_tags(whole) if "<" in whole else []
        made.append(whole + closing_tags(tags))
        opened = "".join(tag[0] for tag in tags)
    return made
