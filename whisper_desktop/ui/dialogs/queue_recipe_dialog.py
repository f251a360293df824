"""How recordings of the queue are recognised and cut, and which files are made of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QWidget,
)

from whisper_desktop.app.document_settings import USUAL_RECIPE
from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.queue import QueueOrder, SubtitleFormat
from whisper_desktop.core.errors import ModelCapabilityError
from whisper_desktop.core.presets import CUSTOM, SHIPPED_PRESETS
from whisper_desktop.core.recipe import (
    RECIPE_FIELDS,
    Recipe,
    RecipeField,
    RecipeOverride,
)
from whisper_desktop.ui.dialogs.format_names import format_name
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.preset_names import preset_names
from whisper_desktop.ui.views.recipe.named_bar import NamedBar
from whisper_desktop.ui.views.recipe.recipe_form import RecipeForm, ShownRecipe

_FORMATS = tuple(form for form in SubtitleFormat if not form.is_counted_in_frames)
_COLUMNS = 2


class QueueRecipeDialog(Question):
    """Asks for the recipe and the formats; all other wishes of the order stay."""

    def __init__(
        self,
        order: QueueOrder,
        count: int,
        models: tuple[Sequence[ModelStatus], str],
        named: NamedRecipes,
        parent: QWidget | None = None,
        *,
        check: Callable[[Recipe], None] = lambda _recipe: None,
    ) -> None:
        """`count` recordings shall have it, 0 for those that are added later.

        `check` raises `ModelCapabilityError` of a recipe that its model cannot follow.
        """
        super().__init__(parent)
        self._order, self._check = order, check
        sentence = self.tr("How shall what is added from now on be transcribed?")
        if count:
            sentence = self.tr("How shall these recordings be transcribed: {count}?")
        self.ask(self.tr("Recipe"), sentence.format(count=count), self.tr("Use it"))
        self.recipe = RecipeForm()
        self.recipe.show_models(*models)
        self.named = NamedBar(named)
        self._wishes = RecipeOverride.exactly(order.recipe)
        self.recipe.changed.connect(self._on_changed)
        self.recipe.reset.connect(self._on_reset)
        self.named.applied.connect(self._on_changed)
        self.named.said.connect(self.tell)
        self.formats = {form: QCheckBox(format_name(form)) for form in _FORMATS}
        self.cut_box = QComboBox()
        note = QLabel(self.tr("What is not at its end begins anew with another recipe."))
        note.setWordWrap(True)
        parts = (self.recipe, self.named, self._rows(), self._files(), note)
        for place, widget in enumerate(parts, start=1):
            self.body.insertWidget(place, widget)
        note.setVisible(count > 0)
        self._show()

    @property
    def order(self) -> QueueOrder:
        """What is wanted now."""
        self.recipe.take_typed()
        formats = tuple(form for form, box in self.formats.items() if box.isChecked())
        recipe, reading = self._wishes.over(USUAL_RECIPE), self.cut_box.currentData()
        return replace(self._order, recipe=recipe, formats=formats, reading=reading)

    def _rows(self) -> QWidget:
        """Return the choice of rules; what the order has of a person's own is offered, too."""
        names, own = dict(preset_names()), self._order.reading
        presets = [preset for preset in SHIPPED_PRESETS if preset != CUSTOM]
        if own is not None and own not in presets:
            presets.append(own)
        self.cut_box.addItem(self.tr("As recognised"), None)
        for preset in presets:
            words = self.tr("Cut for reading, by the rules: {name}")
            self.cut_box.addItem(words.format(name=names.get(preset.name, preset.name)), preset)
        self.cut_box.setCurrentIndex(0 if own is None else 1 + presets.index(own))
        self.cut_box.setAccessibleName(self.tr("Rows"))
        rows = QWidget()
        form = QFormLayout(rows)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Rows:"), self.cut_box)
        return rows

    def _files(self) -> QWidget:
        files = QGroupBox(self.tr("Files beside the recording, with the project"))
        grid = QGridLayout(files)
        for place, (form, box) in enumerate(self.formats.items()):
            box.setChecked(form in self._order.formats)
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        return files

    def _show(self) -> None:
        usual = RecipeOverride.exactly(USUAL_RECIPE)
        own = [
            name for name in RECIPE_FIELDS if getattr(self._wishes, name) != getattr(usual, name)
        ]
        shown = ShownRecipe(self._wishes, USUAL_RECIPE, own=frozenset(own), is_document=True)
        self.recipe.show_recipe(shown)
        self.named.show_wishes(self._wishes)
        self.refuse(self._refusal())
        # The form says it itself where it can.
        self.remark.setVisible(bool(self.remark.text()) and not self.recipe.remark.text())

    def _refusal(self) -> str:
        try:
            self._check(self._wishes.over(USUAL_RECIPE))
        except ModelCapabilityError as error:
            return error_sentence(error)
        return ""

    @Slot(object)
    def _on_changed(self, changes: RecipeOverride) -> None:
        self._wishes = self._wishes.with_changes(changes)
        self._show()

    @Slot(object)
    def _on_reset(self, names: tuple[RecipeField, ...]) -> None:
        usual = RecipeOverride.exactly(USUAL_RECIPE)
        self._wishes = replace(self._wishes, **{name: getattr(usual, name) for name in names})
        self._show()
