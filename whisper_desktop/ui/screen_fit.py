"""Windows that would be larger than the screen, as with everything drawn at twice its size."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QStyle, QWidget


def fit_to_screen(window: QWidget) -> None:
    """Make a window no larger than the room on its screen, and put it there as a whole."""
    if window.isMaximized() or window.isFullScreen():
        return
    room = window.screen().availableGeometry()
    frame = window.frameGeometry().size() - window.size()
    # Before a window was shown once nobody knows how high its title is.
    title_px = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    frame = frame.expandedTo(QSize(0, title_px))
    size = window.size().boundedTo(room.size() - frame)
    if size != window.size():
        window.resize(size)
    place = nearest_place(QRect(window.pos(), window.size() + frame), room)
    if place != window.pos():
        window.move(place)


def nearest_place(wanted: QRect, room: QRect) -> QPoint:
    """Return where a window has to go to be seen; its beginning counts when it is too large."""
    x = max(min(wanted.x(), room.right() + 1 - wanted.width()), room.x())
    y = max(min(wanted.y(), room.bottom() + 1 - wanted.height()), room.y())
    return QPoint(x, y)
