"""How letters shall be written."""

from PySide6.QtWidgets import QComboBox, QWidget

from whisper_desktop.core.verbs.case import Case
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.row_scope import RowScope, RowScopeBox


class CaseDialog(Question):
    """Asks for a case and for the rows."""

    def __init__(self, selected_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Change case"),
            self.tr("How shall the text be written?"),
            self.tr("Change"),
        )
        self._case = QComboBox()
        for case, text in (
            (Case.SENTENCE, self.tr("Like a sentence")),
            (Case.LOWER, self.tr("all small letters")),
            (Case.UPPER, self.tr("ALL CAPITALS")),
            (Case.TITLE, self.tr("Every Word With A Capital")),
        ):
            self._case.addItem(text, case)
        self._rows = RowScopeBox(selected_count)
        self._rows.choose(RowScope.SELECTED)
        self.add_row(self.tr("Text:"), self._case)
        self.add_row(self.tr("Rows:"), self._rows)

    @property
    def case(self) -> Case:
        """The case that was chosen."""
        return Case(self._case.currentData())

    @property
    def scope(self) -> RowScope:
        """The rows that shall change."""
        return self._rows.scope
