"""How long it takes from the command to the window that is shown; one JSON line.

    python -m benchmarks.ui_start [--runs N]

Each run is a new process with a home folder of its own. `cold` is the first run, `median` that of
all; what the disk cache holds before the first run is the machine's business. Set QT_QPA_PLATFORM
to choose between offscreen (the default here) and a real display.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL_S = 1.5
LIMIT_S = 60
CHILD = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from whisper_desktop.ui.main_window import MainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow):
            print(time.time(), int("torch" in sys.modules), flush=True)
            QApplication.exit(0)
        return False

shown = MainWindow.show
def show(window):
    window._watch = Watch(window)
    window.installEventFilter(window._watch)
    shown(window)
MainWindow.show = show

from whisper_desktop.ui.application import run
run(())
"""
"""The program, told to end with the first picture that it paints."""


def measure() -> tuple[float, bool]:
    """Return the seconds until the first picture, and whether torch was loaded for it."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)
        environment["WHISPER_DESKTOP_HOME"] = home
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT_S,
        )
    shown, has_torch = done.stdout.split()
    return float(shown) - begun, has_torch == "1"


def main() -> int:
    """Print the record; return 1 when the goal is missed or torch was loaded."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    runs = [measure() for _ in range(wanted.runs)]
    seconds = [run[0] for run in runs]
    has_torch = any(run[1] for run in runs)
    median = statistics.median(seconds)
    record = {
        "benchmark": "ui-start",
        "cold_s": round(seconds[0], 3),
        "median_s": round(median, 3),
        "worst_s": round(max(seconds), 3),
        "runs_s": [round(one, 3) for one in seconds],
        "goal_s": GOAL_S,
        "torch_loaded": has_torch,
        "platform": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    print(json.dumps(record))
    return int(median > GOAL_S or has_torch)


if __name__ == "__main__":
    sys.exit(main())
