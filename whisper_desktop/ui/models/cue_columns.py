"""The columns of the table of rows: what they are called, and which can be edited."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated


class Column(IntEnum):
    """The columns as the model counts them; `FIRST_ORDER` is how they are shown at first.

    The number is not the first: Qt knows rows again by their first cell, and numbers change when
    other rows come and go.
    """

    START = 0
    END = 1
    DURATION = 2
    TEXT = 3
    SPEED = 4
    GAP = 5
    FINDINGS = 6
    NUMBER = 7
    TRANSLATION = 8
    LANGUAGE = 9
    TASK = 10
    RECIPE = 11


FIRST_ORDER = (
    Column.NUMBER,
    Column.START,
    Column.END,
    Column.DURATION,
    Column.LANGUAGE,
    Column.TASK,
    Column.RECIPE,
    Column.TEXT,
    Column.TRANSLATION,
    Column.SPEED,
    Column.GAP,
    Column.FINDINGS,
)

_THIRTY = "e" * 30
"""A letter of common width: most texts of so many are shown whole."""

WIDTH_SAMPLES = {
    Column.NUMBER: "00000",
    Column.START: "00:00:00.000",
    Column.END: "00:00:00.000",
    Column.DURATION: "000.000",
    Column.TEXT: _THIRTY,
    Column.SPEED: "000.00",
    Column.GAP: "-000.000",
    Column.FINDINGS: "m" * 10,
    Column.TRANSLATION: _THIRTY,
    Column.LANGUAGE: "Dutch → English",
    Column.TASK: "Translate",
    Column.RECIPE: "small.en, context",
}
"""Texts for which there is room in each column at first; a text column is never narrower."""


class Role(IntEnum):
    """What the model tells besides Qt's own roles."""

    UID = Qt.ItemDataRole.UserRole + 1
    """int: whose row it is."""
    FINDING_KINDS = Qt.ItemDataRole.UserRole + 2
    """tuple of FindingKind: what is wrong with the row."""
    TYPED = Qt.ItemDataRole.UserRole + 3
    """A text that is still being typed, and the merge key of what is one step with it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is painted in a cell."""

    text: str
    is_right: bool
    """Whether the text stands at the right edge."""
    breaks_rule: bool
    """Whether the value is what a finding speaks of."""
    marks: tuple[tuple[int, int], ...] = ()
    """The parts of the text that were searched for, from and up to a character."""


_HEADERS = {
    Column.NUMBER: QT_TRANSLATE_NOOP("CueTableModel", "#"),
    Column.START: QT_TRANSLATE_NOOP("CueTableModel", "Start"),
    Column.END: QT_TRANSLATE_NOOP("CueTableModel", "End"),
    Column.DURATION: QT_TRANSLATE_NOOP("CueTableModel", "Duration"),
    Column.TEXT: QT_TRANSLATE_NOOP("CueTableModel", "Text"),
    Column.SPEED: QT_TRANSLATE_NOOP("CueTableModel", "Char/s"),
    Column.GAP: QT_TRANSLATE_NOOP("CueTableModel", "Gap"),
    Column.FINDINGS: QT_TRANSLATE_NOOP("CueTableModel", "Findings"),
    Column.TRANSLATION: QT_TRANSLATE_NOOP("CueTableModel", "Translation"),
    Column.LANGUAGE: QT_TRANSLATE_NOOP("CueTableModel", "Language"),
    Column.TASK: QT_TRANSLATE_NOOP("CueTableModel", "Task"),
    Column.RECIPE: QT_TRANSLATE_NOOP("CueTableModel", "Recipe"),
}
_LONG_HEADERS = {
    Column.NUMBER: QT_TRANSLATE_NOOP("CueTableModel", "Number of the row"),
    Column.START: QT_TRANSLATE_NOOP("CueTableModel", "Start, hours:minutes:seconds"),
    Column.END: QT_TRANSLATE_NOOP("CueTableModel", "End, hours:minutes:seconds"),
    Column.DURATION: QT_TRANSLATE_NOOP("CueTableModel", "Duration in seconds"),
    Column.TEXT: QT_TRANSLATE_NOOP("CueTableModel", "Text; ↵ stands for a new line"),
    Column.SPEED: QT_TRANSLATE_NOOP("CueTableModel", "Characters a second"),
    Column.GAP: QT_TRANSLATE_NOOP("CueTableModel", "Seconds until the next row starts"),
    Column.FINDINGS: QT_TRANSLATE_NOOP("CueTableModel", "What breaks a rule"),
    Column.TRANSLATION: QT_TRANSLATE_NOOP("CueTableModel", "Translation into English"),
    Column.LANGUAGE: QT_TRANSLATE_NOOP(
        "CueTableModel", "Language of the text → wanted when it is recognised again"
    ),
    Column.TASK: QT_TRANSLATE_NOOP("CueTableModel", "Task, where it is not the document's"),
    Column.RECIPE: QT_TRANSLATE_NOOP(
        "CueTableModel", "Model, context, vocabulary and times, where they are not the document's"
    ),
}
EDITABLE = frozenset({Column.START, Column.END, Column.DURATION, Column.TEXT, Column.TRANSLATION})
TEXTS = frozenset({Column.TEXT, Column.TRANSLATION})
"""Columns that have lines, and a direction."""
OF_RECIPES = frozenset({Column.LANGUAGE, Column.TASK, Column.RECIPE})
"""Columns that say how a row is to be recognised, and was."""
WORDY = TEXTS | OF_RECIPES | {Column.FINDINGS}
"""Columns that hold words; the others hold numbers."""
_BLAMED = {
    FindingKind.OVERLAP: Column.GAP,
    FindingKind.GAP: Column.GAP,
    FindingKind.TOO_SHORT: Column.DURATION,
    FindingKind.TOO_LONG: Column.DURATION,
    FindingKind.READING_SPEED: Column.SPEED,
    FindingKind.OUTSIDE_MEDIA: Column.END,
}
"""The cell that shows the value a finding speaks of; the text for all others."""


def header(column: Column) -> str:
    """Return what stands above a column."""
    return translated("CueTableModel", _HEADERS[column])


def long_header(column: Column) -> str:
    """Return what a column is called where there is room."""
    return translated("CueTableModel", _LONG_HEADERS[column])


def blamed_column(finding: Finding) -> Column:
    """Return the column whose value a finding speaks of."""
    if finding.is_translation:
        return Column.TRANSLATION
    return _BLAMED.get(finding.kind, Column.TEXT)
