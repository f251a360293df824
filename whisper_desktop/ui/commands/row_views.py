"""What is shown of rows: the columns, boxes and subtitles that only some documents need."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QActionGroup

from whisper_desktop.core.tracks import Track
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.models.row_traits import RowTraits, Trait
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor

_COLUMNS: Mapping[Trait, Column] = MappingProxyType(
    {
        Trait.TRANSLATION: Column.TRANSLATION,
        Trait.LANGUAGE: Column.LANGUAGE,
        Trait.TASK: Column.TASK,
        Trait.RECIPE: Column.RECIPE,
    }
)
_TRACKS: Mapping[str, Track] = MappingProxyType(
    {
        "picture-text": Track.TEXT,
        "picture-translation": Track.TRANSLATION,
        "picture-both": Track.TEXT_FIRST,
    }
)


class RowViewCommands(QObject):
    """Shows what a row has for the first time, and what the person asks for."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        panes: tuple[CueTable, TextEditor, PlayerPane],
        traits: RowTraits,
    ) -> None:
        super().__init__(desk)
        self._desk, self._traits = desk, traits
        self._table, self._text_editor, self._player = panes
        self._known = traits.present
        self._translation = actions["translation"]
        self._translation.toggled.connect(self._on_translation)
        self._tracks = {track: actions[name] for name, track in _TRACKS.items()}
        group = QActionGroup(self)
        for track, action in self._tracks.items():
            group.addAction(action)
            action.triggered.connect(self._chooser(track))
        box, menu_box = self._player.box_action, actions["picture-box"]
        box.toggled.connect(menu_box.setChecked)
        menu_box.toggled.connect(box.setChecked)
        traits.changed.connect(self._on_traits_changed)
        desk.editing.replaced.connect(self._on_replaced)
        desk.preferences.changed.connect(self._show_track)
        self._on_replaced()

    def _chooser(self, track: Track) -> Callable[[], None]:
        def choose() -> None:
            preferences = self._desk.preferences
            preferences.change(replace(preferences.editor, picture_track=track))

        return choose

    def _show(self, trait: Trait, *, is_shown: bool) -> None:
        if trait is Trait.TRANSLATION:
            self._translation.setChecked(is_shown)
        self._table.show_column(_COLUMNS[trait], is_shown=is_shown)

    @Slot(bool)
    def _on_translation(self, is_wanted: bool) -> None:
        self._table.show_column(Column.TRANSLATION, is_shown=is_wanted)
        self._text_editor.show_translation(is_wanted)

    @Slot()
    def _on_traits_changed(self) -> None:
        """Show what came; what went is left for undo to bring it back."""
        came, self._known = self._traits.present - self._known, self._traits.present
        for trait in came:
            self._show(trait, is_shown=True)
        self._show_track()

    @Slot()
    def _on_replaced(self) -> None:
        self._known = self._traits.present
        for trait in _COLUMNS:
            self._show(trait, is_shown=trait in self._known)
        self._show_track()

    @Slot()
    def _show_track(self) -> None:
        wanted = self._desk.preferences.editor.picture_track
        self._tracks.get(wanted, self._tracks[Track.TEXT]).setChecked(True)
        # Without any translation there would be nothing on the picture.
        has_translation = Trait.TRANSLATION in self._traits.present
        self._player.show_track(wanted if has_translation else Track.TEXT)
