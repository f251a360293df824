"""The program from the command line to the exit status."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from whisper_desktop.app.paths import app_paths
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.messages import PROGRAM, loss_line, settings_line
from whisper_desktop.cli.parser import parse

if TYPE_CHECKING:
    from whisper_desktop.app.wiring import Wiring
    from whisper_desktop.cli.progress import QuietProgress

    Command = Callable[[Namespace, Wiring, Console], ExitStatus]


def main(arguments: Sequence[str] | None = None, wiring: "Wiring | None" = None) -> int:
    """Run the command line and return the exit status; `wiring` is for tests."""
    console = Console(sys.stdout, sys.stderr)
    try:
        parsed = parse(sys.argv[1:] if arguments is None else arguments)
    except SystemExit as ending:
        parsed, status = Namespace(), int(ending.code or 0)
        console.flush()
    else:
        status = _status(parsed, wiring, console)
    if console.loss:
        _display(parsed, console).failed(loss_line(console.loss))
        return max(status, ExitStatus.FAILED)
    return status


def _status(parsed: Namespace, wiring: "Wiring | None", console: Console) -> ExitStatus:
    home = wiring.paths.home if wiring else app_paths(os.environ).home
    try:
        result = attempt(partial(_run, parsed, wiring, console), PROGRAM, home)
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    if isinstance(result, Failure):
        _display(parsed, console).failed(result.line)
        return result.status
    return result


def _run(parsed: Namespace, wiring: "Wiring | None", console: Console) -> ExitStatus:
    if wiring is None:
        from whisper_desktop.app.wiring import wire

        wiring = wire(os.environ)
    complaint = settings_line(wiring.loaded_settings, wiring.paths.settings_file)
    if complaint:
        _display(parsed, console).tell(complaint)
    return _command(parsed.command)(parsed, wiring, console)


def _display(parsed: Namespace, console: Console) -> "QuietProgress":
    """Return what tells of the run as a whole: who asked for JSON gets nothing else."""
    from whisper_desktop.cli.progress import choose_progress

    is_json = getattr(parsed, "progress", "") == "json"
    return choose_progress("json" if is_json else "none", console)


def _command(name: str) -> "Command":
    """Import no more than the command needs: help and lists must not wait for the rest."""
    match name:
        case "transcribe":
            from whisper_desktop.cli.transcribe_command import run_transcribe

            return run_transcribe
        case "align":
            from whisper_desktop.cli.align_command import run_align

            return run_align
        case "detect-language":
            from whisper_desktop.cli.detect_command import run_detect_language

            return run_detect_language
        case "queue":
            from whisper_desktop.cli.queue_command import run_queue

            return run_queue
        case "models":
            from whisper_desktop.cli.models_command import run_models

            return run_models
        case _:
            from whisper_desktop.cli.devices_command import run_devices

            return run_devices
