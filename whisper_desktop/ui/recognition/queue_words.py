"""The queue in words: how each recording is recognised, how far it is, and what went wrong."""

import os
from collections.abc import Sequence
from dataclasses import replace

from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.queue import (
    Entries,
    QueueEntry,
    QueueState,
    Skipped,
    SkipReason,
    Taken,
)
from whisper_desktop.core.errors import OutputExistsError, ProjectInUseError, WhisperDesktopError
from whisper_desktop.core.events import Preparing, Progress, Started
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.recognition.recipe_words import language_words, wish_words
from whisper_desktop.ui.recognition.run_words import percent_of, progress_words, stage_words
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Queue"
_STATES = {
    QueueState.WAITING: QT_TRANSLATE_NOOP("Queue", "Waiting"),
    QueueState.RUNNING: QT_TRANSLATE_NOOP("Queue", "Running"),
    QueueState.DONE: QT_TRANSLATE_NOOP("Queue", "Done"),
    QueueState.FAILED: QT_TRANSLATE_NOOP("Queue", "Failed"),
    QueueState.SKIPPED: QT_TRANSLATE_NOOP("Queue", "Skipped"),
}
_PERCENT = QT_TRANSLATE_NOOP("Queue", "{state}, {percent} %")
_DONE_ALREADY = QT_TRANSLATE_NOOP(
    "Queue", "Done already: {name} is there. “Begin anew” does it all the same, and replaces it."
)
_FILE_EXISTS = QT_TRANSLATE_NOOP(
    "Queue",
    "{name} is there, and was made from something else or in another way. “Begin anew” replaces"
    " it.",
)
_WAITING = QT_TRANSLATE_NOOP("Queue", "Waiting for its turn.")
_STOPPED = QT_TRANSLATE_NOOP("Queue", "Stopped at {percent} %; it goes on there.")
_ELSEWHERE = QT_TRANSLATE_NOOP("Queue", "Another program is transcribing it.")
_RESULTS = QT_TRANSLATE_NOOP("Queue", "Beside the recording: {names}")
_TRY_AGAIN = QT_TRANSLATE_NOOP("Queue", "Then choose “Try again”.")
_BEGIN_ANEW = QT_TRANSLATE_NOOP("Queue", "“Begin anew” replaces it.")
_OPEN_HERE = QT_TRANSLATE_NOOP("Queue", "{name} is open in this window. Close it.")
_NEWER = QT_TRANSLATE_NOOP("Queue", "It failed in a newer version of Whisper Desktop.")
_LOADING = QT_TRANSLATE_NOOP("Queue", "Loading the model…")
_STARTED = QT_TRANSLATE_NOOP("Queue", "Transcribing with {model}…")
_DOCUMENT_FIRST = QT_TRANSLATE_NOOP("Queue", "Waiting until the open recording is recognised…")
_QUEUE_FIRST = QT_TRANSLATE_NOOP(
    "Queue", "Waiting for the queue. To begin at once, pause the queue."
)
_IN_ALREADY = QT_TRANSLATE_NOOP("Queue", "In the queue already, and not added again: {names}.")
_FROM_ANOTHER = QT_TRANSLATE_NOOP(
    "Queue",
    "{name} was not added: number {place} of the queue makes {project} from {other}. Remove that"
    " first.",
)
_IN_ANOTHER_WAY = QT_TRANSLATE_NOOP(
    "Queue",
    "{name} was not added: number {place} of the queue makes {project} in another way. Change it"
    " there.",
)
_MOST_TAKEN = 3
_WRITE = QT_TRANSLATE_NOOP("Queue", "Write")
_TRANSLATE = QT_TRANSLATE_NOOP("Queue", "Translate")
_COUNTED = QT_TRANSLATE_NOOP("Queue", "{state}: {count}")
_OF_ONE = QT_TRANSLATE_NOOP("Queue", "{name}: {words}")


def state_words(entry: QueueEntry) -> str:
    """Return the state in a word, and how much is done of what was begun."""
    state = translated(_CONTEXT, _STATES[entry.state])
    percent = entry_percent(entry)
    if percent is None or entry.state.is_over:
        return state
    return translated(_CONTEXT, _PERCENT).format(state=state, percent=percent)


def entry_percent(entry: QueueEntry) -> int | None:
    """Return how much of an entry is recognised; None where nothing was begun."""
    if not entry.done_ms or not entry.total_ms:
        return None
    return min(100, 100 * entry.done_ms // entry.total_ms)


def passed_over_words(orders: Sequence[Taken]) -> str:
    """Return why orders were not added."""
    names = dict.fromkeys(one.order.media.name for one in orders if one.is_same)
    others = [_taken_words(one) for one in orders if not one.is_same]
    if len(others) > _MOST_TAKEN:
        others = [*others[:_MOST_TAKEN], "…"]
    if names:
        others.insert(0, translated(_CONTEXT, _IN_ALREADY).format(names=", ".join(names)))
    return " ".join(others)


def _taken_words(one: Taken) -> str:
    text = _IN_ANOTHER_WAY if one.entry.media == one.order.media else _FROM_ANOTHER
    return translated(_CONTEXT, text).format(
        name=one.order.media.name,
        place=one.place + 1,
        project=one.order.project.name,
        other=one.entry.media.name,
    )


def recipe_words(recipe: Recipe, model: str) -> str:
    """Return how a recording is recognised, in three words."""
    task = translated(_CONTEXT, _WRITE if recipe.task is Task.TRANSCRIBE else _TRANSLATE)
    return " · ".join([language_words(recipe.language), task, model])


def recipe_lines(recipe: Recipe, model: str) -> str:
    """Return how a recording is recognised, a line for each wish."""
    wishes = RecipeOverride.exactly(replace(recipe, model=model))
    return "\n".join(wish_words(wishes))


def overview(entries: Entries) -> str:
    """Return how many entries are where, and what became of the first that failed."""
    states = [entry.state for entry in entries]
    text = translated(_CONTEXT, _COUNTED)
    counts = " · ".join(
        text.format(state=translated(_CONTEXT, words), count=states.count(state))
        for state, words in _STATES.items()
        if state in states
    )
    failed = next((one for one in entries if one.state is QueueState.FAILED), None)
    if failed is None:
        return counts
    name, reason = failed.media.name, outcome_sentence(failed)
    if name not in reason:
        reason = translated(_CONTEXT, _OF_ONE).format(name=name, words=reason)
    return f"{counts}\n{reason}"


def outcome_sentence(entry: QueueEntry, *, is_here: bool = False) -> str:
    """Return what became of an entry and what can be done; `is_here` says who works on it."""
    match entry.state:
        case QueueState.FAILED:
            return _failure(entry)
        case QueueState.SKIPPED if entry.skipped is not None:
            return _skipped(entry.skipped)
        case QueueState.RUNNING:
            return "" if is_here else translated(_CONTEXT, _ELSEWHERE)
        case QueueState.DONE:
            names = ", ".join(path.name for path in entry.results)
            return translated(_CONTEXT, _RESULTS).format(names=names)
    percent = entry_percent(entry)
    if percent is None:
        return translated(_CONTEXT, _WAITING)
    return translated(_CONTEXT, _STOPPED).format(percent=percent)


def event_words(event: object, start_ms: int = 0) -> str | None:
    """Return what an event of the recogniser says of the entry; None for nothing new.

    What was recognised before `start_ms` says nothing about the speed.
    """
    match event:
        case TurnAwaited(holder=Side.DOCUMENT):
            return translated(_CONTEXT, _DOCUMENT_FIRST)
        case Preparing():
            return stage_words(event)
        case Started(model=model):
            return translated(_CONTEXT, _STARTED).format(model=model.name)
        case Progress():
            return progress_words(event, start_ms)
    return None


def event_percent(event: object) -> int | None:
    """Return how much is done by an event that says it."""
    return percent_of(event) if isinstance(event, Progress) else None


def loading_words() -> str:
    """Return what is done at first."""
    return translated(_CONTEXT, _LOADING)


def awaited_words(event: TurnAwaited) -> str:
    """Return what work of the open document waits for."""
    return translated(_CONTEXT, _QUEUE_FIRST) if event.holder is Side.QUEUE else loading_words()


def _failure(entry: QueueEntry) -> str:
    error = entry.error.restored() if entry.error else None
    what = translated(_CONTEXT, _NEWER) if error is None else _what(error)
    advice = _BEGIN_ANEW if isinstance(error, OutputExistsError) else _TRY_AGAIN
    return f"{what} {translated(_CONTEXT, advice)}"


def _what(error: WhisperDesktopError) -> str:
    if isinstance(error, ProjectInUseError) and error.process_id == os.getpid():
        return translated(_CONTEXT, _OPEN_HERE).format(name=error.path.name)
    return error_sentence(error)


def _skipped(skipped: Skipped) -> str:
    is_done = skipped.reason is SkipReason.DONE_ALREADY
    text = _DONE_ALREADY if is_done else _FILE_EXISTS
    return translated(_CONTEXT, text).format(name=skipped.path.name)
