"""The measurements of the host, with hosts that do what they are told."""

import json
import wave
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from benchmarks import host
from benchmarks.host_jobs import Hang, Measured, Ready, Repeat, Spent
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob, Workbench
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.wiring import wire
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import ModelIdentity, SegmentReady, Started
from whisper_desktop.core.segment import Segment

SEGMENT = SegmentReady(Segment(0, 1_000, "one", "en"))


class SameProcess(RecognitionHost):
    """Does the jobs here."""

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        bench = Workbench(wire({}))
        for event in job.events(bench, cancel):
            yield event
            cancel.raise_if_cancelled()


@pytest.fixture
def same(tmp_path: Path) -> SameProcess:
    return SameProcess({}, tmp_path / "log")


def test_the_cost_of_both_processes_is_added(same: SameProcess) -> None:
    job = Repeat(SEGMENT, 1_000)
    *events, spent = same.run(Measured(job), CancelToken())
    assert isinstance(spent, Spent)
    assert sum(event == SEGMENT for event in events) == 1_000
    cost = host.run_there(job, same)
    assert cost.cpu_s > 0
    assert cost.wall_s > 0
    assert host.run_here(job, Workbench(wire({}))).cpu_s > 0


def test_a_stop_is_measured_from_its_asking(same: SameProcess) -> None:
    assert 0 <= host.cancelled_after(same, EndlessTalk(), 0.01) < 10
    with pytest.raises(AssertionError, match="before it was asked"):
        host.cancelled_after(same, Ready(), 60)


class EndlessTalk:
    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield from iter(lambda: "talk", "")


def test_a_short_recording_is_made_long(sample_audio: Path, tmp_path: Path) -> None:
    path = host.looped(sample_audio, tmp_path / "long.wav", 20)
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == 20 * file.getframerate()


def test_the_jobs_say_what_they_shall(tmp_path: Path) -> None:
    bench = Workbench(wire({}))
    assert next(Hang().events(bench, CancelToken())) == "hangs"
    setting = host.Setting(ModelRequest("base"), tmp_path / "talk.wav", tmp_path, 1)
    assert setting.job().request.part.media == tmp_path / "talk.wav"
    assert setting.job(tmp_path / "other.wav").request.part.media == tmp_path / "other.wav"
    assert setting.host().process_id is None


@pytest.fixture
def arguments(sample_audio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the recogniser say a row at once; one that is to be stopped goes on talking."""
    started = Started(ModelIdentity("base", "0", "cpu", "fp32"), 1_000)

    def talk(job: TranscribeJob, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield from (started, SEGMENT)
        if job.request.part.media.stem == "ten-minutes":
            yield from repeat(SEGMENT)

    monkeypatch.setattr(TranscribeJob, "events", talk)
    monkeypatch.setattr(Hang, "events", lambda *_: chain(["hangs"], repeat("still")))
    monkeypatch.setattr(RecognitionHost, "run", SameProcess.run)
    monkeypatch.setattr(host, "_HOUR_S", 60)
    monkeypatch.setattr(host, "_LATEST_ASK_S", 0.05)
    monkeypatch.setattr(host, "_MANY", 10)
    monkeypatch.setattr(host, "MAX_FIRST_ROW_S", 1_000.0)
    monkeypatch.setattr(host, "MAX_CANCEL_S", 1_000.0)
    return ["--model", f"base={tmp_path}", "--media", str(sample_audio), "--rounds", "2"]


def test_every_part_says_what_it_measured(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    host.main(arguments)
    records = map(json.loads, capsys.readouterr().out.splitlines())
    cost, way, cancel, start = records
    assert len(cost["there_cpu_s"]) == len(cost["here_cpu_s"]) == 2
    assert way["events"] == 2
    assert cancel["kills"] == 0
    assert cancel["worst_s"] >= cancel["median_s"] >= 0
    assert start["cold_s"]["first row"] >= start["cold_s"]["started"]
    assert host.main([*arguments, "--parts", "start"]) == 0
