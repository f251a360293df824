import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.run_record import RunRecord, run_from_data
from whisper_desktop.core.events import ResumePoint
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode

times = st.integers(0, 10**9)
languages = st.none() | st.sampled_from(["de", "yue"])
resumes = st.builds(
    ResumePoint,
    times,
    languages,
    st.lists(st.integers(0, 51_865)).map(tuple),
    times,
    st.lists(st.tuples(st.sampled_from(["de", "yue"]), times)).map(tuple),
)
recipes = st.builds(
    Recipe, languages, st.sampled_from(Task), st.sampled_from(TimestampMode), st.text(), st.text()
)
records = st.builds(
    RunRecord,
    st.text(),
    recipes,
    st.sampled_from(LongFormMode),
    st.none() | st.integers(1, 9),
    times,
    st.none() | times,
    st.none() | resumes,
)


@given(records)
def test_a_run_is_the_same_after_it_was_kept_as_json(record: RunRecord) -> None:
    assert run_from_data(json.loads(json.dumps(record.to_data()))) == record


def test_a_run_knows_how_far_it_came() -> None:
    record = RunRecord("a", Recipe(), start_ms=5_000)
    assert record.reached_ms == 5_000
    assert record.at(ResumePoint(35_000)).reached_ms == 35_000
    assert record.at(ResumePoint(35_000)).merge_key == record.merge_key == "run a"


def test_a_run_asks_for_its_part_of_the_media() -> None:
    recipe = Recipe("nl")
    record = RunRecord("a", recipe, LongFormMode.BATCHED, 2, 5_000, 9_000)
    request = record.request(Path("talk.mp4"))
    assert (request.part.media, request.part.audio_track) == (Path("talk.mp4"), 2)
    assert (request.part.start_ms, request.part.end_ms) == (5_000, 9_000)
    assert (request.options.recipe, request.options.mode) == (recipe, LongFormMode.BATCHED)
    assert not request.options.hears_languages
    assert record.request(Path("talk.mp4"), hears_languages=True).options.hears_languages


@pytest.mark.parametrize(
    "change",
    [
        {"id": None, "mode": "x"},
        {"resume": 5},
        {"resume": {"previous_tokens": [float("inf")]}},
        {"start_ms": "x"},
    ],
)
def test_what_makes_no_sense_is_no_run(change: dict[str, object]) -> None:
    assert run_from_data(RunRecord("a", Recipe()).to_data() | change) is None
    assert run_from_data(None) is None
    assert run_from_data({}) is None


def test_a_run_from_before_languages_were_followed_goes_on() -> None:
    record = RunRecord("a", Recipe(), resume=ResumePoint(30_000, "de", (1, 2), 29_000))
    data = json.loads(json.dumps(record.to_data()))
    del data["resume"]["spoken_ms"]
    assert run_from_data(data) == record
