"""Ctrl-C in the terminal, and the system's request to terminate, close the window in order."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot

_SIGNAL_STATUS = 128
"""What shells add to the number of a signal."""


class EndRequest(QObject):
    """Calls `end` soon after a signal arrived: Python alone would only see it much later."""

    def __init__(self, end: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self.status = 0
        """The exit status that a signal asks for."""
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._old_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._old_handlers = {
            number: signal.signal(number, lambda *_: None)
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def forget(self) -> None:
        """Leave the signals as they were."""
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _on_signal(self) -> None:
        numbers = self._reader.recv(16)
        self.status = _SIGNAL_STATUS + numbers[-1]
        self._end()
