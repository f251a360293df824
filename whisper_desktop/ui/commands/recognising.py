"""The menu Recognise: a transcription is begun, paused, stopped and gone on with."""

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun


class RecognisingCommands(QObject):
    """Connects the actions of a transcription."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        run: LiveRun,
        media: MediaPanes,
        recipes: DocumentRecipe,
    ) -> None:
        super().__init__(desk)
        self._desk, self._run, self._media = desk, run, media
        self._recipes = recipes
        self._pause = actions["pause-run"]
        self._pause.toggled.connect(run.set_paused)
        run.paused_changed.connect(self._pause.setChecked)
        for name, slot in (
            ("transcribe", self._on_transcribe),
            ("go-on-run", self.go_on),
            ("stop-run", self._on_stop),
        ):
            actions[name].triggered.connect(slot)

    @Slot()
    def go_on(self) -> None:
        """Go on with what was stopped."""
        record = self._run.record
        if record is not None:
            self._start(record)

    @Slot()
    def _on_transcribe(self) -> None:
        recipe = self._recipes.recipe
        self._start(RunRecord(uuid4().hex, recipe, track=self._media.track))

    @Slot()
    def _on_stop(self) -> None:
        self._run.cancel()
        self._desk.told.emit(self.tr("Stopped. What was recognised is kept; you can go on later."))

    def _start(self, record: RunRecord) -> None:
        facts = self._desk.facts
        if facts is None or not facts.has_audio:
            self._desk.told.emit(self.tr("There is no sound to transcribe."))
            return
        request = self._desk.preferences.model_request
        if record.recipe.model:
            request = replace(request, name=record.recipe.model)
        self._run.start(record, request, facts.path)
