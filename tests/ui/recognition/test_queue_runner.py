import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.queue import Entries, QueueOrder, QueueState, added
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import queue_tools
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.core.errors import (
    ModelCapabilityError,
    ModelNotInstalledError,
    OutputUnwritableError,
)
from whisper_desktop.core.events import Finished, ModelIdentity, ResumePoint, Started, WindowDone
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.recognition.queue_runner import QueueRunner


@pytest.fixture
def make_media(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        path = tmp_path / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(3_200))
        return path

    return make


@pytest.fixture
def queue(tmp_path: Path) -> QueueFile:
    return QueueFile(tmp_path / "home")


@pytest.fixture
def runner(
    queue: QueueFile, host: FakeHost, tmp_path: Path, window: QMainWindow
) -> Iterator[QueueRunner]:
    home = tmp_path / "home"
    tools = queue_tools(home, host.run, ModelRequest, EditorSettings)
    runner = QueueRunner(queue, tools, home, window)
    yield runner
    runner.stop()


@pytest.fixture
def fill(
    runner: QueueRunner, make_media: Callable[[str], Path], qtbot: QtBot
) -> Callable[[str], None]:
    """Return what adds recordings with one-letter names."""

    def add(names: str) -> None:
        with qtbot.waitSignal(runner.changed):
            runner.add([make_media(f"{name}.wav") for name in names])

    return add


Fill = Callable[[str], None]
WINDOW = (
    Started(ModelIdentity("base", "", "cpu", "int8"), 4_000),
    WindowDone(ResumePoint(2_000, "en")),
)
ALL = (*WINDOW, Finished((), "en"), None)


def states(runner: QueueRunner) -> list[str]:
    return [entry.state.value for entry in runner.entries]


def names(runner: QueueRunner) -> str:
    return "".join(entry.media.stem for entry in runner.entries)


class TestAdd:
    def test_files_and_folders_are_found_in_a_thread(
        self, runner: QueueRunner, make_media: Callable[[str], Path], qtbot: QtBot
    ) -> None:
        folder = make_media("show/b.wav").parent
        make_media("show/disc/c.wav")
        runner.usual = replace(runner.usual, recipe=Recipe("nl"))
        runner.add([make_media("a.wav")])
        runner.add([folder])
        qtbot.waitUntil(lambda: names(runner) == "abc")
        assert {entry.order.recipe for entry in runner.entries} == {Recipe("nl")}
        assert states(runner) == ["waiting"] * 3
        assert not runner.is_going

    def test_what_is_no_recording_is_told(
        self, runner: QueueRunner, tmp_path: Path, make_media: Callable[[str], Path], qtbot: QtBot
    ) -> None:
        told: list[str] = []
        runner.failed.connect(lambda error: told.append(error.path.name))
        notes, empty = tmp_path / "notes.txt", tmp_path / "empty"
        notes.write_text("no sound", encoding="utf-8")
        empty.mkdir()
        runner.add([notes, empty, tmp_path / "gone.wav", make_media("a.wav")])
        qtbot.waitUntil(lambda: names(runner) == "a")
        assert told == ["notes.txt", "empty", "gone.wav"]

    def test_what_is_in_the_queue_already_is_told_and_not_added(
        self, runner: QueueRunner, make_media: Callable[[str], Path], fill: Fill, qtbot: QtBot
    ) -> None:
        fill("a")
        runner.usual = replace(runner.usual, recipe=Recipe("nl"))
        with qtbot.waitSignal(runner.passed_over) as passed:
            runner.add([make_media("a.wav"), make_media("b.wav"), make_media("b.mp4")])
        told = [(one.order.media.name, one.entry.media.name, one.place) for one in passed.args[0]]
        assert sorted(told) == [("a.wav", "a.wav", 0), ("b.mp4", "b.wav", 1)]
        assert names(runner) == "ab"

    def test_what_was_added_again_is_not_tried_again_beside_it(
        self,
        runner: QueueRunner,
        queue: QueueFile,
        make_media: Callable[[str], Path],
        fill: Fill,
        qtbot: QtBot,
    ) -> None:
        fill("a")
        (first,) = queue.entries()
        queue.fail(first.id, ModelNotInstalledError("base", is_known=True))
        fill("a")
        for act in (runner.retry, runner.begin_anew):
            with qtbot.waitSignal(runner.passed_over) as passed:
                act([first.id])
            (told,) = passed.args[0]
            assert (told.entry, told.place) == (runner.entries[1], 1)
            assert states(runner) == ["failed", "waiting"]
        with qtbot.assertNotEmitted(runner.passed_over):
            runner.retry([runner.entries[1].id])

    def test_nothing_is_told_of_orders_where_the_queue_cannot_be_written(
        self,
        runner: QueueRunner,
        make_media: Callable[[str], Path],
        fill: Fill,
        monkeypatch: pytest.MonkeyPatch,
        qtbot: QtBot,
    ) -> None:
        fill("a")

        def change(
            _queue: QueueFile, verb: Callable[[Entries], Entries], **_options: float
        ) -> Entries:
            verb(runner.entries)
            raise OutputUnwritableError(Path("queue.json"), "the disk is full")

        monkeypatch.setattr(QueueFile, "change", change)
        with qtbot.assertNotEmitted(runner.passed_over), qtbot.waitSignal(runner.failed):
            runner.add([make_media("a.wav")])

    def test_what_the_model_cannot_do_is_not_added(
        self, runner: QueueRunner, make_media: Callable[[str], Path], qtbot: QtBot
    ) -> None:
        runner.usual = replace(runner.usual, recipe=Recipe("nl", model="tiny.en"))
        with qtbot.waitSignal(runner.failed) as failed:
            runner.add([make_media("a.wav")])
        assert isinstance(failed.args[0], ModelCapabilityError)
        assert runner.entries == ()

    def test_a_queue_that_cannot_be_kept_is_told(
        self, runner: QueueRunner, tmp_path: Path, qtbot: QtBot
    ) -> None:
        (tmp_path / "home").touch()
        with qtbot.waitSignal(runner.failed) as failed:
            runner.clear_finished()
        assert isinstance(failed.args[0], OutputUnwritableError)

    def test_a_program_that_holds_the_queue_keeps_the_window_only_for_a_moment(
        self, runner: QueueRunner, tmp_path: Path, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("a")
        with (
            FileLock(tmp_path / "home" / "queue-locks" / "queue.lock"),
            qtbot.waitSignal(runner.failed) as failed,
        ):
            runner.remove([runner.entries[0].id])
        assert failed.args[0].reason == "another program holds it"
        assert states(runner) == ["waiting"]


class TestWork:
    def test_one_after_the_other_until_nothing_waits(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("ab")
        runner.set_going(True)
        qtbot.waitUntil(lambda: states(runner) == ["running", "waiting"])
        assert runner.current == runner.entries[0].id
        host.say(*ALL)
        qtbot.waitUntil(lambda: states(runner) == ["done", "running"])
        host.say(*ALL)
        qtbot.waitUntil(lambda: not runner.is_going)
        assert states(runner) == ["done", "done"]
        assert runner.entries[0].media.with_suffix(".wdproj").exists()

    def test_pausing_keeps_what_is_finished_and_goes_on_there(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("a")
        runner.set_going(True)
        with qtbot.waitSignal(runner.event_ready):
            host.say(*WINDOW)
        runner.watch(is_watched=True)
        qtbot.waitUntil(lambda: runner.entries[0].done_ms == 2_000)
        runner.set_going(False)
        assert not runner.is_going
        qtbot.waitUntil(lambda: not runner.is_pausing)
        assert states(runner) == ["waiting"]

        runner.set_going(True)
        qtbot.waitUntil(lambda: len(host.jobs) == 2)
        assert getattr(host.jobs[1], "resume").at_ms == 2_000  # noqa: B009
        host.say(Finished((), "en"), None)
        qtbot.waitUntil(lambda: states(runner) == ["done"])

    def test_going_on_at_once_after_a_pause_works(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("a")
        runner.set_going(True)
        qtbot.waitUntil(lambda: runner.current is not None)
        runner.set_going(False)
        runner.set_going(True)
        qtbot.waitUntil(lambda: len(host.jobs) == 2)
        host.say(*ALL)
        qtbot.waitUntil(lambda: states(runner) == ["done"])

    def test_the_entry_that_runs_is_stopped_before_it_goes(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("ab")
        runner.set_going(True)
        qtbot.waitUntil(lambda: len(host.jobs) == 1)
        runner.remove([entry.id for entry in runner.entries[:1]])
        qtbot.waitUntil(lambda: names(runner) == "b")
        qtbot.waitUntil(lambda: states(runner) == ["running"])

    def test_what_would_happen_to_all_stops_the_queue(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot
    ) -> None:
        fill("ab")
        with qtbot.waitSignal(runner.held):
            host.say(ModelNotInstalledError("base", is_known=True))
            runner.set_going(True)
        qtbot.waitUntil(lambda: runner.current is None)
        assert not runner.is_going
        assert states(runner) == ["failed", "waiting"]
        runner.retry([entry.id for entry in runner.entries])
        assert states(runner) == ["waiting", "waiting"]

    def test_a_bug_is_kept_in_a_log_and_the_others_go_on(
        self, runner: QueueRunner, host: FakeHost, fill: Fill, qtbot: QtBot, tmp_path: Path
    ) -> None:
        fill("ab")
        host.say(ZeroDivisionError("division by zero"), *ALL)
        runner.set_going(True)
        qtbot.waitUntil(lambda: states(runner) == ["failed", "done"])
        error = runner.entries[0].error
        assert error is not None
        assert error.kind == "RecogniserDiedError"
        assert (tmp_path / "home" / "logs" / "crash.log").exists()


class TestChange:
    def test_entries_move_and_get_another_recipe(self, runner: QueueRunner, fill: Fill) -> None:
        fill("abc")
        ids = [entry.id for entry in runner.entries]
        runner.move(ids[2:], -1)
        assert names(runner) == "acb"
        runner.set_orders(ids[:1], QueueOrder(Path(), Recipe("fr")))
        first = runner.entries[0]
        assert (first.order.recipe, first.media.stem) == (Recipe("fr"), "a")

    def test_what_is_done_is_begun_anew_only_when_that_is_meant(
        self, runner: QueueRunner, queue: QueueFile, fill: Fill
    ) -> None:
        fill("a")
        queue.change(lambda entries: tuple(replace(e, state=QueueState.DONE) for e in entries))
        runner.look()
        ids = [entry.id for entry in runner.entries]
        runner.set_orders(ids, QueueOrder(Path(), Recipe("fr")))
        runner.retry(ids)
        assert states(runner) == ["done"]
        runner.begin_anew(ids)
        assert states(runner) == ["waiting"]
        assert runner.entries[0].order.is_overwriting
        queue.change(lambda entries: tuple(replace(e, state=QueueState.DONE) for e in entries))
        runner.clear_finished()
        assert runner.entries == ()

    def test_what_another_program_does_is_seen(
        self, runner: QueueRunner, queue: QueueFile, qtbot: QtBot
    ) -> None:
        runner.watch(is_watched=True)
        queue.change(lambda entries: added(entries, [QueueOrder(Path("x.wav"))]))
        qtbot.waitUntil(lambda: names(runner) == "x")
        runner.watch(is_watched=False)
