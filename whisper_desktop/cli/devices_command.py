"""`devices`: what the network can run on here, and why not on the rest."""

from argparse import Namespace
from typing import TYPE_CHECKING

from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.messages import one_line
from whisper_desktop.cli.quantities import format_bytes

if TYPE_CHECKING:
    from whisper_desktop.app.engines import DeviceReport


def run_devices(_arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """List the devices and absent families, and last what auto takes."""
    for report in wiring.engines.list_devices():
        console.say(one_line(_line(report)))
    choice = wiring.engines.choose_device("auto", "auto")
    console.say(one_line(f"auto: {choice.device} in {choice.precision} ({choice.reason})"))
    return ExitStatus.DONE


def _line(report: "DeviceReport") -> str:
    """cpu: AMD Ryzen 7, 33.5 GB; fp32, int8 (fp32 is exact)."""
    if not report.is_usable:
        return f"{report.name}: not usable, {report.reason}"
    memory = f", {format_bytes(report.memory_bytes)}" if report.memory_bytes else ""
    precisions = ", ".join(report.precisions)
    return f"{report.name}: {report.description}{memory}; {precisions} ({report.reason})"
