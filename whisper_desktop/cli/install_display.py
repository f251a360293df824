"""How far the installation of a model is."""

from whisper_desktop.app.install_events import (
    Installed,
    InstallEvent,
    InstallProgress,
    InstallRetried,
    InstallStarted,
    InstallWaiting,
    SourceFailed,
    Verified,
)
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.messages import one_line
from whisper_desktop.cli.quantities import format_bytes
from whisper_desktop.cli.redrawn_line import RedrawnLine

_LINE_EVERY_PERCENT = 10


class InstallDisplay:
    """Plain lines, and in a terminal one that is redrawn, elsewhere one for each tenth."""

    def __init__(self, console: Console, name: str) -> None:
        self._console, self._name = console, name
        self._line = RedrawnLine(console)
        self._next_percent = _LINE_EVERY_PERCENT

    def show(self, event: InstallEvent) -> None:
        """Show what happened."""
        match event:
            case InstallProgress():
                self._progress(event)
            case Installed():
                self.end()
                before = "already " if event.was_here else ""
                self._console.say(one_line(f"{self._name}: {before}installed"))
            case _:
                self._tell(_sentence(event))

    def end(self) -> None:
        """Remove the line that was redrawn."""
        self._line.clear()

    def _tell(self, text: str) -> None:
        self.end()
        self._console.tell(one_line(f"{self._name}: {text}"))

    def _progress(self, event: InstallProgress) -> None:
        if self._console.is_terminal:
            self._line.draw(f"{self._name}: {_amount(event)}")
            return
        percent = event.done_bytes * 100 // event.total_bytes if event.total_bytes else 0
        if percent >= self._next_percent:
            self._next_percent = (percent // _LINE_EVERY_PERCENT + 1) * _LINE_EVERY_PERCENT
            self._tell(_amount(event))


def _sentence(
    event: InstallWaiting | InstallStarted | InstallRetried | SourceFailed | Verified,
) -> str:
    match event:
        case InstallWaiting():
            return "another program is installing it; waiting"
        case InstallStarted():
            size = f", {format_bytes(event.total_bytes)}" if event.total_bytes else ""
            return f"downloading from {event.source}{size}"
        case InstallRetried():
            return f"{event.source}: {event.reason}; trying again in {event.wait_s:.0f} s"
        case SourceFailed():
            return f"{event.source} did not deliver: {event.reason}"
        case Verified():
            return (
                "checksums are right" if event.is_published else "every tensor is as it should be"
            )


def _amount(event: InstallProgress) -> str:
    total = f" of {format_bytes(event.total_bytes)}" if event.total_bytes else ""
    speed = f"  {format_bytes(event.bytes_per_second)}/s" if event.bytes_per_second else ""
    return f"{format_bytes(event.done_bytes)}{total}{speed}"
