"""What to listen to before a transcript is trusted: a short list, ranked, with remedies."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.ui.doubt_words import doubt_sentence, evidence_text, remedy_words
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.doubts_board import Doubt, DoubtsBoard
from whisper_desktop.ui.models.doubts_model import DoubtColumn, DoubtsModel, Shown
from whisper_desktop.ui.quantities import count_words
from whisper_desktop.ui.views.row_list import list_beside_rows

_TIME_DIGITS = "0:00:00"


class DoubtsDock(QDockWidget):
    """Lists the doubts, goes to them one by one, and offers what can be done about each."""

    chosen = Signal(object)
    """The Doubt that a person wants to hear."""
    accept_requested = Signal(object)
    """This Doubt is none: the row is right, or no row is wanted there."""
    again_requested = Signal(object)
    """This Doubt shall be recognised, a row in other ways than before, or be brought back."""
    delete_requested = Signal(object)
    """The row of this Doubt shall go."""
    uncovered_requested = Signal()
    """All speech without a row shall be recognised."""
    left = Signal()
    """The person is done with the list."""

    def __init__(
        self, editing: EditingController, board: DoubtsBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doubts-dock")
        self._editing, self.board = editing, board
        self._model = DoubtsModel(editing, board, self)
        self._is_following = False
        """Whether a line is being chosen because its row became current."""
        self.kinds = QComboBox()
        self.list = QTableView()
        self.empty = QLabel()
        self.why = QLabel()
        self.accept_button = QPushButton()
        self.again_button = QPushButton()
        self.delete_button = QPushButton(self.tr("Delete"))
        self.uncovered_button = QPushButton(self.tr("Recognise all speech without rows"))
        self._set_up_list()
        self._lay_out()
        self._connect()
        self._on_board_changed()

    @property
    def current(self) -> Doubt | None:
        """The doubt that is chosen."""
        index = self.list.currentIndex()
        return self._model.doubt(index.row()) if index.isValid() else None

    def go(self, step: int) -> bool:
        """Choose the next doubt, or the one before; go round. Tell whether there is any."""
        count = self._model.rowCount()
        if not count:
            return False
        index = self.list.currentIndex()
        start = index.row() if index.isValid() else (-1 if step > 0 else 0)
        self._choose((start + step) % count)
        return True

    def _set_up_list(self) -> None:
        view = self.list
        view.setModel(self._model)
        view.setAccessibleName(self.tr("Doubts"))
        list_beside_rows(view)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = view.horizontalHeader()
        header.setSectionResizeMode(DoubtColumn.TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(DoubtColumn.WHY, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().horizontalAdvance(_TIME_DIGITS)
        header.resizeSection(DoubtColumn.TIME, width + 24)

    def _lay_out(self) -> None:
        self.kinds.setAccessibleName(self.tr("Kind of doubts to show"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(16)
        # One stands for the other, and nothing shall jump then.
        self.empty.setMinimumHeight(self.list.minimumHeight())
        self.why.setWordWrap(True)
        self.why.setAccessibleName(self.tr("Why this row is here"))
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(QLabel(self.tr("Show")))
        choices.addWidget(self.kinds, 1)
        buttons = QHBoxLayout()
        for button in (self.accept_button, self.again_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(choices)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.why)
        layout.addLayout(buttons)
        layout.addWidget(self.uncovered_button)
        self.setWidget(body)

    def _connect(self) -> None:
        self.board.changed.connect(self._on_board_changed)
        self._model.modelReset.connect(self._on_current_changed)
        self._editing.selection_changed.connect(self._on_current_changed)
        self._editing.rows_changed.connect(self._show_why)
        self.kinds.activated.connect(self._on_kind_activated)
        self.list.selectionModel().currentRowChanged.connect(self._on_line_changed)
        self.list.doubleClicked.connect(self._on_line_pressed)
        for button, request in (
            (self.accept_button, self.accept_requested),
            (self.again_button, self.again_requested),
            (self.delete_button, self.delete_requested),
        ):
            button.clicked.connect(self._asking(request.emit, button))
        self.uncovered_button.clicked.connect(self.uncovered_requested)

    def _asking(self, ask: Callable[[Doubt], None], button: QPushButton) -> Callable[[], None]:
        """Return what asks for something to be done about the chosen doubt, and goes on.

        The button keeps the focus as long as it can be pressed again.
        """

        def act() -> None:
            doubt, line = self.current, self.list.currentIndex().row()
            if doubt is not None:
                self._editing.commit_typing()
                ask(doubt)
                self._stay_at(line)
                focused: QWidget = button if button.isEnabled() else self.list
                focused.setFocus()

        return act

    def _stay_at(self, line: int) -> None:
        """Choose what stands where a doubt was that is gone."""
        count = self._model.rowCount()
        if count and not self.list.currentIndex().isValid():
            self._choose(min(line, count - 1))

    def _choose(self, line: int) -> None:
        index = self._model.index(line, 0)
        if index == self.list.currentIndex():
            self._on_line_changed(index)
        else:
            self.list.setCurrentIndex(index)

    @Slot()
    def _on_board_changed(self) -> None:
        suspects, uncovered = self.board.suspect_count, len(self.board.uncovered)
        self.setWindowTitle(self.tr("Doubts ({0})").format(count_words(suspects + uncovered)))
        place = max(self.kinds.currentIndex(), 0)
        self.kinds.clear()
        for words, count in (
            (self.tr("Everything ({0})"), suspects + uncovered),
            (self.tr("Doubtful text ({0})"), suspects),
            (self.tr("Speech without a row ({0})"), uncovered),
            (self.tr("Text left out ({0})"), self.board.left_out_count),
        ):
            self.kinds.addItem(words.format(count_words(count)))
        self.kinds.setCurrentIndex(place)
        self._show_empty()

    def _show_empty(self) -> None:
        has_any = self._model.rowCount() > 0
        self.list.setVisible(has_any)
        self.empty.setVisible(not has_any)
        self.empty.setText(self._nothing_words()[self._model.shown])
        self.uncovered_button.setVisible(bool(self.board.uncovered))
        self._show_why()

    def _nothing_words(self) -> dict[Shown, str]:
        return {
            Shown.ALL: self.tr("Nothing to listen to."),
            Shown.SUSPECTS: self.tr("No row is doubtful."),
            Shown.UNCOVERED: self.tr("All speech that was found has rows."),
            Shown.LEFT_OUT: self.tr("No text was left out."),
        }

    @Slot()
    def _show_why(self) -> None:
        """Show what is known of the current row, and what can be done about the doubt."""
        doubt, row = self.current, self._editing.current_row()
        document = self._editing.document
        is_span = doubt is not None and doubt.uid is None
        known = "" if row is None or is_span else evidence_text(document[row])
        reason = "" if doubt is None else f"{doubt_sentence(doubt)}."
        text = "\n".join(filter(None, (reason, known)))
        self.why.setText(text)
        self.why.setVisible(bool(text))
        accept, again = remedy_words(doubt)
        self.accept_button.setText(accept)
        self.again_button.setText(again)
        for button in (self.accept_button, self.again_button):
            button.setEnabled(doubt is not None)
        self.delete_button.setEnabled(doubt is not None and not is_span)

    @Slot()
    def _on_kind_activated(self) -> None:
        self._model.show(Shown(self.kinds.currentIndex()))
        self._show_empty()

    @Slot(QModelIndex)
    def _on_line_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_following:
            self.chosen.emit(self._model.doubt(index.row()))
        self._show_why()

    @Slot(QModelIndex)
    def _on_line_pressed(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.doubt(index.row()))

    @Slot()
    def _on_current_changed(self) -> None:
        """Show the doubt about the current row; speech that is chosen stays chosen without one."""
        line = self._model.line_of(self._editing.current)
        doubt = self.current
        is_span = doubt is not None and doubt.uid is None and not self._editing.selection
        if not is_span:
            self._is_following = True
            try:
                self.list.setCurrentIndex(
                    QModelIndex() if line is None else self._model.index(line, 0)
                )
            finally:
                self._is_following = False
        self._show_empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape lead back to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return a width in which the reasons can be read."""
        return QSize(self.fontMetrics().horizontalAdvance("m" * 34), super().sizeHint().height())
