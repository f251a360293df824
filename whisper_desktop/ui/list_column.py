"""The lists beside the rows: they share one place under the picture, each with a tab."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QMainWindow,
    QStyle,
    QTabWidget,
    QWidget,
)

from whisper_desktop.ui.icons import icon

_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_SEPARATOR = QStyle.PixelMetric.PM_DockWidgetSeparatorExtent
_OWN = Qt.FindChildOption.FindDirectChildrenOnly
_TITLE_ICONS = {"qt_dockwidget_closebutton": "close", "qt_dockwidget_floatbutton": "dock-window"}
"""By what Qt calls the buttons in the title of a dock."""
_LEAST_WIDTH_SHARE = 0.3
"""Of the window, that a list may take although columns of the rows have to be scrolled to then."""
_TABS_PX = 30
"""How high the tabs are, more or less."""


class ListColumn(QObject):
    """Shows and hides lists, with the size that they ask for; all give back what they took."""

    def __init__(
        self,
        window: QMainWindow,
        lists: Sequence[QDockWidget],
        others: Mapping[str, QDockWidget],
        rows: QWidget,
        bars: Callable[[], Sequence[QWidget]],
    ) -> None:
        """`others` are the picture and the waveform; `bars` are those above and below all docks."""
        super().__init__(window)
        self._window, self._lists, self._bars = window, tuple(lists), bars
        self._picture, self._waveform = others["picture"], others["waveform"]
        self._rows = rows
        self._sizes = (0, 0)
        """The width of the picture and the height of the waveform before lists were shown."""
        self.is_folded = False
        """Whether the lists share the place of the picture, for want of height."""
        self._in_front: set[QDockWidget] = set()
        for dock in (self._picture, *self._lists):
            dock.visibilityChanged.connect(self._on_visibility_changed)
            dock.topLevelChanged.connect(self.draw_icons)
        window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)

    def gather(self) -> None:
        """Take all lists into the column of the picture, wherever they are."""
        for dock in self._lists:
            dock.setFloating(False)
            if not dock.isVisible():
                # One above the other, before they share a place, they make a low window higher.
                dock.hide()
            if not self._is_in_column(dock):
                self._window.addDockWidget(_RIGHT, dock)

    def place(self) -> None:
        """Put the lists under the picture, or into its place; those elsewhere stay there."""
        anchor = self._picture if self.is_folded else None
        _quiet = [QSignalBlocker(dock.toggleViewAction()) for dock in self._lists]
        shown = self.clear()
        for dock in self._movable():
            # Out of the place where it is, and to the end of the column.
            self._window.addDockWidget(_RIGHT, dock)
            if anchor is not None:
                self._window.tabifyDockWidget(anchor, dock)
            anchor = dock
        for dock in shown:
            dock.show()
            dock.raise_()

    def clear(self) -> list[QDockWidget]:
        """Hide all lists before they are moved; return those that were shown, the front last.

        Qt would let stand the bar of tabs that they had.
        """
        shown = sorted(filter(QDockWidget.isVisible, self._lists), key=self._in_front.__contains__)
        for dock in shown:
            dock.hide()
        layout = self._window.layout()
        if layout is not None:
            layout.activate()
        return shown

    @Slot()
    def draw_icons(self) -> None:
        """Draw what closes lists and lets them float in the colours of the palette, not Qt's."""
        palette = self._window.palette()
        for dock in self._lists:
            for button in dock.findChildren(QAbstractButton, options=_OWN):
                if button.objectName() in _TITLE_ICONS:
                    button.setIcon(icon(_TITLE_ICONS[button.objectName()], palette))

    def is_behind(self, dock: QDockWidget) -> bool:
        """Tell whether a list is shown, but behind another."""
        if dock in self._in_front:
            return False
        return dock.isVisible() and bool(
            self._in_front.intersection(self._window.tabifiedDockWidgets(dock))
        )

    def show(self, dock: QDockWidget) -> None:
        """Show a list before the others, as large as it asks for and the rows can spare."""
        if not self._is_any_shown():
            self._sizes = self._picture.width(), self._waveform.height()
        is_new = not dock.isVisible()
        # Before it makes a low window higher.
        self.fold([dock])
        dock.show()
        dock.raise_()
        if is_new and self._is_in_column(dock):
            self._make_room(dock)

    def hide(self, dock: QDockWidget) -> None:
        """Hide a list; the last gives back the room."""
        dock.hide()
        if not self._is_any_shown():
            # Not before Qt has laid out what is left.
            QTimer.singleShot(0, self, self._give_back_room)

    def fold(self, coming: Sequence[QDockWidget]) -> None:
        """Let the lists share the place of the picture where the window is low, else no longer."""
        shown = [dock for dock in self._movable() if dock.isVisible() or dock in coming]
        if not (shown and self._is_in_column(self._picture)):
            return
        parts = (self._picture, self._waveform, *self._bars())
        heights = [part.minimumSizeHint().height() for part in parts]
        lowest = max(dock.minimumSizeHint().height() for dock in shown) + _TABS_PX
        needed = sum(heights) + lowest
        if (needed > self._window.height()) is not self.is_folded:
            self.is_folded = not self.is_folded
            self.place()

    def _movable(self) -> list[QDockWidget]:
        return [dock for dock in self._lists if self._is_in_column(dock)]

    def _is_in_column(self, dock: QDockWidget) -> bool:
        return not dock.isFloating() and self._window.dockWidgetArea(dock) is _RIGHT

    def _is_any_shown(self) -> bool:
        return any(dock.isVisible() for dock in self._lists)

    def _make_room(self, dock: QDockWidget) -> None:
        window, hint = self._window, dock.sizeHint()
        between = window.style().pixelMetric(_SEPARATOR, None, window)
        spare = window.width() - self._rows.sizeHint().width() - between
        most = max(spare, round(window.width() * _LEAST_WIDTH_SHARE))
        width = min(max(hint.width(), dock.width()), most)
        if width != dock.width():
            window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        if self.is_folded:
            return
        above = self._picture.minimumSizeHint().height()
        height = max(hint.height(), 0) + _TABS_PX
        bars = sum(bar.height() for bar in self._bars())
        left = min(self._sizes[1], window.height() - bars - above - height)
        waveform = max(self._waveform.minimumSizeHint().height(), left, 1)
        window.resizeDocks([self._waveform], [waveform], Qt.Orientation.Vertical)
        if self._is_in_column(self._picture):
            above = max(above, window.height() - bars - waveform - height, 1)
            window.resizeDocks([self._picture, dock], [above, height], Qt.Orientation.Vertical)

    @Slot()
    def _give_back_room(self) -> None:
        """Let the others have the room again that the lists took from them."""
        width, height = self._sizes
        if width and self._is_in_column(self._picture):
            self._window.resizeDocks([self._picture], [width], Qt.Orientation.Horizontal)
        if height:
            self._window.resizeDocks([self._waveform], [height], Qt.Orientation.Vertical)

    @Slot(bool)
    def _on_visibility_changed(self, is_in_front: bool) -> None:
        dock = self.sender()
        if isinstance(dock, QDockWidget):
            (self._in_front.add if is_in_front else self._in_front.discard)(dock)
