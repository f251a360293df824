"""Sends orders to another process in a thread: one that does not read holds up nobody else."""

import threading
from collections import deque

from whisper_desktop.app.recognition_frames import FrameWriter, Order


class Sending:
    """An order on its way."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.is_sent = False
        """Whether there was somebody to read it, once it is over."""
        self._over = threading.Event()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is sent or cannot be; tell whether that was in time."""
        return self._over.wait(timeout_s)

    def end(self, *, is_sent: bool) -> None:
        """Tell whoever waits."""
        self.is_sent = is_sent
        self._over.set()


class OrderPost:
    """Sends orders one after the other; its thread lives while there is something to send."""

    def __init__(self, writer: FrameWriter) -> None:
        self._writer = writer
        self._lock = threading.Lock()
        self._waiting: deque[Sending] = deque()
        self._is_at_work = False

    def send(self, order: Order) -> Sending:
        """Put an order behind the others, and return at once."""
        sending = Sending(order)
        with self._lock:
            self._waiting.append(sending)
            if not self._is_at_work:
                self._is_at_work = True
                threading.Thread(target=self._work, name="orders", daemon=True).start()
        return sending

    def _next(self) -> Sending | None:
        with self._lock:
            self._is_at_work = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None

    def _work(self) -> None:
        while (sending := self._next()) is not None:
            try:
                self._writer.write(sending.order)
            except (OSError, ValueError):
                # Broken, or closed in another thread.
                sending.end(is_sent=False)
            else:
                sending.end(is_sent=True)
