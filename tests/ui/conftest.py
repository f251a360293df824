"""What every test of the window gets: no screen, and no thread or timer that outlives it."""

import gc
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThread
from shiboken6 import isValid

_USES_QT = frozenset({"qtbot", "qapp"})


@pytest.fixture(autouse=True)
def _no_running_qthreads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a QThread at work; Qt would abort when it is collected."""
    yield
    if not _USES_QT.intersection(request.fixturenames):
        return
    # isinstance() would ask proxies for their class, and some of them do work then.
    threads = [found for found in gc.get_objects() if issubclass(type(found), QThread)]
    running = [thread for thread in threads if isValid(thread) and thread.isRunning()]
    others = [thread for thread in running if thread is not QThread.currentThread()]
    assert not others, f"QThreads left running: {others}"
