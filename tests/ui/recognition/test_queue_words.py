import os
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.queue import QueueOrder, QueueState, Taken, new_entry
from whisper_desktop.core.errors import OutputExistsError, ProjectInUseError
from whisper_desktop.core.events import ModelIdentity, Preparing, Stage, Started
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.recognition.queue_words import (
    awaited_words,
    entry_percent,
    event_words,
    outcome_sentence,
    overview,
    passed_over_words,
    recipe_lines,
    recipe_words,
)

ENTRY = new_entry(QueueOrder(Path("a.mp4")))
FAILED = replace(ENTRY, state=QueueState.FAILED)


def test_a_failure_says_what_to_do() -> None:
    here = ProjectInUseError(Path("a.wdproj"), os.getpid(), "host")
    for error, words, advice in (
        (here, "a.wdproj is open in this window. Close it.", "Then choose “Try again”."),
        (
            ProjectInUseError(Path("a.wdproj"), 1, "host"),
            "a.wdproj is open in another window",
            "Then choose “Try again”.",
        ),
        (OutputExistsError(Path("a.srt")), "a.srt exists already", "“Begin anew” replaces it."),
    ):
        told = outcome_sentence(replace(FAILED, error=ErrorRecord.of(error)))
        assert told.startswith(words)
        assert told.endswith(advice)
    unknown = outcome_sentence(replace(FAILED, error=ErrorRecord("NewError", "{}")))
    assert "newer version" in unknown


def test_an_entry_that_runs_says_where() -> None:
    running = replace(ENTRY, state=QueueState.RUNNING)
    assert outcome_sentence(running) == "Another program is transcribing it."
    assert outcome_sentence(running, is_here=True) == ""
    assert entry_percent(running) is None


def test_an_order_that_is_not_added_is_told_why() -> None:
    orders = [QueueOrder(Path(f"{name}.wav")) for name in "abcdefg"]
    same = Taken(orders[0], new_entry(orders[0]), 0)
    other = Taken(orders[1], new_entry(QueueOrder(Path("b.mp4"))), 4)
    way = Taken(orders[2], new_entry(QueueOrder(Path("c.wav"), Recipe("nl"))), 5)
    assert passed_over_words([same, same]) == "In the queue already, and not added again: a.wav."
    assert passed_over_words([other, way]) == (
        "b.wav was not added: number 5 of the queue makes b.wdproj from b.mp4. Remove that first."
        " c.wav was not added: number 6 of the queue makes c.wdproj in another way. Change it"
        " there."
    )
    many = [Taken(order, other.entry, 4) for order in orders]
    told = passed_over_words([same, *many])
    assert told.startswith("In the queue already")
    assert told.endswith("Remove that first. …")
    assert told.count("was not added") == 3


def test_a_recipe_is_said_as_it_will_be() -> None:
    assert recipe_words(Recipe(), "base") == "Find out · Write · base"
    wanted = Recipe("nl", Task.TRANSLATE, model="small", hotwords="Birnen")
    assert recipe_words(wanted, "small") == "Dutch · Translate · small"
    lines = recipe_lines(wanted, "small").split("\n")
    assert "task: Translate into English" in lines
    assert "vocabulary: Birnen" in lines
    assert "model: base" in recipe_lines(Recipe(), "base")


def test_an_overview_counts_the_states_and_tells_the_first_failure() -> None:
    done = replace(ENTRY, state=QueueState.DONE)
    assert overview((ENTRY, done, ENTRY)) == "Waiting: 2 · Done: 1"
    error = ErrorRecord.of(OutputExistsError(Path("a.srt")))
    failed = replace(FAILED, error=error)
    counts, reason = overview((ENTRY, failed, failed)).split("\n")
    assert counts == "Waiting: 1 · Failed: 2"
    assert reason.startswith("a.mp4: a.srt exists already")


def test_events_are_said_as_they_come() -> None:
    started = Started(ModelIdentity("base", "", "cpu", "int8"), 9_000)
    assert event_words(started) == "Transcribing with base…"
    assert event_words(Preparing(Stage.READING, 1, 2)) == "Reading the sound…"
    assert event_words(object()) is None


def test_who_waits_is_told_for_what() -> None:
    assert awaited_words(TurnAwaited(Side.QUEUE)).startswith("Waiting for the queue.")
    assert awaited_words(TurnAwaited(Side.DOCUMENT)) == "Loading the model…"
