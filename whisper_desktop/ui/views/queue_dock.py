"""The queue: what is transcribed one after the other, dropped here, put in order and looked at."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.queue import QueueEntry, QueueState
from whisper_desktop.core.events import Progress
from whisper_desktop.ui.dropped_files import dropped_files
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.models.queue_model import QueueModel
from whisper_desktop.ui.recognition.queue_runner import QueueRunner
from whisper_desktop.ui.recognition.queue_words import (
    event_percent,
    event_words,
    loading_words,
    outcome_sentence,
    overview,
)
from whisper_desktop.ui.views.elided_label import ElidedLabel
from whisper_desktop.ui.views.queue_list import QueueList

_MARGIN_PX = 8
_DETAIL_LINES = 2


class QueueDock(QDockWidget):
    """Shows the entries and what can be done with them; asks by signals for everything else."""

    files_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(object)
    """The paths of files and folders that were dropped on it, a tuple."""
    open_wanted = Signal(object)
    """The result of this QueueEntry shall be opened."""
    recipe_wanted = Signal(object)
    """Another recipe is wanted for these entries, a tuple; for what is added later if empty."""
    anew_wanted = Signal(object)
    """These entries, a tuple, shall be done again, whatever is there."""
    left = Signal()
    """Escape was pressed: the rows are meant again."""

    def __init__(self, runner: QueueRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-dock")
        self.setAcceptDrops(True)
        self._runner = runner
        self._model = QueueModel(runner, self)
        self._first_done_ms: int | None = None
        self.list = QueueList(self._model)
        self.empty = QLabel(
            self.tr(
                "Drop recordings or folders here. They are transcribed one after the other, and"
                " the project and the subtitles go beside each."
            )
        )
        self.files_button = QPushButton(self.tr("Add files…"))
        self.folder_button = QPushButton(self.tr("Add a folder…"))
        self.go_button = QPushButton()
        self.progress_label, self.progress = ElidedLabel(), QProgressBar()
        self.detail = QLabel()
        self.up_button, self.down_button = QToolButton(), QToolButton()
        self.recipe_button = QPushButton(self.tr("Recipe…"))
        self.retry_button = QPushButton(self.tr("Try again"))
        self.open_button = QPushButton(self.tr("Open"))
        self.more_button, self.more_menu = QToolButton(), QMenu(self)
        self._fill_menu()
        self._lay_out()
        self._explain()
        self._connect()
        self._draw_icons()
        self._on_changed()

    @property
    def runner(self) -> QueueRunner:
        """What works on the entries."""
        return self._runner

    def _fill_menu(self) -> None:
        self.anew_action = self.more_menu.addAction(self.tr("&Begin anew…"))
        self.remove_action = self.more_menu.addAction(self.tr("&Remove"))
        self.more_menu.addSeparator()
        self.clear_action = self.more_menu.addAction(self.tr("Remove what is &done"))
        self.usual_action = self.more_menu.addAction(self.tr("Recipe of what is &added…"))

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(2 * _MARGIN_PX)
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumHeight(_DETAIL_LINES * self.fontMetrics().lineSpacing())
        self.progress.setTextVisible(False)
        self._work = QWidget()
        working = QVBoxLayout(self._work)
        working.setContentsMargins(0, 0, 0, 0)
        working.addWidget(self.progress_label)
        working.addWidget(self.progress)
        adding = _line(self.files_button, self.folder_button, None, self.go_button)
        ordering = _line(
            *(self.up_button, self.down_button, self.recipe_button, self.retry_button),
            *(self.open_button, None, self.more_button),
        )
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(_MARGIN_PX)
        layout.addLayout(adding)
        layout.addWidget(self._work)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.detail)
        layout.addLayout(ordering)
        self.setWidget(body)

    def _explain(self) -> None:
        self.progress.setAccessibleName(self.tr("Progress"))
        self.detail.setAccessibleName(self.tr("What became of the recording"))
        for button, words in (
            (self.up_button, self.tr("Move up (Ctrl+↑)")),
            (self.down_button, self.tr("Move down (Ctrl+↓)")),
            (self.more_button, self.tr("More")),
        ):
            button.setAccessibleName(words.partition(" (")[0])
            button.setToolTip(words)
        self.more_button.setMenu(self.more_menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.open_button.setToolTip(self.tr("Open the project (Enter)"))
        self.retry_button.setToolTip(self.tr("Let what failed wait again; it goes on where it was"))
        self.recipe_button.setToolTip(
            self.tr("Language, task, model and formats of the chosen recordings")
        )
        self.remove_action.setToolTip(self.tr("Remove (Del); the files stay"))

    def _connect(self) -> None:
        self.visibilityChanged.connect(self._on_visibility_changed)
        self._runner.changed.connect(self._on_changed)
        self._runner.event_ready.connect(self._on_event)
        self.list.chosen_changed.connect(self._show_chosen)
        self.files_button.clicked.connect(self.files_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.go_button.clicked.connect(self._on_go)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.list.move_requested.connect(self._move)
        self.list.remove_requested.connect(self._on_remove)
        self.list.open_requested.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.retry_button.clicked.connect(self._on_retry)
        self.remove_action.triggered.connect(self._on_remove)
        self.clear_action.triggered.connect(self._runner.clear_finished)
        self.recipe_button.clicked.connect(self._asker(self.recipe_wanted))
        self.anew_action.triggered.connect(self._asker(self.anew_wanted))
        self.usual_action.triggered.connect(lambda: self.recipe_wanted.emit(()))

    def _asker(self, signal: SignalInstance) -> Callable[[], None]:
        def ask() -> None:
            chosen = self.list.chosen
            if chosen:
                signal.emit(chosen)

        return ask

    def _ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.list.chosen)

    def _draw_icons(self) -> None:
        for button, name in (
            (self.up_button, "arrow-up"),
            (self.down_button, "arrow-down"),
            (self.more_button, "dots-horizontal"),
        ):
            button.setIcon(icon(name, self.palette()))

    @Slot()
    def _on_changed(self) -> None:
        entries, runner = self._runner.entries, self._runner
        self.setWindowTitle(self._title())
        self.list.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.detail.setVisible(bool(entries))
        self.go_button.setText(self.tr("Pause") if runner.is_going else self.tr("Start"))
        has_waiting = any(entry.state is QueueState.WAITING for entry in entries)
        self.go_button.setEnabled(runner.is_going or (has_waiting and not runner.is_pausing))
        self.go_button.setToolTip(
            self.tr("Stop after what is finished; it goes on there")
            if runner.is_going
            else self.tr("Transcribe what waits, from the top")
        )
        if runner.current is None and not runner.is_going:
            self._work.hide()
        elif self._work.isHidden():
            self._begin_work()
        self._show_chosen()

    def _title(self) -> str:
        states = [entry.state for entry in self._runner.entries]
        left = sum(1 for state in states if not state.is_over)
        failed = states.count(QueueState.FAILED)
        text = self.tr("Queue ({left} left, {failed} failed)") if failed else self.tr("Queue")
        if left and not failed:
            text = self.tr("Queue ({left} left)")
        return text.format(left=left, failed=failed)

    def _begin_work(self) -> None:
        self._first_done_ms = None
        self.progress_label.setText(loading_words())
        self.progress.setRange(0, 0)
        self._work.show()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress) and self._first_done_ms is None:
            self._first_done_ms = event.done_ms
        words = event_words(event, self._first_done_ms or 0)
        if words is None:
            return
        row = self._model.row_of(self._runner.current)
        name = "" if row is None else self._model.entry(row).media.name
        self.progress_label.setText(self.tr("{name}: {words}").format(name=name, words=words))
        percent = event_percent(event)
        self.progress.setRange(0, 0 if percent is None else 100)
        self.progress.setValue(percent or 0)

    @Slot()
    def _show_chosen(self) -> None:
        """Show what became of the current entry, and what can be done with the chosen ones."""
        chosen, current = self.list.chosen, self.list.current
        states = {entry.state for entry in chosen}
        is_at_rest = bool(chosen) and QueueState.RUNNING not in states
        for button in (self.up_button, self.down_button):
            button.setEnabled(bool(chosen))
        self.retry_button.setEnabled(QueueState.FAILED in states)
        self.recipe_button.setEnabled(is_at_rest and states != {QueueState.DONE})
        self.open_button.setEnabled(current is not None and self._can_open(current))
        self.anew_action.setEnabled(is_at_rest)
        self.remove_action.setEnabled(bool(chosen))
        finished = {QueueState.DONE, QueueState.SKIPPED}
        self.clear_action.setEnabled(any(entry.state in finished for entry in self._runner.entries))
        self.detail.setText(self._detail(current))

    def _detail(self, current: QueueEntry | None) -> str:
        if current is None:
            return overview(self._runner.entries)
        return outcome_sentence(current, is_here=current.id == self._runner.current)

    def _can_open(self, entry: QueueEntry) -> bool:
        """Tell whether there is something to see; what is being written is not opened."""
        return entry.state is not QueueState.RUNNING and bool(entry.results or entry.done_ms)

    def _move(self, by: int) -> None:
        self._runner.move(self._ids(), by)

    @Slot()
    def _on_go(self) -> None:
        self._runner.set_going(not self._runner.is_going)

    @Slot()
    def _on_retry(self) -> None:
        self._runner.retry(self._ids())

    @Slot()
    def _on_remove(self) -> None:
        if self.list.chosen:
            self._runner.remove(self._ids())

    @Slot()
    def _on_open(self) -> None:
        current = self.list.current
        if current is not None and self._can_open(current):
            self.open_wanted.emit(current)

    @Slot(bool)
    def _on_visibility_changed(self, is_visible: bool) -> None:
        self._runner.watch(is_watched=is_visible)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this machine."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them wherever they are dropped on the queue."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files and folders were dropped."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the rows with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours of another palette."""
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a width in which the names can be read."""
        return QSize(self.fontMetrics().horizontalAdvance("m" * 38), super().sizeHint().height())


def _line(*widgets: QWidget | None) -> QHBoxLayout:
    """Return widgets in a line; None takes the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(_MARGIN_PX // 2)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return line
