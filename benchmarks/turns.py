"""What one way of doing something costs beside another, measured in turns."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.records import Record

MAX_COST = 0.03
"""How much more processor time ours may take."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took, by the clock and in processor time."""

    wall_s: float
    cpu_s: float

    def less(self, other: "Cost") -> "Cost":
        """Return what it took more than another."""
        return Cost(self.wall_s - other.wall_s, self.cpu_s - other.cpu_s)


def in_turns(
    rounds: int, ours: Callable[[], Cost], theirs: Callable[[], Cost]
) -> tuple[list[Cost], list[Cost]]:
    """Return what each took every round; who comes second, finding the machine warmer, changes."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for turn in range(rounds):
        for which in (turn % 2, 1 - turn % 2):
            costs[which].append((ours, theirs)[which]())
    return costs


def compared(names: tuple[str, str], ours: Sequence[Cost], theirs: Sequence[Cost]) -> Record:
    """Return what both took, and whether ours costs little enough more processor time."""
    cpu = _ratio([one.cpu_s for one in ours], [one.cpu_s for one in theirs])
    wall = _ratio([one.wall_s for one in ours], [one.wall_s for one in theirs])
    record: Record = {}
    for name, costs in zip(names, (ours, theirs), strict=True):
        record[f"{name}_cpu_s"] = [round(one.cpu_s, 3) for one in costs]
        record[f"{name}_wall_s"] = [round(one.wall_s, 3) for one in costs]
    return record | {
        "cpu_cost": round(cpu - 1, 4),
        "wall_cost": round(wall - 1, 4),
        "goal": MAX_COST,
        "is_met": cpu - 1 <= MAX_COST,
    }


def _ratio(costs: Sequence[float], references: Sequence[float]) -> float:
    return statistics.median(costs) / statistics.median(references)
