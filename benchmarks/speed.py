"""Measure time and memory of our recogniser and its peers on the same weights.

    python -m benchmarks.speed --audio DIR --model PATH [--rounds N] [--systems NAME...]

Every run is a fresh process that loads the model, transcribes once and says how long that took
and the most memory it ever held. The systems take turns within a round, so that a slow minute of
the machine hits all. One JSON line per run, then the medians and the ratios; exit code 1 when
ours misses a bar. Run nothing else meanwhile.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import Samples, join_with_gaps, load_samples
from benchmarks.records import emit
from benchmarks.speed_summary import Run, missed_bars, speed_ratios, summarise
from benchmarks.systems import Engine, System, open_system

SAMPLE_RATE_HZ = 16_000
ENGLISH_FILES = (
    "en_ljspeech_01_16.flac",
    "en_jfk.flac",
    "en_sonnet1.mp3",
    "en_sonnet2.mp3",
    "en_mfa_fast_slow.wav",
    "en_cards.flac",
)
"""Joined with one second of silence between them: about 276 s."""

OURS_SEQUENTIAL = System(Engine.OURS, beam_size=1)
OURS_BATCHED = System(Engine.OURS, is_batched=True, beam_size=1)
OPENAI = System(Engine.OPENAI)
_SYSTEMS = (
    OURS_SEQUENTIAL,
    OURS_BATCHED,
    System(Engine.OURS, precision="int8", beam_size=1),
    System(Engine.OURS, is_batched=True, precision="int8", beam_size=1),
    OPENAI,
    System(Engine.FASTER, precision="int8", beam_size=1),
    System(Engine.FASTER, is_batched=True, precision="int8", beam_size=1),
    System(Engine.FASTER, is_batched=True, beam_size=1),
)
SYSTEMS = {system.name: system for system in _SYSTEMS}
"""All greedy; those that are not batched fall back to higher temperatures as they come."""
BARS = {(OURS_SEQUENTIAL.name, OPENAI.name): 1.2, (OURS_BATCHED.name, OPENAI.name): 1.5}
"""How many times as fast as the peer ours has to be."""
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def run_here(system: System, weights: Path, samples: Samples, threads: int) -> Run:
    """Load, transcribe once, and measure; meant for a process of its own."""
    transcribe = open_system(system, weights, threads)
    started_s, cpu_started_s = time.perf_counter(), time.process_time()
    text = transcribe(samples, "en")
    elapsed_s, cpu_s = time.perf_counter() - started_s, time.process_time() - cpu_started_s
    return Run(system.name, elapsed_s, cpu_s, peak_mib(), len(text.split()))


def peak_mib() -> float:
    """Return the most memory this process ever held; macOS counts bytes, Linux KiB."""
    # Not on Windows, where everything else here can be imported and tested.
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def run_apart(arguments: argparse.Namespace, system: str, samples_file: Path) -> Run:
    """Measure in a fresh process. Raises CalledProcessError when it fails."""
    name, weights = arguments.model
    command = [sys.executable, "-m", "benchmarks.speed", "--worker", system]
    command += ["--samples", str(samples_file), "--model", f"{name}={weights}"]
    command += ["--audio", str(arguments.audio), "--threads", str(arguments.threads)]
    environment = os.environ | dict.fromkeys(_THREAD_VARIABLES, str(arguments.threads))
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True
    )
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def english(arguments: argparse.Namespace) -> Samples:
    """Return the recording that everyone transcribes."""
    parts = [load_samples(arguments.audio / file, arguments.cache) for file in ENGLISH_FILES]
    return join_with_gaps(parts, gap_samples=SAMPLE_RATE_HZ)


def measure(arguments: argparse.Namespace, samples_file: Path) -> Iterator[Run]:
    """Yield every run, the systems taking turns."""
    for _ in range(arguments.rounds):
        for system in arguments.systems:
            run = run_apart(arguments, system, samples_file)
            emit(asdict(run))
            yield run


def report(runs: Sequence[Run], audio_s: float) -> Mapping[tuple[str, str], float]:
    """Emit the medians and the ratios of ours to the peers; return the missed bars."""
    summaries = summarise(runs, audio_s)
    for summary in summaries.values():
        emit({"median": asdict(summary)})
    ours = [name for name in summaries if SYSTEMS[name].engine is Engine.OURS]
    peers = [name for name in summaries if SYSTEMS[name].engine is not Engine.OURS]
    ratios = speed_ratios(summaries, ours, peers)
    for pair, ratio in ratios.items():
        emit({"ours": pair[0], "peer": pair[1], "times_as_fast": ratio, "bar": BARS.get(pair)})
    return missed_bars(ratios, BARS)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, help="NAME=PATH or PATH")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--worker", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--samples", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure everything in turns, or as a worker one system; return the exit code."""
    arguments = _parse(argv)
    if arguments.worker is not None:
        samples: Samples = np.load(arguments.samples)
        _, weights = arguments.model
        run = run_here(SYSTEMS[arguments.worker], weights, samples, arguments.threads)
        emit(asdict(run))
        return 0
    samples = english(arguments)
    samples_file = arguments.cache / "speed-english.npy"
    np.save(samples_file, samples)
    missed = report(list(measure(arguments, samples_file)), len(samples) / SAMPLE_RATE_HZ)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
