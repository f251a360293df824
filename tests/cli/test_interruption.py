import os
import signal
import subprocess
import sys
import threading

import pytest

from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.core.cancel import CancelToken


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_signal_asks_kindly(name: str) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"there is no {name} here")
    number = getattr(signal, name)
    before = signal.getsignal(number)
    cancel, notices = CancelToken(), []
    with cancel_on_signals(cancel, lambda: notices.append("stopping")):
        os.kill(os.getpid(), number)
        assert cancel.is_cancelled
        assert signal.getsignal(number) is signal.SIG_DFL
    assert notices == ["stopping"]
    assert signal.getsignal(number) is before


def test_handlers_are_restored_after_an_error() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="why"), cancel_on_signals(CancelToken(), lambda: None):
        raise ValueError("why")
    assert signal.getsignal(signal.SIGINT) is before


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        cancel = CancelToken()
        with cancel_on_signals(cancel, lambda: None):
            os.kill(os.getpid(), signal.SIGINT)
            assert not cancel.is_cancelled
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_leave_signals_alone() -> None:
    seen = []

    def work() -> None:
        with cancel_on_signals(CancelToken(), lambda: None):
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]


STUBBORN = """
import os, sys
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.core.cancel import CancelToken
with cancel_on_signals(CancelToken(), lambda: os.write(1, b"stopping\\n")):
    os.write(1, b"ready\\n")
    while True:
        sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="needs Unix signals")
def test_the_second_signal_ends_the_process_at_once() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "stopping\n"
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == -signal.SIGINT
