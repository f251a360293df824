from collections.abc import Generator

import pytest

from whisper_desktop.core.outcome import outcome_of


def count_to(end: int) -> Generator[int, None, str]:
    yield from range(end)
    return f"counted to {end}"


@pytest.mark.parametrize("end", [0, 3])
def test_the_result_of_the_work_is_returned(end: int) -> None:
    assert outcome_of(count_to(end)) == f"counted to {end}"


def test_a_failure_on_the_way_is_passed_on() -> None:
    def fail() -> Generator[int, None, str]:
        yield 1
        raise KeyError("on the way")

    with pytest.raises(KeyError, match="on the way"):
        outcome_of(fail())
