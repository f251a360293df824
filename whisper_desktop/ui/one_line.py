"""Texts of several lines where there is room for one, and their characters as Qt counts them."""

LONGEST_LINE = 1_000
"""Characters that are shown at most: Qt lays out longer ones for seconds."""
_LINE_BREAK = " \N{DOWNWARDS ARROW WITH CORNER LEFTWARDS} "


def in_one_line(text: str) -> str:
    """Return a text with a sign where its lines end."""
    return text[:LONGEST_LINE].replace("\n", _LINE_BREAK)


def index_in_line(text: str, index: int) -> int:
    """Return where a character of a text is in its line."""
    place = min(index, LONGEST_LINE)
    return place + text.count("\n", 0, place) * (len(_LINE_BREAK) - 1)


def utf16_length(text: str) -> int:
    """Return how long a text is as Qt counts, in which some characters are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
