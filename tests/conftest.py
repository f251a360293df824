"""What every test gets: its own home folder, no network, no leaked threads; and the fixtures."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")

THREAD_END_TIMEOUT_S = 2.0
"""How long a thread that was told to stop may take to end."""

_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


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
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(THREAD_END_TIMEOUT_S)
    leaked = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not leaked, f"threads left running: {leaked}"
