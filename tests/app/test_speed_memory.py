from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.speed_memory import Pace, SpeedMemory, SpeedWatch, Way
from whisper_desktop.core.events import (
    Finished,
    MemoryRanOut,
    ModelIdentity,
    Progress,
    Started,
    Warned,
)

WAY = Way("base", "cpu", "fp32", LongFormMode.SEQUENTIAL)
STARTED = Started(ModelIdentity("base", "", "cpu", "fp32"), 60_000)


@pytest.fixture
def memory(tmp_path: Path) -> SpeedMemory:
    return SpeedMemory(tmp_path / "home" / "speeds.json")


def test_nothing_was_measured_yet(memory: SpeedMemory) -> None:
    assert memory.paces().get(WAY) is None


def test_runs_weigh_by_their_length(memory: SpeedMemory, tmp_path: Path) -> None:
    memory.note(WAY, 60_000, 6.0)
    memory.note(WAY, 180_000, 54.0)
    assert SpeedMemory(tmp_path / "home" / "speeds.json").paces().get(WAY) == Pace(0.25, 240_000)


def test_the_past_weighs_an_hour_at_most(memory: SpeedMemory) -> None:
    memory.note(WAY, 100 * 3_600_000, 360_000.0)
    memory.note(WAY, 3_600_000, 7_200.0)
    pace = memory.paces().get(WAY)
    assert pace is not None
    assert pace.rate == pytest.approx(1.5)


def test_short_runs_say_nothing(memory: SpeedMemory) -> None:
    memory.note(WAY, 19_999, 5.0)
    memory.note(WAY, 60_000, 0.0)
    assert memory.paces() == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"paces": 3}', '{"paces": [{"model": "base"}]}', '{"paces": [7]}']
    + [
        '{"paces": [{"model": "base", "device": "cpu", "precision": "fp32", "mode": "sequential",'
        f' "rate": {rate}, "audio_ms": 60000}}]}}'
        for rate in ("0", "-1", "Infinity", '"x"')
    ],
)
def test_a_damaged_file_counts_as_empty(memory: SpeedMemory, tmp_path: Path, text: str) -> None:
    path = tmp_path / "home" / "speeds.json"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert memory.paces() == {}
    memory.note(WAY, 60_000, 6.0)
    assert memory.paces().get(WAY) is not None


def test_a_folder_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    SpeedMemory(tmp_path / "file" / "speeds.json").note(WAY, 60_000, 6.0)


@given(st.lists(st.tuples(st.integers(20_000, 10**8), st.floats(0.1, 10**6)), min_size=1))
def test_a_pace_lies_between_the_slowest_and_the_quickest(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, float]]
) -> None:
    memory = SpeedMemory(tmp_path_factory.mktemp("speeds") / "speeds.json")
    for audio_ms, elapsed_s in runs:
        memory.note(WAY, audio_ms, elapsed_s)
    rates = [elapsed_s * 1_000 / audio_ms for audio_ms, elapsed_s in runs]
    pace = memory.paces().get(WAY)
    assert pace is not None
    assert min(rates) * (1 - 1e-9) <= pace.rate <= max(rates) * (1 + 1e-9)


def test_a_run_is_noted_at_its_end(memory: SpeedMemory) -> None:
    watch = SpeedWatch(memory, LongFormMode.SEQUENTIAL)
    for event in (
        STARTED,
        Progress(0, 60_000, 0.0, None),
        Progress(60_000, 60_000, 15.0, 0.0),
        Finished((), "en"),
    ):
        watch.hear(event)
    watch.end()
    assert memory.paces().get(WAY) == Pace(0.25, 60_000)


def test_a_run_that_was_stopped_counts_from_where_it_began(memory: SpeedMemory) -> None:
    watch = SpeedWatch(memory, LongFormMode.SEQUENTIAL)
    for event in (STARTED, Progress(30_000, 90_000, 1.0, None), Progress(60_000, 90_000, 4.0, 1.0)):
        watch.hear(event)
    watch.end()
    assert memory.paces().get(WAY) == Pace(0.1, 30_000)


def test_a_run_that_went_another_way_says_nothing(memory: SpeedMemory) -> None:
    watch = SpeedWatch(memory, LongFormMode.SEQUENTIAL)
    watch.hear(STARTED)
    watch.hear(Warned(MemoryRanOut("cuda", "cpu")))
    watch.hear(Progress(60_000, 60_000, 15.0, 0.0))
    watch.hear(Finished((), "en"))
    assert memory.paces() == {}
