import pytest

from benchmarks.accuracy_table import (
    NO_SPEECH,
    OVERALL,
    Score,
    as_markdown,
    is_scored,
    points_behind,
    tabulate,
)
from benchmarks.audio_set import Recording, Trust
from benchmarks.word_error_rate import ErrorCount


def recording(file: str, language: str, trust: Trust) -> Recording:
    return Recording(
        file=file,
        language=language,
        duration_s=10.0,
        reference_text="",
        trust=trust,
        folds_diacritics=False,
        has_word_times=False,
    )


GOLD = recording("gold.wav", "en", Trust.GOLD)
SCRIPT = recording("script.wav", "nl", Trust.SCRIPT)
TREND = recording("trend.wav", "bg", Trust.TREND)
MUSIC = recording("music.wav", "zxx", Trust.NONE)
MEETING = recording("meeting.wav", "en", Trust.NONE)

SCORES = [
    Score("ours", GOLD, ErrorCount(5, 100)),
    Score("ours", SCRIPT, ErrorCount(30, 100)),
    Score("ours", TREND, ErrorCount(9, 10)),
    Score("ours", MUSIC, ErrorCount(7, 0)),
    Score("peer", GOLD, ErrorCount(6, 100)),
    Score("peer", SCRIPT, ErrorCount(28, 100)),
]


def test_recordings_without_reference_count_only_where_nothing_is_said() -> None:
    scored = [r for r in (GOLD, SCRIPT, TREND, MUSIC, MEETING) if is_scored(r)]
    assert scored == [GOLD, SCRIPT, TREND, MUSIC]


def test_rows_are_languages_then_groups() -> None:
    table = tabulate(SCORES)
    assert list(table) == ["en", "nl", "gold", "script", OVERALL, "trend", NO_SPEECH]
    assert table["en"] == {"ours": ErrorCount(5, 100), "peer": ErrorCount(6, 100)}
    assert table[OVERALL]["ours"] == ErrorCount(35, 200)
    assert table["trend"] == {"ours": ErrorCount(9, 10)}
    assert table[NO_SPEECH] == {"ours": ErrorCount(7, 0)}


def test_nothing_measured_is_an_empty_table() -> None:
    assert tabulate([]) == {}


def test_ours_is_held_to_the_better_peer() -> None:
    cells = {
        "ours": ErrorCount(35, 200),
        "peer": ErrorCount(34, 200),
        "weak peer": ErrorCount(60, 200),
    }
    assert points_behind(cells, "ours", ["peer", "weak peer"]) == pytest.approx(0.5)
    assert points_behind(cells, "ours", ["weak peer"]) == pytest.approx(-12.5)


def test_the_table_for_people_shows_per_cent_and_counts_where_nothing_was_said() -> None:
    lines = as_markdown(tabulate(SCORES), ["ours", "peer"]).splitlines()
    assert lines[0] == "| | ours | peer |"
    assert lines[1] == "|---|---|---|"
    assert "| nl | 30.0 | 28.0 |" in lines
    assert f"| {NO_SPEECH} | 7 |  |" in lines
