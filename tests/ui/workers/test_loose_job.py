import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.workers.listener import Listener
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.ui.workers.loose_job import LooseJob


@pytest.fixture
def job(qtbot: QtBot) -> Iterator[LooseJob]:
    assert qtbot
    job = LooseJob()
    yield job
    job.stop()


@pytest.fixture
def listener(job: LooseJob) -> Listener:
    return Listener(job)


def test_a_job_is_heard_to_its_end(qtbot: QtBot, job: LooseJob, listener: Listener) -> None:
    error = OSError("gone")

    def work(_: CancelToken) -> Iterator[int]:
        yield 1
        raise error

    with qtbot.waitSignal(job.ended):
        job.start(work)
        assert job.is_running
    assert listener.heard == [1, error, "ended"]
    assert not job.is_running


def test_letting_go_does_not_wait_and_only_the_end_is_heard(
    qtbot: QtBot, job: LooseJob, listener: Listener
) -> None:
    network_answers = threading.Event()

    def hang(token: CancelToken) -> Iterator[int]:
        yield 1
        network_answers.wait()
        token.raise_if_cancelled()

    with qtbot.waitSignal(job.event_ready):
        job.start(hang)
    job.let_go()
    assert job.is_running
    with pytest.raises(ValueError, match="not ended"):
        job.start(hang)
    with qtbot.waitSignal(job.ended):
        network_answers.set()
    assert listener.heard == [1, "ended"]
    with qtbot.waitSignal(job.ended):
        job.start(lambda _: iter([2]))
    assert listener.heard == [1, "ended", 2, "ended"]


def test_stop_waits(job: LooseJob, listener: Listener) -> None:
    def work(token: CancelToken) -> Iterator[int]:
        while True:
            token.raise_if_cancelled()
            yield from ()

    job.let_go()
    job.start(work)
    job.stop()
    assert not job.is_running
    job.stop()
    assert listener.heard == ["ended"]
