"""How far the work is, shown as a bar, as plain lines, as JSON, or not at all."""

import json
from collections.abc import Sequence
from pathlib import Path

from whisper_desktop.app.event_record import Record, event_record
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.messages import input_name, one_line, warning_line
from whisper_desktop.cli.redrawn_line import RedrawnLine, fitted
from whisper_desktop.core.events import (
    Event,
    LanguageDetected,
    Preparing,
    Progress,
    Started,
    Warned,
)
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.timecode import format_clock

STOPPING = "Stopping. Ctrl-C again ends at once."

_LINE_EVERY_PERCENT = 10
_NAME_COLUMNS = 28
_BAR_COLUMNS = 20


class QuietProgress:
    """Shows warnings and failures only; the other displays add to it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._media: Path | None = None
        self._name = ""
        self._first_done_ms: int | None = None
        """What earlier work had done: it says nothing about the speed of this."""

    def begin(self, media: Path, name: str) -> None:
        """Turn to the next input; lines call it by the name."""
        self._media, self._name, self._first_done_ms = media, one_line(name), None

    def show(self, event: Event) -> None:
        """Show what happened."""
        if isinstance(event, Progress) and self._first_done_ms is None:
            self._first_done_ms = event.done_ms
        if isinstance(event, Warned):
            self.tell(warning_line(event.concern, self._name))

    def _rest(self, progress: Progress) -> str:
        return _rest(progress, self._first_done_ms or 0)

    def saved(self, paths: Sequence[Path]) -> None:
        """Name the files that were written, on standard output."""
        self.end()
        for path in paths:
            self._console.say(str(path))

    def failed(self, message: str) -> None:
        """Tell that the input, or the whole run, failed."""
        self.tell(message)

    def tell(self, message: str) -> None:
        """Write a line that stays."""
        self._console.tell(message)

    def acknowledge_stop(self) -> None:
        """Answer a first Ctrl-C; called within a signal handler."""
        self._console.notice(f"{STOPPING}\n")

    def end(self) -> None:
        """Leave the last line of the screen empty."""


class LineProgress(QuietProgress):
    """A few lines for logs and pipes: the start, each tenth, the language."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._next_percent = 0

    def show(self, event: Event) -> None:
        """Write a line when there is something new to say."""
        super().show(event)
        match event:
            case Started():
                self._next_percent = _LINE_EVERY_PERCENT
                self.tell(f"{self._name}: {_start(event)}")
            case LanguageDetected():
                self.tell(f"{self._name}: {_language(event)}")
            case Progress() if _percent(event) >= self._next_percent:
                tenths = _percent(event) // _LINE_EVERY_PERCENT
                self._next_percent = (tenths + 1) * _LINE_EVERY_PERCENT
                self.tell(f"{self._name}: {_percent(event)} %{self._rest(event)}")


class BarProgress(QuietProgress):
    """One line that is drawn over and over."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._line = RedrawnLine(console)
        self._full, self._empty = _bar_letters(console.encoding)
        self._short_name = ""

    def begin(self, media: Path, name: str) -> None:
        """Show that the input is being read; a whole path would leave no room for the bar."""
        super().begin(media, name)
        self._short_name = fitted(one_line(input_name(media)), _NAME_COLUMNS)
        self._line.draw(f"{self._short_name}  reading")

    def show(self, event: Event) -> None:
        """Draw the bar anew."""
        super().show(event)
        match event:
            case Preparing():
                self._line.draw(f"{self._short_name}  {_stage(event)}")
            case Started():
                self._line.draw(f"{self._short_name}  recognising")
            case LanguageDetected():
                self.tell(f"{self._name}: {_language(event)}")
            case Progress():
                self._line.draw(self._bar(event))

    def tell(self, message: str) -> None:
        """Write the line in the bar's place; the bar comes back below."""
        self.end()
        super().tell(message)

    def acknowledge_stop(self) -> None:
        """Answer below the bar."""
        self._console.notice(f"\n{STOPPING}\n")

    def end(self) -> None:
        """Remove the bar."""
        self._line.clear()

    def _bar(self, progress: Progress) -> str:
        filled = _percent(progress) * _BAR_COLUMNS // 100
        bar = self._full * filled + self._empty * (_BAR_COLUMNS - filled)
        return f"{self._short_name}  {bar} {_percent(progress):3d} %{self._rest(progress)}"


class JsonProgress(QuietProgress):
    """One JSON object a line, each with "event" and "input"."""

    def begin(self, media: Path, name: str) -> None:
        """Write "begun"."""
        super().begin(media, name)
        self._write({"event": "begun"})

    def show(self, event: Event) -> None:
        """Write the event as it is."""
        record = event_record(event)
        if record is not None:
            self._write(record)

    def saved(self, paths: Sequence[Path]) -> None:
        """Write "saved", and the names on standard output as ever."""
        super().saved(paths)
        self._write({"event": "saved", "outputs": [str(path) for path in paths]})

    def failed(self, message: str) -> None:
        """Write "failed"; the message is the line that people would see."""
        self._write({"event": "failed", "message": message})

    def tell(self, message: str) -> None:
        """Write "told", for lines that are neither progress nor failure."""
        self._write({"event": "told", "message": message})

    def acknowledge_stop(self) -> None:
        """Write "told"."""
        self._console.notice(f"{self._json({'event': 'told', 'message': STOPPING})}\n")

    def _write(self, record: Record) -> None:
        self._console.tell(self._json(record))

    def _json(self, record: Record) -> str:
        media = None if self._media is None else str(self._media)
        return json.dumps({"event": record["event"], "input": media, **record})


def choose_progress(style: str, console: Console) -> QuietProgress:
    """Return the display for a style of the command line."""
    if style == "json":
        return JsonProgress(console)
    if style == "none":
        return QuietProgress(console)
    return BarProgress(console) if console.is_terminal else LineProgress(console)


def _start(event: Started) -> str:
    model = event.model
    where = f"{model.name} on {model.device} in {model.precision}"
    return f"recognising {format_clock(event.total_ms)} with {where}"


def _stage(event: Preparing) -> str:
    total = f" of {format_clock(event.total_ms)}" if event.total_ms else ""
    return f"{event.stage} {format_clock(event.done_ms)}{total}"


def _language(event: LanguageDetected) -> str:
    name = LANGUAGES.get(event.language, event.language)
    return f"the language is {name} ({event.probability:.0%} sure)"


def _percent(progress: Progress) -> int:
    return progress.done_ms * 100 // progress.total_ms if progress.total_ms else 100


def _rest(progress: Progress, first_done_ms: int) -> str:
    """Return the speed and the time left, as far as they are known."""
    done_ms = progress.done_ms - first_done_ms
    if done_ms <= 0 or progress.elapsed_s <= 0:
        return ""
    speed = done_ms / 1_000 / progress.elapsed_s
    told = f"  {speed:.3g} x real time"
    if progress.remaining_s:
        told += f"  {format_clock(round(progress.remaining_s * 1_000))} left"
    return told


def _bar_letters(encoding: str) -> tuple[str, str]:
    try:
        "█░".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "#", "-"
    return "█", "░"
