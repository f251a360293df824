import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.ui.workers.job_thread import JobThread


class Listener(QObject):
    """Writes down what arrives, and in which thread."""

    def __init__(self, job: JobThread) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()
        job.event_ready.connect(self.on_event)
        job.failed.connect(self.on_failed)
        job.finished.connect(self.on_finished)

    @Slot(object)
    def on_event(self, event: object) -> None:
        self.heard.append(event)
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def on_failed(self, error: object) -> None:
        self.heard.append(error)
        self.threads.add(QThread.currentThread())

    @Slot()
    def on_finished(self) -> None:
        self.heard.append("finished")


def test_every_event_arrives_in_the_thread_of_the_listener_and_finished_comes_last(
    qtbot: QtBot,
) -> None:
    worked_in: list[int] = []

    def count(_: CancelToken) -> Iterator[int]:
        worked_in.append(threading.get_ident())
        yield from range(3)

    job = JobThread(count)
    listener = Listener(job)
    with qtbot.waitSignal(job.finished):
        job.start()
    qtbot.waitUntil(lambda: listener.heard[-1:] == ["finished"])
    assert listener.heard == [0, 1, 2, "finished"]
    assert listener.threads == {QThread.currentThread()}
    assert worked_in != [threading.get_ident()]


def test_an_error_arrives_as_itself(qtbot: QtBot) -> None:
    error = OSError("no such thing")

    def fail(_: CancelToken) -> Iterator[int]:
        yield 1
        raise error

    job = JobThread(fail)
    listener = Listener(job)
    with qtbot.waitSignal(job.finished):
        job.start()
    qtbot.waitUntil(lambda: listener.heard[-1:] == ["finished"])
    assert listener.heard == [1, error, "finished"]


def test_a_job_that_does_not_even_begin_fails_too(qtbot: QtBot) -> None:
    def refuse(_: CancelToken) -> Iterator[int]:
        raise ValueError("no")

    job = JobThread(refuse)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    job.stop()
    assert failed.args is not None
    assert isinstance(failed.args[0], ValueError)


@pytest.mark.parametrize("is_asking", [True, False])
def test_stop_ends_endless_work_and_reports_nothing_of_it(qtbot: QtBot, is_asking: bool) -> None:
    def work(token: CancelToken) -> Iterator[str]:
        yield "begun"
        while True:
            if is_asking:
                token.raise_if_cancelled()
            elif token.is_cancelled:
                yield "too late"

    job = JobThread(work)
    listener = Listener(job)
    with qtbot.waitSignal(job.event_ready):
        job.start()
    job.stop()
    assert not job.isRunning()
    qtbot.waitUntil(lambda: listener.heard[-1:] == ["finished"])
    assert listener.heard == ["begun", "finished"]


@pytest.mark.parametrize("is_failing", [True, False])
def test_what_is_on_its_way_when_a_job_is_stopped_does_not_arrive(
    qtbot: QtBot, is_failing: bool
) -> None:
    def work(_: CancelToken) -> Iterator[str]:
        if is_failing:
            raise OSError("gone")
        yield "of the document before"

    job = JobThread(work)
    listener = Listener(job)
    ended: list[bool] = []
    job.ended.connect(lambda: ended.append(True))
    job.start()
    # The thread has sent everything, and this one has heard nothing yet.
    job.wait()
    job.stop()
    qtbot.waitUntil(lambda: listener.heard[-1:] == ["finished"])
    assert listener.heard == ["finished"]
    assert not ended


def test_the_end_of_a_job_that_nobody_stopped_is_told(qtbot: QtBot) -> None:
    job = JobThread(lambda _: iter(()))
    with qtbot.waitSignal(job.ended):
        job.start()


def test_an_error_on_the_way_out_of_cancelled_work_is_not_reported(qtbot: QtBot) -> None:
    def work(token: CancelToken) -> Iterator[str]:
        yield "begun"
        while not token.is_cancelled:
            pass
        raise OSError("closed under me")

    job = JobThread(work)
    listener = Listener(job)
    with qtbot.waitSignal(job.event_ready):
        job.start()
    job.stop()
    qtbot.waitUntil(lambda: listener.heard[-1:] == ["finished"])
    assert listener.heard == ["begun", "finished"]


def test_what_a_thread_does_can_be_done_in_the_calling_one(qtbot: QtBot) -> None:
    # Coverage cannot see into a QThread.
    error = ValueError("bad")

    def fail(token: CancelToken) -> Iterator[int]:
        yield 1
        raise error

    def give_up(token: CancelToken) -> Iterator[int]:
        yield 1
        raise Cancelled

    for job_body, expected in ((fail, [1, error]), (give_up, [1])):
        job = JobThread(job_body)
        listener = Listener(job)
        job.run()
        assert listener.heard == expected


@pytest.mark.parametrize("is_failing", [True, False])
def test_cancelled_before_its_first_event_a_job_says_nothing(
    qtbot: QtBot, is_failing: bool
) -> None:
    def work(token: CancelToken) -> Iterator[int]:
        if is_failing:
            raise OSError
        yield 1

    job = JobThread(work)
    listener = Listener(job)
    job.cancel()
    job.run()
    assert listener.heard == []
