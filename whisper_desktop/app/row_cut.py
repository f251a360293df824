"""What becomes a row of a text that has no times."""

from enum import StrEnum


class RowCut(StrEnum):
    """What of a text without times becomes a row."""

    AUTO = "auto"
    """Lines; sentences where a line is too long for one row."""
    LINES = "lines"
    SENTENCES = "sentences"
    """Lines that follow each other without an empty one between belong together."""
