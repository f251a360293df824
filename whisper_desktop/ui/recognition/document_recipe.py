"""How the document is recognised where a row says nothing else: the one place that knows."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.document_settings import (
    FOUND_LANGUAGE_SETTING,
    LANGUAGE_SETTING,
    RECIPE_SETTING,
    USUAL_RECIPE,
    document_wishes,
)
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import (
    AUTO_LANGUAGE,
    NO_OVERRIDE,
    Recipe,
    RecipeField,
    RecipeOverride,
)
from whisper_desktop.core.recipe_data import override_data, override_from_data
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.session import Session


class DocumentRecipe(QObject):
    """Keeps the recipe of the document with its project; it is no step to undo.

    As long as nobody said which language is spoken, it is the one that the text is taken to be in.
    """

    changed = Signal()
    """The recipe, or how its language is known, is another now, or that of another document."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        self._wishes = NO_OVERRIDE
        self._recipe = self._made()
        self._found: str | None = None
        self._known = self._recipe, self.found_language
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

    @property
    def found_language(self) -> str | None:
        """The language that the recogniser found, as long as nobody said one."""
        is_said = self._wishes.language not in {None, AUTO_LANGUAGE}
        is_of_text = self._found is not None and self._found == self._desk.language
        return self._found if is_of_text and not is_said else None

    def find(self, language: str) -> None:
        """Take the text for the language that was found, unless it is known in which it is."""
        is_outdated = self._desk.language == self._found and not len(self._desk.editing.document)
        if self._desk.language is None or is_outdated:
            self._found = language
            self._session.remember(FOUND_LANGUAGE_SETTING, language)
            self._session.remember(LANGUAGE_SETTING, language)
            self._desk.set_language(language)

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
        """Want exactly this, as a dialog says it that asks for everything."""
        self._set(document_wishes(recipe, self._usual()))

    def _set(self, wishes: RecipeOverride) -> None:
        if wishes != self._wishes and self._session.is_open:
            self._session.remember(RECIPE_SETTING, override_data(wishes))
            self._wishes = wishes
            self._refresh()

    def _made(self) -> Recipe:
        return self._wishes.over(self._usual())

    def _usual(self) -> Recipe:
        return replace(USUAL_RECIPE, language=self._desk.language)

    @Slot()
    def _on_opened(self) -> None:
        try:
            self._wishes = override_from_data(self._session.setting(RECIPE_SETTING) or {})
        except ValueError:
            # Of a newer program, or damaged: the usual recipe does no harm.
            self._wishes = NO_OVERRIDE
        found = self._session.setting(FOUND_LANGUAGE_SETTING)
        self._found = found if isinstance(found, str) else None
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self._recipe = self._made()
        known = self._recipe, self.found_language
        if known != self._known:
            self._known = known
            self.changed.emit()
