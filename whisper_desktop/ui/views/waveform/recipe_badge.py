"""A few letters in the corner of a segment that is to be recognised in its own way."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.recognition.recipe_words import badge_of
from whisper_desktop.ui.theme import Colors

_PADDING_PX = 4.0
_GAP_PX = 4.0
"""Between a badge and the text beside it."""
_LEAST_TEXT_PX = 40.0
"""What a text keeps beside a badge; else the badge goes below it."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Letters, where they stand, and what is left of the room for the text."""

    letters: str
    place: QRectF
    text_box: QRectF


def badge_for(cue: Cue, box: QRectF, metrics: QFontMetricsF) -> Badge | None:
    """Return the badge of a segment whose text has this box; None for no wishes, or no room.

    It stands at the right of the first line, or at the bottom where the text needs the whole
    width; a text that needs the height as well comes before it.
    """
    letters = badge_of(cue.recipe)
    if not letters:
        return None
    width = metrics.horizontalAdvance(letters) + 2 * _PADDING_PX
    height = metrics.height()
    if width > box.width() or height > box.height():
        return None
    left = box.right() - width
    narrowed = box.adjusted(0, 0, -width - _GAP_PX, 0)
    if not cue.text.strip() or narrowed.width() >= _LEAST_TEXT_PX:
        return Badge(letters, QRectF(left, box.top(), width, height), narrowed)
    lowered = box.adjusted(0, 0, 0, -height - _GAP_PX)
    if lowered.height() < height:
        return None
    return Badge(letters, QRectF(left, box.bottom() - height, width, height), lowered)


def paint_badge(painter: QPainter, colors: Colors, badge: Badge) -> None:
    """Paint dark letters on a light plate with a dark edge: it is seen on sound of any colour."""
    painter.setPen(QColor(colors.wave_background))
    painter.setBrush(QColor(colors.segment_text))
    painter.drawRoundedRect(badge.place.adjusted(-0.5, -0.5, 0.5, 0.5), 3.5, 3.5)
    painter.drawText(badge.place, Qt.AlignmentFlag.AlignCenter, badge.letters)
