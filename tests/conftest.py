"""What every test gets: its own home folder, no network, no leaked threads; and the fixtures."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.core.errors import ModelNotInstalledError
from whisper_desktop.core.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from whisper_desktop.ui.wiring import Workplace

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")

THREAD_END_TIMEOUT_S = 2.0
"""How long a thread that was told to stop may take to end."""

_STATUS = pytest.StashKey[int]()
_OWNERS_HOME = app_paths(os.environ).home
"""Where installed models are, asked for before any test gets a home of its own."""
_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End without Python's last clean-up once everything is reported.

    WORKAROUND PySide6 6.11: after hundreds of windows in one process the interpreter ends with a
    segmentation fault while it clears modules, after a run in which every test passed.
    """
    is_outermost = config.rootpath == Path(__file__).parents[1]
    if is_outermost and "PySide6.QtWidgets" in sys.modules and _STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_STATUS])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the run went."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the person's own models, cache and settings out of every test."""
    monkeypatch.setenv("WHISPER_DESKTOP_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those to this machine."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: Any) -> None:
        is_inet = self.family in {socket.AF_INET, socket.AF_INET6}
        if is_inet and address[0] not in _LOCAL_HOSTS:
            raise AssertionError(f"a test wants to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail the test that leaves a thread running."""
    before = _own_threads()
    yield
    for thread in _own_threads() - before:
        thread.join(THREAD_END_TIMEOUT_S)
    leaked = [thread.name for thread in _own_threads() - before]
    assert not leaked, f"threads left running: {leaked}"


def _own_threads() -> set[threading.Thread]:
    """Return Python's threads; for those of Qt a stand-in stays behind after their end."""
    threads = threading.enumerate()
    return {one for one in threads if not isinstance(one, threading._DummyThread)}


@pytest.fixture(scope="session")
def base_model() -> Path:
    """Return the folder or file with the real weights of base."""
    return _installed_weights("base")


@pytest.fixture(scope="session")
def tiny_en_model() -> Path:
    """Return the folder or file with the real weights of tiny.en."""
    return _installed_weights("tiny.en")


@pytest.fixture(scope="session")
def sample_audio() -> Path:
    """Return nine seconds of English in three sentences (see resources/samples/README.md)."""
    return resource("samples/harbor.flac")


@pytest.fixture
def make_workplace(qapp: "QApplication") -> Iterator[Callable[[], "Workplace"]]:
    """Return what builds a window on the home folder of the test; all are ended afterwards."""
    # Most tests need no window, nor the time it takes to import one.
    from PySide6.QtCore import QEvent

    from whisper_desktop.ui.wiring import build

    made: list[Workplace] = []

    def make() -> "Workplace":
        paths = app_paths(os.environ)
        workplace = build(qapp, paths, load_settings(paths.settings_file))
        workplace.window.show()
        made.append(workplace)
        return workplace

    yield make
    for workplace in made:
        workplace.closing.end()
        workplace.window.may_close = lambda: True
        workplace.window.close()
        workplace.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _installed_weights(name: str) -> Path:
    from whisper_desktop.app.model_store import ModelStore

    try:
        return ModelStore(_OWNERS_HOME).path(name)
    except ModelNotInstalledError:
        remedy = f"{name} is not installed; run `whisper-desktop models install {name}`"
        if os.environ.get("CI"):
            pytest.fail(remedy)
        pytest.skip(remedy)
