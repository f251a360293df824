"""How the selected rows, or the whole document, are to be recognised."""

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.core.recipe import NO_OVERRIDE, RECIPE_FIELDS, RecipeField, RecipeOverride
from whisper_desktop.core.verbs.recipes import clear_recipe, set_recipe
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.views.recipe.named_bar import NamedBar
from whisper_desktop.ui.views.recipe.recipe_form import RecipeForm, ShownRecipe

_MARGIN_PX = 8


class Scope(IntEnum):
    """What the recipe is for."""

    ROWS = 0
    DOCUMENT = 1


class RecipeDock(QDockWidget):
    """Shows the recipe of the selected rows or the document; what is chosen holds at once."""

    said = Signal(str)
    """A sentence that says what happened."""
    left = Signal()
    """Escape was pressed: the rows are meant again."""

    def __init__(
        self,
        editing: EditingController,
        recipes: DocumentRecipe,
        named: NamedRecipes,
        models: Callable[[], tuple[Sequence[ModelStatus], str]],
        parent: QWidget | None = None,
    ) -> None:
        """`models` gives the models there are, and the name of that of the settings."""
        super().__init__(parent)
        self.setObjectName("recipe-dock")
        self.setWindowTitle(self.tr("Recipe"))
        self._editing, self._recipes, self._models = editing, recipes, models
        self.tabs = QTabBar()
        self.form = RecipeForm()
        self.named = NamedBar(named)
        self.clear_button = QPushButton(self.tr("Everything as usual"))
        self.hint = QLabel()
        self._subject: tuple[Scope, tuple[int, ...]] | None = None
        """What the form shows the recipe of."""
        self._lay_out()
        self._connect()

    def show_scope(self, scope: Scope) -> None:
        """Show the recipe of rows or of the document, the cursor at the language."""
        self.tabs.setCurrentIndex(scope)
        self._refresh()
        # A form that is not to be used would leave the keys nowhere.
        wanted = self.form.language if self.form.isEnabled() else self.tabs
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def scope(self) -> Scope:
        """What the shown recipe is for."""
        return Scope(self.tabs.currentIndex())

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(self.tr("What the recipe is for"))
        self.tabs.addTab(self.tr("Selected rows"))
        self.tabs.addTab(self.tr("Document"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.hint.setWordWrap(True)
        self.named.setContentsMargins(0, _MARGIN_PX, 0, 0)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(_MARGIN_PX)
        for widget in (self.tabs, self.hint, self.form, self.clear_button, self.named):
            layout.addWidget(widget)
        layout.setAlignment(self.clear_button, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        # The width that the fields need, for nothing scrolls to the side.
        area.setMinimumWidth(
            body.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width()
        )
        self.setWidget(area)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._refresh)
        self.visibilityChanged.connect(self._on_visibility_changed)
        self.form.changed.connect(self._on_changed)
        self.form.reset.connect(self._on_reset)
        self.named.applied.connect(self._on_changed)
        self.named.said.connect(self.said)
        self.clear_button.clicked.connect(self._on_clear)
        self._recipes.changed.connect(self._refresh)
        self._editing.selection_changed.connect(self._refresh)
        self._editing.rows_changed.connect(self._refresh)
        self._editing.replaced.connect(self._refresh)
        self._editing.commit_requested.connect(self.form.take_typed)

    def _selected(self) -> list[RecipeOverride]:
        """Return the recipes of the selected rows, each once; rows mostly share theirs."""
        document = self._editing.document
        found = (document[row].recipe for row in self._editing.selected_rows())
        return list({id(recipe): recipe for recipe in found}.values())

    def _of_rows(self) -> ShownRecipe:
        recipes = self._selected() or [NO_OVERRIDE]
        first = recipes[0]
        mixed = {name for name in RECIPE_FIELDS if _is_mixed(name, recipes)}
        own = {name for name in RECIPE_FIELDS if any(getattr(r, name) is not None for r in recipes)}
        return ShownRecipe(
            first.without(mixed),
            self._recipes.recipe,
            frozenset(mixed),
            frozenset(own),
            found_language=self._recipes.found_language,
        )

    def _of_document(self) -> ShownRecipe:
        wishes, recipe = self._recipes.wishes, self._recipes.recipe
        own = frozenset(name for name in RECIPE_FIELDS if getattr(wishes, name) is not None)
        return ShownRecipe(RecipeOverride.exactly(recipe), recipe, own=own, is_document=True)

    @Slot()
    def _refresh(self) -> None:
        if not self.isVisible():
            return
        count = len(self._editing.selection)
        is_document = self.scope is Scope.DOCUMENT
        self.tabs.setTabText(Scope.ROWS, self.tr("%Ln row(s)", "", count))
        shown = self._of_document() if is_document else self._of_rows()
        subject = (self.scope, self._editing.selection)
        # Rows that arrive meanwhile leave alone what is being typed.
        if (subject, shown) != (self._subject, self.form.shown):
            self._subject = subject
            self.form.show_recipe(shown)
        self.form.setEnabled(is_document or count > 0)
        self.named.setEnabled(is_document or count > 0)
        self.named.show_wishes(shown.wishes)
        self.clear_button.setEnabled(bool(shown.own))
        self.hint.setText(self._hint_text(count))
        self.hint.setVisible(bool(self.hint.text()))

    def _show_again(self) -> None:
        """Show what holds, whatever was typed or chosen."""
        self._subject = None
        self._refresh()

    def _hint_text(self, count: int) -> str:
        if self.scope is Scope.DOCUMENT:
            return self.tr("For all rows that have no wishes of their own.")
        return "" if count else self.tr("Select rows to say how they shall be recognised.")

    def _change(self, changes: RecipeOverride) -> None:
        if self.scope is Scope.DOCUMENT:
            self._recipes.change(changes)
        else:
            document, rows = self._editing.document, self._editing.selected_rows()
            self._editing.perform(set_recipe(document, rows, changes))

    def _reset(self, names: Iterable[RecipeField]) -> None:
        chosen = tuple(names)
        if self.scope is Scope.DOCUMENT:
            self._recipes.reset(chosen)
        else:
            document, rows = self._editing.document, self._editing.selected_rows()
            self._editing.perform(clear_recipe(document, rows, chosen))

    @Slot(bool)
    def _on_visibility_changed(self, is_visible: bool) -> None:
        if is_visible:
            self.form.show_models(*self._models())
            self.named.refresh()
            self._refresh()

    @Slot(object)
    def _on_changed(self, changes: RecipeOverride) -> None:
        self._change(changes)
        self._show_again()

    @Slot(object)
    def _on_reset(self, names: tuple[RecipeField, ...]) -> None:
        self._reset(names)
        self._show_again()

    @Slot()
    def _on_clear(self) -> None:
        self._on_reset(RECIPE_FIELDS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape lead back to the rows; what was chosen holds already."""
        if event.key() == Qt.Key.Key_Escape:
            self._show_again()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return a size in which all fields can be read."""
        return QSize(self.fontMetrics().horizontalAdvance("m" * 30), super().sizeHint().height())


def _is_mixed(name: RecipeField, recipes: Sequence[RecipeOverride]) -> bool:
    return len({getattr(recipe, name) for recipe in recipes}) > 1
