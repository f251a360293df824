"""What the stories of killed persons share."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ANSWER_TIMEOUT_S = 60.0


class Zygote:
    """The process that the persons are forked from."""

    def __init__(self, person: str) -> None:
        script = Path(__file__).with_name("kill9_zygote.py")
        parent = str(script.parents[2])
        environment = os.environ | {"PYTHONPATH": parent, "QT_QPA_PLATFORM": "offscreen"}
        pipe = subprocess.PIPE
        # Without a buffer, in which an answer could lie where select() does not see it.
        self._process = subprocess.Popen(
            [sys.executable, str(script), person],
            bufsize=0,
            stdin=pipe,
            stdout=pipe,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._tell, self._heard = self._process.stdin, self._process.stdout

    def kill_one(self, session: str, delay_s: float, *, after: str = "") -> None:
        """Let a person live for a while, which begins when they say a word or at once."""
        self._tell.write(f"{session}\n".encode())
        person = int(self._answer())
        while after and self._answer() != f"{after}\n":
            pass
        ended, _, _ = select.select([self._heard], [], [], delay_s)
        assert not ended, f"the person ended by itself: {self._answer()}"
        os.kill(person, signal.SIGKILL)
        assert int(self._answer()) == -signal.SIGKILL

    def close(self) -> None:
        self._tell.close()
        self._process.wait(ANSWER_TIMEOUT_S)
        self._heard.close()

    def _answer(self) -> str:
        ready, _, _ = select.select([self._heard], [], [], ANSWER_TIMEOUT_S)
        assert ready, "the person does not answer"
        return self._heard.readline().decode()


@pytest.fixture
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    process = Zygote(request.param)
    yield process
    process.close()
