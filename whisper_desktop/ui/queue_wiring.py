"""Where the parts of the queue are put together, for the wiring of the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from whisper_desktop.app.host_turns import HostSide
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.queue import QueueEntry, QueueState, Taken
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import queue_tools
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.question import Question, with_letters, without_icons
from whisper_desktop.ui.dialogs.queue_recipe_dialog import QueueRecipeDialog
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.files.media_filters import media_filters
from whisper_desktop.ui.files.opening import Opening
from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.recognition.queue_runner import QueueRunner
from whisper_desktop.ui.recognition.queue_words import (
    outcome_sentence,
    passed_over_words,
    state_words,
)
from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.views.queue_dock import QueueDock

_TOPIC = "queue"


def make_queue(window: MainWindow, desk: Desk, host: HostSide, paths: AppPaths) -> QueueDock:
    """Return the dock of the queue, whose work the host does."""
    preferences = desk.preferences
    tools = queue_tools(
        paths.home,
        host.run,
        model=lambda: preferences.model_request,
        editor=lambda: preferences.editor,
    )
    runner = QueueRunner(QueueFile(paths.home), tools, paths.home, window)
    # Its model may be another one now.
    preferences.changed.connect(runner.changed)
    return QueueDock(runner, window)


class QueueCommands(QObject):
    """Asks what the dock needs to know, opens what is done, and says what happened."""

    def __init__(
        self, window: MainWindow, desk: Desk, dock: QueueDock, opening: Opening, paths: AppPaths
    ) -> None:
        super().__init__(desk)
        self._window, self._desk, self._opening, self._paths = window, desk, opening, paths
        self._dock, self._runner = dock, dock.runner
        self._recipe: tuple[QueueRecipeDialog, tuple[str, ...]] | None = None
        self._anew: tuple[str, ...] = ()
        dock.files_wanted.connect(self._on_files)
        dock.folder_wanted.connect(self._on_folder)
        dock.dropped.connect(self._runner.add)
        dock.open_wanted.connect(self._on_open)
        dock.recipe_wanted.connect(self._on_recipe)
        dock.anew_wanted.connect(self._on_anew)
        self._runner.changed.connect(self._on_changed)
        self._runner.failed.connect(self._on_failed)
        self._runner.passed_over.connect(self._on_passed_over)
        self._runner.held.connect(self._on_held)
        self._runner.entry_ended.connect(self._on_entry_ended)

    def offer(self) -> None:
        """Say that recordings wait, and nobody works on them; for the start of the program."""
        self._runner.look()
        states = [entry.state for entry in self._runner.entries]
        if QueueState.WAITING not in states or QueueState.RUNNING in states:
            return
        count = states.count(QueueState.WAITING)
        sentence = self.tr("%Ln recording(s) left in the queue, which is not started.", "", count)
        answers = (
            (self.tr("Start the queue"), self._start),
            (self.tr("Show…"), self._show),
        )
        self._window.notices.tell(Notice(_TOPIC, sentence, answers))

    def _start(self) -> None:
        """Let the queue work, where that can be seen."""
        self._show()
        self._runner.set_going(True)

    def _show(self) -> None:
        """Show the queue before other lists."""
        self._window.actions_by_name["queue"].setChecked(True)
        self._dock.raise_()

    def may_end(self) -> bool:
        """Tell whether the program may end; while the queue works, the person is asked."""
        if not self._runner.is_going:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Whisper Desktop"))
        box.setText(
            self.tr(
                "The queue is at work. What is finished is kept, and it goes on there when you"
                " start the queue again."
            )
        )
        quit_button = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(quit_button)
        box.addButton(QMessageBox.StandardButton.Cancel)
        without_icons(box.buttons())
        with_letters(box.buttons())
        self._desk.wait_for(box)
        return box.clickedButton() is quit_button

    @Slot()
    def stop(self) -> None:
        """End the work; for the end of the program."""
        self._runner.stop()

    @Slot()
    def _on_files(self) -> None:
        dialog = QFileDialog(self._desk.window, self.tr("Add to the queue"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(media_filters())
        dialog.filesSelected.connect(self._on_chosen)
        open_once(dialog)

    @Slot()
    def _on_folder(self) -> None:
        dialog = QFileDialog(self._desk.window, self.tr("Add a folder to the queue"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_chosen)
        open_once(dialog)

    @Slot(list)
    def _on_chosen(self, names: list[str]) -> None:
        self._runner.add([Path(name) for name in names])

    @Slot(object)
    def _on_open(self, entry: QueueEntry) -> None:
        project = entry.order.project
        self._opening.open([project if project.exists() else entry.media])

    @Slot(object)
    def _on_recipe(self, entries: tuple[QueueEntry, ...]) -> None:
        order = entries[0].order if entries else self._runner.usual
        known = ModelStore(self._paths.home, offline=True).list()
        models = (known, self._desk.preferences.settings.model)
        dialog = QueueRecipeDialog(
            order,
            len(entries),
            models,
            NamedRecipes(self._paths.recipes_file),
            self._desk.window,
            check=self._runner.check,
        )
        self._recipe = (dialog, tuple(entry.id for entry in entries))
        dialog.accepted.connect(self._on_recipe_chosen)
        open_once(dialog)

    @Slot()
    def _on_recipe_chosen(self) -> None:
        if self._recipe is None:
            return
        dialog, ids = self._recipe
        if ids:
            self._runner.set_orders(ids, dialog.order)
        else:
            self._runner.usual = dialog.order

    @Slot(object)
    def _on_anew(self, entries: tuple[QueueEntry, ...]) -> None:
        self._anew = tuple(entry.id for entry in entries)
        question = Question(self._desk.window)
        sentence = self.tr(
            "The projects and subtitles of these recordings are replaced: {count}. What was"
            " edited in them is lost."
        )
        question.ask(
            self.tr("Begin anew"), sentence.format(count=len(entries)), self.tr("Replace them")
        )
        question.accepted.connect(self._on_anew_agreed)
        open_once(question)

    @Slot()
    def _on_anew_agreed(self) -> None:
        self._runner.begin_anew(self._anew)

    @Slot()
    def _on_changed(self) -> None:
        if self._runner.is_going:
            self._window.notices.withdraw(_TOPIC)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._window.status_line.tell(error_sentence(error), is_problem=True)

    @Slot(object)
    def _on_passed_over(self, orders: tuple[Taken, ...]) -> None:
        self._window.status_line.tell(passed_over_words(orders))

    @Slot(object)
    def _on_held(self, error: BaseException) -> None:
        sentence = self.tr("The queue has stopped: {reason}").format(reason=error_sentence(error))
        answer = (self.tr("Models…"), self._window.actions_by_name["models"].trigger)
        self._window.notices.tell(Notice(_TOPIC, sentence, [answer], is_problem=True))

    @Slot(object)
    def _on_entry_ended(self, entry: QueueEntry) -> None:
        words = self.tr("{name} in the queue: {state}. {outcome}")
        told = words.format(
            name=entry.media.name, state=state_words(entry), outcome=outcome_sentence(entry)
        )
        is_problem = entry.state is QueueState.FAILED
        self._window.status_line.tell(told, is_problem=is_problem)
