"""The focus goes back to where it was before a notice was answered or closed.

Qt would give it to whatever stands behind the button that went.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from whisper_desktop.ui.first_focus import FirstFocus
from whisper_desktop.ui.views.notice_bar import NoticeBar


class FocusReturn(QObject):
    """Remembers from where the focus came into the bar of the notices."""

    def __init__(self, application: QApplication, bar: NoticeBar, first: FirstFocus) -> None:
        """`first` says where the focus belongs when it cannot go back."""
        super().__init__(bar)
        self._bar, self._first = bar, first
        self._before: QWidget | None = None
        application.focusChanged.connect(self._on_focus_changed)
        bar.focus_left.connect(self._on_left)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and self._is_in_bar(new) and not self._is_in_bar(old):
            self._before = old

    @Slot()
    def _on_left(self) -> None:
        place, self._before = self._before, None
        if place is not None and self._can_take_it(place):
            place.setFocus()
        else:
            self._first.give()

    def _is_in_bar(self, widget: QWidget | None) -> bool:
        return widget is not None and self._bar.isAncestorOf(widget)

    def _can_take_it(self, place: QWidget) -> bool:
        # The box in which a cell was edited is gone, or about to go.
        is_there = isValid(place) and place.isVisible() and place.isEnabled()
        return is_there and place.window() is self._bar.window()
