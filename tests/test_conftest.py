import os
import socket
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


def test_a_test_has_its_own_home(tmp_path: Path) -> None:
    assert Path(os.environ["WHISPER_DESKTOP_HOME"]).parent == tmp_path


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match="wants to connect"):
        outward.connect(("192.0.2.1", 80))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as inward:
        inward.connect(server.getsockname())
        assert inward.getpeername() == server.getsockname()


def test_a_leaked_thread_fails_its_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile("""
        import threading

        import pytest

        @pytest.fixture(scope="session")
        def stop():
            event = threading.Event()
            yield event
            event.set()

        def test_leaks(stop):
            threading.Thread(target=stop.wait, name="forgotten", daemon=True).start()

        def test_joins():
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()
    """)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*threads left running: ?'forgotten'?*"])
