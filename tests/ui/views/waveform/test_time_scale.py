import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.ui.views.waveform.time_scale import MIN_MS_PER_PX, TimeScale

TOTALS = st.integers(1, 20 * 3_600_000)
WIDTHS = st.integers(1, 4_000)


@st.composite
def scales(draw: st.DrawFn) -> TimeScale:
    scale = TimeScale.of(draw(WIDTHS), draw(TOTALS))
    scale = scale.zoomed(draw(st.floats(0.001, 1_000)), draw(st.floats(0, scale.width_px)))
    return scale.scrolled(draw(st.floats(-1e6, 1e6)))


def assert_within_limits(scale: TimeScale) -> None:
    widest = max(scale.total_ms / scale.width_px, MIN_MS_PER_PX)
    assert MIN_MS_PER_PX <= scale.ms_per_px <= widest
    assert scale.start_ms >= 0
    assert scale.end_ms <= max(scale.total_ms, scale.width_px * MIN_MS_PER_PX) * (1 + 1e-9)


@given(scales(), st.floats(0.01, 100), st.floats(0, 4_000), WIDTHS, TOTALS)
def test_every_view_stays_within_the_recording_and_the_zoom_limits(
    scale: TimeScale, factor: float, x: float, width_px: int, total_ms: int
) -> None:
    for view in (
        scale,
        scale.zoomed(factor, x),
        scale.scrolled(x),
        scale.scrolled(-x),
        scale.centred_on(x * 1_000),
        scale.fitting_all(),
        scale.fitting(total_ms // 2, total_ms),
        scale.resized(width_px),
        scale.lasting(total_ms),
    ):
        assert_within_limits(view)


@given(scales(), st.floats(0, 1))
def test_a_pixel_and_its_time_belong_together(scale: TimeScale, share: float) -> None:
    x = share * scale.width_px
    assert scale.x_of(scale.time_at(x)) == pytest.approx(x, abs=0.5 / scale.ms_per_px + 1e-3)


@given(st.floats(0.2, 5), st.floats(200, 800))
def test_zooming_keeps_the_time_under_the_pointer(factor: float, x: float) -> None:
    scale = TimeScale.of(1_000, 3_600_000).fitting(1_800_000, 1_860_000)
    zoomed = scale.zoomed(factor, x)
    assert zoomed.start_ms + x * zoomed.ms_per_px == pytest.approx(
        scale.start_ms + x * scale.ms_per_px
    )


def test_the_first_view_shows_the_first_seconds_or_all_of_a_short_recording() -> None:
    assert TimeScale.of(1_200, 600_000).end_ms == 12_000
    assert TimeScale.of(1_200, 5_000).end_ms == pytest.approx(5_000)


def test_fitting_a_span_leaves_something_on_both_sides() -> None:
    view = TimeScale.of(1_200, 600_000).fitting(60_000, 70_000)
    assert view.start_ms == pytest.approx(59_000)
    assert view.end_ms == pytest.approx(71_000)
    assert view.shows(60_000)
    assert not view.shows(58_000)


def test_fitting_everything_shows_both_ends() -> None:
    view = TimeScale.of(1_000, 600_000).scrolled(5_000).fitting_all()
    assert view.start_ms == 0
    assert view.end_ms == pytest.approx(600_000)


def test_a_wider_window_shows_more_at_the_same_zoom() -> None:
    scale = TimeScale.of(1_000, 600_000).starting_at(60_000)
    wider = scale.resized(2_000)
    assert (wider.start_ms, wider.ms_per_px) == (scale.start_ms, scale.ms_per_px)


def test_no_time_is_below_zero() -> None:
    assert TimeScale.of(1_000, 600_000).time_at(-50) == 0
