"""Plans that are parted where the language changes hold what the whole plan held."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.language_follower import LanguagePart
from whisper_desktop.asr.packing import WindowPlan
from whisper_desktop.asr.spoken_plans import SpokenPlan, going_on, parted
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.timecode import TimeSpan

PLAN = WindowPlan(
    start_ms=10_000,
    end_ms=30_000,
    spans=(TimeSpan(10_000, 18_000), TimeSpan(19_000, 30_000)),
    overlap_end_ms=12_000,
)


def parts_at(*cuts_ms: int) -> list[LanguagePart]:
    """Return the plan's window parted at these times, in English and German by turns."""
    frames = [at_ms // 10 for at_ms in (PLAN.start_ms, *cuts_ms, PLAN.end_ms)]
    return [
        LanguagePart(AudioWindow(start, end - start), ("en", "de")[number % 2])
        for number, (start, end) in enumerate(pairwise(frames))
    ]


def test_a_plan_in_one_language_stays_as_it_is() -> None:
    assert list(parted(PLAN, parts_at())) == [SpokenPlan(PLAN, "en")]
    assert SpokenPlan(PLAN).window == AudioWindow(1_000, 2_000)


@given(st.lists(st.integers(1_001, 2_999), unique=True, min_size=1, max_size=4).map(sorted))
def test_parts_follow_one_another_and_hold_all_speech(cuts: list[int]) -> None:
    cuts_ms = [cut * 10 for cut in cuts]
    plans = list(parted(PLAN, parts_at(*cuts_ms)))
    assert [one.language for one in plans][:2] == ["en", "de"]
    assert (plans[0].plan.start_ms, plans[-1].plan.end_ms) == (PLAN.start_ms, PLAN.end_ms)
    assert all(a.plan.end_ms == b.plan.start_ms for a, b in pairwise(plans))
    speech = sum(span.duration_ms for one in plans for span in one.plan.spans)
    assert speech == sum(span.duration_ms for span in PLAN.spans)
    assert all(one.plan.start_ms <= one.plan.overlap_end_ms <= one.plan.end_ms for one in plans)


def test_work_goes_on_within_a_plan_that_was_parted() -> None:
    others = WindowPlan(31_000, 40_000, (TimeSpan(31_000, 40_000),), 31_000)
    assert going_on([PLAN, others], 31_000) == (PLAN, others)
    assert going_on([PLAN, others], 0) == (PLAN, others)
    first, second, third = going_on([PLAN, others], 19_000)
    assert (first.end_ms, second.start_ms, second.end_ms) == (19_000, 19_000, 30_000)
    assert second.spans == (TimeSpan(19_000, 30_000),)
    assert not second.overlaps_previous
    assert third == others
