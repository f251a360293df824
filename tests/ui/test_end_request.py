import os
import signal
import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.end_request import EndRequest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_window_in_order(qtbot: QtBot, number: int, status: int) -> None:
    ended: list[bool] = []
    owner = QObject()
    request = EndRequest(lambda: ended.append(True), owner)
    before = signal.getsignal(signal.SIGUSR1)
    try:
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: bool(ended))
    finally:
        request.forget()
    assert request.status == status
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGUSR1) is before
