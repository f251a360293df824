"""Marks inside a text: tags as SubRip and WebVTT have them, and overrides as in '{\\an8}'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[bcisu]|font|lang|rt|ruby|v)(?:\.[^\s<>.&]+)*(?:[ \t][^<>\n]*)?>"
    r"|<\d{1,9}:\d\d(?::\d\d)?\.\d{3}>",
    re.ASCII | re.IGNORECASE,
)
"""What is a tag; anything else in angle brackets is text."""
OVERRIDE = re.compile(r"\{\\[^{}\n]*\}")
"""What Advanced SubStation calls an override block; many read some of them in SubRip, too."""

STYLES = "bisu"
"""The tags that all formats with any style know: bold, italic, struck through, underlined."""

_TAG_OR_OVERRIDE = re.compile(f"{TAG.pattern}|{OVERRIDE.pattern}", re.ASCII | re.IGNORECASE)
_POSITION = re.compile(r"\\an([1-9])")
_UNFIT_FOR_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `styles` are letters of `STYLES`, in that order."""

    text: str
    styles: str


def plain_text(text: str) -> str:
    """Return the text without tags and overrides."""
    return _TAG_OR_OVERRIDE.sub("", text) if "<" in text or "{" in text else text


def without_overrides(text: str) -> str:
    """Return the text without overrides, its tags kept."""
    return OVERRIDE.sub("", text) if "{" in text else text


def with_tags_only(text: str, names: frozenset[str]) -> str:
    """Return the text without the tags that bear another name; times inside a text go, too."""
    if "<" not in text:
        return text
    return TAG.sub(lambda tag: tag[0] if (tag["name"] or "").lower() in names else "", text)


def position_of(text: str) -> int | None:
    """Return where the text wants to stand, as the keys of a number pad lie, or None."""
    match = _POSITION.search(text)
    return int(match[1]) if match and OVERRIDE.search(text) else None


def styled_runs(text: str) -> list[Run]:
    """Part the text where its style changes; tags and overrides themselves are left out."""
    depths = dict.fromkeys(STYLES, 0)
    runs: list[Run] = []
    for part, name, is_closing in _parts(without_overrides(text)):
        if part:
            styles = "".join(style for style in STYLES if depths[style] > 0)
            if runs and runs[-1].styles == styles:
                runs[-1] = Run(runs[-1].text + part, styles)
            else:
                runs.append(Run(part, styles))
        if name in depths:
            depths[name] = max(depths[name] + (-1 if is_closing else 1), 0)
    return runs


def tagged(text: str, styles: str) -> str:
    """Put the tags of the styles around a text, inside its blanks at both ends."""
    core = text.strip()
    if not core or not styles:
        return text
    start = text.index(core)
    opening = "".join(f"<{style}>" for style in styles)
    closing = "".join(f"</{style}>" for style in reversed(styles))
    return f"{text[:start]}{opening}{core}{closing}{text[start + len(core) :]}"


def fit_for_xml(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _UNFIT_FOR_XML.sub("", text)


def _parts(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the text up to each tag, the tag's name, and whether it closes; last, the rest."""
    end = 0
    for match in TAG.finditer(text):
        yield text[end : match.start()], (match["name"] or "").lower(), bool(match["closing"])
        end = match.end()
    yield text[end:], "", False
