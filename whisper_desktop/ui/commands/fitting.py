"""The menu Recognise, for rows whose text is right and whose times are not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.align import AlignRequest
from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.recognition_jobs import AlignJob, RetimeJob
from whisper_desktop.app.request import LongFormMode, MediaPart, RecognitionOptions
from whisper_desktop.app.retime import RetimeRequest, RowOrder
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.error_sentences import expected_sentence
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.fitting import Fitting, FittingOrder
from whisper_desktop.ui.recognition.preflight_words import no_device_words, refusal_words
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

_TOPIC = "fitting"


@dataclass(frozen=True, slots=True)
class FittingParts:
    """What rows are fitted with."""

    media: MediaPanes
    recipes: DocumentRecipe
    advice: RunAdvice
    notices: NoticeBar


class FittingCommands(QObject):
    """Connects the actions that find words in the sound, and tells how far the work is."""

    def __init__(self, desk: Desk, actions: Actions, work: Fitting, parts: FittingParts) -> None:
        super().__init__(desk)
        self._desk, self._work, self._parts = desk, work, parts
        work.progressed.connect(self._on_progressed)
        work.finished.connect(self._on_finished)
        work.failed.connect(self._on_failed)
        work.ended.connect(self._on_ended)
        for name, slot in (
            ("fit-words", lambda: self._fit_selected(moves_rows=False)),
            ("fit-times", lambda: self._fit_selected(moves_rows=True)),
            ("fit-all", self._on_fit_all),
        ):
            actions[name].triggered.connect(slot)

    def _fit_selected(self, *, moves_rows: bool) -> None:
        """Find the words of the selected rows; those beside them are said, too, and stay."""
        editing = self._desk.editing
        editing.commit_typing()
        rows = editing.selected_rows()
        if not rows:
            self._desk.told.emit(self.tr("Select rows first."))
            return
        facts, document = self._facts(), editing.document
        recipe = self._recipe(document[rows[0]])
        if facts is None or self._is_refused(recipe):
            return
        cues = sorted((document[row] for row in rows), key=lambda cue: cue.start_ms)
        request = RetimeRequest(
            facts.path, _orders(document, rows), recipe.language, self._parts.media.track
        )
        job = RetimeJob(request, self._desk.preferences.model_request, recipe)
        self._work.start(FittingOrder(job, cues, moves_rows, facts.path))

    @Slot()
    def _on_fit_all(self) -> None:
        editing = self._desk.editing
        editing.commit_typing()
        cues = sorted(editing.document, key=lambda cue: (cue.start_ms, cue.end_ms))
        if not any(cue.text.strip() for cue in cues):
            self._desk.told.emit(self.tr("There is no text to fit."))
            return
        facts, recipe = self._facts(), self._recipe(None)
        if facts is None or self._is_refused(recipe):
            return
        rows = tuple(GivenRow(cue.text, cue.start_ms, cue.end_ms) for cue in cues)
        part = MediaPart(facts.path, self._parts.media.track)
        request = AlignRequest(part, rows, RecognitionOptions(recipe=recipe))
        job = AlignJob(request, self._desk.preferences.model_request)
        self._work.start(FittingOrder(job, cues, moves_rows=True, media=facts.path))

    def _recipe(self, cue: Cue | None) -> Recipe:
        """Return how to hear: as the row says, in the language that its text is in."""
        recipes = self._parts.recipes
        recipe = recipes.recipe if cue is None else recipes.of(cue)
        written = (None if cue is None else cue.language) or self._desk.language
        return replace(
            recipe, task=Task.TRANSCRIBE, language=written or recipe.language, initial_prompt=""
        )

    def _facts(self) -> MediaFacts | None:
        facts = self._desk.facts
        if facts is None:
            self._desk.told.emit(self.tr("There is no recording to listen to. Open it first."))
            return None
        if not facts.has_audio:
            self._desk.told.emit(self.tr("The recording has no sound to listen to."))
            return None
        return facts

    def _is_refused(self, recipe: Recipe) -> bool:
        """Say why a recipe cannot be followed, as far as that is known; tell whether it cannot."""
        found = self._parts.advice.of(recipe, None, LongFormMode.SEQUENTIAL)
        words = ""
        if found.refusal is not None:
            words = refusal_words(found.refusal, is_english_only=found.is_english_only)
        elif found.device_error is not None:
            words = no_device_words(found.device_error)
        elif not found.is_installed:
            words = self.tr("The model {model} is not installed.").format(model=found.model)
        if words:
            self._desk.told.emit(words)
        return bool(words)

    @Slot(int)
    def _on_progressed(self, percent: int) -> None:
        if not self._work.is_running:
            return
        sentence = self.tr("Fitting the rows to the sound: {percent} %").format(percent=percent)
        stop = (self.tr("Stop"), self._on_stop)
        self._parts.notices.tell(Notice(_TOPIC, sentence, (stop,)))

    @Slot()
    def _on_stop(self) -> None:
        self._work.cancel()
        self._desk.told.emit(self.tr("Stopped. No row was changed."))

    @Slot(int, object)
    def _on_finished(self, count: int, unheard: Sequence[int]) -> None:
        self._parts.notices.withdraw(_TOPIC)
        if count:
            self._desk.told.emit(self.tr("Fitted to the sound: %Ln row(s).", "", count))
        if unheard:
            text = self.tr(
                "The text of %Ln row(s) was not heard. Look at their times.", "", len(unheard)
            )
            select = (self.tr("Select the rows"), lambda: self._desk.editing.select(unheard))
            self._parts.notices.tell(Notice(_TOPIC, text, (select,), is_problem=True))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._parts.notices.tell(Notice(_TOPIC, expected_sentence(error), is_problem=True))

    @Slot()
    def _on_ended(self) -> None:
        notice = next((one for one in self._parts.notices.notices if one.topic == _TOPIC), None)
        if notice is not None and not notice.is_problem:
            self._parts.notices.withdraw(_TOPIC)


def _orders(document: Sequence[Cue], rows: Sequence[int]) -> tuple[RowOrder, ...]:
    """Return the rows, and those beside them in time, which are heard but not wanted."""
    wanted = {document[row].uid for row in rows}
    ordered = sorted(document, key=lambda cue: (cue.start_ms, cue.end_ms))
    kept = {
        near
        for place, cue in enumerate(ordered)
        if cue.uid in wanted
        for near in (place - 1, place, place + 1)
        if 0 <= near < len(ordered)
    }
    return tuple(
        RowOrder(cue.uid, cue.start_ms, cue.end_ms, cue.text, cue.uid in wanted)
        for place, cue in enumerate(ordered)
        if place in kept
    )
