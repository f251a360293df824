"""What became of the recordings of the queue, as lines for the person."""

from typing import TYPE_CHECKING

from whisper_desktop.app.queue import QueueEntry, QueueState, Skipped, SkipReason, Taken
from whisper_desktop.cli.messages import PROGRAM, Explanation, line, model_failure_line
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    InsufficientMemoryError,
    ModelCapabilityError,
    OutputExistsError,
    OutputUnwritableError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
    RecogniserDiedError,
    WhisperDesktopError,
)

if TYPE_CHECKING:
    # Importing it would slow down every start.
    from whisper_desktop.app.model_store import ModelStore

EMPTY = f'The queue is empty. Put recordings into it with "{PROGRAM} queue add".'


def outcome_line(store: "ModelStore", entry: QueueEntry, name: str, place: int) -> str | None:
    """Return why an entry failed or was skipped, and what to do; None for all others."""
    if entry.skipped is not None:
        return _skipped_line(entry.skipped, name, place)
    if entry.error is None or entry.state is not QueueState.FAILED:
        return None
    error = entry.error.restored()
    if error is None:
        what = "it failed in a newer version of the program"
        return line(name, what, f'Run "{PROGRAM} queue retry {place}".')
    return entry_failure_line(store, error, name, place)


def entry_failure_line(
    store: "ModelStore", error: WhisperDesktopError, name: str, place: int
) -> str:
    """Return 'name: what happened. What to do.' for the entry with that number."""
    told = _explained(error, place)
    return line(name, told.what, told.advice) if told else model_failure_line(store, error, name)


def stopped_line(name: str) -> str:
    """Return the line about a recording that was stopped on its way."""
    what = "it was stopped, and what was finished is kept"
    return line(name, what, f'Run "{PROGRAM} queue run" to go on there.')


def running_line(name: str) -> str:
    """Return the line about an entry that cannot be changed now."""
    return line(name, "it is being transcribed", "Stop that first.")


def taken_line(taken: Taken, name: str) -> str:
    """Return the line about a recording of that name, whose project an entry makes already."""
    entry, place = taken.entry, taken.place + 1
    if taken.is_same:
        return f"{name}: in the queue already, as number {place}"
    how = "in another way" if entry.media.name == name else f"from {entry.media.name}"
    what = f"number {place} of the queue makes {entry.order.project.name} {how}"
    if entry.state is QueueState.RUNNING:
        return line(name, what, "Stop that first.")
    return line(name, what, f'Run "{PROGRAM} queue remove {place}" and add it again.')


def left_line(count: int) -> str:
    """Return the line about entries that would fail like the last one."""
    what = f"{count} waiting, and not begun, for the same would happen to them"
    return line("queue", what, f'Put that right and run "{PROGRAM} queue run" again.')


def elsewhere_line(count: int) -> str:
    """Return the line about entries that another program works on."""
    what = f"{count} in the hands of another program"
    return line("queue", what, f'See "{PROGRAM} queue list".')


def progress_words(entry: QueueEntry) -> str:
    """Return the state of an entry, and how far it is."""
    is_begun = not entry.state.is_over and entry.done_ms and entry.total_ms
    if not is_begun or entry.total_ms is None:
        return entry.state.value
    return f"{entry.state.value} {min(100, 100 * entry.done_ms // entry.total_ms)} %"


def _skipped_line(skipped: Skipped, name: str, place: int) -> str:
    advice = f'Run "{PROGRAM} queue retry {place} --overwrite" to do it all the same.'
    if skipped.reason is SkipReason.DONE_ALREADY:
        return line(name, f"done already: {skipped.path.name} is there", advice)
    what = f"{skipped.path.name} is there, and was made from something else or in another way"
    return line(name, what, advice)


def _explained(error: WhisperDesktopError, place: int) -> Explanation | None:
    """Return the words where those of `transcribe` would lead astray."""
    again = f'run "{PROGRAM} queue retry {place}"'
    match error:
        case OutputExistsError():
            what = f"{error.path.name} exists already"
            advice = f'Move it away and {again}; "--overwrite" behind that replaces it.'
        case OutputUnwritableError():
            what = f"{error.path.name} cannot be written: {error.reason}"
            advice = f"Put that right and {again}."
        case ProjectInUseError():
            what = f"{error.path.name} is open in a window"
            advice = f"Close it there and {again}."
        case ProjectUnreadableError():
            what = f"{error.path.name} cannot be opened: {error.reason}"
            advice = f"Move it away and {again}."
        case ProjectTooNewError():
            what = f"{error.path.name} was made by a newer version of the program"
            advice = f"Update the program, or move the project away and {again}."
        case RecogniserDiedError():
            what = f"the recogniser stopped: {error.reason}"
            advice = f"To go on there, {again}; more is in {error.log_path}."
        case ModelCapabilityError() | AudioTrackMissingError() | InsufficientMemoryError():
            return _to_be_added_again(error, place)
        case _:
            return None
    return Explanation(what, advice)


def _to_be_added_again(
    error: ModelCapabilityError | AudioTrackMissingError | InsufficientMemoryError, place: int
) -> Explanation:
    again = f'run "{PROGRAM} queue remove {place}" and add it again'
    match error:
        case ModelCapabilityError():
            able = " or ".join(error.alternatives[:3]) or "another one"
            what = f"the model {error.model} was not made for this language or task"
            return Explanation(what, f"For --model {able}, {again}.")
        case AudioTrackMissingError():
            what = f"it has {error.track_count} audio track(s), and no number {error.track}"
            return Explanation(what, f"For another --audio-track, {again}.")
        case _:
            what = f"the memory of {error.device} does not suffice, even for the smallest step"
            advice = f"Close other programs; or, for a smaller --model, {again}."
            return Explanation(what, advice)
