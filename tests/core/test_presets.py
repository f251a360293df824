import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.errors import PresetInvalidError
from whisper_desktop.core.presets import (
    AMAZON,
    ARTE,
    CUSTOM,
    NETFLIX,
    SHIPPED_PRESETS,
    SHORTS,
    Preset,
    preset_from_dict,
    shipped_preset,
)

PRESETS = st.builds(
    Preset,
    name=st.text(min_size=1),
    max_line_characters=st.integers(1, 1_000),
    max_lines=st.integers(1, 20),
    min_duration_ms=st.integers(0, 1_000),
    max_duration_ms=st.integers(1_000, 100_000),
    max_cps=st.floats(0.1, 1_000),
    min_gap_ms=st.integers(0, 60_000),
    min_gap_frames=st.integers(0, 1_000),
    fps=st.floats(1, 1_000),
    has_spaces=st.booleans(),
    default_language=st.none() | st.sampled_from(["en", "ja"]),
    max_cps_by_language=st.dictionaries(st.text(), st.floats(0.1, 1_000)).map(
        lambda limits: tuple(limits.items())
    ),
)


def test_netflix_asks_what_its_guide_says() -> None:
    english = NETFLIX.limits("en")
    assert (english.max_line_characters, english.max_lines) == (42, 2)
    assert (english.min_duration_ms, english.max_duration_ms) == (833, 7_000)
    assert english.max_cps == 20
    assert english.min_gap_ms == 83
    assert (english.close_gaps_from_ms, english.close_gaps_below_ms) == (105, 500)


@pytest.mark.parametrize(
    ("language", "cps"),
    [("de", 17), ("ar", 20), ("hi", 22), ("ko", 12), ("zh", 9), ("ja", 4), ("zh-TW", 9)],
)
def test_netflix_reads_each_language_at_its_own_speed(language: str, cps: float) -> None:
    assert NETFLIX.limits(language).max_cps == cps


def test_a_text_of_unknown_language_is_taken_for_the_presets_own() -> None:
    assert NETFLIX.limits(None) == NETFLIX.limits("en")
    assert AMAZON.limits(None).max_cps == 17


def test_narrow_characters_count_half_in_east_asian_text_only() -> None:
    assert NETFLIX.limits("ja").counting.is_narrow_half
    assert not NETFLIX.limits("en").counting.is_narrow_half
    assert not replace(NETFLIX, is_narrow_half=False).limits("ja").counting.is_narrow_half


def test_the_other_houses_are_there_under_their_names() -> None:
    assert [preset.name for preset in SHIPPED_PRESETS] == [
        "netflix",
        "amazon",
        "arte",
        "shorts",
        "custom",
    ]
    assert shipped_preset("arte") is ARTE
    assert shipped_preset("nobody") is None
    assert ARTE.limits("fr").min_gap_ms == 200
    assert (SHORTS.min_duration_ms, SHORTS.max_duration_ms, SHORTS.max_cps) == (700, 5_000, 25)
    assert CUSTOM.limits("en").close_gaps_below_ms == 0


def test_the_longer_gap_counts_where_two_are_given() -> None:
    assert replace(ARTE, min_gap_frames=10).limits("fr").min_gap_ms == 400
    assert replace(ARTE, min_gap_frames=2).limits("fr").min_gap_ms == 200


@given(PRESETS)
def test_a_preset_is_read_back_from_json(preset: Preset) -> None:
    assert preset_from_dict(json.loads(json.dumps(preset.to_dict()))) == preset


@pytest.mark.parametrize("preset", SHIPPED_PRESETS)
def test_a_shipped_preset_is_read_back_from_json(preset: Preset) -> None:
    assert preset_from_dict(json.loads(json.dumps(preset.to_dict()))) == preset


def test_what_is_missing_has_its_default_and_what_is_unknown_is_passed_over() -> None:
    assert preset_from_dict({"max_lines": 3, "colour": "red"}) == replace(CUSTOM, max_lines=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("max_lines", 0),
        ("max_lines", True),
        ("max_lines", "2"),
        ("max_line_characters", 2.5),
        ("max_duration_ms", 999),
        ("max_cps", float("nan")),
        ("fps", 0),
        ("has_spaces", 1),
        ("default_language", 5),
        ("max_cps_by_language", {"en": 0}),
        ("max_cps_by_language", {5: 20.0}),
        ("max_line_characters_by_language", [42]),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, value: Any) -> None:
    with pytest.raises(PresetInvalidError) as caught:
        preset_from_dict({name: value})
    assert caught.value.field == name


def test_a_preset_of_senseless_numbers_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="bad max_lines"):
        replace(CUSTOM, max_lines=0)
    with pytest.raises(ValueError, match="bad max_cps_by_language"):
        replace(CUSTOM, max_cps_by_language=(("en", 0.0),))
    with pytest.raises(ValueError, match="below the shortest"):
        replace(CUSTOM, max_duration_ms=999)


def test_frames_are_as_long_as_those_of_the_picture() -> None:
    assert NETFLIX.at_rate(25.0).limits("en").min_gap_ms == 80
    assert NETFLIX.at_rate(23.976).limits("en").min_gap_ms == 83
    for fps in (None, 0.0, 90_000.0):
        assert NETFLIX.at_rate(fps) is NETFLIX


@pytest.mark.parametrize("fps", [23.976, 24.0, 25.0, 29.97, 30.0])
def test_a_gap_that_is_nearest_to_two_frames_is_one_of_two_frames(fps: float) -> None:
    limits = NETFLIX.at_rate(fps).limits("en")
    # What is kept between rows where the person did not choose: two frames of a film.
    assert limits.min_gap_ms <= 83 < limits.close_gaps_from_ms
    assert limits.close_gaps_from_ms <= 3_000 / fps
