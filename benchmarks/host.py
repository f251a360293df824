"""What recognising in a process of its own costs, and how it feels; one JSON line per question.

    python -m benchmarks.host --model base=PATH [--media FILE] [--rounds N] [--parts cost …]

`cost`: the same recording in this process and in the recogniser's, in turns, with the model
loaded and one thread (threads that wait for each other spend time of their own when other
programs run). Held to the goal is processor time, of both processes together; the clock is told
too. `way`: what one event costs on its way, in a share of the time its recognition takes.
`cancel`: from asking to the end, at random moments of a recognition and in a job that hangs.
`start`: the first row of a recording of an hour, from nothing and with a process that has
looked at the machine, as the window does when it asks. Without --media the sample of the program
is used, again and again where it must be long.
"""

import os
import random
import statistics
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.host_jobs import Hang, Measured, Ready, Repeat, Spent
from benchmarks.questions import answer, question_parser
from benchmarks.records import Record
from benchmarks.turns import MAX_COST, Cost, compared, in_turns
from whisper_desktop.app.machine import DevicesJob
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob, Workbench
from whisper_desktop.app.request import (
    FallbackLimits,
    MediaPart,
    ModelRequest,
    TranscriptionRequest,
)
from whisper_desktop.app.wiring import wire
from whisper_desktop.audio.pcm import load_pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.events import SegmentReady, Started
from whisper_desktop.core.recipe import Recipe, TimestampMode

MAX_CANCEL_S = 1.0
MAX_FIRST_ROW_S = 30.0
_HOUR_S = 3_600
_RATE_HZ = 16_000
_MANY = 2_000
_LATEST_ASK_S = 3.0
"""A job is asked to stop at a random moment of this time after its start."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all questions share."""

    model: ModelRequest
    media: Path
    folder: Path
    rounds: int

    def job(self, media: Path | None = None) -> TranscribeJob:
        """Return the recognition of a recording, with words."""
        request = TranscriptionRequest(MediaPart(media or self.media))
        recipe = Recipe(language="en", timestamps=TimestampMode.WORDS)
        # A recording that repeats itself is not believed, and would be read six times.
        fallback = FallbackLimits(temperatures=(0.0,))
        options = replace(request.options, recipe=recipe, fallback=fallback)
        return TranscribeJob(replace(request, options=options), self.model)

    def host(self) -> RecognitionHost:
        """Return a host whose process is not started yet."""
        return RecognitionHost(os.environ, self.folder / "recogniser.log")


def run_here(job: RecognitionJob, bench: Workbench) -> Cost:
    """Do a job in this process."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    for _ in job.events(bench, CancelToken()):
        pass
    return Cost(time.perf_counter() - wall_s, time.process_time() - cpu_s)


def run_there(job: RecognitionJob, host: RecognitionHost) -> Cost:
    """Do a job in the recogniser's process; the processor time is that of both."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    spent_s = 0.0
    for event in host.run(Measured(job), CancelToken()):
        if isinstance(event, Spent):
            spent_s = event.cpu_s
    return Cost(time.perf_counter() - wall_s, time.process_time() - cpu_s + spent_s)


def measure_cost(setting: Setting) -> Record:
    """Run both ways in turns, after once to load the model."""
    job, bench = setting.job(), Workbench(wire(os.environ))
    with setting.host() as host:
        run_here(job, bench)
        run_there(job, host)
        there, here = in_turns(
            setting.rounds, partial(run_there, job, host), partial(run_here, job, bench)
        )
    known = {"benchmark": "host-cost", "rounds": setting.rounds}
    return known | compared(("there", "here"), there, here)


def measure_way(setting: Setting) -> Record:
    """Send one segment with its words many times, and compare with what recognising it takes."""
    job, bench = setting.job(), Workbench(wire(os.environ))
    events = list(job.events(bench, CancelToken()))
    segments = [event for event in events if isinstance(event, SegmentReady)]
    cpu_s = run_here(job, bench).cpu_s
    with setting.host() as host:
        list(host.run(Ready(), CancelToken()))
        costs = [run_there(Repeat(segments[0], _MANY), host).cpu_s for _ in range(setting.rounds)]
    event_s = statistics.median(costs) / _MANY
    share = event_s * len(events) / cpu_s
    return {
        "benchmark": "host-way",
        "event_us": round(event_s * 1e6, 1),
        "events": len(events),
        "recognition_cpu_s": round(cpu_s, 3),
        "share": round(share, 6),
        "goal": MAX_COST,
        "is_met": share <= MAX_COST,
    }


def measure_cancel(setting: Setting) -> Record:
    """Ask at random moments; count how often the process had to be killed."""
    dice = random.Random(0)
    long = looped(setting.media, setting.folder / "ten-minutes.wav", _HOUR_S // 6)
    waits_s: list[float] = []
    kills = 0
    with setting.host() as host:
        list(host.run(setting.job(), CancelToken()))
        for _ in range(setting.rounds):
            process_id = host.process_id
            ask_s = dice.uniform(0, _LATEST_ASK_S)
            waits_s.append(cancelled_after(host, setting.job(long), ask_s))
            kills += host.process_id != process_id
        hanging_s = [cancelled_after(host, Hang(), 0.1) for _ in range(3)]
    return {
        "benchmark": "host-cancel",
        "rounds": setting.rounds,
        "median_s": round(statistics.median(waits_s), 3),
        "worst_s": round(max(waits_s), 3),
        "kills": kills,
        "hanging_worst_s": round(max(hanging_s), 3),
        "goal_s": MAX_CANCEL_S,
        "is_met": max(*waits_s, *hanging_s) <= MAX_CANCEL_S,
    }


def cancelled_after(host: RecognitionHost, job: RecognitionJob, ask_s: float) -> float:
    """Return how long a job took to end, asked so long after it began its work."""
    cancel = CancelToken()
    asked_s: list[float] = []

    def ask() -> None:
        asked_s.append(time.perf_counter())
        cancel.cancel()

    timer: threading.Timer | None = None
    try:
        for event in host.run(job, cancel):
            if timer is None and isinstance(event, Started | str):
                timer = threading.Timer(ask_s, ask)
                timer.start()
    except Cancelled:
        return time.perf_counter() - asked_s[0]
    finally:
        if timer is not None:
            timer.cancel()
    raise AssertionError("it was done before it was asked to stop")


def measure_start(setting: Setting) -> Record:
    """Wait for the first row of an hour: cold, after a look at the machine, and in use."""
    hour = looped(setting.media, setting.folder / "hour.wav", _HOUR_S)
    with setting.host() as host:
        cold = first_row(host, setting.job(hour))
        in_use = first_row(host, setting.job(hour))
    with setting.host() as host:
        # The window does so when it asks how to transcribe.
        list(host.run(DevicesJob(), CancelToken()))
        looked = first_row(host, setting.job(hour))
    return {
        "benchmark": "host-start",
        "cold_s": cold,
        "looked_s": looked,
        "in_use_s": in_use,
        "goal_s": MAX_FIRST_ROW_S,
        "is_met": cold["first row"] <= MAX_FIRST_ROW_S,
    }


def first_row(host: RecognitionHost, job: TranscribeJob) -> dict[str, float]:
    """Return when the first sign, the start of recognition and the first row came."""
    began_s = time.perf_counter()
    seen: dict[str, float] = {}
    for event in host.run(job, CancelToken()):
        name = {Started: "started", SegmentReady: "first row"}.get(type(event), "first sign")
        seen.setdefault(name, round(time.perf_counter() - began_s, 2))
        if name == "first row":
            break
    return seen


def looped(media: Path, path: Path, length_s: int, *, pause_s: int = 0) -> Path:
    """Write a recording again and again, with a pause after each, until it is so long."""
    samples = np.pad(load_pcm(media).samples, (0, pause_s * _RATE_HZ))
    whole = np.resize(samples, length_s * _RATE_HZ)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE_HZ)
        file.writeframes((whole * 32_767).astype("<i2").tobytes())
    return path


PARTS: dict[str, Callable[[Setting], Record]] = {
    "cost": measure_cost,
    "way": measure_way,
    "cancel": measure_cancel,
    "start": measure_start,
}


def main(arguments: Sequence[str]) -> int:
    """Print a record per part; return 1 when a goal is missed."""
    parser = question_parser(__doc__, PARTS, rounds=9)
    wanted = parser.parse_args(arguments)
    if wanted.model is None:
        parser.error("--model is needed")
    model = ModelRequest(str(wanted.model[1]), device="cpu", threads=wanted.threads)
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(model, wanted.media.absolute(), Path(folder), wanted.rounds)
        return answer(PARTS, wanted.parts, setting)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
