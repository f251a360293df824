import pytest

from benchmarks.speed_summary import Run, missed_bars, speed_ratios, summarise

RUNS = [
    Run("ours", 12.0, 22.0, 500.0, 600),
    Run("peer", 20.0, 38.0, 800.0, 610),
    Run("ours", 10.0, 19.0, 510.0, 600),
    Run("peer", 21.0, 40.0, 805.0, 612),
    Run("ours", 30.0, 21.0, 505.0, 600),
]


def test_one_slow_run_does_not_move_the_median() -> None:
    summaries = summarise(RUNS, audio_s=240.0)
    assert list(summaries) == ["ours", "peer"]
    ours = summaries["ours"]
    assert (ours.run_count, ours.elapsed_s, ours.peak_mib, ours.word_count) == (3, 12.0, 505.0, 600)
    assert ours.times_real_time == pytest.approx(20.0)
    assert ours.spread_percent == pytest.approx(200.0)


def test_a_ratio_says_how_many_times_as_fast_ours_is() -> None:
    ratios = speed_ratios(summarise(RUNS, 240.0), ["ours", "ours not run"], ["peer"])
    assert ratios == {("ours", "peer"): pytest.approx(20.5 / 12.0)}


def test_only_measured_pairs_can_miss_a_bar() -> None:
    ratios = {("ours", "peer"): 1.4, ("other", "peer"): 3.0}
    bars = {("ours", "peer"): 1.5, ("other", "peer"): 2.0, ("absent", "peer"): 9.0}
    assert missed_bars(ratios, bars) == {("ours", "peer"): 1.4}
