"""How the document is recognised where a row says nothing else: the one place that knows."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import (
    NO_OVERRIDE,
    RECIPE_FIELDS,
    Recipe,
    RecipeField,
    RecipeOverride,
    TimestampMode,
)
from whisper_desktop.core.recipe_data import override_data, override_from_data
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.session import Session

RECIPE = "recipe"
"""The setting of the project that holds what is wanted of the document."""


class DocumentRecipe(QObject):
    """Keeps the recipe of the document with its project; it is no step to undo.

    As long as nobody said which language is spoken, it is the one that the text is taken to be in.
    """

    changed = Signal()
    """The recipe is another one now, or that of another document."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        self._wishes = NO_OVERRIDE
        self._recipe = self._made()
        session.opened.connect(self._on_opened)
        desk.language_changed.connect(self._refresh)

    @property
    def recipe(self) -> Recipe:
        """The recipe of all rows that have none of their own."""
        return self._recipe

    @property
    def wishes(self) -> RecipeOverride:
        """What the person chose; the rest is as usual."""
        return self._wishes

    def of(self, cue: Cue) -> Recipe:
        """Return how a row is to be recognised."""
        return cue.recipe.over(self._recipe)

    def change(self, changes: RecipeOverride) -> None:
        """Take over what is wanted of it, and leave the rest."""
        self._set(self._wishes.with_changes(changes))

    def reset(self, names: Collection[RecipeField]) -> None:
        """Let some fields be as usual again."""
        self._set(self._wishes.without(names))

    def set_recipe(self, recipe: Recipe) -> None:
        """Want exactly this, as a dialog says it that asks for everything.

        What is as usual anyway is not held on to, but for the language: that to be found out is
        found out each time, whatever was found.
        """
        wanted, usual = RecipeOverride.exactly(recipe), RecipeOverride.exactly(self._usual())
        others = [name for name in RECIPE_FIELDS if name != "language"]
        self._set(wanted.without([n for n in others if getattr(wanted, n) == getattr(usual, n)]))

    def _set(self, wishes: RecipeOverride) -> None:
        if wishes != self._wishes and self._session.is_open:
            self._session.remember(RECIPE, override_data(wishes))
            self._wishes = wishes
            self._refresh()

    def _made(self) -> Recipe:
        return self._wishes.over(self._usual())

    def _usual(self) -> Recipe:
        return Recipe(self._desk.language, timestamps=TimestampMode.WORDS)

    @Slot()
    def _on_opened(self) -> None:
        try:
            self._wishes = override_from_data(self._session.setting(RECIPE) or {})
        except ValueError:
            # Of a newer program, or damaged: the usual recipe does no harm.
            self._wishes = NO_OVERRIDE
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        recipe = self._made()
        if recipe != self._recipe:
            self._recipe = recipe
            self.changed.emit()
