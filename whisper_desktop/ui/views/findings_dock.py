"""What breaks a rule: a list to go through, and one press to put it right."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
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

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.fixes import fix_kinds
from whisper_desktop.ui.busy import busy
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.error_sentences import expected_sentence
from whisper_desktop.ui.finding_words import kind_name
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.findings_model import FindingColumn, FindingsModel
from whisper_desktop.ui.quantities import count_words
from whisper_desktop.ui.views.row_list import list_beside_rows
from whisper_desktop.ui.workers.job_slot import JobSlot

_MANY_ROWS = 2_000
"""From here on it takes so long that the window has to go on meanwhile."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What shall be fixed, in some cues or in all, and how many findings there were of it."""

    kinds: Collection[FindingKind]
    uids: Collection[int] | None
    before: int


class FindingsDock(QDockWidget):
    """Lists the findings, goes to their rows and fixes them."""

    preset_chosen = Signal(str)
    """The name of another preset was chosen."""
    report_requested = Signal()
    """The list shall be saved as a table."""
    said = Signal(str)
    """A sentence that says what happened."""

    def __init__(
        self,
        editing: EditingController,
        board: FindingsBoard,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("findings-dock")
        self._editing = editing
        self._board = board
        self._model = FindingsModel(editing, board, self)
        self._model.set_watched(is_watched=False)
        self._is_following = False
        """Whether a line is being chosen because its row became current."""
        self._order: _Order | None = None
        """What is being fixed."""
        self._job = JobSlot(self)
        self.presets = QComboBox()
        self.kinds = QComboBox()
        self.list = QTableView()
        self.empty = QLabel(self.tr("Nothing breaks a rule."))
        self.fix_button = QPushButton(self.tr("Fix"))
        self.fix_kind_button = QPushButton(self.tr("Fix all of this rule"))
        self.report_button = QPushButton(self.tr("Save as table…"))
        self._set_up_list()
        self._lay_out()
        self._connect()
        self._on_board_changed()

    def show_presets(self, presets: Iterable[tuple[str, str]], current: str) -> None:
        """Offer presets as (name, words), one of them chosen."""
        self.presets.blockSignals(True)
        self.presets.clear()
        for name, words in presets:
            self.presets.addItem(words, name)
        self.presets.setCurrentIndex(self.presets.findData(current))
        self.presets.blockSignals(False)

    def go_next(self) -> None:
        """Make the next row with a finding current; begin at the top again after the last."""
        row = self._editing.current_row()
        start = -1 if row is None else row
        self._go(self._board.next_after(start) or self._board.next_after(-1))

    def go_previous(self) -> None:
        """Make the row with a finding above current; begin at the bottom after the first."""
        row = self._editing.current_row()
        count = len(self._editing.document)
        start = count if row is None else row
        self._go(self._board.previous_before(start) or self._board.previous_before(count))

    def fix_rows(self, rows: Iterable[int]) -> None:
        """Put right what can be put right in some rows, as one step."""
        chosen = sorted(set(rows))
        kinds = {finding.kind for row in chosen for finding in self._board.at(row)}
        self._fix(sorted(kinds, key=list(FindingKind).index), chosen)

    def fix_everything(self) -> None:
        """Put right what can be put right in all rows, as one step."""
        self._board.finish()
        self._fix(list(self._board.counts()), None)

    def stop(self) -> None:
        """Fix no more, and wait until the thread has ended."""
        self._order = None
        self._job.stop()

    def _set_up_list(self) -> None:
        view = self.list
        view.setModel(self._model)
        view.setAccessibleName(self.tr("Findings"))
        list_beside_rows(view)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = view.horizontalHeader()
        header.setSectionResizeMode(FindingColumn.SENTENCE, QHeaderView.ResizeMode.Stretch)
        metrics = self.fontMetrics()
        header.resizeSection(FindingColumn.ROW, metrics.horizontalAdvance("00000") + 16)

    def _lay_out(self) -> None:
        self.presets.setAccessibleName(self.tr("Rules to check by"))
        self.kinds.setAccessibleName(self.tr("Kind of findings to show"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(16)
        # One stands for the other, and nothing shall jump then.
        self.empty.setMinimumHeight(self.list.minimumHeight())
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for title, box in ((self.tr("Rules"), self.presets), (self.tr("Show"), self.kinds)):
            choices.addWidget(QLabel(title))
            choices.addWidget(box, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.fix_button)
        buttons.addWidget(self.fix_kind_button)
        buttons.addStretch(1)
        buttons.addWidget(self.report_button)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(choices)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(buttons)
        self.setWidget(body)

    def _connect(self) -> None:
        self.visibilityChanged.connect(self._on_visibility_changed)
        self._board.changed.connect(self._on_board_changed)
        self._editing.rows_changed.connect(self._on_rows_changed)
        self._editing.replaced.connect(self._on_rows_changed)
        self._job.event_ready.connect(self._on_fixed)
        self._job.failed.connect(self._on_failed)
        self.presets.activated.connect(self._on_preset_activated)
        self.kinds.activated.connect(self._on_kind_activated)
        self.list.selectionModel().currentRowChanged.connect(self._on_line_changed)
        self.list.doubleClicked.connect(self._on_line_changed)
        self._editing.selection_changed.connect(self._on_current_changed)
        self._model.modelReset.connect(self._on_current_changed)
        self.fix_button.clicked.connect(self._on_fix_clicked)
        self.fix_kind_button.clicked.connect(self._on_fix_kind_clicked)
        self.report_button.clicked.connect(self.report_requested)

    def _chosen(self) -> Finding | None:
        index = self.list.currentIndex()
        return self._model.finding(index.row()) if index.isValid() else None

    def _shown_kind(self) -> FindingKind | None:
        # Qt hands out a plain text, which is equal to the kind but not found in sets of kinds.
        value = self.kinds.currentData()
        return None if value is None else FindingKind(value)

    def _go(self, finding: Finding | None) -> None:
        if finding is None:
            self.said.emit(self.tr("Nothing breaks a rule."))
            return
        self._editing.select([finding.uid])

    def _fix(self, kinds: Collection[FindingKind], rows: Sequence[int] | None) -> None:
        self._editing.commit_typing()
        self._board.finish()
        cues, rules = list(self._editing.document), self._board.rules
        uids = None if rows is None else frozenset(cues[row].uid for row in rows)
        self._order = _Order(kinds, uids, self._count(kinds, uids))
        if len(cues if rows is None else rows) < _MANY_ROWS:
            self._on_fixed(fix_kinds(cues, kinds, rules, rows))
            return

        def job(token: CancelToken) -> Iterator[Edit]:
            yield fix_kinds(cues, _unless_cancelled(kinds, token), rules, rows)

        self.said.emit(self.tr("Fixing…"))
        self._job.start(job)

    def _count(self, kinds: Collection[FindingKind], uids: Collection[int] | None) -> int:
        return sum(uids is None or one.uid in uids for one in self._board.all(kinds))

    @Slot(object)
    def _on_fixed(self, edit: Edit) -> None:
        order, self._order = self._order, None
        if order is None:
            return
        with busy():
            self._editing.perform(edit)
        left = self._count(order.kinds, order.uids)
        self._say_fixed(order.before - left, left)

    @Slot()
    def _on_rows_changed(self) -> None:
        """Fix nothing in rows that are others meanwhile."""
        if self._order is not None and self._job.is_running:
            self._order = None
            self._job.cancel()
            self.said.emit(self.tr("Nothing was fixed: the rows have changed meanwhile"))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._order = None
        self.said.emit(expected_sentence(error))

    def _say_fixed(self, count: int, left: int) -> None:
        if count and left:
            words = self.tr(
                "Findings fixed: {0}, left: {1}, as mending them would break another rule"
            )
            self.said.emit(words.format(count_words(count), count_words(left)))
        elif count:
            self.said.emit(self.tr("Findings fixed: {0}").format(count_words(count)))
        else:
            self.said.emit(
                self.tr("Nothing could be fixed without breaking another rule: see to it by hand")
            )

    @Slot()
    def _on_board_changed(self) -> None:
        counts = self._board.counts()
        total = count_words(len(self._board))
        self.setWindowTitle(self.tr("Findings ({0})").format(total))
        chosen = self._shown_kind()
        self.kinds.clear()
        self.kinds.addItem(self.tr("Everything ({0})").format(total), None)
        for kind, count in counts.items():
            words = self.tr("{0} ({1})").format(kind_name(kind), count_words(count))
            self.kinds.addItem(words, kind.value)
        place = 0 if chosen is None else max(self.kinds.findData(chosen.value), 0)
        self.kinds.setCurrentIndex(place)
        if place == 0 and chosen is not None:
            self._model.show_kind(None)
        self.list.setVisible(bool(counts))
        self.empty.setVisible(not counts)
        for button in (self.fix_button, self.fix_kind_button, self.report_button):
            button.setEnabled(bool(counts))

    @Slot(bool)
    def _on_visibility_changed(self, is_visible: bool) -> None:
        self._model.set_watched(is_watched=is_visible)
        self._on_current_changed()

    @Slot()
    def _on_preset_activated(self) -> None:
        self.preset_chosen.emit(self.presets.currentData())

    @Slot()
    def _on_kind_activated(self) -> None:
        self._model.show_kind(self._shown_kind())

    @Slot(QModelIndex)
    def _on_line_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_following:
            self._go(self._model.finding(index.row()))

    @Slot()
    def _on_current_changed(self) -> None:
        """Show what is wrong with the current row; no line when nothing is."""
        if not self._model.is_watched:
            return
        current, chosen = self._editing.current, self._chosen()
        if current is not None and chosen is not None and chosen.uid == current:
            return
        line = None if current is None else self._model.line_of(current)
        index = QModelIndex() if line is None else self._model.index(line, 0)
        self._is_following = True
        try:
            self.list.setCurrentIndex(index)
        finally:
            self._is_following = False

    @Slot()
    def _on_fix_clicked(self) -> None:
        self._editing.commit_typing()
        finding = self._chosen()
        row = None if finding is None else self._editing.document.row_of(finding.uid)
        if finding is None or row is None:
            self.fix_rows(self._editing.selected_rows())
            return
        self._fix([finding.kind], [row])

    @Slot()
    def _on_fix_kind_clicked(self) -> None:
        finding = self._chosen()
        kind = self._shown_kind() or (finding.kind if finding else None)
        if kind is None:
            self.said.emit(self.tr("Choose a finding first: all of its kind will be fixed"))
            return
        self._fix([kind], None)

    def sizeHint(self) -> QSize:
        """Return a width in which the sentences can be read."""
        return QSize(self.fontMetrics().horizontalAdvance("m" * 34), super().sizeHint().height())


def _unless_cancelled(kinds: Iterable[FindingKind], token: CancelToken) -> Iterator[FindingKind]:
    for kind in kinds:
        token.raise_if_cancelled()
        yield kind
