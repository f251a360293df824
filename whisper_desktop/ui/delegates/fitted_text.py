"""The texts of cells, cut to their widths and laid out."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStaticText, QTextOption, QTransform
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

_MANY = 1_000
_RIGHT = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignLeft


class FittedTexts:
    """Fits texts into cells and remembers how, for the next picture is mostly much the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool, int, int], tuple[QPoint, QStaticText]] = {}

    def fitted(
        self, text: str, option: QStyleOptionViewItem, *, is_right: bool
    ) -> tuple[QPoint, QStaticText]:
        """Return a text as it fits into a cell, and its place from the corner of that."""
        cell = option.rect
        key = (text, is_right, cell.width(), cell.height())
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MANY:
                self._known.clear()
            found = self._known[key] = _fitted(text, option, is_right=is_right)
        return found

    def forget(self) -> None:
        """Fit everything anew; the font is another."""
        self._known.clear()


def _fitted(
    text: str, option: QStyleOptionViewItem, *, is_right: bool
) -> tuple[QPoint, QStaticText]:
    metric = QStyle.PixelMetric.PM_FocusFrameHMargin
    margin = option.widget.style().pixelMetric(metric, None, option.widget) + 1
    room = option.rect.width() - 2 * margin
    shown = QStaticText(option.fontMetrics.elidedText(text, option.textElideMode, room))
    shown.setTextFormat(Qt.TextFormat.PlainText)
    words = QTextOption(_RIGHT if is_right else _LEFT)
    words.setTextDirection(option.direction)
    words.setWrapMode(QTextOption.WrapMode.NoWrap)
    shown.setTextOption(words)
    shown.setTextWidth(room)
    shown.prepare(QTransform(), option.font)
    top = option.rect.height() // 2 - int(shown.size().height()) // 2
    return QPoint(margin, top), shown
