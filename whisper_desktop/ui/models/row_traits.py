"""What at least one row of the document has: a translation, or a recipe of its own."""

from collections.abc import Iterable
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.recipe_words import has_own_language, recipe_cell


class Trait(Enum):
    """What a row may have."""

    TRANSLATION = auto()
    LANGUAGE = auto()
    TASK = auto()
    RECIPE = auto()
    """A model, context, vocabulary or times."""


class RowTraits(QObject):
    """Knows what rows have, to show what belongs to it only where there is something."""

    changed = Signal()
    """Something is there for the first time, or not any more, or in another document."""

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._recipe = Recipe()
        self._language: str | None = None
        self._present: frozenset[Trait] = frozenset()
        editing.edited.connect(self._on_edited)
        editing.arrived.connect(self._on_arrived)
        editing.replaced.connect(self._on_replaced)
        self._on_replaced()

    @property
    def present(self) -> frozenset[Trait]:
        """What at least one row has."""
        return self._present

    def set_recipe(self, recipe: Recipe, language: str | None = None) -> None:
        """Compare rows with another recipe of the document, and language of its text."""
        if (recipe, language) != (self._recipe, self._language):
            self._recipe, self._language = recipe, language
            self._on_replaced()

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        inserted = [cue for splice in edit.splices for cue in splice.inserted]
        removed = [cue for splice in edit.splices for cue in splice.removed]
        gone = self._found(removed, self._present) - self._found(inserted, self._present)
        came = self._found(inserted, frozenset(Trait) - self._present)
        lost = gone - self._found(self._editing.document, gone)
        self._set((self._present - lost) | came)

    @Slot(object)
    def _on_arrived(self, came: Arrival) -> None:
        self._on_edited(came.edit)

    @Slot()
    def _on_replaced(self) -> None:
        self._set(self._found(self._editing.document, frozenset(Trait)))

    def _found(self, cues: Iterable[Cue], wanted: frozenset[Trait]) -> frozenset[Trait]:
        return frozenset(trait for trait in wanted if self._is_in(cues, trait))

    def _is_in(self, cues: Iterable[Cue], trait: Trait) -> bool:
        """Tell whether a row has something; most have not, and that is seen at once."""
        match trait:
            case Trait.TRANSLATION:
                return any(cue.translation for cue in cues)
            case Trait.TASK:
                usual = self._recipe.task
                return any((cue.recipe.task or cue.task) is not usual for cue in cues)
            case Trait.LANGUAGE:
                named = (cue for cue in cues if cue.recipe.language or cue.language)
                return any(has_own_language(cue, self._recipe, self._language) for cue in named)
            case Trait.RECIPE:
                wishing = (cue for cue in cues if not cue.recipe.is_empty)
                return any(recipe_cell(cue, self._recipe) for cue in wishing)

    def _set(self, present: frozenset[Trait]) -> None:
        if present != self._present:
            self._present = present
            self.changed.emit()
