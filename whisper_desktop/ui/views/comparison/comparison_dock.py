"""What was recognised anew, beside the rows as they are: taken or left, by row or all at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
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

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.models.comparison_model import ComparisonModel
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.proposal_words import hearing_words
from whisper_desktop.ui.views.comparison.comparison_list import ComparisonList

_MARGIN_PX = 8
_PROGRESS_WIDTH_PX = 90
_WITH_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ComparisonDock(QDockWidget):
    """Lists the proposals; what is done with them is said by its signals."""

    accept_requested = Signal(object)
    """These ProposalIds, a tuple, shall be taken."""
    accept_all_requested = Signal()
    """What nothing speaks against shall be taken."""
    reject_requested = Signal(object)
    """These shall be let go."""
    more_requested = Signal(object, object)
    """Other hearings of this ProposalId are wanted, with a model by name or None for the same."""
    cancel_requested = Signal()
    play_requested = Signal()
    """The current row shall be heard."""
    left = Signal()
    """Escape was pressed, or nothing is left to decide: the rows are meant again."""

    def __init__(
        self,
        editing: EditingController,
        board: ProposalBoard,
        models: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """`models` names those that are installed."""
        super().__init__(parent)
        self.setObjectName("comparison-dock")
        self._editing, self._board, self._models = editing, board, models
        self._model = ComparisonModel(editing, board, self)
        self.refusal: Callable[[ProposalId, str], str] = lambda _wanted, _model: ""
        """Returns why a model cannot hear a row again, "" where it can."""
        self._is_following = False
        """Whether a line is being chosen because its row became current."""
        self.list = ComparisonList(self._model)
        self.empty = QLabel()
        self.progress_label = QLabel()
        self.progress = QProgressBar()
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.hearings = QComboBox()
        self.more_button = QPushButton(self.tr("More alternatives"))
        self.more_menu = QMenu(self)
        self.accept_button = QPushButton(self.tr("Accept"))
        self.reject_button = QPushButton(self.tr("Reject"))
        self.play_button = QToolButton()
        self.accept_all_button = QPushButton(self.tr("Accept all"))
        self.reject_all_button = QPushButton(self.tr("Reject all"))
        self._deciding = (
            *(self.accept_button, self.reject_button),
            *(self.accept_all_button, self.reject_all_button),
        )
        self.back_button = QToolButton()
        self._lay_out()
        self._explain()
        self._connect()
        self._draw_icons()
        self.end_progress()
        self._on_board_changed()

    @property
    def current(self) -> ProposalId | None:
        """Whose line is current."""
        index = self.list.currentIndex()
        return self._model.shown(index.row()) if index.isValid() else None

    def show_progress(self, text: str, percent: int | None) -> None:
        """Show that rows are being recognised; percent None while its end is not known."""
        self.progress_label.setText(text)
        self.progress.setRange(0, 0 if percent is None else 100)
        self.progress.setValue(percent or 0)
        self._work.show()

    def end_progress(self) -> None:
        """Show that nothing is being recognised any more."""
        self._work.hide()

    def go(self, step: int) -> None:
        """Make the next (1) or previous (-1) proposal current, and its row; round at the ends."""
        count = self._model.rowCount()
        if count:
            index = self.list.currentIndex()
            start = index.row() if index.isValid() else self._place_between(step)
            self.list.go_to((start + step) % count)

    def _place_between(self, step: int) -> int:
        """Return where to step from in the list while the current row has no line."""
        current = self._editing.current_row()
        rows = map(self._board.row_of, self._board.open)
        before = sum(1 for row in rows if row is not None and current is not None and row < current)
        return before - 1 if step > 0 else before

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(2 * _MARGIN_PX)
        self.hearings.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.hearings.setMinimumContentsLength(6)
        self._work = QWidget()
        working = QHBoxLayout(self._work)
        working.setContentsMargins(0, 0, 0, 0)
        self.progress_label.setMinimumWidth(1)
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(_PROGRESS_WIDTH_PX)
        working.addWidget(self.progress_label, 1)
        working.addWidget(self.progress)
        working.addWidget(self.cancel_button)
        self._choices = QWidget()
        choosing = QHBoxLayout(self._choices)
        choosing.addWidget(self.play_button)
        choosing.addWidget(self.hearings, 1)
        choosing.addWidget(self.more_button)
        deciding = QHBoxLayout()
        for button in (*self._deciding, self.back_button):
            deciding.addWidget(button)
        for row in (choosing, deciding):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(_MARGIN_PX // 2)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(_MARGIN_PX)
        layout.addWidget(self._work)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self._choices)
        layout.addLayout(deciding)
        self.setWidget(body)

    def _explain(self) -> None:
        self.empty.setText(
            self.tr("Rows that are recognised again are offered here, beside their present text.")
        )
        self.progress.setAccessibleName(self.tr("Progress"))
        self.hearings.setAccessibleName(self.tr("Hearings of the row"))
        self.hearings.setToolTip(
            self.tr("What was heard, the likeliest first (← and → in the list)")
        )
        self.more_button.setMenu(self.more_menu)
        self.more_menu.setToolTipsVisible(True)
        self.more_button.setToolTip(self.tr("Hear the row again in other ways"))
        self.accept_button.setToolTip(self.tr("Take the proposed text (Ctrl+Enter)"))
        self.reject_button.setToolTip(self.tr("Keep the text as it is (Ctrl+Backspace)"))
        self.play_button.setAccessibleName(self.tr("Play the row"))
        self.play_button.setToolTip(self.tr("Play the row (Enter)"))
        self.accept_all_button.setToolTip(
            self.tr("Take all but what is doubtful, or of rows that changed since, as one step")
        )
        self.reject_all_button.setToolTip(self.tr("Keep all texts as they are"))
        self.back_button.setText(self.tr("Bring back"))
        self.back_button.setToolTip(self.tr("Offer again what was rejected last"))

    def _connect(self) -> None:
        self._board.changed.connect(self._on_board_changed)
        self._editing.selection_changed.connect(self._follow)
        self.list.selectionModel().currentRowChanged.connect(self._on_line_changed)
        self.list.activated.connect(self.play_requested)
        self.list.step_requested.connect(self._on_step)
        self.hearings.activated.connect(self._on_hearing)
        self.more_menu.aboutToShow.connect(self._fill_more)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.accept_button.clicked.connect(self._on_accept)
        self.reject_button.clicked.connect(self._on_reject)
        self.play_button.clicked.connect(self.play_requested)
        self.accept_all_button.clicked.connect(self._on_accept_all)
        self.reject_all_button.clicked.connect(self._on_reject_all)
        self.back_button.clicked.connect(self._board.bring_back)
        # A menu without entries would not open.
        self._fill_more()

    @Slot()
    def _on_board_changed(self) -> None:
        count = len(self._board.open)
        title = self.tr("Comparison ({0})").format(count)
        self.setWindowTitle(title if count else self.tr("Comparison"))
        for widget in (self.list, self._choices, *self._deciding):
            widget.setVisible(count > 0)
        self.empty.setVisible(not count)
        self.back_button.setVisible(self._board.rejected_count > 0)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if count else _WITH_TEXT
        self.back_button.setToolButtonStyle(style)
        self._follow()
        self._show_current()

    def _draw_icons(self) -> None:
        self.play_button.setIcon(icon("play", self.palette()))
        self.back_button.setIcon(icon("restore", self.palette()))

    def _show_current(self) -> None:
        """Show what can be done with the current line, and the hearings to choose from."""
        current = self.current
        for button in (self.accept_button, self.reject_button, self.play_button, self.more_button):
            button.setEnabled(current is not None)
        self.hearings.setEnabled(current is not None)
        if current is None:
            self.hearings.clear()
            return
        proposal = self._model.proposal(self.list.currentIndex().row())
        texts = [hearing_words(proposal, number) for number in range(len(proposal.hearings))]
        if texts != [self.hearings.itemText(at) for at in range(self.hearings.count())]:
            self.hearings.clear()
            self.hearings.addItems(texts)
        self.hearings.setCurrentIndex(proposal.chosen)

    @Slot(QModelIndex)
    def _on_line_changed(self, index: QModelIndex) -> None:
        # Where lines come and go, Qt makes others current: nobody chose them.
        if index.isValid() and not (self._is_following or self._model.is_changing):
            self._editing.select([self._model.shown(index.row()).uid])
        self._show_current()

    @Slot()
    def _follow(self) -> None:
        """Make the line of the current row current, if it has one."""
        current, uid = self.current, self._editing.current
        if current is not None and current.uid == uid:
            return
        wanted = self._board.of_row(uid)
        line = None if wanted is None else self._model.line_of(wanted)
        self._is_following = True
        try:
            self.list.go_to(line)
        finally:
            self._is_following = False

    @Slot(int)
    def _on_step(self, step: int) -> None:
        current = self.current
        if current is not None:
            proposal = self._board.proposal(current)
            self._board.choose(current, (proposal.chosen + step) % len(proposal.hearings))

    @Slot(int)
    def _on_hearing(self, number: int) -> None:
        if self.current is not None:
            self._board.choose(self.current, number)

    @Slot()
    def _fill_more(self) -> None:
        self.more_menu.clear()
        self.more_menu.addAction(self.tr("Other &hearings")).triggered.connect(
            lambda: self._ask_more(None)
        )
        self.more_menu.addSeparator()
        for name in self._models():
            action = self.more_menu.addAction(self.tr("With the model {name}").format(name=name))
            action.triggered.connect(lambda _checked=False, name=name: self._ask_more(name))
            reason = "" if self.current is None else self.refusal(self.current, name)
            if reason:
                action.setEnabled(False)
                action.setToolTip(reason)

    def _ask_more(self, model: str | None) -> None:
        if self.current is not None:
            self.more_requested.emit(self.current, model)

    def _decide(self, tell: Callable[[], None]) -> None:
        """Say what was decided, and go to the line that is at its place then, if there is one."""
        line = max(self.list.currentIndex().row(), 0)
        focused = QApplication.focusWidget()
        tell()
        count = self._model.rowCount()
        if count:
            self.list.go_to(min(line, count - 1))
        elif focused is not None and self.isAncestorOf(focused):
            self.left.emit()

    @Slot()
    def _on_accept(self) -> None:
        if self.current is not None:
            self._decide(partial(self.accept_requested.emit, (self.current,)))

    @Slot()
    def _on_reject(self) -> None:
        if self.current is not None:
            self._decide(partial(self.reject_requested.emit, (self.current,)))

    @Slot()
    def _on_accept_all(self) -> None:
        self._decide(self.accept_all_requested.emit)

    @Slot()
    def _on_reject_all(self) -> None:
        self._decide(partial(self.reject_requested.emit, self._board.open))

    def _keys(self) -> Mapping[Qt.Key, Callable[[], None]]:
        accepting = dict.fromkeys(_ENTER, self._on_accept)
        return {**accepting, Qt.Key.Key_Backspace: self._on_reject}

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the comparison from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CONTROL
            if is_ours and Qt.Key(event.key()) in self._keys():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take or leave the current proposal with one key; Escape leads back to the rows."""
        is_control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CONTROL
        act = self._keys().get(Qt.Key(event.key())) if is_control else None
        if act is not None:
            act()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a size in which several proposals are seen, whether there are any yet or not."""
        parts = (self.list, self._choices, self.accept_button)
        title_px = 2 * self.fontMetrics().lineSpacing()
        height = title_px + sum(part.sizeHint().height() + _MARGIN_PX for part in parts)
        return QSize(self.fontMetrics().horizontalAdvance("m" * 46), height + _MARGIN_PX)
