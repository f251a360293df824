"""The queue in the whole window, with a recogniser that is never asked."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.media_identity import refer_to
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.queue import QueueOrder, QueueState, Taken, added
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import ModelNotInstalledError, OutputUnwritableError
from whisper_desktop.core.recipe import Recipe, RecipeOverride
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.queue_recipe_dialog import QueueRecipeDialog
from whisper_desktop.ui.models.queue_model import QueueColumn
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.queue_dock import QueueDock
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def queue() -> QueueFile:
    return QueueFile(app_paths(os.environ).home)


@pytest.fixture
def workplace(make_workplace: Callable[[], Workplace]) -> Workplace:
    return make_workplace()


@pytest.fixture
def dock(workplace: Workplace) -> QueueDock:
    dock = workplace.window.findChild(QueueDock)
    assert dock is not None
    return dock


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"no sound")
    return path


def fill(queue: QueueFile, dock: QueueDock, *media: Path) -> None:
    queue.change(lambda entries: added(entries, [QueueOrder(one) for one in media]))
    dock.runner.look()
    ids = [entry.id for entry in dock.runner.entries]
    dock.list.choose(ids, ids[0])


def test_the_dock_is_closed_until_wanted_and_needs_no_document(
    workplace: Workplace, dock: QueueDock
) -> None:
    assert not dock.isVisible()
    action = workplace.window.actions_by_name["queue"]
    action.trigger()
    assert dock.isVisible()
    assert not workplace.window.is_editing
    workplace.session.begin(NewWork([Cue(1, 0, 1_000, "typed")]))
    assert dock.isVisible()
    dock.close()
    assert not action.isChecked()


def test_another_recipe_is_asked_for(
    workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path
) -> None:
    fill(queue, dock, media)
    for ask, expected in (
        (dock.recipe_button.click, Recipe("fr")),
        (dock.usual_action.trigger, Recipe("nl")),
    ):
        ask()
        dialog = workplace.window.findChildren(QueueRecipeDialog)[-1]
        dialog.recipe.changed.emit(RecipeOverride(language=expected.language))
        dialog.accept()
    assert queue.entries()[0].order.recipe.language == "fr"
    assert dock.runner.usual.recipe.language == "nl"


def test_the_model_of_the_settings_is_told(
    workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path
) -> None:
    fill(queue, dock, media)
    preferences = workplace.window.findChild(Preferences)
    assert preferences is not None
    preferences.change_settings(replace(preferences.settings, model="tiny"))
    assert dock.list.model().index(0, QueueColumn.RECIPE).data() == "Find out · Write · tiny"


def test_beginning_anew_is_asked_about(
    workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path
) -> None:
    fill(queue, dock, media)
    dock.anew_action.trigger()
    (question,) = workplace.window.findChildren(Question)
    assert "recordings are replaced: 1." in question.sentence.text()
    assert not queue.entries()[0].order.is_overwriting
    question.accept()
    assert queue.entries()[0].order.is_overwriting


def test_the_project_of_an_entry_is_opened(
    workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path, qtbot: QtBot
) -> None:
    path = media.with_suffix(".wdproj")
    contents = ProjectContents([Cue(1, 0, 1_000, "from the queue")], refer_to(media, path))
    Project.create(path, contents).close()
    fill(queue, dock, media)
    queue.change(lambda entries: tuple(replace(one, done_ms=1) for one in entries))
    dock.runner.look()
    dock.open_button.click()
    qtbot.waitUntil(lambda: workplace.session.name == "talk")
    assert workplace.editing.document[0].text == "from the queue"


def test_what_fails_is_said(
    workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path, qtbot: QtBot
) -> None:
    window = workplace.window
    dock.runner.failed.emit(OutputUnwritableError(queue.path, "the disk is full"))
    assert "the disk is full" in window.status_line.text
    fill(queue, dock, media)
    dock.go_button.click()
    qtbot.waitUntil(lambda: queue.entries()[0].state is QueueState.FAILED)
    qtbot.waitUntil(lambda: "talk.wav in the queue: Failed. talk" in window.status_line.text)
    [entry] = dock.runner.entries
    dock.runner.passed_over.emit((Taken(QueueOrder(media), entry, 0),))
    assert window.status_line.text.endswith("not added again: talk.wav.")
    dock.runner.held.emit(ModelNotInstalledError("base", is_known=True))
    assert window.notices.isVisibleTo(window)


def test_files_and_folders_are_chosen(
    workplace: Workplace, dock: QueueDock, media: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    dock.runner.failed.connect(told.append)
    for button in (dock.files_button, dock.folder_button):
        button.click()
        dialog = workplace.window.findChildren(QFileDialog)[-1]
        is_for_files = dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
        assert ("*.mp4" in dialog.nameFilters()[0]) is is_for_files
        dialog.filesSelected.emit([str(media)])
        dialog.reject()
    qtbot.waitUntil(lambda: len(told) == 2)


class TestEndAndStart:
    @pytest.mark.parametrize(("button", "is_closed"), [("Quit", True), ("Cancel", False)])
    def test_who_ends_the_program_is_told_that_the_queue_works(
        self,
        workplace: Workplace,
        dock: QueueDock,
        button: str,
        is_closed: bool,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        told: list[str] = []

        def answer() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            told.append(box.text())
            next(one for one in box.buttons() if one.text() == f"&{button}").click()

        monkeypatch.setattr(dock.runner, "_is_going", True)
        QTimer.singleShot(100, answer)
        assert workplace.window.close() is is_closed
        assert "The queue is at work." in told[0]

    def test_the_program_says_at_its_start_that_recordings_wait(
        self, workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path
    ) -> None:
        notices = workplace.window.notices
        workplace.queue.offer()
        assert notices.notices == ()
        fill(queue, dock, media, Path("b.wav"))
        workplace.queue.offer()
        notice = notices.notice
        assert notice is not None
        assert "left in the queue, which is not started" in notice.sentence
        start, show = (act for _, act in notice.answers)
        show()
        assert dock.isVisible()
        dock.hide()
        start()
        assert dock.isVisible()
        assert dock.runner.is_going
        assert notices.notices == ()

    def test_nothing_is_said_of_what_another_program_works_on(
        self, workplace: Workplace, dock: QueueDock, queue: QueueFile, media: Path
    ) -> None:
        fill(queue, dock, media, Path("b.wav"))
        claim = queue.claim()
        assert claim is not None
        workplace.queue.offer()
        claim.release()
        assert workplace.window.notices.notice is None
