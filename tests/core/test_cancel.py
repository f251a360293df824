import threading
import time

import pytest

from whisper_desktop.core.cancel import CancelToken, MeasuredToken, PausableToken
from whisper_desktop.core.errors import Cancelled

WAIT_S = 10.0


def asked_in_a_thread(token: CancelToken, answers: list[bool]) -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.append(token.is_cancelled))
    thread.start()
    return thread


@pytest.mark.parametrize("kind", [CancelToken, PausableToken])
def test_work_is_stopped(kind: type[CancelToken]) -> None:
    token = kind()
    token.raise_if_cancelled()
    token.cancel()
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_work_that_is_held_goes_on_where_it_was() -> None:
    token, answers = PausableToken(), list[bool]()
    token.pause()
    thread = asked_in_a_thread(token, answers)
    thread.join(0.05)
    assert thread.is_alive()
    token.go_on()
    thread.join(WAIT_S)
    assert answers == [False]


def test_work_that_is_held_can_be_stopped() -> None:
    token, answers = PausableToken(), list[bool]()
    token.pause()
    thread = asked_in_a_thread(token, answers)
    token.cancel()
    thread.join(WAIT_S)
    assert answers == [True]


def test_work_that_was_stopped_is_not_held() -> None:
    token = PausableToken()
    token.cancel()
    token.pause()
    assert token.is_cancelled


def test_the_clock_of_work_stands_still_while_it_is_held() -> None:
    token = PausableToken()
    real_s, work_s = time.monotonic(), token.clock_s()
    token.pause()
    threading.Timer(0.1, token.go_on).start()
    token.raise_if_cancelled()
    held_s = (time.monotonic() - real_s) - (token.clock_s() - work_s)
    assert 0.05 < held_s < WAIT_S


def test_one_sees_how_far_measured_work_is_and_stops_it_by_either_token() -> None:
    outer = CancelToken()
    token = MeasuredToken(outer)
    assert [token.percent] == [None]
    token.reached(50, 200)
    assert [token.percent] == [25]
    token.raise_if_cancelled()
    outer.reached(50, 200)
    outer.cancel()
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()
