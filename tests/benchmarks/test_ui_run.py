"""The measurements of a run in the window, with a recogniser that says what it is told to."""

import json
import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from benchmarks import run_cost, run_window, ui_run
from benchmarks.host import looped
from benchmarks.host_jobs import Measured, Spent
from benchmarks.run_person import Person, Pulse, write_later_rows
from benchmarks.run_window import RunWindow, Weights, pass_time, wait_until
from benchmarks.turns import Cost
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import (
    Finished,
    ModelIdentity,
    ResumePoint,
    SegmentReady,
    Started,
    WindowDone,
)
from whisper_desktop.core.segment import Segment

IDENTITY = ModelIdentity("base", "0", "cpu", "fp32")
WINDOWS = 10
WINDOW_S = 0.03


def talk(host: RecognitionHost, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
    """Report a row every moment, as the recogniser's process would; other jobs bring nothing."""
    if not (isinstance(job, Measured) and isinstance(job.job, TranscribeJob)):
        return
    yield Started(IDENTITY, WINDOWS * 1_000)
    segments = tuple(Segment(at * 1_000, at * 1_000 + 900, "one", "en") for at in range(WINDOWS))
    for segment in segments:
        threading.Event().wait(WINDOW_S)
        cancel.raise_if_cancelled()
        yield SegmentReady(segment)
        yield WindowDone(ResumePoint(segment.end_ms))
    yield Finished(segments, "en")
    yield Spent(7.0)


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    monkeypatch.setattr(RecognitionHost, "run", talk)
    path = tmp_path / "weights"
    path.mkdir()
    return Weights(path)


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, weights: Weights
) -> Iterator[RunWindow]:
    window = RunWindow(qapp, tmp_path / "window", weights)
    yield window
    window.close()


@pytest.fixture
def media(sample_audio: Path, tmp_path: Path) -> Path:
    return looped(sample_audio, tmp_path / "long.wav", 20, pause_s=2)


def test_a_run_is_timed_from_the_yes(window: RunWindow, media: Path) -> None:
    window.hear(media)
    begun_s = time.perf_counter()
    window.transcribe()
    times = [window.wait_for(name) for name in ("Started", "rows", "ended")]
    assert begun_s < times[0] < times[1] < times[2]
    assert times[2] - times[0] >= WINDOWS * WINDOW_S / 2
    assert len(window.editing.document) == WINDOWS
    assert window.recogniser.cpu_s == 7.0
    window.hear_anew(media)
    assert not len(window.editing.document)


def test_a_run_that_was_stopped_says_what_did_not_come(window: RunWindow, media: Path) -> None:
    window.hear(media)
    window.transcribe()
    window.wait_for("Started")
    window.click_stop()
    window.wait_for("ended")
    with pytest.raises(RuntimeError, match="without Finished"):
        window.wait_for("Finished")


def test_the_home_of_before_comes_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, weights: Weights
) -> None:
    before, run = dict(os.environ), RecognitionHost.run
    window = RunWindow(qapp, tmp_path / "window", weights)
    assert os.environ["WHISPER_DESKTOP_HOME"] == str(tmp_path / "window")
    window.close()
    assert dict(os.environ) == before
    assert RecognitionHost.run is run


def test_a_person_works_and_takes_nothing_back_but_their_own(
    window: RunWindow, media: Path, tmp_path: Path
) -> None:
    rows = write_later_rows(tmp_path / "later.srt", 60, 20)
    window.hear(media, rows)
    wait_until(lambda: len(window.editing.document) > 0, window.editing.replaced)
    assert window.editing.document[0].start_ms == 20_000
    person = Person(window, random.Random(1))
    window.transcribe()
    for _ in range(60):
        person.act()
    window.wait_for("ended")
    person.stop()
    assert person.acts >= 60
    assert window.run.row_count == WINDOWS


def test_a_pulse_feels_what_holds_the_window(window: RunWindow) -> None:
    pulse = Pulse(window)
    pulse.start()
    pass_time(0.1)
    threading.Event().wait(0.2)
    pass_time(0.1)
    pulse.stop()
    felt = pulse.percentiles()
    assert felt["max_ms"] >= 190
    # It slept: that is no work.
    assert felt["busy_max_ms"] < 190
    assert felt["p50_ms"] < felt["max_ms"]


def test_nothing_is_waited_for_for_ever(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(QObject):
        told = Signal()

    silent = Silent()
    monkeypatch.setattr(run_window, "_LIMIT_S", -1)
    with pytest.raises(TimeoutError):
        wait_until(lambda: False, silent.told)


@pytest.fixture
def arguments(weights: Weights, sample_audio: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(ui_run, "_HOUR_S", 60)
    monkeypatch.setattr(ui_run, "_LATEST_CLICK_S", 0.1)
    monkeypatch.setattr(ui_run, "_ALONE_S", 1)
    monkeypatch.setattr(run_cost, "_CALM_S", 0.0)
    arguments = ["--model", f"base={weights.path}", "--media", str(sample_audio)]
    return [*arguments, "--seconds", "30", "--rows", "60", "--rounds", "1"]


def test_every_part_says_what_it_measured(
    qtbot: QtBot,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[Path] = []

    def by_command(weights: Weights, media: Path, folder: Path) -> Cost:
        asked.append(media)
        return Cost(100.0 * len(asked), 100.0 * len(asked))

    for name in ("MAX_STALL_MS", "MAX_FIRST_ROW_S", "MAX_CANCEL_S"):
        monkeypatch.setattr(ui_run, name, 1_000.0)
    monkeypatch.setattr(ui_run, "by_command", by_command)
    assert ui_run.main(arguments) == 0
    stall, start, cancel, cost = map(json.loads, capsys.readouterr().out.splitlines())
    assert stall["rows_came"] == WINDOWS
    assert start["cold_s"]["first row"] <= start["cold_s"]["shown"]
    assert cancel["ended_worst_s"] <= cancel["shown_worst_s"]
    assert [path.stem for path in asked] == ["20", "30"]
    assert cost["command_cpu_s"] == [100.0]
    assert cost["is_met"]


def test_a_goal_that_is_missed_is_said(
    qtbot: QtBot,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ui_run, "MAX_CANCEL_S", 0.0)
    assert ui_run.main([*arguments, "--parts", "cancel"]) == 1
    assert not json.loads(capsys.readouterr().out)["is_met"]


def test_the_command_costs_what_its_process_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **kept: object) -> None:
        commands.append(command)
        spinning = "import time\nwhile time.process_time() < 0.2: pass"
        plain_run([command[0], "-c", spinning], check=True)

    plain_run = subprocess.run
    monkeypatch.setattr(subprocess, "run", run)
    cost = run_cost.by_command(Weights(tmp_path / "base"), tmp_path / "talk.wav", tmp_path)
    assert cost.cpu_s >= 0.19
    assert cost.wall_s >= 0.19
    assert cost.less(cost) == Cost(0.0, 0.0)
    assert str(tmp_path / "talk.wav") in commands[0]
