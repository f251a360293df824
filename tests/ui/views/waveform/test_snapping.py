import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.ui.views.waveform.snapping import (
    SnapKind,
    Snapped,
    SnapTarget,
    snap,
    snap_shift,
    targets_of,
)

TARGETS = st.lists(
    st.builds(
        SnapTarget,
        st.integers(0, 2_000),
        st.sampled_from([SnapKind.PLAYHEAD, SnapKind.SEGMENT, SnapKind.WORD]),
    ),
    max_size=12,
)


@given(st.integers(0, 2_000), TARGETS, st.floats(0, 300))
def test_the_nearest_target_within_reach_is_met(
    time_ms: int, targets: list[SnapTarget], reach_ms: float
) -> None:
    found = snap(time_ms, targets, reach_ms, None)
    distances = [abs(target.time_ms - time_ms) for target in targets]
    if distances and min(distances) <= reach_ms:
        assert abs(found.time_ms - time_ms) == min(distances)
        assert SnapTarget(found.time_ms, found.kind or SnapKind.FRAME) in targets
    else:
        assert found == Snapped(time_ms)


def test_of_equally_near_targets_the_playhead_wins() -> None:
    targets = [SnapTarget(1_010, SnapKind.WORD), SnapTarget(990, SnapKind.PLAYHEAD)]
    assert snap(1_000, targets, 20, None) == Snapped(990, SnapKind.PLAYHEAD)


@pytest.mark.parametrize(
    ("time_ms", "fps", "frame_ms"), [(1_015, 25.0, 1_000), (1_025, 25.0, 1_040), (50, 23.976, 42)]
)
def test_without_a_target_times_fall_on_frames(time_ms: int, fps: float, frame_ms: int) -> None:
    assert snap(time_ms, [], 80, fps) == Snapped(frame_ms, SnapKind.FRAME)


def test_a_body_moves_so_that_the_nearer_edge_meets() -> None:
    targets = targets_of(SnapKind.SEGMENT, [1_530, 2_505])
    found = snap_shift((1_000, 2_000), 500, targets, 80, 25.0)
    assert found == Snapped(505, SnapKind.SEGMENT)


def test_a_body_that_meets_nothing_starts_on_a_frame() -> None:
    assert snap_shift((1_000, 2_000), 55, [], 80, 25.0) == Snapped(40, SnapKind.FRAME)
    assert snap_shift((1_000, 2_000), 55, [], 80, None) == Snapped(55)
