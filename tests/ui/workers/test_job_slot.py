import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from pytestqt.qtbot import QtBot

from tests.ui.workers.listener import Listener
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.ui.workers.job_slot import JobSlot
from whisper_desktop.ui.workers.job_thread import JobThread


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobSlot]:
    assert qtbot
    slot = JobSlot()
    yield slot
    slot.stop()


@pytest.fixture
def listener(jobs: JobSlot) -> Listener:
    return Listener(jobs)


def count(_: CancelToken) -> Iterator[int]:
    yield from range(3)


def work_until_stopped(token: CancelToken) -> Iterator[str]:
    yield "begun"
    while True:
        token.raise_if_cancelled()


def deliver_what_is_on_its_way() -> None:
    QCoreApplication.processEvents()


def finish_unheard(jobs: JobSlot) -> None:
    """Wait until a job has sent all it has to say, while nothing of it can arrive."""
    thread = jobs.findChild(JobThread)
    assert isinstance(thread, JobThread)
    thread.wait()


def test_a_job_is_heard_to_its_end_which_is_told_once(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    with qtbot.waitSignal(jobs.ended):
        jobs.start(count)
        assert jobs.is_running
    deliver_what_is_on_its_way()
    jobs.stop()
    assert listener.heard == [0, 1, 2, "ended"]
    assert listener.was_running == [False]


def test_a_job_that_fails_ends_too(qtbot: QtBot, jobs: JobSlot, listener: Listener) -> None:
    error = OSError("no such thing")

    def fail(_: CancelToken) -> Iterator[int]:
        yield 1
        raise error

    with qtbot.waitSignal(jobs.ended):
        jobs.start(fail)
    assert listener.heard == [1, error, "ended"]
    assert not jobs.is_running


def test_stop_ends_the_job_and_says_so_once(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    with qtbot.waitSignal(jobs.event_ready):
        jobs.start(work_until_stopped)
    jobs.stop()
    assert not jobs.is_running
    jobs.stop()
    deliver_what_is_on_its_way()
    assert listener.heard == ["begun", "ended"]
    assert listener.was_running == [False]


def test_what_was_on_its_way_does_not_arrive_after_a_stop(
    jobs: JobSlot, listener: Listener
) -> None:
    jobs.start(count)
    finish_unheard(jobs)
    jobs.stop()
    deliver_what_is_on_its_way()
    assert listener.heard == ["ended"]


def test_without_a_job_there_is_nothing_to_stop(jobs: JobSlot, listener: Listener) -> None:
    jobs.stop()
    assert listener.heard == []
    assert not jobs.is_running


def test_a_second_job_drops_the_first_with_what_was_on_its_way(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    jobs.start(lambda _: iter(["of the first"]))
    finish_unheard(jobs)
    with qtbot.waitSignal(jobs.ended):
        jobs.start(lambda _: iter(["of the second"]))
    deliver_what_is_on_its_way()
    assert listener.heard == ["of the second", "ended"]


def test_a_second_job_begins_when_the_first_has_ended(qtbot: QtBot, jobs: JobSlot) -> None:
    at_work: set[str] = set()
    met: list[set[str]] = []

    def work(name: str, token: CancelToken) -> Iterator[str]:
        met.append(set(at_work))
        at_work.add(name)
        try:
            yield from work_until_stopped(token)
        finally:
            at_work.remove(name)

    with qtbot.waitSignal(jobs.event_ready):
        jobs.start(lambda token: work("first", token))
    with qtbot.waitSignal(jobs.event_ready):
        jobs.start(lambda token: work("second", token))
    jobs.stop()
    assert met == [set(), set()]


def test_the_next_job_can_be_started_when_one_has_ended(qtbot: QtBot, jobs: JobSlot) -> None:
    waiting = ["second", "third"]
    heard: list[object] = []

    class Queue(QObject):
        @Slot()
        def on_ended(self) -> None:
            if waiting:
                name = waiting.pop(0)
                jobs.start(lambda _: iter([name]))

        @Slot(object)
        def on_event(self, event: object) -> None:
            heard.append(event)

    queue = Queue()
    jobs.ended.connect(queue.on_ended)
    jobs.event_ready.connect(queue.on_event)
    jobs.start(lambda _: iter(["first"]))
    qtbot.waitUntil(lambda: not jobs.is_running)
    assert heard == ["first", "second", "third"]


def test_a_job_can_be_stopped_by_who_hears_of_it(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    jobs.event_ready.connect(jobs.stop)
    jobs.start(count)
    qtbot.waitUntil(lambda: not jobs.is_running)
    deliver_what_is_on_its_way()
    assert listener.heard == [0, "ended"]


@pytest.mark.parametrize("how", ["ended", "stopped", "replaced"])
def test_nothing_is_kept_of_jobs_that_were(qtbot: QtBot, jobs: JobSlot, how: str) -> None:
    class Weights:
        """Something large that a job holds."""

    def start() -> weakref.ref[Weights]:
        weights = Weights()

        def work(token: CancelToken) -> Iterator[Weights]:
            yield weights
            while how != "ended":
                token.raise_if_cancelled()

        jobs.start(work)
        return weakref.ref(weights)

    for _ in range(3):
        kept = start()
        with qtbot.waitSignal(jobs.event_ready):
            pass
        if how == "ended":
            qtbot.waitUntil(lambda: not jobs.is_running)
        elif how == "stopped":
            jobs.stop()
        else:
            jobs.start(lambda _: iter(()))
            qtbot.waitUntil(lambda: not jobs.is_running)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert jobs.findChildren(JobThread) == []
        assert kept() is None


def test_a_job_is_asked_to_stop_without_waiting_for_it(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    may_end = threading.Event()

    def work(token: CancelToken) -> Iterator[str]:
        yield "begun"
        while not token.is_cancelled:
            pass
        may_end.wait()

    with qtbot.waitSignal(jobs.event_ready):
        jobs.start(work)
    jobs.cancel()
    jobs.cancel()
    deliver_what_is_on_its_way()
    assert jobs.is_running
    with qtbot.waitSignal(jobs.ended):
        may_end.set()
    deliver_what_is_on_its_way()
    assert listener.heard == ["begun", "ended"]


def test_a_job_that_is_over_already_can_be_asked_to_stop(jobs: JobSlot, listener: Listener) -> None:
    jobs.cancel()
    jobs.start(count)
    finish_unheard(jobs)
    jobs.cancel()
    deliver_what_is_on_its_way()
    assert listener.heard == ["ended"]
    assert not jobs.is_running


def test_the_end_of_a_job_that_was_asked_to_stop_does_not_end_the_next(
    qtbot: QtBot, jobs: JobSlot, listener: Listener
) -> None:
    with qtbot.waitSignal(jobs.event_ready):
        jobs.start(work_until_stopped)
    jobs.cancel()
    with qtbot.waitSignal(jobs.ended):
        jobs.start(lambda _: iter(["of the second"]))
    assert listener.heard == ["begun", "of the second", "ended"]
