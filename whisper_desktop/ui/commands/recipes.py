"""What is wanted of rows: their language in two keys, and everything else in the dock."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QApplication

from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import AUTO_LANGUAGE, RecipeField, RecipeOverride
from whisper_desktop.core.verbs.recipes import clear_recipe, set_recipe
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.recipe_words import document_language_words, language_words
from whisper_desktop.ui.typing_menu import TypingMenu
from whisper_desktop.ui.views.recipe.recipe_dock import RecipeDock, Scope

_LANGUAGE: tuple[RecipeField, ...] = ("language",)
_MOST_RECENT = 6
_USUAL = "en"
"""Offered to who has chosen no language yet."""


class RecipeCommands(QObject):
    """Connects the actions about recipes, and keeps the menu of languages true.

    A span that is drawn on the waveform becomes a row before something is wanted of it.
    """

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        dock: RecipeDock,
        recipes: DocumentRecipe,
        take_span: Callable[[], bool],
    ) -> None:
        """`take_span` makes a row of a span that is drawn, if there is one, and selects it."""
        super().__init__(desk)
        self._desk, self._dock, self._recipes = desk, dock, recipes
        self._take_span = take_span
        self._shown = actions["recipe"]
        self.language_menu = TypingMenu(self.tr("&Language of these rows"), desk.window)
        self.language_menu.aboutToShow.connect(self._fill)
        # A menu without entries would not open.
        self._fill()
        dock.said.connect(desk.told)
        dock.form.changed.connect(self._on_changed)
        for name, slot in (
            ("recipe-rows", self._on_rows),
            ("recipe-document", self._on_document),
            ("rows-language", self._on_language),
            ("rows-language-again", self._on_again),
        ):
            actions[name].triggered.connect(slot)

    def set_language(self, language: str | None) -> None:
        """Want a language of the selected rows; None is that of the document."""
        self._desk.editing.commit_typing()
        self._take_span()
        editing = self._desk.editing
        rows = editing.selected_rows()
        if not rows:
            self._desk.told.emit(self.tr("Select rows first, or draw a span on the waveform."))
            return
        if language is None:
            self._desk.perform(clear_recipe(editing.document, rows, _LANGUAGE))
        else:
            wanted = RecipeOverride(language=language)
            self._desk.perform(set_recipe(editing.document, rows, wanted))
            self._remember(language)

    def _remember(self, language: str) -> None:
        preferences = self._desk.preferences
        others = [one for one in preferences.editor.recent_languages if one != language]
        recent = (language, *others)[:_MOST_RECENT]
        if language in LANGUAGES and recent != preferences.editor.recent_languages:
            preferences.change(replace(preferences.editor, recent_languages=recent))

    def _near(self) -> list[str]:
        """Return the languages that are likely meant."""
        recent = self._desk.preferences.editor.recent_languages
        known = [*recent, self._recipes.recipe.language or _USUAL, _USUAL]
        return [code for code in dict.fromkeys(known) if code in LANGUAGES]

    def _common(self) -> str | None:
        """Return the language that is wanted of all selected rows, "" where they differ."""
        document = self._desk.editing.document
        rows = self._desk.editing.selected_rows()
        wanted = {document[row].recipe.language for row in rows}
        return wanted.pop() if len(wanted) == 1 else ""

    @Slot()
    def _fill(self) -> None:
        menu, common = self.language_menu, self._common()
        menu.clear()
        recipes = self._recipes
        usual = document_language_words(recipes.recipe.language, recipes.found_language)
        for number, code in enumerate(self._near(), start=1):
            words = self.tr("&{number} {language}")
            self._add(words.format(number=number, language=language_words(code)), code, common)
        menu.addSeparator()
        self._add(self.tr("&Find out"), AUTO_LANGUAGE, common)
        as_document = self.tr("&As the document ({language})").format(language=usual)
        self._add(as_document, None, common)
        menu.addSeparator()
        menu.addAction(self.tr("&Other…")).triggered.connect(self._on_rows)

    def _add(self, words: str, language: str | None, common: str | None) -> None:
        action = self.language_menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(language == common)
        action.triggered.connect(lambda: self.set_language(language))

    def _open(self, scope: Scope) -> None:
        self._shown.setChecked(True)
        self._dock.raise_()
        self._dock.show_scope(scope)

    @Slot(object)
    def _on_changed(self, changes: RecipeOverride) -> None:
        if changes.language is not None:
            self._remember(changes.language)

    @Slot()
    def _on_rows(self) -> None:
        self._take_span()
        self._open(Scope.ROWS)

    @Slot()
    def _on_document(self) -> None:
        self._open(Scope.DOCUMENT)

    @Slot()
    def _on_language(self) -> None:
        self.language_menu.popup(self._middle())

    def _middle(self) -> QPoint:
        """Return where the person looks: the middle of what has the focus."""
        widget = QApplication.focusWidget() or self._desk.window
        return widget.mapToGlobal(widget.rect().center())

    @Slot()
    def _on_again(self) -> None:
        recent = self._desk.preferences.editor.recent_languages
        if recent:
            self.set_language(recent[0])
        else:
            self._on_language()
