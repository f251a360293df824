"""`queue`: recordings that are transcribed one after the other, now or after the next start."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from whisper_desktop.app.capability import check_model
from whisper_desktop.app.inputs import distinct_inputs, media_at
from whisper_desktop.app.queue import (
    Entries,
    QueueEntry,
    QueueOrder,
    QueueState,
    added,
    cleared,
    moved,
    removed,
    reopened,
    rival,
    taken,
)
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.request import MediaPart
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.messages import PROGRAM, input_names, line
from whisper_desktop.cli.queue_choice import chosen_entries
from whisper_desktop.cli.queue_messages import (
    EMPTY,
    outcome_line,
    progress_words,
    running_line,
    taken_line,
)
from whisper_desktop.cli.queue_request import queue_order
from whisper_desktop.cli.redrawn_line import columns
from whisper_desktop.cli.requests import reading_preset, wanted_recipe
from whisper_desktop.core.cancel import CancelToken


def run_queue(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Do what `action` names."""
    if arguments.action == "run":
        # The others need nothing heavy.
        from whisper_desktop.cli.queue_run_command import run_waiting

        return run_waiting(arguments, wiring, console)
    return _ACTIONS[arguments.action](arguments, wiring, console)


def _add(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    home = wiring.paths.home
    refused = attempt(partial(_check_recipe, arguments, wiring), PROGRAM, home)
    if isinstance(refused, Failure):
        console.tell(refused.line)
        return ExitStatus.FAILED
    status, found = ExitStatus.DONE, list[Path]()
    for given, name in input_names(distinct_inputs(arguments.inputs)).items():
        media = attempt(partial(_media_at, given, arguments), name, home)
        if isinstance(media, Failure):
            console.tell(media.line)
            status = ExitStatus.FAILED
        else:
            found += media
    reading = reading_preset(arguments, wiring.loaded_settings.settings)
    orders = [queue_order(arguments, media, reading) for media in distinct_inputs(found)]
    if orders and not _are_added(QueueFile(home), orders, console):
        status = ExitStatus.FAILED
    return status


def _check_recipe(arguments: Namespace, wiring: Wiring) -> None:
    usual = wiring.loaded_settings.settings.model
    check_model(wiring.store, arguments.model or usual, wanted_recipe(arguments))


def _are_added(queue: QueueFile, orders: Sequence[QueueOrder], console: Console) -> bool:
    """Put orders into the queue, and tell whether all of them will be followed."""
    before = {entry.id for entry in queue.entries()}
    entries = queue.change(lambda entries: added(entries, orders))
    all_taken = taken(entries, orders)
    for one in all_taken:
        name = one.order.media.name
        if one.is_same and one.entry.id not in before:
            console.say(f"{name}: number {one.place + 1} of the queue")
        else:
            console.tell(taken_line(one, name))
    return all(one.is_same for one in all_taken)


def _media_at(given: Path, arguments: Namespace) -> list[Path]:
    return list(media_at(MediaPart(given, arguments.audio_track), CancelToken()))


def _list(_arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    entries = QueueFile(wiring.paths.home).entries()
    if not entries:
        console.tell(EMPTY)
        return ExitStatus.DONE
    names = _names(entries)
    usual = wiring.loaded_settings.settings.model
    rows: list[tuple[str, ...]] = [("N", "STATE", "RECORDING", "LANGUAGE", "TASK", "MODEL")]
    rows += [
        _row(place, entry, names[entry.media], usual)
        for place, entry in enumerate(entries, start=1)
    ]
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        cells = [
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        console.say("  ".join(cells).rstrip())
        if place:
            entry = entries[place - 1]
            told = outcome_line(wiring.store, entry, names[entry.media], place)
            if told:
                console.say(f"{' ' * widths[0]}  {told}")
    return ExitStatus.DONE


def _row(place: int, entry: QueueEntry, name: str, usual: str) -> tuple[str, ...]:
    recipe = entry.order.recipe
    language, model = recipe.language or "auto", entry.model_or(usual)
    return (str(place), progress_words(entry), name, language, recipe.task.value, model)


def _retry(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    queue = QueueFile(wiring.paths.home)
    entries = queue.entries()
    chosen = chosen_entries(arguments.places, entries, console)
    if not arguments.places:
        chosen = tuple(entry for entry in entries if entry.state is QueueState.FAILED)
        if not chosen:
            console.tell("Nothing in the queue has failed.")
    if chosen is None:
        return ExitStatus.FAILED
    status, names = ExitStatus.DONE, _names(entries)
    for entry in chosen:
        again = _again(entry, names[entry.media], is_anew=arguments.overwrite)
        if isinstance(again, QueueEntry):
            other = rival(queue.change(partial(reopened, entry=again)), again)
            again = taken_line(other, names[entry.media]) if other else ""
        if again:
            console.tell(again)
            status = ExitStatus.FAILED
        else:
            console.say(f"{names[entry.media]}: waits again")
    return status


def _again(entry: QueueEntry, name: str, *, is_anew: bool) -> QueueEntry | str:
    """Return the entry as it waits again, or the line that says why it does not."""
    if entry.state is QueueState.RUNNING:
        return running_line(name)
    if is_anew:
        return entry.overwriting()
    if entry.state is QueueState.FAILED:
        return entry.waiting()
    if entry.state is QueueState.WAITING:
        return line(name, "it waits", f'Run "{PROGRAM} queue run".')
    return line(name, f"it is {entry.state.value}", "Use --overwrite to do it again.")


def _remove(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    queue = QueueFile(wiring.paths.home)
    chosen = chosen_entries(arguments.places, queue.entries(), console)
    if chosen is None:
        return ExitStatus.FAILED
    ids = {entry.id for entry in chosen}
    still = {entry.id for entry in queue.change(lambda entries: removed(entries, ids))} & ids
    for entry in chosen:
        if entry.id in still:
            console.tell(running_line(entry.media.name))
        else:
            console.say(f"{entry.media.name}: removed from the queue")
    return ExitStatus.FAILED if still else ExitStatus.DONE


def _clear(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    queue = QueueFile(wiring.paths.home)
    before = queue.entries()
    only_finished = arguments.finished
    left = queue.change(lambda entries: cleared(entries, only_finished=only_finished))
    console.say(f"queue: {len(before) - len(left)} removed, {len(left)} left")
    return ExitStatus.DONE


def _move(by: int, arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    queue = QueueFile(wiring.paths.home)
    chosen = chosen_entries(arguments.places, queue.entries(), console)
    if chosen is None:
        return ExitStatus.FAILED
    ids = {entry.id for entry in chosen}
    entries = queue.change(lambda entries: moved(entries, ids, by))
    for place, entry in enumerate(entries, start=1):
        if entry.id in ids:
            console.say(f"{entry.media.name}: number {place} of the queue")
    return ExitStatus.DONE


def _names(entries: Entries) -> dict[Path, str]:
    """Return what to call each recording."""
    return input_names(list(dict.fromkeys(entry.media for entry in entries)))


_ACTIONS: Mapping[str, Callable[[Namespace, Wiring, Console], ExitStatus]] = MappingProxyType(
    {
        "add": _add,
        "list": _list,
        "retry": _retry,
        "remove": _remove,
        "clear": _clear,
        "up": partial(_move, -1),
        "down": partial(_move, 1),
    }
)
