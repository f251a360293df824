"""The menu Recognise: a transcription is begun, and gone on with."""

import os
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.app.speed_memory import SpeedWatch
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.models_dialog import ModelsDialog
from whisper_desktop.ui.dialogs.transcribe_dialog import (
    TranscribeDialog,
    TranscribePlan,
    TranscribeSubject,
)
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.run_advice import RunAdvice


class RecognisingCommands(QObject):
    """Connects the actions of a transcription."""

    chosen = Signal()
    """The person has said what shall be transcribed, and it was begun."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        run: LiveRun,
        media: MediaPanes,
        recipes: DocumentRecipe,
        advice: RunAdvice,
    ) -> None:
        super().__init__(desk)
        self._desk, self._run, self._media = desk, run, media
        self._recipes, self._advice = recipes, advice
        self._dialog: TranscribeDialog | None = None
        self._watch: SpeedWatch | None = None
        self._from_ms = 0
        """From where on the run brings rows."""
        self._open_settings = actions["devices"]
        run.event_ready.connect(self._on_event)
        run.ended.connect(self._on_ended)
        for name, slot in (
            ("transcribe", self._on_transcribe),
            ("go-on-run", self._on_go_on),
            ("models", self._on_models),
        ):
            actions[name].triggered.connect(slot)

    @Slot()
    def _on_transcribe(self) -> None:
        facts = self._facts()
        if facts is None:
            return
        span = self._selected_span()
        editing = self._desk.editing
        subject = TranscribeSubject(
            facts.path.name, facts.duration_ms, span, editing.playhead_ms, self._count_rows
        )
        cuts = self._desk.preferences.editor.cuts_for_reading
        proposed = TranscribePlan(self._recipes.recipe, cuts_for_reading=cuts)
        self._dialog = TranscribeDialog(subject, proposed, self._advice, self._desk.window)
        self._dialog.devices_requested.connect(self._open_settings.trigger)
        self._dialog.accepted.connect(self._on_accepted)
        self._desk.ask(self._dialog)

    @Slot()
    def _on_accepted(self) -> None:
        if self._dialog is None:
            return
        plan = self._dialog.plan
        self._recipes.set_recipe(plan.recipe)
        if plan.recipe.language is None:
            # What is found out holds for the rows, too, until somebody says otherwise.
            self._recipes.reset({"language"})
        if plan.replaces_rows:
            editing = self._desk.editing
            rows = self._rows_between(plan.start_ms, plan.end_ms)
            editing.perform(delete(editing.document, rows))
        preferences = self._desk.preferences
        preferences.change(replace(preferences.editor, cuts_for_reading=plan.cuts_for_reading))
        self._start(self._record(plan))
        self.chosen.emit()

    def _record(self, plan: TranscribePlan) -> RunRecord:
        return RunRecord(
            uuid4().hex,
            plan.recipe,
            plan.mode,
            self._media.track,
            plan.start_ms,
            plan.end_ms,
            reading=self._desk.preset if plan.cuts_for_reading else None,
        )

    @Slot()
    def _on_go_on(self) -> None:
        record = self._run.record
        if record is not None:
            self._start(record)

    @Slot()
    def _on_models(self) -> None:
        downloads = self._advice.downloads
        ModelsDialog(self._desk.preferences, downloads, os.environ, self._desk.window).open()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if self._watch is not None:
            self._watch.hear(event)

    @Slot()
    def _on_ended(self) -> None:
        if self._watch is not None:
            self._watch.end()
        if self._run.row_count and not self._desk.editing.selection:
            self._select_first()

    def _select_first(self) -> None:
        """Select the first row that came, for whoever did nothing else meanwhile."""
        editing = self._desk.editing
        starts_ms = [cue.start_ms for cue in editing.document]
        rows = [row for row, start_ms in enumerate(starts_ms) if start_ms >= self._from_ms]
        editing.select_in_place(rows[:1])

    def _start(self, record: RunRecord) -> None:
        facts = self._facts()
        if facts is None:
            return
        request = self._desk.preferences.model_request
        if record.recipe.model:
            request = replace(request, name=record.recipe.model)
        self._from_ms = record.reached_ms
        self._run.start(record, request, facts.path)
        self._watch = SpeedWatch(self._advice.speeds, record.mode)

    def _facts(self) -> MediaFacts | None:
        """Return what is known of the recording; say so when nothing of it can be heard."""
        facts = self._desk.facts
        if facts is None or not facts.has_audio:
            self._desk.told.emit(self.tr("There is no sound to transcribe."))
            return None
        return facts

    def _rows_between(self, start_ms: int, end_ms: int | None) -> list[int]:
        """Return the rows that begin between two times, or from one to the recording's end."""
        end_ms = self._desk.duration_ms if end_ms is None else end_ms
        return [
            row
            for row, cue in enumerate(self._desk.editing.document)
            if start_ms <= cue.start_ms and (end_ms is None or cue.start_ms < end_ms)
        ]

    def _count_rows(self, start_ms: int, end_ms: int | None) -> int:
        return len(self._rows_between(start_ms, end_ms))

    def _selected_span(self) -> TimeSpan | None:
        """Return from where to where the selected rows reach."""
        document, rows = self._desk.editing.document, self._desk.editing.selected_rows()
        start_ms = min((document[row].start_ms for row in rows), default=0)
        end_ms = max((document[row].end_ms for row in rows), default=0)
        return TimeSpan(start_ms, end_ms) if start_ms < end_ms else None
