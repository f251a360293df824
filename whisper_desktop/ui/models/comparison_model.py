"""The proposals beside the rows as they are, as a table that Qt can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QObject,
    Qt,
    Slot,
)

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import Difference, word_differences
from whisper_desktop.core.proposal import Proposal
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.listed_model import ROOT, Index, ListedModel
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.proposal_words import (
    change_words,
    detail_words,
    long_detail_words,
    no_text_words,
    nothing_words,
    place_words,
)
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

DIFFERENCES = Qt.ItemDataRole.UserRole + 1
"""tuple of Difference: what is other in the proposed text."""


class ComparisonColumn(IntEnum):
    """The columns of the comparison."""

    ROW = 0
    NOW = 1
    PROPOSED = 2
    DETAILS = 3


_HEADERS: Mapping[int, str] = {
    ComparisonColumn.ROW: QT_TRANSLATE_NOOP("ComparisonModel", "Row"),
    ComparisonColumn.NOW: QT_TRANSLATE_NOOP("ComparisonModel", "Now"),
    ComparisonColumn.PROPOSED: QT_TRANSLATE_NOOP("ComparisonModel", "Proposed"),
    ComparisonColumn.DETAILS: QT_TRANSLATE_NOOP("ComparisonModel", "Heard"),
}
_TEXTS = frozenset({ComparisonColumn.NOW, ComparisonColumn.PROPOSED})


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line shows."""

    number: int
    cue: Cue
    proposal: Proposal


class ComparisonModel(ListedModel):
    """Shows what is open on the board, each against the present text of its row."""

    headers = _HEADERS

    def __init__(
        self, editing: EditingController, board: ProposalBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing, self._board = editing, board
        self.is_changing = False
        """Whether lines are coming and going just now."""
        self._lines = list(board.proposals)
        """Looked up when they are shown: there may be thousands, and few are in view."""
        self._proposals = board.proposals
        board.changed.connect(self._on_changed)

    def shown(self, line: int) -> ProposalId:
        """Return whose proposal a line shows."""
        return self._lines[line]

    def proposal(self, line: int) -> Proposal:
        """Return the proposal that a line shows."""
        return self._proposals[self._lines[line]]

    def line_of(self, wanted: ProposalId) -> int | None:
        """Return the line of a proposal."""
        return self._lines.index(wanted) if wanted in self._lines else None

    def _line(self, at: int) -> _Line | None:
        """Return what a line shows; None while its row goes."""
        wanted = self._lines[at]
        row = self._board.row_of(wanted)
        if row is None:
            return None
        return _Line(row + 1, self._editing.document[row], self._proposals[wanted])

    @Slot()
    def _on_changed(self) -> None:
        self.is_changing = True
        # A view asks for lines that are about to go, too: the board has forgotten those.
        self._proposals = {**self._proposals, **self._board.proposals}
        self._follow(list(self._board.proposals))
        self._proposals = self._board.proposals
        self.is_changing = False

    def _follow(self, wanted: list[ProposalId]) -> None:
        if wanted != self._lines:
            self._remove_all_but(frozenset(wanted))
            known = frozenset(self._lines)
            if self._lines != [one for one in wanted if one in known]:
                # The rows changed places.
                self.beginResetModel()
                self._lines = wanted
                self.endResetModel()
                return
            self._insert_missing(wanted)
        if wanted:
            last = self.index(len(wanted) - 1, len(ComparisonColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _remove_all_but(self, kept: frozenset[ProposalId]) -> None:
        end = len(self._lines)
        while end:
            is_kept = self._lines[end - 1] in kept
            first = end - 1
            while first and (self._lines[first - 1] in kept) is is_kept:
                first -= 1
            if not is_kept:
                self.beginRemoveRows(ROOT, first, end - 1)
                del self._lines[first:end]
                self.endRemoveRows()
            end = first

    def _insert_missing(self, wanted: Sequence[ProposalId]) -> None:
        for at, one in enumerate(wanted):
            if at >= len(self._lines) or self._lines[at] != one:
                self.beginInsertRows(ROOT, at, at)
                self._lines.insert(at, one)
                self.endInsertRows()

    def _differences(self, line: _Line) -> tuple[Difference, ...]:
        segments = line.proposal.candidate.segments
        is_translation = line.proposal.is_translation
        language = segments[0].language if segments and not is_translation else None
        return word_differences(line.proposal.present_text(line.cue), line.proposal.text, language)

    def _text(self, line: _Line, column: ComparisonColumn) -> str:
        match column:
            case ComparisonColumn.ROW:
                return str(line.number)
            case ComparisonColumn.NOW:
                text = line.proposal.present_text(line.cue)
                return " ".join(text.split()) or no_text_words(line.proposal)
            case ComparisonColumn.PROPOSED:
                return line.proposal.text or nothing_words()
            case ComparisonColumn.DETAILS:
                return detail_words(line.cue, line.proposal)

    def _long_text(self, line: _Line, column: ComparisonColumn) -> str:
        match column:
            case ComparisonColumn.ROW:
                return place_words(line.number, line.cue, line.proposal)
            case ComparisonColumn.DETAILS:
                return long_detail_words(line.cue, line.proposal)
            case _:
                return change_words(self._differences(line))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many proposals are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        line, column = self._line(index.row()), ComparisonColumn(index.column())
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(line, column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._long_text(line, column)
            case _ if role == DIFFERENCES and column in _TEXTS:
                return self._differences(line)
        return None
