"""What shall be recognised and how, with what that needs and takes on this machine."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from whisper_desktop.app.preflight import Preflight
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.timecode import TimeSpan, format_clock
from whisper_desktop.ui.dialogs.model_box import ModelBox
from whisper_desktop.ui.dialogs.preflight_panel import PreflightPanel
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.preset_names import preset_names
from whisper_desktop.ui.quantities import size_words
from whisper_desktop.ui.recognition.model_words import failure_words, work_words
from whisper_desktop.ui.recognition.preflight_words import no_device_words, refusal_words
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.views.recipe.named_bar import NamedBar

_WIDTH_PX = 608


@dataclass(frozen=True, slots=True)
class TranscribeSubject:
    """What there is to be transcribed.

    `name` is that of the recording, `duration_ms` None if its length is not known, and
    `selection` the stretch of the selected rows, if there are any.
    """

    name: str
    duration_ms: int | None
    selection: TimeSpan | None = None
    playhead_ms: int = 0
    count_rows: Callable[[int, int | None], int] = lambda _start_ms, _end_ms: 0
    """How many rows there are already between two times, to the end without the second."""


@dataclass(frozen=True, slots=True)
class TranscribePlan:
    """What was chosen; the recipe's model is "" where it is the one of the settings.

    Without `end_ms` everything to the end is meant.
    """

    recipe: Recipe
    mode: LongFormMode = LongFormMode.SEQUENTIAL
    start_ms: int = 0
    end_ms: int | None = None
    replaces_rows: bool = False
    """Whether the rows go that are there already."""
    cuts_for_reading: bool = False
    """Whether rows are cut by the rules of the document; else they come as recognised."""


class TranscribeDialog(Question):
    """Asks, answers at once what that means, and says what does not work and what would."""

    devices_requested = Signal()
    """The person wants to choose another device."""

    def __init__(
        self,
        subject: TranscribeSubject,
        proposed: TranscribePlan,
        advice: RunAdvice,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._subject, self._advice = subject, advice
        self._ranges: list[tuple[int, int | None]] = [(0, None)]
        self.ask(
            self.tr("Transcribe"),
            self.tr("How shall {name} be transcribed?").format(name=subject.name),
            self.tr("Transcribe"),
        )
        self.setMinimumWidth(_WIDTH_PX)
        self.named = NamedBar(advice.named_recipes)
        self.model_box = ModelBox()
        self.language_box = self._language_box()
        self.task_box = self._task_box()
        self.times_box = self._times_box()
        self.range_box = self._range_box()
        self.mode_box = self._mode_box()
        self.prompt_line, self.words_line = QLineEdit(), QLineEdit()
        self.rows_box = self._rows_box()
        self.cut_box = self._cut_box()
        self.panel = PreflightPanel()
        self.help_button = QPushButton()
        self._offered = ""
        """The model that the button below would install or choose."""
        self._lay_out()
        self._propose(proposed)
        self._connect()
        self._refresh()

    @property
    def plan(self) -> TranscribePlan:
        """What was chosen."""
        model = self.model_box.name
        is_usual = model == self._advice.preferences.settings.model
        start_ms, end_ms = self._range
        replaces = bool(self._row_count) and bool(self.rows_box.currentData())
        recipe = replace(self._recipe, model="" if is_usual else model)
        cuts = bool(self.cut_box.currentData())
        return TranscribePlan(recipe, self._mode, start_ms, end_ms, replaces, cuts)

    @property
    def _row_count(self) -> int:
        """How many rows there are already where it listens."""
        return self._subject.count_rows(*self._range)

    @property
    def _recipe(self) -> Recipe:
        return Recipe(
            language=self.language_box.currentData() or None,
            task=Task(self.task_box.currentData()),
            timestamps=TimestampMode(self.times_box.currentData()),
            initial_prompt=self.prompt_line.text().strip(),
            hotwords=self.words_line.text().strip(),
            model=self.model_box.name,
        )

    @property
    def _mode(self) -> LongFormMode:
        return LongFormMode(self.mode_box.currentData())

    @property
    def _range(self) -> tuple[int, int | None]:
        return self._ranges[self.range_box.currentIndex()]

    @property
    def _duration_ms(self) -> int | None:
        start_ms, end_ms = self._range
        end_ms = self._subject.duration_ms if end_ms is None else end_ms
        return None if end_ms is None else max(end_ms - start_ms, 0)

    def _language_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Find out"), "")
        for code, name in sorted(LANGUAGES.items(), key=lambda item: item[1]):
            box.addItem(name, code)
        return box

    def _task_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Write what is said"), Task.TRANSCRIBE.value)
        box.addItem(self.tr("Translate into English"), Task.TRANSLATE.value)
        return box

    def _times_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Of rows and words"), TimestampMode.WORDS.value)
        box.addItem(self.tr("Of rows"), TimestampMode.SEGMENTS.value)
        box.addItem(self.tr("None: text in long rows"), TimestampMode.NONE.value)
        return box

    def _range_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("The whole recording"))
        selection, playhead_ms = self._subject.selection, self._subject.playhead_ms
        if selection is not None:
            start, end = format_clock(selection.start_ms), format_clock(selection.end_ms)
            text = self.tr("The selection, {start} to {end}").format(start=start, end=end)
            box.addItem(text)
            self._ranges.append((selection.start_ms, selection.end_ms))
        if playhead_ms > 0:
            text = self.tr("From the playhead on, {start}").format(start=format_clock(playhead_ms))
            box.addItem(text)
            self._ranges.append((playhead_ms, None))
        return box

    def _mode_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Thorough: one stretch after the other"), LongFormMode.SEQUENTIAL.value)
        box.addItem(self.tr("Fast: several stretches at once"), LongFormMode.BATCHED.value)
        return box

    def _rows_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem("", True)
        box.addItem(self.tr("Keep them, and add the new rows"), False)
        return box

    def _cut_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("As recognised"), False)
        preset = self._advice.preferences.editor.preset
        name = dict(preset_names()).get(preset, preset)
        box.addItem(self.tr("Cut for reading, by the rules: {name}").format(name=name), True)
        return box

    def _lay_out(self) -> None:
        self.prompt_line.setPlaceholderText(self.tr("What was said before, or how to write"))
        self.words_line.setPlaceholderText(self.tr("Names and terms, with commas between them"))
        for label, field in (
            (self.tr("Model:"), self.model_box),
            (self.tr("Language:"), self.language_box),
            (self.tr("Task:"), self.task_box),
            (self.tr("Times:"), self.times_box),
            (self.tr("Rows:"), self.cut_box),
            (self.tr("Range:"), self.range_box),
            (self.tr("Rows there:"), self.rows_box),
            (self.tr("Way:"), self.mode_box),
            (self.tr("Context:"), self.prompt_line),
            (self.tr("Vocabulary:"), self.words_line),
            (self.tr("Saved recipe:"), self.named),
        ):
            self.add_row(label, field)
        place = self.body.indexOf(self.remark)
        self.body.insertWidget(place, self.panel)
        self.help_button.setAutoDefault(False)
        row = QHBoxLayout()
        self.body.removeWidget(self.remark)
        row.addWidget(self.remark, 1)
        row.addStretch()
        row.addWidget(self.help_button)
        self.body.insertLayout(place + 1, row)

    def _propose(self, plan: TranscribePlan) -> None:
        self._show_recipe(plan.recipe)
        self.mode_box.setCurrentIndex(max(self.mode_box.findData(plan.mode.value), 0))
        self.cut_box.setCurrentIndex(self.cut_box.findData(plan.cuts_for_reading))
        wanted = (plan.start_ms, plan.end_ms)
        if wanted in self._ranges:
            self.range_box.setCurrentIndex(self._ranges.index(wanted))

    def _show_recipe(self, recipe: Recipe) -> None:
        settings = self._advice.preferences.settings
        self.model_box.show_models(self._advice.downloads.store.list(), recipe)
        official = self._advice.downloads.store.catalogue.find(recipe.model or settings.model)
        self.model_box.choose(official.name if official else recipe.model or settings.model)
        for box, value in (
            (self.language_box, recipe.language or ""),
            (self.task_box, recipe.task.value),
            (self.times_box, recipe.timestamps.value),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.prompt_line.setText(recipe.initial_prompt)
        self.words_line.setText(recipe.hotwords)

    def _connect(self) -> None:
        for box in (
            self.model_box,
            self.language_box,
            self.task_box,
            self.times_box,
            self.range_box,
            self.mode_box,
        ):
            box.currentIndexChanged.connect(self._refresh)
        for line in (self.prompt_line, self.words_line):
            line.textChanged.connect(self._offer_to_save)
        self.named.applied.connect(self._on_named)
        self.named.said.connect(self.tell)
        self._advice.changed.connect(self._refresh)
        self.panel.devices_requested.connect(self.devices_requested)
        self.help_button.clicked.connect(self._on_help)

    @Slot()
    def _refresh(self) -> None:
        recipe, row_count = self._recipe, self._row_count
        self.rows_box.setEnabled(bool(row_count))
        replacing = self.tr("Replace %Ln row(s); undo brings them back", "", row_count)
        self.rows_box.setItemText(0, replacing if row_count else self.tr("None"))
        self.model_box.show_models(self._advice.downloads.store.list(), recipe)
        found = self._advice.of(recipe, self._duration_ms, self._mode)
        is_looking = self._advice.devices.is_looking
        self.panel.show_answers(found, recipe, self._duration_ms, is_looking=is_looking)
        self.refuse(self._refusal(found))
        self._offer(found)
        self._offer_to_save()

    @Slot()
    def _offer_to_save(self) -> None:
        self.named.show_wishes(RecipeOverride.exactly(self.plan.recipe))

    @Slot(object)
    def _on_named(self, wishes: RecipeOverride) -> None:
        self._show_recipe(wishes.over(self._recipe))

    def _refusal(self, found: Preflight) -> str:
        """Return why it cannot begin like this; nothing when it can."""
        if found.refusal is not None:
            return refusal_words(found.refusal, is_english_only=found.is_english_only)
        if found.device_error is not None:
            return no_device_words(found.device_error)
        if not found.is_installed:
            return self._missing(found)
        if found.doubt and self._advice.devices.is_looking:
            text = self.tr("Looking whether {wanted} can be used here…")
            return text.format(wanted=found.doubt)
        return ""

    def _missing(self, found: Preflight) -> str:
        downloads = self._advice.downloads
        work = downloads.work_on(found.model)
        if work is not None and work.error is not None:
            return failure_words(found.model, work.error)
        if work is not None and not work.is_idle:
            text = self.tr("{model} is being installed: {state}")
            return text.format(model=found.model, state=work_words(work))
        if downloads.store.offline:
            text = self.tr("{model} is not installed, and downloads are switched off.")
            return text.format(model=found.model)
        return self.tr("{model} is not installed.").format(model=found.model)

    def _offer(self, found: Preflight) -> None:
        """Offer the one thing that helps."""
        words, self._offered = "", ""
        if found.refusal is not None and found.able:
            words, self._offered = self.tr("Use {model}"), found.able[0].name
        elif not found.is_installed and self._can_install(found):
            words, self._offered = self._install_words(found), found.model
        elif found.smaller is not None:
            words, self._offered = self.tr("Use {model}"), found.smaller.name
        self.help_button.setText(words.format(model=self._offered))
        self.help_button.setVisible(bool(words))

    def _can_install(self, found: Preflight) -> bool:
        downloads = self._advice.downloads
        work = downloads.work_on(found.model)
        is_free = work is None or work.is_idle
        return found.status is not None and is_free and not downloads.store.offline

    def _install_words(self, found: Preflight) -> str:
        size_bytes = found.status.size_bytes if found.status else None
        if size_bytes is None:
            return self.tr("Install {model}")
        return self.tr("Install {model} ({size})").replace("{size}", size_words(size_bytes))

    @Slot()
    def _on_help(self) -> None:
        if self.model_box.name == self._offered:
            self._advice.downloads.install(self._offered)
        else:
            self.model_box.choose(self._offered)
