"""Texts of several lines where there is room for one."""

LONGEST_LINE = 1_000
"""Characters that are shown at most: Qt lays out longer ones for seconds."""
_LINE_BREAK = " \N{DOWNWARDS ARROW WITH CORNER LEFTWARDS} "


def in_one_line(text: str) -> str:
    """Return a text with a sign where its lines end."""
    return text[:LONGEST_LINE].replace("\n", _LINE_BREAK)
