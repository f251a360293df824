"""Ctrl-C and requests to terminate: the first is kind, the second is not."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from whisper_desktop.core.cancel import CancelToken

_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)


@contextmanager
def cancel_on_signals(cancel: CancelToken, notice: Callable[[], None]) -> Iterator[None]:
    """Set the token at the first signal, after which a second one ends the process at once.

    `notice` is called within the signal handler: it may do no more than write to a descriptor.
    Signals that are ignored (nohup, background jobs) stay ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    watched = [number for number, handler in before.items() if handler is not signal.SIG_IGN]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in watched:
            signal.signal(number, signal.SIG_DFL)
        cancel.cancel()
        notice()

    for number in watched:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in watched:
            signal.signal(number, before[number])
