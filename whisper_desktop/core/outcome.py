"""What a generator returns at its end, for those who do not care how far it is."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def outcome_of(work: Generator[object, None, Result]) -> Result:
    """Run the work to its end and return what it made; what it told on the way is dropped."""
    while True:
        try:
            next(work)
        except StopIteration as ending:
            result: Result = ending.value
            return result
