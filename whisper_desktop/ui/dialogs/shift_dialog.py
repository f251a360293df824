"""How far all times shall move."""

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.row_scope import RowScope, RowScopeBox
from whisper_desktop.ui.views.time_box import TimeBox


class ShiftDialog(Question):
    """Asks for a time, earlier or later, and for the rows."""

    def __init__(self, selected_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Shift times"),
            self.tr("How far shall the times move?"),
            self.tr("Shift"),
        )
        self._time = TimeBox(self.tr("How far"))
        self._direction = QComboBox()
        self._direction.addItem(self.tr("Later"), 1)
        self._direction.addItem(self.tr("Earlier"), -1)
        self._rows = RowScopeBox(selected_count)
        self.reason = QLabel()
        """Why this distance is proposed."""
        self.reason.setWordWrap(True)
        self.reason.hide()
        self.add_row(self.tr("By:"), self._time)
        self.add_row("", self.reason)
        self.add_row(self.tr("Direction:"), self._direction)
        self.add_row(self.tr("Rows:"), self._rows)

    @property
    def delta_ms(self) -> int:
        """How far later; earlier is below zero."""
        return self._time.time_ms * int(self._direction.currentData())

    @property
    def scope(self) -> RowScope:
        """The rows that shall move."""
        return self._rows.scope

    def propose(self, delta_ms: int, number: int) -> None:
        """Propose the distance between the start of the row with a number and the playhead."""
        self.show_delta(delta_ms)
        text = self.tr("So that row {number}, which is selected, starts at the playhead.")
        self.reason.setText(text.format(number=number))
        self.reason.show()
        self._time.setAccessibleDescription(self.reason.text())

    def show_delta(self, delta_ms: int) -> None:
        """Fill in a distance."""
        self._time.show_time(abs(delta_ms))
        self._direction.setCurrentIndex(int(delta_ms < 0))
