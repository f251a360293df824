from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QPalette
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.queue import (
    Entries,
    QueueEntry,
    QueueOrder,
    QueueState,
    Skipped,
    SkipReason,
    new_entry,
)
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import queue_tools
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import NoAudioError
from whisper_desktop.core.events import Progress
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.models.queue_model import QueueColumn, QueueModel
from whisper_desktop.ui.recognition.queue_runner import QueueRunner
from whisper_desktop.ui.views.queue_dock import QueueDock

PLACES = ("show/a.mp4", "show/b.mp4", "other/a.mp4", "show/c.mp4")


def no_host(_job: RecognitionJob, _cancel: CancelToken) -> Iterator[object]:
    raise AssertionError("nothing is to be recognised")


def made_entries() -> Entries:
    waiting, begun, failed, done = (new_entry(QueueOrder(Path(name))) for name in PLACES)
    error = ErrorRecord.of(NoAudioError(Path("other/a.mp4"), "it has no sound"))
    return (
        waiting,
        replace(begun, done_ms=30_000, total_ms=120_000),
        replace(failed, state=QueueState.FAILED, error=error),
        replace(done, state=QueueState.DONE, results=(Path("c.wdproj"), Path("c.srt"))),
    )


@pytest.fixture
def runner(tmp_path: Path, window: QMainWindow) -> Iterator[QueueRunner]:
    home = tmp_path / "home"
    tools = queue_tools(home, no_host, ModelRequest, EditorSettings)
    runner = QueueRunner(QueueFile(home), tools, home, window)
    yield runner
    runner.stop()


@pytest.fixture
def dock(runner: QueueRunner, window: QMainWindow, qtbot: QtBot) -> QueueDock:
    dock = QueueDock(runner, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.show()
    qtbot.waitExposed(window)
    return dock


@pytest.fixture
def fill(runner: QueueRunner, dock: QueueDock, tmp_path: Path) -> Callable[[], Entries]:
    """Return what puts four entries into the queue, and shows them."""

    def put() -> Entries:
        QueueFile(tmp_path / "home").change(lambda _: made_entries())
        runner.look()
        return runner.entries

    return put


Fill = Callable[[], Entries]


def choose(dock: QueueDock, *entries: QueueEntry) -> None:
    dock.list.choose([entry.id for entry in entries], entries[0].id)


def cells(dock: QueueDock, column: QueueColumn) -> list[str]:
    model = dock.list.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def names(runner: QueueRunner) -> str:
    return "".join(entry.media.stem for entry in runner.entries)


def test_an_empty_queue_says_what_it_is_for(dock: QueueDock) -> None:
    assert dock.empty.isVisible()
    assert not dock.list.isVisible()
    assert not dock.go_button.isEnabled()
    assert dock.windowTitle() == "Queue"


def test_each_entry_shows_its_name_recipe_and_state(dock: QueueDock, fill: Fill) -> None:
    fill()
    assert cells(dock, QueueColumn.RECORDING) == ["show/a.mp4", "b.mp4", "other/a.mp4", "c.mp4"]
    assert cells(dock, QueueColumn.STATE) == ["Waiting", "Waiting, 25 %", "Failed", "Done"]
    assert cells(dock, QueueColumn.RECIPE) == ["Find out · Write · base"] * 4
    assert dock.windowTitle() == "Queue (2 left, 1 failed)"
    counts, reason = dock.detail.text().split("\n")
    assert counts == "Waiting: 2 · Done: 1 · Failed: 1"
    assert reason.startswith("a.mp4 cannot be read: it has no sound.")
    assert dock.detail.wordWrap()
    assert dock.go_button.isEnabled()
    tip = dock.list.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "it has no sound" in tip
    tip = dock.list.model().index(2, QueueColumn.RECIPE).data(Qt.ItemDataRole.ToolTipRole)
    assert "task: Write what is said" in tip


def test_the_chosen_entry_says_what_became_of_it_and_what_can_be_done(
    dock: QueueDock, fill: Fill
) -> None:
    waiting, begun, failed, done = fill()
    for entry, words, can_retry, can_open, can_change in (
        (waiting, "Waiting for its turn.", False, False, True),
        (begun, "Stopped at 25 %; it goes on there.", False, True, True),
        (failed, "a.mp4 cannot be read: it has no sound. Then", True, False, True),
        (done, "Beside the recording: c.wdproj, c.srt", False, True, False),
    ):
        choose(dock, entry)
        assert dock.detail.text().startswith(words)
        assert dock.retry_button.isEnabled() is can_retry
        assert dock.open_button.isEnabled() is can_open
        assert dock.recipe_button.isEnabled() is can_change


def test_what_was_skipped_says_how_to_do_it_all_the_same(
    dock: QueueDock, runner: QueueRunner, tmp_path: Path
) -> None:
    for reason in SkipReason:
        skipped = Skipped(reason, Path("a.srt"))
        entry = replace(
            new_entry(QueueOrder(Path("a.mp4"))), state=QueueState.SKIPPED, skipped=skipped
        )
        QueueFile(tmp_path / "home").change(lambda _, entry=entry: (entry,))  # type: ignore[misc]
        runner.look()
        choose(dock, entry)
        assert "a.srt" in dock.detail.text()
        assert "“Begin anew”" in dock.detail.text()


class TestKeys:
    def test_entries_move_and_stay_chosen(
        self, dock: QueueDock, fill: Fill, runner: QueueRunner, qtbot: QtBot
    ) -> None:
        third = fill()[2]
        choose(dock, third)
        for key, modifiers, expected in (
            (Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier, "aabc"),
            (Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier, "aabc"),
            (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier, "aabc"),
        ):
            QTest.keyClick(dock.list, key, modifiers)
            assert names(runner) == expected
            assert [entry.id for entry in dock.list.chosen] == [third.id]
        assert runner.entries[1].id == third.id
        dock.down_button.click()
        assert runner.entries[2].id == third.id
        dock.up_button.click()
        assert runner.entries[1].id == third.id

    def test_delete_removes_and_enter_opens(
        self, dock: QueueDock, fill: Fill, runner: QueueRunner, qtbot: QtBot
    ) -> None:
        entries = fill()
        choose(dock, entries[3])
        with qtbot.waitSignal(dock.open_wanted) as opened:
            QTest.keyClick(dock.list, Qt.Key.Key_Return)
        assert opened.args == [entries[3]]
        choose(dock, entries[0], entries[1])
        QTest.keyClick(dock.list, Qt.Key.Key_Delete)
        assert names(runner) == "ac"
        choose(dock, entries[2])
        with qtbot.assertNotEmitted(dock.open_wanted):
            QTest.keyClick(dock.list, Qt.Key.Key_Return)

    def test_escape_leads_back(self, dock: QueueDock, fill: Fill, qtbot: QtBot) -> None:
        fill()
        with qtbot.waitSignal(dock.left):
            QTest.keyClick(dock.list, Qt.Key.Key_Escape)


def test_buttons_ask_for_what_the_dock_does_not_know(
    dock: QueueDock, fill: Fill, runner: QueueRunner, qtbot: QtBot
) -> None:
    entries = fill()
    choose(dock, entries[2])
    with qtbot.waitSignal(dock.recipe_wanted) as recipe:
        dock.recipe_button.click()
    assert recipe.args == [(entries[2],)]
    with qtbot.waitSignal(dock.recipe_wanted) as usual:
        dock.usual_action.trigger()
    assert usual.args == [()]
    with qtbot.waitSignal(dock.anew_wanted) as anew:
        dock.anew_action.trigger()
    assert anew.args == [(entries[2],)]
    with qtbot.waitSignals([dock.files_wanted, dock.folder_wanted]):
        dock.files_button.click()
        dock.folder_button.click()
    dock.retry_button.click()
    assert runner.entries[2].state is QueueState.WAITING
    assert dock.windowTitle() == "Queue (3 left)"
    dock.clear_action.trigger()
    assert names(runner) == "aba"
    dock.list.choose([], None)
    dock.list.selectionModel().clear()
    with qtbot.assertNotEmitted(dock.anew_wanted):
        dock.anew_action.trigger()


def test_files_are_dropped_on_it(dock: QueueDock, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/media/a.mp4"), QUrl("https://example.org/b.mp4")])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(dock.dropped) as dropped:
        dock.dropEvent(drop)
    assert dropped.args == [(Path("/media/a.mp4"),)]


def test_progress_is_told_with_the_name(
    dock: QueueDock, fill: Fill, runner: QueueRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = fill()
    monkeypatch.setattr(runner, "_current", entries[1].id)
    runner.changed.emit()
    assert dock.progress_label.text() == "Loading the model…"
    runner.event_ready.emit(TurnAwaited(Side.DOCUMENT))
    expected = "b.mp4: Waiting until the open recording is recognised…"
    assert dock.progress_label.text() == expected
    runner.event_ready.emit(Progress(30_000, 120_000, 0.0, None))
    runner.event_ready.emit(Progress(60_000, 120_000, 10.0, 20.0))
    assert dock.progress_label.text() == "b.mp4: 1:00 of 2:00 · 3.0 × real time · 0:20 left"
    assert dock.progress.value() == 50
    runner.event_ready.emit("what nobody knows")
    assert dock.progress.value() == 50
    monkeypatch.setattr(runner, "_current", None)
    runner.changed.emit()
    assert not dock.progress.isVisible()


def test_start_and_pause_are_one_button(dock: QueueDock, fill: Fill, runner: QueueRunner) -> None:
    fill()
    assert dock.go_button.text() == "Start"
    dock.go_button.click()
    assert dock.go_button.text() == "Pause"
    dock.go_button.click()
    assert not runner.is_going


def test_the_model_keeps_to_what_qt_asks(
    dock: QueueDock, fill: Fill, runner: QueueRunner, tmp_path: Path
) -> None:
    model = QueueModel(runner)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    entries = fill()
    assert model.rowCount() == 4
    assert model.headerData(2, Qt.Orientation.Horizontal) == "State"
    assert model.row_of(entries[3].id) == 3
    assert model.row_of("gone") is None
    chosen = replace(entries[0].order, recipe=Recipe("nl", model="small"))
    runner.set_orders([entries[0].id], chosen)
    assert model.index(0, QueueColumn.RECIPE).data() == "Dutch · Write · small"
    icon = model.index(0, QueueColumn.STATE).data(Qt.ItemDataRole.DecorationRole)
    assert not icon.isNull()


def test_what_is_chosen_stays_so_in_other_colours(dock: QueueDock, fill: Fill) -> None:
    entries = fill()
    choose(dock, entries[1])
    dock.setPalette(QPalette(Qt.GlobalColor.black))
    font = dock.list.font()
    font.setPointSize(font.pointSize() + 4)
    dock.list.setFont(font)
    assert dock.list.chosen == (entries[1],)
    dock.list.selectionModel().clear()
    flags = QItemSelectionModel.SelectionFlag.NoUpdate
    dock.list.selectionModel().setCurrentIndex(dock.list.model().index(0, 0), flags)
    assert dock.list.current == entries[0]
