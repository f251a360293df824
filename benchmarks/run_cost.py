"""What one transcription takes, in the window and by the command line."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.run_window import LANGUAGE, RunWindow, Weights, pass_time
from benchmarks.turns import Cost

_LIMIT_S = 1_800
_CALM_S = 0.5
"""After opening: what the window still has to do for itself is done then."""


def in_window(window: RunWindow, media: Path) -> Cost:
    """Transcribe in an open window; the processor time is that of both its processes."""
    window.hear_anew(media)
    pass_time(_CALM_S)
    begun_s, cpu_s = time.perf_counter(), time.process_time()
    window.transcribe()
    wall_s = window.wait_for("ended") - begun_s
    return Cost(wall_s, time.process_time() - cpu_s + window.recogniser.cpu_s)


def by_command(weights: Weights, media: Path, folder: Path) -> Cost:
    """Transcribe with the program as a command, from its start to its end."""
    command = [sys.executable, "-m", "whisper_desktop", "transcribe", str(media)]
    command += ["--model", str(weights.path), "--threads", str(weights.threads)]
    command += ["--device", "cpu", "--language", LANGUAGE, "--timestamps", "words"]
    command += ["--output-dir", str(folder), "--overwrite", "--progress", "none"]
    begun_s, cpu_s = time.perf_counter(), _children_cpu_s()
    subprocess.run(command, check=True, capture_output=True, timeout=_LIMIT_S)
    return Cost(time.perf_counter() - begun_s, _children_cpu_s() - cpu_s)


def _children_cpu_s() -> float:
    """Return the processor time of the child processes that have ended; POSIX only."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
