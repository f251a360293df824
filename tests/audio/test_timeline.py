import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.resample import SampleShape
from whisper_desktop.audio.timeline import Timeline

SHAPE = SampleShape(rate_hz=1_000, channels=2)
"""One sample a millisecond, so that positions are times."""

_puts = st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 60)), max_size=12)


def _numbered(at: int, count: int, value: int) -> npt.NDArray[np.int16]:
    return np.full((count, 2), value, dtype=np.int16)


@given(puts=_puts, start_ms=st.integers(0, 80), length_ms=st.none() | st.integers(1, 150))
def test_every_position_is_emitted_once_and_the_first_comer_keeps_it(
    puts: list[tuple[int, int]], start_ms: int, length_ms: int | None
) -> None:
    end_ms = None if length_ms is None else start_ms + length_ms
    timeline = Timeline(SHAPE, start_ms, end_ms)
    oracle: dict[int, int] = {}
    reached = start_ms
    blocks = []

    for value, (at, count) in enumerate(puts, start=1):
        blocks += list(timeline.put(at, _numbered(at, count, value)))
        for position in range(max(at, reached), at + count):
            oracle[position] = value
        reached = max(reached, at if count == 0 else at + count)

    emitted = np.concatenate([np.zeros((0, 2), np.int16), *blocks])
    limit = reached if end_ms is None else min(reached, end_ms)
    expected = [oracle.get(position, 0) for position in range(start_ms, limit)]
    assert emitted[:, 0].tolist() == expected
    assert (emitted[:, 0] == emitted[:, 1]).all()
    assert timeline.is_empty == (len(emitted) == 0)
    assert timeline.is_full == (end_ms is not None and limit == end_ms)


def test_long_silence_comes_in_blocks_of_a_second() -> None:
    timeline = Timeline(SampleShape(16_000, 1, is_float=True), 0, None)

    blocks = list(timeline.put(16_000 * 60, np.ones((1, 1), np.float32)))

    assert [len(block) for block in blocks] == [16_000] * 60 + [1]
    assert all(block.dtype == np.float32 for block in blocks)
