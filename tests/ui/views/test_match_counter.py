from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.app.search import Count
from whisper_desktop.core.errors import SearchTooLongError
from whisper_desktop.ui.views.match_counter import MatchCounter

SOME, ALL = Count(1, 1, is_whole=False), Count(2, 1)


@pytest.fixture
def counter(qtbot: QtBot) -> Iterator[MatchCounter]:
    assert qtbot
    counter = MatchCounter()
    yield counter
    counter.stop()


def told(counter: MatchCounter) -> list[Count]:
    counts: list[Count] = []
    counter.counted.connect(counts.append)
    return counts


def test_it_tells_the_first_bit_at_once_and_all_soon(qtbot: QtBot, counter: MatchCounter) -> None:
    counts = told(counter)
    counter.begin(iter([SOME, SOME, ALL]))
    assert counts == [SOME]
    qtbot.waitUntil(lambda: counts == [SOME, SOME, ALL])


def test_nothing_is_told_once_it_is_stopped(qtbot: QtBot, counter: MatchCounter) -> None:
    counts = told(counter)
    counter.begin(iter([SOME, ALL]))
    with qtbot.waitSignal(counter.due):
        counter.begin_soon()
    assert counts == [SOME]


def test_a_pattern_that_takes_too_long_ends_it(qtbot: QtBot, counter: MatchCounter) -> None:
    counts = told(counter)
    counter.begin(_failing())
    with qtbot.waitSignal(counter.failed) as failed:
        pass
    assert isinstance(failed.args[0], SearchTooLongError)
    qtbot.wait(20)
    assert counts == [SOME]


def _failing() -> Iterator[Count]:
    yield SOME
    raise SearchTooLongError("(a+)+$")
