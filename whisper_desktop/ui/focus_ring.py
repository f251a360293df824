"""A frame around the control that has the focus, which can be told from all that is around it.

Some styles show the focus by a line in a colour near that of the window, and that of a box of text
not at all. WCAG 2.2, success criterion 1.4.11, asks for a contrast of 3:1 with what is beside it.
https://www.w3.org/TR/WCAG22/#non-text-contrast
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from whisper_desktop.ui.theme import colors_of

RING_PX = 2
_KINDS = (
    *(QAbstractButton, QAbstractScrollArea, QAbstractSlider, QAbstractSpinBox),
    *(QComboBox, QLineEdit),
)
"""What has no frame of its own making."""
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize})


class FocusRings(QObject):
    """Draws the frame in a window and in its dialogs."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring: FocusRing | None = None
        """Kept here: where a page scrolls, nobody else holds on to its half in Python."""
        application.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        # It went with the dialog that it was in.
        ring = self._ring if self._ring is not None and isValid(self._ring) else None
        if isinstance(new, _KINDS) and self._is_framed(new):
            self._ring = ring or FocusRing(self._window)
            self._ring.surround(new, _host_of(new))
        elif ring is not None:
            ring.leave()

    def _is_framed(self, control: QWidget) -> bool:
        # A window that is being deleted hands the focus on, too.
        if not control.isVisible() or _is_in_cell(control):
            return False
        owner: QWidget | None = control
        while owner is not None and owner is not self._window:
            owner = owner.parentWidget()
        return owner is not None


class FocusRing(QWidget):
    """The frame around one control; it goes with the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = self._host = parent
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, control: QWidget, host: QWidget) -> None:
        """Go around a control; `host` is what the control is in, and what cuts it off."""
        self.leave()
        self._control, self._host = control, host
        self.setParent(host)
        watched: QWidget | None = control
        while watched is not None and watched is not host:
            watched.installEventFilter(self)
            self._watched.append(watched)
            watched = watched.parentWidget()
        self._follow()

    def leave(self) -> None:
        """Go away until a control is surrounded again."""
        self.hide()
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched.clear()

    def _follow(self) -> None:
        host = self._host
        if not host.isAncestorOf(self._control):
            # It is in a window of its own now.
            self.hide()
            return
        place = QRect(self._control.mapTo(host, QPoint()), self._control.size())
        ring = place.intersected(host.rect())
        self.setGeometry(ring)
        inside = self.rect().adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
        # Only the frame lies over the control, so that what is typed in it is painted once.
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inside)))
        self.setVisible(self._control.isVisibleTo(host))
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go where the control goes."""
        if event.type() in _MOVES:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the frame."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colors_of(self.palette()).focus))
        painter.end()


def _is_in_cell(widget: QWidget) -> bool:
    """Tell whether a widget edits a cell of a table."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractItemView)


def _host_of(control: QWidget) -> QWidget:
    """Return the window, or what scrolls within it."""
    host = control.parentWidget()
    while host is not None and not host.isWindow():
        if isinstance(host.parentWidget(), QScrollArea):
            return host
        host = host.parentWidget()
    return control.window()
