import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.file_stamp import FileStamp
from whisper_desktop.app.queue import (
    QueueEntry,
    QueueOrder,
    QueueState,
    Skipped,
    SkipReason,
    SubtitleFormat,
    added,
    new_entry,
)
from whisper_desktop.app.queue_data import entry_data, entry_from_data
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.seen_files import SeenFile
from whisper_desktop.core.errors import NoAudioError, OutputUnwritableError
from whisper_desktop.core.presets import NETFLIX
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode

A, B = QueueOrder(Path("a.mp4")), QueueOrder(Path("b.mp4"))


@pytest.fixture
def queue(tmp_path: Path) -> QueueFile:
    queue = QueueFile(tmp_path / "home")
    queue.change(lambda entries: added(entries, [A, B]))
    return queue


def states(queue: QueueFile) -> list[str]:
    return [entry.state.value for entry in queue.entries()]


def full_entry() -> QueueEntry:
    recipe = Recipe("nl", Task.TRANSLATE, TimestampMode.WORDS, "Hallo", "Äpfel", "small")
    order = QueueOrder(
        # A name that is no UTF-8, as Linux allows.
        Path(os.fsdecode(b"/media/caf\xe9.mp4")),
        recipe,
        LongFormMode.BATCHED,
        2,
        (SubtitleFormat.SRT, SubtitleFormat.DOCX),
        is_overwriting=True,
        reading=NETFLIX,
    )
    return replace(
        new_entry(order),
        replaces="ab",
        state=QueueState.FAILED,
        done_ms=3,
        total_ms=9,
        error=ErrorRecord.of(NoAudioError(Path("a.mp4"), "it is silent", 3)),
        skipped=Skipped(SkipReason.FILE_EXISTS, Path("a.srt")),
        results=(Path("a.wdproj"),),
        replaceable=(
            SeenFile(Path("a.srt"), FileStamp(3, 4)),
            SeenFile(Path("a.wdproj"), FileStamp(1, 2), FileStamp(5, 6)),
        ),
    )


def test_the_queue_is_there_after_a_restart(tmp_path: Path) -> None:
    entry = full_entry()
    QueueFile(tmp_path).change(lambda _: (entry,))
    assert QueueFile(tmp_path).entries() == (entry,)


@pytest.mark.parametrize("name", ["id", "order", "state", "done_ms", "skipped"])
def test_an_entry_that_makes_no_sense_is_none(name: str) -> None:
    assert entry_from_data(entry_data(full_entry()) | {name: "../?"}) is None
    assert entry_from_data([name]) is None


def test_what_a_newer_program_keeps_in_the_file_stays(queue: QueueFile) -> None:
    data = json.loads(queue.path.read_text(encoding="utf-8"))
    data["entries"].insert(0, {"id": "1", "state": "dreaming"})
    queue.path.write_text(json.dumps(data | {"colour": "blue"}), encoding="utf-8")

    assert len(queue.entries()) == 2
    queue.change(lambda entries: entries[:1])
    kept = json.loads(queue.path.read_text(encoding="utf-8"))
    assert kept["colour"] == "blue"
    assert [one["state"] for one in kept["entries"]] == ["waiting", "dreaming"]


def test_a_damaged_file_is_an_empty_queue_and_is_kept_aside(queue: QueueFile) -> None:
    queue.path.write_text('{"entries": [', encoding="utf-8")
    assert queue.entries() == ()
    queue.change(lambda entries: added(entries, [A]))
    assert len(queue.entries()) == 1
    assert queue.path.with_name("queue.json.damaged").exists()


def test_a_change_that_changes_nothing_writes_nothing(queue: QueueFile) -> None:
    before = queue.stamp
    queue.change(lambda entries: entries)
    assert queue.stamp == before
    queue.change(lambda entries: entries[::-1])
    assert queue.stamp != before


def test_entries_are_claimed_in_their_order_and_once(queue: QueueFile, tmp_path: Path) -> None:
    other = QueueFile(tmp_path / "home")
    first, second = queue.claim(), other.claim()
    assert first is not None
    assert second is not None
    assert (first.entry.order, second.entry.order) == (A, B)
    assert states(queue) == ["running", "running"]
    assert queue.claim() is None
    assert queue.claim(first.entry.id) is None

    first.advance(1_000, 4_000)
    assert queue.entries()[0].done_ms == 1_000
    first.finish((Path("a.wdproj"),))
    second.fail(NoAudioError(Path("b.mp4"), "it is silent"))
    first.release()
    second.release()
    done, failed = queue.entries()
    assert (done.state, done.done_ms, done.results) == (
        QueueState.DONE,
        4_000,
        (Path("a.wdproj"),),
    )
    assert failed.error is not None
    assert isinstance(failed.error.restored(), NoAudioError)


def test_a_certain_entry_can_be_claimed(queue: QueueFile) -> None:
    claim = queue.claim(queue.entries()[1].id)
    assert claim is not None
    assert claim.entry.order == B
    claim.skip(Skipped(SkipReason.DONE_ALREADY, Path("b.srt")))
    claim.release()
    assert states(queue) == ["waiting", "skipped"]


def _claim_and_vanish(home: Path) -> None:
    claim = QueueFile(home).claim()
    assert claim is not None
    claim.advance(2_000, 4_000)
    os._exit(9)


def test_what_a_killed_program_left_waits_again(queue: QueueFile, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_claim_and_vanish, args=(tmp_path / "home",))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert '"running"' in queue.path.read_text(encoding="utf-8")

    assert states(queue) == ["waiting", "waiting"]
    claim = queue.claim()
    assert claim is not None
    assert (claim.entry.order, claim.entry.done_ms) == (A, 2_000)
    claim.put_back()
    claim.release()
    assert states(queue) == ["waiting", "waiting"]


def test_an_entry_that_nobody_works_on_can_be_failed(queue: QueueFile) -> None:
    queue.fail(queue.entries()[0].id, NoAudioError(Path("a.mp4"), "it is silent"))
    assert states(queue) == ["failed", "waiting"]


def test_a_program_that_holds_the_queue_is_not_waited_for_forever(
    queue: QueueFile, tmp_path: Path
) -> None:
    with FileLock(tmp_path / "home" / "queue-locks" / "queue.lock"):
        with pytest.raises(OutputUnwritableError, match="another program holds it"):
            queue.change(lambda entries: entries, patience_s=0.01)
        assert states(queue) == ["waiting", "waiting"]


def test_a_look_waits_for_nobody(queue: QueueFile, tmp_path: Path) -> None:
    claim = queue.claim()
    assert claim is not None
    with FileLock(tmp_path / "home" / "queue-locks" / "queue.lock"):
        assert states(queue) == ["running", "waiting"]
    claim.release()


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(OutputUnwritableError):
        QueueFile(tmp_path / "home").claim()
