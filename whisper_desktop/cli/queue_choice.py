"""Entries of the queue by the numbers and paths that a person gives."""

from collections.abc import Iterable
from pathlib import Path

from whisper_desktop.app.inputs import is_named
from whisper_desktop.app.queue import Entries, QueueEntry
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.messages import PROGRAM, input_name, line


def chosen_entries(
    names: Iterable[int | Path], entries: Entries, console: Console
) -> Entries | None:
    """Return the entries that are named; None, where one of the names stands for nothing."""
    found: dict[str, QueueEntry] = {}
    for wanted in names:
        meant = _meant(wanted, entries)
        if not meant:
            console.tell(_nothing_line(wanted, entries))
            return None
        found |= {entry.id: entry for entry in meant}
    return tuple(found.values())


def _meant(wanted: int | Path, entries: Entries) -> Entries:
    """Return the entry of a number, or all of a recording or a folder."""
    if isinstance(wanted, int):
        return entries[wanted - 1 : wanted]
    return tuple(entry for entry in entries if is_named(entry.media, wanted))


def _nothing_line(wanted: int | Path, entries: Entries) -> str:
    advice = f'See "{PROGRAM} queue list".'
    if isinstance(wanted, Path):
        return line(input_name(wanted), "it is not in the queue", advice)
    have = f"the queue has {len(entries)}" if entries else "the queue is empty"
    return line("queue", f"there is no number {wanted}; {have}", advice)
