import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from whisper_desktop.app.host_turns import HostTurns, Side, TurnAwaited
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob
from whisper_desktop.app.request import MediaPart, ModelRequest, TranscriptionRequest
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled

JOB = TranscribeJob(TranscriptionRequest(MediaPart("talk.mp4")), ModelRequest())  # type: ignore[arg-type]


class StillHost:
    """Yields two events of each job and knows whether it is held."""

    def __init__(self) -> None:
        self.is_paused = False
        self.running = 0

    def run(self, _job: RecognitionJob, _cancel: CancelToken) -> Iterator[object]:
        self.running += 1
        assert self.running == 1
        try:
            yield "first"
            yield "second"
        finally:
            self.running -= 1
            self.is_paused = False

    def is_held(self) -> bool:
        return self.is_paused

    def pause(self) -> None:
        self.is_paused = True

    def go_on(self) -> None:
        self.is_paused = False


@pytest.fixture
def host() -> StillHost:
    return StillHost()


@pytest.fixture
def turns(host: StillHost) -> HostTurns:
    return HostTurns(host)


def test_who_is_alone_does_not_wait(turns: HostTurns) -> None:
    for side in Side:
        assert list(turns.side(side).run(JOB, CancelToken())) == ["first", "second"]


def test_who_comes_later_waits_and_is_told_for_whom(turns: HostTurns) -> None:
    first = turns.side(Side.QUEUE).run(JOB, CancelToken())
    assert next(first) == "first"
    second = turns.side(Side.DOCUMENT).run(JOB, CancelToken())
    assert next(second) == TurnAwaited(Side.QUEUE)
    heard: list[object] = []
    thread = threading.Thread(target=lambda: heard.extend(second))
    thread.start()
    thread.join(0.1)
    assert thread.is_alive()
    assert list(first) == ["second"]
    thread.join(5)
    assert heard == ["first", "second"]


def test_who_waits_can_give_up(turns: HostTurns) -> None:
    first = turns.side(Side.DOCUMENT).run(JOB, CancelToken())
    next(first)
    cancel = CancelToken()
    second = turns.side(Side.QUEUE).run(JOB, cancel)
    assert next(second) == TurnAwaited(Side.DOCUMENT)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(second)
    first.close()  # type: ignore[attr-defined]
    assert list(turns.side(Side.QUEUE).run(JOB, CancelToken())) == ["first", "second"]


def test_a_side_holds_its_own_work_only(turns: HostTurns, host: StillHost) -> None:
    queue, document = turns.side(Side.QUEUE), turns.side(Side.DOCUMENT)
    work = queue.run(JOB, CancelToken())
    next(work)
    document.pause()
    assert not host.is_held()
    queue.pause()
    assert host.is_held()
    queue.go_on()
    assert not host.is_held()
    document.go_on()
    assert list(work) == ["second"]


def test_what_was_held_before_its_turn_is_held_then(turns: HostTurns, host: StillHost) -> None:
    first = turns.side(Side.QUEUE).run(JOB, CancelToken())
    next(first)
    document = turns.side(Side.DOCUMENT)
    second = document.run(JOB, CancelToken())
    next(second)
    document.pause()
    list(first)
    assert not host.is_held()
    assert next(second) == "first"
    assert host.is_held()
    document.go_on()
    assert list(second) == ["second"]


def test_the_pause_of_a_job_that_gives_up_in_the_line_is_over_with_it(
    turns: HostTurns, host: StillHost
) -> None:
    first = turns.side(Side.QUEUE).run(JOB, CancelToken())
    next(first)
    document, cancel = turns.side(Side.DOCUMENT), CancelToken()
    second = document.run(JOB, cancel)
    next(second)
    document.pause()
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(second)
    list(first)
    third = document.run(JOB, CancelToken())
    assert next(third) == "first"
    assert not host.is_held()
    assert list(third) == ["second"]


def test_two_of_one_side_hold_their_own_work_only(turns: HostTurns, host: StillHost) -> None:
    run, again = turns.side(Side.DOCUMENT), turns.side(Side.DOCUMENT)
    first = again.run(JOB, CancelToken())
    next(first)
    second = run.run(JOB, CancelToken())
    next(second)
    run.pause()
    assert not host.is_held()
    list(first)
    assert next(second) == "first"
    assert host.is_held()


def test_a_job_that_never_began_holds_nobody(tmp_path: Path) -> None:
    """A host forgets only the pause of what it began."""
    with RecognitionHost({}, tmp_path / "log") as host:
        turns = HostTurns(host)
        document, cancel = turns.side(Side.DOCUMENT), CancelToken()
        document.pause()
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(document.run(JOB, cancel))
        assert not host.is_paused


def test_it_is_known_whether_one_would_have_to_wait(turns: HostTurns) -> None:
    seen = [turns.is_busy]
    work = turns.side(Side.QUEUE).run(JOB, CancelToken())
    next(work)
    seen.append(turns.is_busy)
    list(work)
    assert [*seen, turns.is_busy] == [False, True, False]
