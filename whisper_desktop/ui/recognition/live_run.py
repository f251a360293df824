"""A transcription whose rows come into the document while the person works on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.document_settings import LANGUAGE_SETTING, text_language
from whisper_desktop.app.recognition_jobs import JobHost, TranscribeJob
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import LEFT_SETTING, RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.app.window_gatherer import HeardWindow, WindowGatherer
from whisper_desktop.core.arrivals import place_of
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.recognised import recognised_cue
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.hands_off import HandsOff
from whisper_desktop.ui.recognition.job_pause import JobPause
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.workers.job_slot import JobSlot


class LiveRun(QObject):
    """Runs one transcription of what is open; what it brought is kept whatever happens."""

    began = Signal()
    event_ready = Signal(object)
    """Every event of the recogniser, as it comes."""
    brought = Signal(object)
    """The uids of rows that it has just put into the document."""
    paused_changed = Signal(bool)
    failed = Signal(object)
    """The error that ended the run; it can go on where it was."""
    finished = Signal(int)
    """It is at its end, and brought so many rows."""
    ended = Signal()
    """It does not run any more, for whatever reason."""

    def __init__(
        self,
        editing: EditingController,
        session: Session,
        host: JobHost,
        shaped: Callable[[Cue], Cue],
        parent: QObject | None = None,
    ) -> None:
        """`shaped` gives a row the form that rows have here, such as its line breaks."""
        super().__init__(parent)
        self._editing, self._session, self._host = editing, session, host
        self._shaped = shaped
        self._record: RunRecord | None = None
        self._gatherer = WindowGatherer(None)
        self._windows: list[HeardWindow] = []
        """Done, and not in the document yet."""
        self._row_count = 0
        self._is_at_end = False
        self._pause = JobPause(host, self)
        self._pause.changed.connect(self.paused_changed)
        self._slot = JobSlot(self)
        self._slot.event_ready.connect(self._on_event)
        self._slot.failed.connect(self._on_failed)
        self._slot.ended.connect(self._on_ended)
        self._hands_off = HandsOff(self)
        self._hands_off.came.connect(self._settle)
        session.about_to_close.connect(self.stop)
        session.changed.connect(self._on_session_changed)

    @property
    def is_running(self) -> bool:
        """Whether the recogniser is at work, or paused."""
        return self._slot.is_running

    @property
    def is_paused(self) -> bool:
        """Whether it waits for the person."""
        return self._pause.is_on

    @property
    def record(self) -> RunRecord | None:
        """What runs now, or what is not at its end and could go on; None when there is neither.

        What another recording was heard for cannot go on in this one.
        """
        if self.is_running:
            return self._record
        left = run_from_data(self._session.setting(RUN_SETTING))
        return left if left is not None and left.is_of(self._session.media) else None

    @property
    def row_count(self) -> int:
        """How many rows this run brought since it began or went on."""
        return self._row_count

    def start(self, record: RunRecord, model: ModelRequest, media: Path) -> None:
        """Begin, or go on where the record says; the run before is stopped.

        The record keeps the name of the model and which recording it is: with others it would not
        go on as if it had not stopped.
        """
        self.stop()
        heard = self._session.media
        recipe = replace(record.recipe, model=model.name)
        record = replace(record, recipe=recipe, media=None if heard is None else heard.identity)
        if self._is_undone(record):
            # What it brought was taken back: what it brings now is a step of its own.
            record = replace(record, id=uuid4().hex)
        self._record = record
        self._gatherer = WindowGatherer(recipe.language)
        self._row_count, self._is_at_end = 0, False
        self._session.remember(RUN_SETTING, record.to_data())
        self._session.begin_draft()
        request = record.request(media, hears_languages=True)
        job = TranscribeJob(request, model, record.resume)
        self._slot.start(lambda cancel: self._host.run(job, cancel))
        self.began.emit()

    def set_paused(self, is_paused: bool) -> None:
        """Let it wait, or go on."""
        if self.is_running:
            self._pause.set_on(is_paused)

    @Slot()
    def stop(self) -> None:
        """End it now; what was finished stays, and it can go on there."""
        self._slot.stop()

    def cancel(self) -> None:
        """Ask it to end, and return at once; `ended` follows within a second."""
        self._slot.cancel()

    def forget(self) -> None:
        """Do not offer to go on any more; that it is not whole is remembered."""
        self._session.remember(LEFT_SETTING, self._session.setting(RUN_SETTING))
        self._session.remember(RUN_SETTING, None)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        window = self._gatherer.take(event)
        if window is not None:
            self._windows.append(window)
            self._hands_off.wait()
        self.event_ready.emit(event)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._settle()
        self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        self._settle()
        if self._is_at_end:
            self._session.remember(RUN_SETTING, None)
            self._session.remember(LEFT_SETTING, None)
            self.finished.emit(self._row_count)
        self._pause.set_on(False)
        self.ended.emit()

    @Slot()
    def _on_session_changed(self) -> None:
        record = self._record
        if self.is_running and record is not None and not record.is_of(self._session.media):
            self.cancel()

    @Slot()
    def _settle(self) -> None:
        """Bring what is done into the document."""
        self._hands_off.stop()
        windows, self._windows = self._windows, []
        for window in windows:
            if self._record is None:
                return
            if self._is_undone(self._record):
                # The person took the whole run back: that is to stop it.
                self._record = None
                self.forget()
                self.cancel()
            else:
                self._bring(self._record, window)

    def _is_undone(self, record: RunRecord) -> bool:
        stack = self._editing.undo_stack
        place = stack.place_of(record.merge_key)
        return place is not None and place >= stack.index()

    def _bring(self, record: RunRecord, window: HeardWindow) -> None:
        """Put the rows of a window where they belong."""
        self._record = record.at(window.resume)
        self._is_at_end = window.resume is None
        with self._session.together():
            cues = [self._cue(segment) for segment in window.segments]
            for group in _groups(self._editing.document, cues):
                self._editing.arrive(group, record.merge_key)
                self._row_count += len(group)
                self.brought.emit(tuple([cue.uid for cue in group]))
            self._session.remember(RUN_SETTING, self._record.to_data())

    def _cue(self, segment: Segment) -> Cue:
        uid = self._editing.document.new_uid()
        kept = self._session.setting(LANGUAGE_SETTING)
        language = text_language(kept, self._gatherer.language)
        return self._shaped(recognised_cue(uid, segment, language))


def _groups(document: Sequence[Cue], cues: Sequence[Cue]) -> Iterator[Sequence[Cue]]:
    """Yield the cues that go between the same two rows; the document changes meanwhile."""
    while cues:
        places = [place_of(document, cue.start_ms) for cue in cues]
        count = sum(1 for _ in takewhile(places[0].__eq__, places))
        yield cues[:count]
        cues = cues[count:]
