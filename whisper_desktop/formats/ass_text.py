"""The text of a SubStation event, to and from the text of a cue."""

import re

from whisper_desktop.formats.markup import OVERRIDE, STYLES, TAG

NO_BREAK_SPACE = "\u00a0"

_BLOCK = re.compile(r"(\\[{}\u2060])|\{([^{}\n]*)\}|(\\[Nnh])")
_BACKSLASH = re.compile(r"\\(?=[Nnh{}<\u2060]|\Z)")
_SHOWN_BACKSLASH = "\\\u2060"
"""A backslash that would begin a mark gets a word joiner, which takes no room, behind it."""
_STYLE = re.compile(rf"\\([{STYLES}])(\d{{0,4}})(?=\\|$)")
_SPACES = {"\\N": "\n", "\\n": "\n", "\\h": NO_BREAK_SPACE}


def read_ass_text(text: str) -> str:
    """Return the text with tags for bold, italic, underlined and struck through.

    Other overrides stay as they are; comments in braces go.
    """
    return _BLOCK.sub(_read_block, text) if "\\" in text or "{" in text else text


def write_ass_text(text: str) -> str:
    """Return the text as one line of an event; braces that are no override stay visible."""
    if not any(letter in text for letter in "<{}\\\n\u00a0"):
        return text
    parts = []
    end = 0
    for match in OVERRIDE.finditer(text):
        parts += [_write_plain(text[end : match.start()]), match[0]]
        end = match.end()
    parts.append(_write_plain(text[end:]))
    return "".join(parts)


def _read_block(match: re.Match[str]) -> str:
    escaped, overrides, space = match.groups()
    if escaped:
        return "\\" if escaped == _SHOWN_BACKSLASH else str(escaped[1])
    if space:
        return _SPACES[space]
    if not overrides.startswith("\\"):
        return ""
    tags = "".join(
        f"</{name}>" if value in {"", "0"} else f"<{name}>"
        for name, value in _STYLE.findall(overrides)
    )
    rest = _STYLE.sub("", overrides)
    return (f"{{{rest}}}" if rest else "") + tags


def _write_plain(text: str) -> str:
    shown = _BACKSLASH.sub(lambda _: _SHOWN_BACKSLASH, text)
    escaped = shown.replace("{", "\\{").replace("}", "\\}")
    styled = TAG.sub(_write_tag, escaped)
    return styled.replace("\n", "\\N").replace(NO_BREAK_SPACE, "\\h")


def _write_tag(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    if name and name in STYLES:
        return f"{{\\{name}{0 if tag['closing'] else 1}}}"
    return ""
