"""The menu Recognise, for rows: recognised again, compared, accepted or rejected."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.preflight import Preflight
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.span_orders import SpanOrder
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.preflight_words import no_device_words, refusal_words
from whisper_desktop.ui.recognition.proposal_words import accepted_words
from whisper_desktop.ui.recognition.rerecognition import AgainOrder, Rerecognition
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock

_MORE, _OF_ANOTHER_MODEL = 3, 1
"""Hearings besides the best one."""
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class AgainParts:
    """What rows are recognised again with.

    `take_span` makes a row of a span that is drawn, if there is one, and selects it.
    """

    board: ProposalBoard
    dock: ComparisonDock
    run: LiveRun
    media: MediaPanes
    recipes: DocumentRecipe
    advice: RunAdvice
    take_span: Callable[[], bool]


class AgainCommands(QObject):
    """Connects the actions of re-recognition and of the comparison."""

    def __init__(
        self, desk: Desk, actions: Actions, work: Rerecognition, parts: AgainParts
    ) -> None:
        super().__init__(desk)
        self._desk, self._work, self._parts = desk, work, parts
        self._shown = actions["comparison"]
        self._play = actions["play-selection"]
        dock, board = parts.dock, parts.board
        board.came.connect(self._on_came)
        board.found.connect(self._open)
        dock.accept_requested.connect(self._accept)
        dock.accept_all_requested.connect(self._accept_all)
        dock.reject_requested.connect(self._reject)
        dock.more_requested.connect(self._on_more)
        dock.cancel_requested.connect(self._on_cancel)
        dock.refusal = self._refusal_of_more
        dock.play_requested.connect(self._play.trigger)
        for name, slot in (
            ("again", lambda: self._recognise_selected(is_locked=True)),
            ("again-free", lambda: self._recognise_selected(is_locked=False)),
            ("again-empty", self._on_empty),
            ("again-translate", self._on_translate),
            ("next-proposal", lambda: self._go(1)),
            ("previous-proposal", lambda: self._go(-1)),
            ("accept-proposal", lambda: self._decide(self._accept)),
            ("reject-proposal", lambda: self._decide(self._reject)),
            ("accept-all", self._accept_all),
            ("reject-all", lambda: self._reject(board.open)),
        ):
            actions[name].triggered.connect(slot)

    def hear_otherwise(self, rows: Sequence[int]) -> None:
        """Recognise rows in several ways, their times as they are."""
        document = self._desk.editing.document
        spans = [self._span(document[row], is_locked=True) for row in rows]
        self._begin(spans, is_translation=False, alternatives=_MORE)

    def recognise_free(self, rows: Sequence[int]) -> None:
        """Recognise rows, the time of each segmented anew."""
        self._order(rows, is_locked=False)

    def start(self, order: AgainOrder) -> None:
        """Recognise what is ordered; say so where something else goes first."""
        if self._parts.run.is_running:
            self._desk.told.emit(
                self.tr(
                    "%Ln row(s) will be recognised after the transcription.", "", len(order.spans)
                )
            )
        self._work.start(order)

    def _recognise_selected(self, *, is_locked: bool) -> None:
        rows = self._selected()
        if rows:
            self._order(rows, is_locked=is_locked)

    @Slot()
    def _on_empty(self) -> None:
        self._desk.editing.commit_typing()
        document = self._desk.editing.document
        rows = [row for row, cue in enumerate(document) if not cue.text.strip()]
        if rows:
            self._order(rows, is_locked=True)
        else:
            self._desk.told.emit(self.tr("All rows have text."))

    @Slot()
    def _on_translate(self) -> None:
        rows = self._selected()
        if not rows:
            return
        document = self._desk.editing.document
        foreign = [row for row in rows if not self._is_english(document[row])]
        if foreign:
            self._order(foreign, is_locked=True, is_translation=True)
        else:
            self._desk.told.emit(self.tr("There is nothing to translate: the rows are English."))

    def _is_english(self, cue: Cue) -> bool:
        wanted = self._parts.recipes.of(cue).language
        spoken = cue.recipe.language or cue.language or wanted
        return spoken == _ENGLISH

    def _selected(self) -> Sequence[int]:
        """Return the selected rows, that of a drawn span among them; say so when there are none."""
        editing = self._desk.editing
        editing.commit_typing()
        self._parts.take_span()
        rows = editing.selected_rows()
        if not rows:
            self._desk.told.emit(self.tr("Select rows first, or draw a span on the waveform."))
        return rows

    def _order(self, rows: Iterable[int], *, is_locked: bool, is_translation: bool = False) -> None:
        document = self._desk.editing.document
        spans = [self._span(document[row], is_locked=is_locked) for row in rows]
        if is_translation:
            spans = [
                replace(span, recipe=replace(span.recipe, task=Task.TRANSLATE)) for span in spans
            ]
        self._begin(spans, is_translation=is_translation)

    def _span(self, cue: Cue, *, is_locked: bool) -> SpanOrder:
        recipe = self._parts.recipes.of(cue)
        return _order_of(cue, recipe, is_locked=is_locked)

    def _begin(
        self, spans: Sequence[SpanOrder], *, is_translation: bool, alternatives: int = 0
    ) -> None:
        """Recognise spans, unless it is known that none of them can be; say why then."""
        facts = self._facts()
        if facts is None:
            return
        spans = self._with_known_languages(spans)
        refusals = [self._refusal(recipe) for recipe in dict.fromkeys(s.recipe for s in spans)]
        if all(refusals):
            self._desk.told.emit(" ".join(dict.fromkeys(refusals)))
            return
        self.start(
            AgainOrder(
                tuple(spans),
                facts.path,
                self._parts.media.track,
                self._desk.preferences.model_request,
                is_translation,
                alternatives,
            )
        )

    def _with_known_languages(self, spans: Sequence[SpanOrder]) -> list[SpanOrder]:
        """Return the spans, those for models that find no language out in that which is known.

        Else such a model would write English for whatever is spoken.
        """
        recipes = {span.recipe.model: span.recipe for span in spans if not span.recipe.language}
        deaf = {model for model, recipe in recipes.items() if self._found(recipe).is_english_only}
        return [
            replace(span, recipe=replace(span.recipe, language=self._known_language(span.key)))
            if span.recipe.language is None and span.recipe.model in deaf
            else span
            for span in spans
        ]

    def _known_language(self, uid: int) -> str | None:
        document = self._desk.editing.document
        row = document.row_of(uid)
        return (None if row is None else document[row].language) or self._desk.language

    def _found(self, recipe: Recipe) -> Preflight:
        return self._parts.advice.of(recipe, None, LongFormMode.SEQUENTIAL)

    def _facts(self) -> MediaFacts | None:
        facts = self._desk.facts
        if facts is None:
            self._desk.told.emit(self.tr("There is no recording to listen to. Open it first."))
            return None
        if not facts.has_audio:
            self._desk.told.emit(self.tr("The recording has no sound to recognise."))
            return None
        return facts

    def _refusal(self, recipe: Recipe) -> str:
        """Return why a recipe cannot be followed, as far as that is known; "" when it can."""
        found = self._found(recipe)
        if found.refusal is not None:
            words = refusal_words(found.refusal, is_english_only=found.is_english_only)
            able = found.able[0].name if found.able else ""
            other = self.tr("The model {model} can.").format(model=able)
            return f"{words} {other}" if able else words
        if found.device_error is not None:
            return no_device_words(found.device_error)
        if not found.is_installed:
            return self.tr("The model {model} is not installed.").format(model=found.model)
        return ""

    @Slot(object)
    def _accept(self, wanted: Sequence[ProposalId]) -> None:
        self._desk.editing.commit_typing()
        board = self._parts.board
        stale_count = sum(not board.fits(one) for one in wanted)
        count = board.accept(wanted, document_language=self._desk.language)
        if stale_count:
            text = self.tr(
                "Not taken: %Ln proposal(s). Their rows have changed since. Hear them again.",
                "",
                stale_count,
            )
            self._desk.told.emit(text)
        elif not count:
            self._desk.told.emit(self.tr("There was nothing to change."))

    @Slot()
    def _accept_all(self) -> None:
        """Take what nothing speaks against, and say what was left."""
        self._desk.editing.commit_typing()
        board = self._parts.board
        reservations = {one: board.reservation(one) for one in board.open}
        wanted = [one for one, reservation in reservations.items() if reservation is None]
        left = Counter(filter(None, reservations.values()))
        count = board.accept(wanted, document_language=self._desk.language)
        if count or left:
            self._desk.told.emit(accepted_words(count, left))
        else:
            self._desk.told.emit(self.tr("There was nothing to change."))

    @Slot(object)
    def _reject(self, wanted: Sequence[ProposalId]) -> None:
        count = self._parts.board.reject(wanted)
        self._desk.told.emit(
            self.tr("Rejected: %Ln proposal(s). They can be brought back.", "", count)
        )

    def _decide(self, act: Callable[[Sequence[ProposalId]], None]) -> None:
        """Decide about what is proposed for the current row, wherever the focus is."""
        wanted = self._parts.dock.current or self._parts.board.of_row(self._desk.editing.current)
        if wanted is None:
            self._desk.told.emit(self.tr("Nothing is proposed for this row."))
        else:
            act([wanted])

    def _go(self, step: int) -> None:
        self._open()
        self._parts.dock.go(step)

    @Slot()
    def _open(self) -> None:
        """Show the comparison before other lists; leave the focus."""
        self._shown.setChecked(True)
        self._parts.dock.raise_()

    @Slot(object, object)
    def _on_more(self, wanted: ProposalId, model: str | None) -> None:
        """Hear a row again in other ways, or with another model."""
        self._desk.editing.commit_typing()
        alternatives = _MORE if model is None else _OF_ANOTHER_MODEL
        spans = self._again(wanted, model)
        if spans:
            self._begin(spans, is_translation=wanted.is_translation, alternatives=alternatives)

    def _again(self, wanted: ProposalId, model: str | None) -> list[SpanOrder]:
        """Return what to hear for other hearings of a row; nothing when it is gone."""
        board = self._parts.board
        row = board.row_of(wanted)
        if row is None:
            return []
        heard = board.proposal(wanted).candidate
        recipe = heard.recipe if model is None else replace(heard.recipe, model=model)
        return [_order_of(self._desk.editing.document[row], recipe, is_locked=heard.is_locked)]

    def _refusal_of_more(self, wanted: ProposalId, model: str) -> str:
        spans = self._with_known_languages(self._again(wanted, model))
        return " ".join(filter(None, (self._refusal(span.recipe) for span in spans)))

    @Slot()
    def _on_cancel(self) -> None:
        self._work.cancel()
        self._desk.told.emit(self.tr("Stopped. What was heard is kept."))

    @Slot()
    def _on_came(self) -> None:
        """Show the comparison with the first that came; whoever closed it since has seen it."""
        if len(self._parts.board.open) == 1:
            self._open()


def _order_of(cue: Cue, recipe: Recipe, *, is_locked: bool) -> SpanOrder:
    texts = cue.text, cue.translation
    return SpanOrder(cue.uid, cue.start_ms, cue.end_ms, recipe, is_locked, texts)
