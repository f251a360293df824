"""What is shown of rows: the columns and boxes that only some documents need."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Slot

from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.models.row_traits import RowTraits, Trait
from whisper_desktop.ui.views.table.cue_table import CueTable

_COLUMNS: Mapping[Trait, Column] = MappingProxyType(
    {
        Trait.TRANSLATION: Column.TRANSLATION,
        Trait.LANGUAGE: Column.LANGUAGE,
        Trait.TASK: Column.TASK,
    }
)


class RowViewCommands(QObject):
    """Shows what a row has for the first time, and what the person asks for."""

    def __init__(self, desk: Desk, table: CueTable, traits: RowTraits) -> None:
        super().__init__(desk)
        self._table, self._traits = table, traits
        self._known = traits.present
        traits.changed.connect(self._on_traits_changed)
        desk.editing.replaced.connect(self._on_replaced)
        self._on_replaced()

    @Slot()
    def _on_traits_changed(self) -> None:
        """Show what came; what went is left for undo to bring it back."""
        came, self._known = self._traits.present - self._known, self._traits.present
        for trait in came:
            self._table.show_column(_COLUMNS[trait], is_shown=True)

    @Slot()
    def _on_replaced(self) -> None:
        self._known = self._traits.present
        for trait, column in _COLUMNS.items():
            self._table.show_column(column, is_shown=trait in self._known)
