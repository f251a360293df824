"""The fields of a recipe, for rows or for the whole document."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import (
    AUTO_LANGUAGE,
    NO_OVERRIDE,
    RECIPE_FIELDS,
    Recipe,
    RecipeField,
    RecipeOverride,
    Task,
    TimestampMode,
)
from whisper_desktop.core.recipe_data import override_from_data
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.recognition.recipe_words import (
    document_language_words,
    language_words,
    task_words,
    times_words,
)
from whisper_desktop.ui.views.recipe.choices import (
    Choice,
    ChoiceBox,
    LanguageBox,
    WishLine,
    choices_of,
)


@dataclass(frozen=True, slots=True)
class ShownRecipe:
    """What the form shows: wishes, what holds where there are none, and in what rows differ."""

    wishes: RecipeOverride = NO_OVERRIDE
    usual: Recipe = field(default_factory=Recipe)
    mixed: frozenset[RecipeField] = frozenset()
    own: frozenset[RecipeField] = frozenset()
    """The fields that can be given up again."""
    is_document: bool = False
    found_language: str | None = None
    """That of the document, if it was found and not said."""


class RecipeForm(QWidget):
    """Shows a recipe and tells which field the person gave another value."""

    changed = Signal(object)
    """The RecipeOverride that holds what was chosen, and nothing else."""
    reset = Signal(object)
    """The names of the fields that shall be as usual again, a tuple."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ShownRecipe()
        self._models: tuple[ModelStatus, ...] = ()
        self._usual_model = ""
        self.language = LanguageBox(self.tr("Language that is spoken"))
        self.task = ChoiceBox(self.tr("Task"))
        self.timestamps = ChoiceBox(self.tr("Times"))
        self.prompt = WishLine(self.tr("Context: what was said before, or how to write"))
        self.hotwords = WishLine(self.tr("Vocabulary: names and terms, with commas between them"))
        self.model = ChoiceBox(self.tr("Model"))
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        self._fields: dict[RecipeField, ChoiceBox | WishLine] = {
            "language": self.language,
            "task": self.task,
            "timestamps": self.timestamps,
            "initial_prompt": self.prompt,
            "hotwords": self.hotwords,
            "model": self.model,
        }
        self.resets = {name: self._reset_button(name) for name in RECIPE_FIELDS}
        self._lay_out()
        for name, box in self._fields.items():
            box.picked.connect(partial(self._on_picked, name))
        self.show_recipe(self._shown)

    @property
    def shown(self) -> ShownRecipe:
        """What is shown."""
        return self._shown

    def show_models(self, models: Sequence[ModelStatus], usual_model: str) -> None:
        """Offer these models; `usual_model` is that of the settings."""
        if (tuple(models), usual_model) != (self._models, self._usual_model):
            self._models, self._usual_model = tuple(models), usual_model
            self.show_recipe(self._shown)

    def show_recipe(self, shown: ShownRecipe) -> None:
        """Show a recipe."""
        self._shown = shown
        self._offer()
        wishes, usual, mixed = shown.wishes, shown.usual, shown.mixed
        self.language.show_value(wishes.language, is_mixed="language" in mixed)
        self.task.show_value(wishes.task, is_mixed="task" in mixed)
        self.timestamps.show_value(wishes.timestamps, is_mixed="timestamps" in mixed)
        self.model.show_value(wishes.model, is_mixed="model" in mixed)
        for line, value, text, is_mixed in (
            (self.prompt, wishes.initial_prompt, usual.initial_prompt, "initial_prompt" in mixed),
            (self.hotwords, wishes.hotwords, usual.hotwords, "hotwords" in mixed),
        ):
            line.show_value(value, text, is_mixed=is_mixed)
        for name, button in self.resets.items():
            button.setEnabled(name in shown.own)
        self._show_remark()

    def take_typed(self) -> None:
        """Hand on what is being typed."""
        self.prompt.take_typed()
        self.hotwords.take_typed()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        titles = {
            "language": self.tr("Language"),
            "task": self.tr("Task"),
            "timestamps": self.tr("Times"),
            "initial_prompt": self.tr("Context"),
            "hotwords": self.tr("Vocabulary"),
            "model": self.tr("Model"),
        }
        for row, name in enumerate(self._fields):
            label = QLabel(titles[name])
            label.setBuddy(self._fields[name])
            grid.addWidget(label, row, 0)
            grid.addWidget(self._fields[name], row, 1)
            grid.addWidget(self.resets[name], row, 2)
        grid.addWidget(self.remark, len(self._fields), 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def _reset_button(self, name: RecipeField) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon("restore", self.palette()))
        words = self.tr("As usual again: {field}").format(field=self._fields[name].accessibleName())
        button.setAccessibleName(words)
        button.setToolTip(self.tr("As usual again"))
        button.clicked.connect(partial(self._on_reset, name))
        return button

    def _offer(self) -> None:
        usual = self._usual
        languages = sorted(LANGUAGES.items(), key=lambda item: item[1])
        self.language.offer(
            choices_of(
                [(AUTO_LANGUAGE, language_words(None)), *languages],
                self._as_document(
                    document_language_words(usual.language, self._shown.found_language)
                ),
            )
        )
        times = [(mode.value, times_words(mode)) for mode in reversed(TimestampMode)]
        words = self._as_document(times_words(usual.timestamps))
        self.timestamps.offer(choices_of(times, words))
        self.task.offer(self._task_choices())
        self.model.offer(self._model_choices())

    def _task_choices(self) -> list[Choice]:
        tasks = [(task.value, task_words(task)) for task in Task]
        choices = choices_of(tasks, self._as_document(task_words(self._usual.task)))
        lack = self._lack(self._chosen_model(), Task.TRANSLATE)
        return [
            replace(choice, lack=lack, words=f"{choice.words} — {lack}")
            if lack and choice.value == Task.TRANSLATE
            else choice
            for choice in choices
        ]

    @property
    def _usual(self) -> Recipe:
        return self._shown.usual

    def _as_document(self, words: str) -> str | None:
        if self._shown.is_document:
            return None
        return self.tr("As the document ({value})").format(value=words)

    def _model_choices(self) -> list[Choice]:
        usual = self.tr("That of the settings ({model})").format(model=self._usual_model)
        first = choices_of([("", usual)], self._as_document(self._usual.model or self._usual_model))
        task = None if "task" in self._shown.mixed else self._shown.wishes.over(self._usual).task
        return [*first, *(self._model_choice(model, task) for model in self._offered_models())]

    def _offered_models(self) -> list[ModelStatus]:
        return sorted(self._models, key=lambda model: not model.is_installed)

    def _model_choice(self, model: ModelStatus, task: Task | None) -> Choice:
        lack = self._lack(model, task)
        words = model.name
        if lack:
            words = self.tr("{model} — {reason}").format(model=model.name, reason=lack)
        elif not model.is_installed:
            words = self.tr("{model} — not installed").format(model=model.name)
        return Choice(model.name, words, lack)

    def _lack(self, model: ModelStatus | None, task: Task | None) -> str:
        """Return why a model cannot do a task; of imported ones it is not known."""
        if model is None or model.official is None or task is not Task.TRANSLATE:
            return ""
        if model.official.can_translate:
            return ""
        return self.tr("{model} cannot translate").format(model=model.name)

    def _chosen_model(self) -> ModelStatus | None:
        if "model" in self._shown.mixed:
            return None
        name = self._shown.wishes.over(self._usual).model or self._usual_model
        return next((model for model in self._models if self._is_called(model, name)), None)

    @staticmethod
    def _is_called(model: ModelStatus, name: str) -> bool:
        return name == model.name or (model.official is not None and name in model.official.aliases)

    def _show_remark(self) -> None:
        """Say what cannot be done as it is chosen."""
        recipe = self._shown.wishes.over(self._usual)
        is_known = not {"task", "model"} & self._shown.mixed
        lack = self._lack(self._chosen_model(), recipe.task) if is_known else ""
        words = self.tr("{reason}. Choose another model or task.").format(reason=lack)
        self.remark.setText(words if lack else "")
        self.remark.setVisible(bool(lack))

    def _on_picked(self, name: RecipeField, value: str | None) -> None:
        if value is None:
            self._on_reset(name)
            return
        self.changed.emit(override_from_data({name: value}))

    @Slot()
    def _on_reset(self, name: RecipeField) -> None:
        names: Collection[RecipeField] = (name,)
        self.reset.emit(names)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours of another palette."""
        if event.type() is QEvent.Type.PaletteChange:
            for button in self.resets.values():
                button.setIcon(icon("restore", self.palette()))
        super().changeEvent(event)
