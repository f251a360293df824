import math
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.break_costs import Joint
from whisper_desktop.core.line_layout import NO_LINES, LineLayout
from whisper_desktop.core.line_pieces import Piece
from whisper_desktop.core.presets import CUSTOM

LIMITS = replace(CUSTOM, max_line_characters=10).limits("en")
pieces = st.lists(
    st.builds(
        lambda length, penalty: Piece(" ", "x" * length, 2 * length, Joint(penalty)),
        st.integers(1, 8),
        st.sampled_from([-30.0, -6.0, 0.0, 60.0, 1_000_000.0]),
    ),
    min_size=1,
    max_size=9,
)


def cost_of(found: list[Piece], places: tuple[int, ...]) -> float:
    """Return what lines cost by their definition; infinite where one is too long."""
    ends = (*places, len(found))
    starts = (0, *places)
    widths = [
        2 * len(" ".join(piece.text for piece in found[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    if max(widths) > 20:
        return math.inf
    even = 2 * len(" ".join(piece.text for piece in found)) / len(ends)
    cost = sum(found[place].joint.penalty for place in places)
    for number, width in enumerate(widths):
        cost += 100 * ((width - even) / 20) ** 2 if len(ends) > 1 else 0
        cost += 4 * (len(ends) - 1 - number) * width / 20
    return cost


@given(pieces, st.integers(2, 3))
def test_the_best_lines_are_those_that_trying_all_finds(found: list[Piece], count: int) -> None:
    layout = LineLayout(found, LIMITS)
    ways = {
        places: cost_of(found, places)
        for lines in range(1, count + 1)
        for places in combinations(range(1, len(found)), lines - 1)
    }
    fewest = next(
        (
            lines
            for lines in range(1, count + 1)
            if any(len(places) == lines - 1 and cost < 900_000 for places, cost in ways.items())
        ),
        None,
    )
    cost, ends = layout.best(0, len(found), count)
    if fewest is not None:
        wanted = min(cost for places, cost in ways.items() if len(places) == fewest - 1)
        assert len(ends) == fewest
        assert math.isclose(cost, wanted, abs_tol=1e-6)
    assert (ends == ()) == (min(ways.values()) == math.inf)


def test_a_stretch_is_laid_out_as_if_it_stood_alone() -> None:
    found = [Piece(" ", "word", 8) for _ in range(8)]
    layout = LineLayout(found, LIMITS)
    assert layout.halves(2, 4) == 18
    assert layout.best(2, 6, 2)[1] == (4, 6)
    assert layout.best(0, 8, 2) == NO_LINES
    assert layout.even(0, 8, 2) == (4, 8)
    assert layout.even(2, 8, 2) == (5, 8)
