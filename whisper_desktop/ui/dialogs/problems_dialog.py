"""The list of what could not be read of a file."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from whisper_desktop.app.subtitle_files import ReadProblem
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.problem_words import problem_sentence

_SIZE_PX = (760, 420)
_MAX_SHOWN = 2_000


class ProblemsDialog(Question):
    """Shows line, reason and text of each place."""

    def __init__(
        self, name: str, problems: Sequence[ReadProblem], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("What could not be read"),
            self.tr("These places of {name} are not in the rows as they stand there:").format(
                name=name
            ),
            self.tr("Close"),
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).hide()
        shown = problems[:_MAX_SHOWN]
        table = QTableWidget(len(shown), 3)
        table.setHorizontalHeaderLabels([self.tr("Line"), self.tr("What"), self.tr("Text")])
        table.setAccessibleName(self.tr("Places that could not be read"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        for row, problem in enumerate(shown):
            line = str(problem.line) if problem.line else ""
            for column, text in enumerate((line, problem_sentence(problem), problem.text)):
                table.setItem(row, column, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        self.body.insertWidget(1, table, 1)
        if len(problems) > len(shown):
            self.tell(self.tr("And %Ln more.", "", len(problems) - len(shown)))
        self.resize(*_SIZE_PX)
