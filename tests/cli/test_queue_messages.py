from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.queue import (
    QueueEntry,
    QueueOrder,
    QueueState,
    Skipped,
    SkipReason,
    new_entry,
)
from whisper_desktop.cli.queue_messages import outcome_line, progress_words
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    InsufficientMemoryError,
    ModelCapabilityError,
    ModelNotInstalledError,
    OutputExistsError,
    OutputUnwritableError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
    RecogniserDiedError,
    WhisperDesktopError,
)

TALK, PROJECT = Path("talk.mp4"), Path("talk.wdproj")


@pytest.fixture
def entry() -> QueueEntry:
    return new_entry(QueueOrder(TALK))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OutputExistsError(Path("talk.srt")), ("talk.srt exists", "--overwrite")),
        (OutputUnwritableError(PROJECT, "the disk is full"), ("the disk is full", "retry 3")),
        (ProjectInUseError(PROJECT, 1, "here"), ("open in a window", "retry 3")),
        (ProjectUnreadableError(PROJECT, "it is damaged"), ("it is damaged", "Move it away")),
        (ProjectTooNewError(PROJECT, 9, 2), ("newer version", "Update the program")),
        (RecogniserDiedError(-9, "it was killed", Path("r.log")), ("it was killed", "r.log")),
        (ModelCapabilityError("tiny.en", "de", ("base",)), ("tiny.en", "--model base")),
        (ModelCapabilityError("my.pt", "de", ()), ("my.pt", "another one")),
        (AudioTrackMissingError(TALK, 3, 1), ("no number 3", "--audio-track")),
        (InsufficientMemoryError("cpu", ""), ("the memory of cpu", "remove 3")),
        (ModelNotInstalledError("base", is_known=True), ("base", "models install base")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_failure_is_a_line_with_what_to_do_in_the_queue(
    entry: QueueEntry, tmp_path: Path, error: WhisperDesktopError, words: tuple[str, str]
) -> None:
    failed = replace(entry, state=QueueState.FAILED, error=ErrorRecord.of(error))
    told = outcome_line(ModelStore(tmp_path), failed, "talk.mp4", 3)
    assert told is not None
    assert all(word in told for word in words), told
    assert told.endswith(".")


def test_a_failure_of_a_newer_program_is_told_as_far_as_it_goes(
    entry: QueueEntry, tmp_path: Path
) -> None:
    failed = replace(entry, state=QueueState.FAILED, error=ErrorRecord("NewError", "{}"))
    told = outcome_line(ModelStore(tmp_path), failed, "talk.mp4", 3)
    assert told is not None
    assert "newer version" in told


def test_what_was_skipped_says_why(entry: QueueEntry, tmp_path: Path) -> None:
    skipped = Skipped(SkipReason.FILE_EXISTS, PROJECT)
    told = outcome_line(ModelStore(tmp_path), replace(entry, skipped=skipped), "talk.mp4", 2)
    assert told is not None
    assert told.startswith("talk.mp4: talk.wdproj is there, and was made from something else")
    assert outcome_line(ModelStore(tmp_path), entry, "talk.mp4", 2) is None


def test_how_far_an_entry_is_stands_behind_its_state(entry: QueueEntry) -> None:
    assert progress_words(entry) == "waiting"
    assert progress_words(replace(entry, done_ms=30, total_ms=120)) == "waiting 25 %"
    assert progress_words(replace(entry, done_ms=30, state=QueueState.RUNNING)) == "running"
    done = replace(entry, done_ms=30, total_ms=30, state=QueueState.DONE)
    assert progress_words(done) == "done"
