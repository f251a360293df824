from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.formats.cue_gatherer import MAX_PROBLEMS, CueGatherer, LineCounter
from whisper_desktop.formats.subtitles import ReadProblem, ReadReason


@given(st.integers(-99, 99), st.integers(-99, 99))
def test_no_cue_runs_backwards_and_every_change_is_told(start_ms: int, end_ms: int) -> None:
    gatherer = CueGatherer()
    gatherer.add(start_ms, end_ms, "a", 7)
    (cue,) = gatherer.cues
    is_right = 0 <= start_ms <= end_ms
    assert bool(gatherer.problems) != is_right
    assert not is_right or (cue.start_ms, cue.end_ms) == (start_ms, end_ms)
    assert all(one.line == 7 and not one.reason.is_loss for one in gatherer.problems)


def test_the_list_of_problems_ends() -> None:
    gatherer = CueGatherer()
    for line in range(MAX_PROBLEMS + 5):
        gatherer.report(line, "x" * 5_000, ReadReason.STRAY_TEXT)
    assert len(gatherer.problems) == MAX_PROBLEMS + 1
    assert gatherer.problems[-1] == ReadProblem(MAX_PROBLEMS, "", ReadReason.TOO_MANY_PROBLEMS)
    assert len(gatherer.problems[0].text) == 2_000


@given(st.text("a\n"), st.lists(st.integers(0, 50)))
def test_lines_are_counted_from_1_in_any_order(text: str, offsets: list[int]) -> None:
    counter = LineCounter(text)
    for offset in offsets:
        assert counter.line_at(offset) == text.count("\n", 0, offset) + 1


def test_a_cue_beyond_all_recordings_is_told_and_not_taken() -> None:
    gatherer = CueGatherer()
    gatherer.add(0, MAX_TIME_MS, "kept", 1)
    gatherer.add(0, MAX_TIME_MS + 1, "told", 2)
    assert [cue.text for cue in gatherer.cues] == ["kept"]
    assert gatherer.problems == [ReadProblem(2, "told", ReadReason.BAD_TIME)]
