"""The recording of the document: opened, found again when it moved, or chosen anew."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.media_identity import MediaReference, MediaState
from whisper_desktop.app.media_peaks import PeaksReady
from whisper_desktop.app.media_search import MediaSeen, find_media, see_media
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.files.growth_watch import GrowthWatch
from whisper_desktop.ui.files.media_filters import media_filters
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar
from whisper_desktop.ui.workers.job_slot import JobSlot

_TOPIC = "recording"


class MediaView(Protocol):
    """A pane that shows the recording."""

    def show_media(self, facts: MediaFacts | None) -> None:
        """Show a recording, or none."""

    def show_absent(self, path: Path) -> None:
        """Say which recording is not shown; why, is said already."""


class Recording(QObject):
    """Looks for the recording in a thread and hands it to the panes."""

    def __init__(
        self, desk: Desk, session: Session, notices: NoticeBar, views: tuple[MediaView, ...]
    ) -> None:
        super().__init__(desk)
        self._desk, self._session, self._notices, self._views = desk, session, notices, views
        self._jobs = JobSlot(self)
        self._jobs.event_ready.connect(self._on_seen)
        self._jobs.failed.connect(self._on_failed)
        self._growth = GrowthWatch(self)
        self._growth.grown.connect(self._on_grown)
        session.opened.connect(self._on_session_opened)

    def open(self, path: Path) -> None:
        """Let a file be the recording of the document from now on."""
        project = self._session.project.path if self._session.project else None
        self._start(lambda cancel: see_media(path.absolute(), project, cancel))

    def find(self, reference: MediaReference) -> None:
        """Look for the recording that the document had the last time."""
        project = self._session.project.path if self._session.project else None
        self._start(lambda cancel: find_media(reference, project, cancel))

    def choose(self) -> None:
        """Ask the person for the file."""
        old = self._session.media
        dialog = QFileDialog(self._desk.window, self.tr("Choose the recording"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(media_filters())
        if old is not None:
            dialog.setDirectory(str(old.path.parent))
        dialog.fileSelected.connect(self._on_file_chosen)
        self._desk.ask(dialog)

    def stop(self) -> None:
        """Look no more, and wait until the thread has ended."""
        self._growth.stop()
        self._jobs.stop()

    def _start(self, job: Callable[[CancelToken], Iterator[MediaSeen]]) -> None:
        self._notices.withdraw(_TOPIC)
        self._jobs.start(job)

    def _show(self, facts: MediaFacts | None) -> None:
        self._desk.show_media(facts)
        for view in self._views:
            view.show_media(facts)

    def _ask(self, sentence: str, seen: MediaSeen | None = None) -> None:
        answers: list[tuple[str, Callable[[], None]]] = []
        if seen is not None and seen.facts is not None:
            answers.append((self.tr("Use it all the same"), lambda: self._use(seen)))
        answers.append((self.tr("Choose the recording…"), self.choose))
        answers.append((self.tr("Go on without"), lambda: None))
        self._notices.tell(Notice(_TOPIC, sentence, answers, is_problem=True))

    def _use(self, seen: MediaSeen) -> None:
        if seen.reference is not None and seen.reference != self._session.media:
            self._session.set_media(seen.reference)
        self._show(seen.facts)
        if seen.facts is not None:
            self._growth.watch(seen.facts.path)

    @Slot()
    def _on_session_opened(self) -> None:
        self.stop()
        self._notices.withdraw(_TOPIC)
        self._show(None)

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.open(Path(path))

    @Slot(object)
    def _on_grown(self, path: Path) -> None:
        sentence = self.tr(
            "{name} is still being written. It is shown as far as it went when it was opened."
        )
        again = (self.tr("Read it again"), lambda: self.open(path))
        self._notices.tell(Notice(_TOPIC, sentence.format(name=path.name), [again]))

    @Slot(object)
    def tell_lack(self, sound: PeaksReady) -> None:
        """Say that the file of the recording is cut off, where it is."""
        facts = self._desk.facts
        if facts is not None and sound.promised_ms is not None:
            sentence = self.tr(
                "{name} is cut off: its sound ends at {end}, and should go on until {whole}."
            )
            end, whole = format_clock(sound.duration_ms), format_clock(sound.promised_ms)
            sentence = sentence.format(name=facts.path.name, end=end, whole=whole)
            self._notices.tell(Notice(_TOPIC, sentence, is_problem=True))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        raise error

    @Slot(object)
    def _on_seen(self, seen: MediaSeen) -> None:
        name = seen.wanted.name
        if seen.facts is None:
            self._ask(self.tr("The recording {name} is not where it was.").format(name=name))
            for view in self._views:
                view.show_absent(seen.wanted)
        elif not seen.facts.is_readable:
            sentence = self.tr("{name} cannot be read: {reason}.")
            self._ask(sentence.format(name=name, reason=seen.facts.reason))
            for view in self._views:
                view.show_absent(seen.facts.path)
        elif seen.state is MediaState.REPLACED:
            sentence = self.tr("{name} is not the recording that this was made for.")
            self._ask(sentence.format(name=name), seen)
        else:
            self._use(seen)
            if seen.state is MediaState.MOVED:
                text = self.tr("Found the recording again: {path}").format(path=seen.facts.path)
                self._desk.told.emit(text)
