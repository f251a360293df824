"""A text in one line, parts of which are marked by what is behind them and a line below."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QPainter, QStaticText, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem

from whisper_desktop.ui.one_line import utf16_length
from whisper_desktop.ui.theme import colors_of

Marks = Sequence[tuple[int, int]]
"""Parts of a text, from and up to a character."""


def paint_marked(
    painter: QPainter,
    option: QStyleOptionViewItem,
    fitted: tuple[QPoint, QStaticText],
    marks: Marks,
) -> None:
    """Paint a text that was fitted into its cell, and marks in it."""
    corner, shown = fitted
    layout = QTextLayout(shown.text(), option.font)
    layout.setTextOption(shown.textOption())
    layout.setFormats(list(_formats(option, shown.text(), marks)))
    layout.beginLayout()
    layout.createLine().setLineWidth(shown.textWidth())
    layout.endLayout()
    layout.draw(painter, QPointF(option.rect.topLeft() + corner))


def visible_marks(text: str, shown: str, marks: Marks) -> list[tuple[int, int]]:
    """Return the marks of a text as they are in what is shown of it.

    Where that is cut off, the sign for it is marked once for all that is behind.
    """
    if text == shown:
        return list(marks)
    end = len(shown) - 1
    visible = [(first, min(last, end)) for first, last in marks if first < end]
    is_more = any(last > end for _, last in marks)
    return [*visible, (end, end + 1)] if is_more else visible


def _formats(
    option: QStyleOptionViewItem, shown: str, marks: Marks
) -> Iterator[QTextLayout.FormatRange]:
    colors = colors_of(option.palette)
    form = QTextCharFormat()
    form.setBackground(QColor(colors.match))
    form.setForeground(QColor(colors.match_text))
    form.setFontUnderline(True)
    for first, last in marks:
        found = QTextLayout.FormatRange()
        found.start = utf16_length(shown[:first])
        found.length = utf16_length(shown[first:last])
        found.format = form
        yield found
