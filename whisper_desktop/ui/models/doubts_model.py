"""The doubts of a document as a list that Qt can show."""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.doubt_words import doubt_sentence, evidence_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.doubts_board import Doubt, DoubtsBoard
from whisper_desktop.ui.models.listed_model import ROOT, Index, ListedModel
from whisper_desktop.ui.one_line import in_one_line
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP


class DoubtColumn(IntEnum):
    """The columns of the list."""

    TIME = 0
    WHY = 1
    TEXT = 2


class Shown(IntEnum):
    """Which doubts are listed."""

    ALL = 0
    SUSPECTS = 1
    UNCOVERED = 2
    LEFT_OUT = 3
    """Of what was decided already; not among all that is to be listened to."""


_HEADERS: Mapping[int, str] = {
    DoubtColumn.TIME: QT_TRANSLATE_NOOP("DoubtsModel", "Time"),
    DoubtColumn.WHY: QT_TRANSLATE_NOOP("DoubtsModel", "Why"),
    DoubtColumn.TEXT: QT_TRANSLATE_NOOP("DoubtsModel", "Text"),
}


class DoubtsModel(ListedModel):
    """Lists doubtful rows, the most doubtful first, and then speech without a row."""

    headers = _HEADERS

    def __init__(
        self, editing: EditingController, board: DoubtsBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing, self._board = editing, board
        self.shown = Shown.ALL
        """Which doubts are listed."""
        self._doubts: Sequence[Doubt] = ()
        board.changed.connect(self._on_changed)
        self._on_changed()

    def doubt(self, line: int) -> Doubt:
        """Return what a line shows."""
        return self._doubts[line]

    def line_of(self, uid: int | None) -> int | None:
        """Return the line of a row, None where there is no doubt."""
        lines = (line for line, doubt in enumerate(self._doubts) if doubt.uid == uid)
        return None if uid is None else next(lines, None)

    def show(self, shown: Shown) -> None:
        """List some kind of doubts, or all."""
        self.shown = shown
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        doubts = list(self._listed())
        if doubts != self._doubts:
            self.beginResetModel()
            self._doubts = doubts
            self.endResetModel()

    def _listed(self) -> Iterator[Doubt]:
        board, shown = self._board, self.shown
        if shown in {Shown.ALL, Shown.SUSPECTS}:
            yield from board.suspects()
        if shown in {Shown.ALL, Shown.UNCOVERED}:
            yield from board.speech_without_rows()
        if shown is Shown.LEFT_OUT:
            yield from board.texts_left_out()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many doubts are listed."""
        return 0 if parent.isValid() else len(self._doubts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        doubt, column = self._doubts[index.row()], DoubtColumn(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and column is DoubtColumn.TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(doubt)
        return self._words(doubt, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _words(self, doubt: Doubt, column: DoubtColumn) -> str:
        match column:
            case DoubtColumn.TIME:
                return format_clock(doubt.span.start_ms)
            case DoubtColumn.TEXT:
                return in_one_line(self._text(doubt))
            case DoubtColumn.WHY:
                return doubt_sentence(doubt)

    def _tool_tip(self, doubt: Doubt) -> str:
        row = self._row(doubt)
        known = "" if row is None else evidence_text(self._editing.document[row])
        return "\n".join(filter(None, (self._text(doubt), doubt_sentence(doubt), known)))

    def _text(self, doubt: Doubt) -> str:
        if doubt.left_out is not None:
            return doubt.left_out.text
        row = self._row(doubt)
        return "" if row is None else self._editing.document[row].text

    def _row(self, doubt: Doubt) -> int | None:
        return None if doubt.uid is None else self._editing.document.row_of(doubt.uid)
