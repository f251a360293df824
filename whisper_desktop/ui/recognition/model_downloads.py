"""Models come, are checked and go while the person does something else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.install_events import (
    InstallEvent,
    InstallProgress,
    InstallRetried,
    InstallStarted,
    InstallWaiting,
    SourceFailed,
    Verified,
)
from whisper_desktop.app.model_store import ModelStatus, ModelStore, Verification
from whisper_desktop.app.recognition_jobs import RunJob
from whisper_desktop.app.store_jobs import ImportJob, InstallJob, is_opened_when_installed
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.ui.workers.job_thread import Job
from whisper_desktop.ui.workers.loose_job import LooseJob


class Phase(Enum):
    """Where the work on a model is."""

    WAITING = auto()
    """Something else is done first."""
    DOWNLOADING = auto()
    HELD_UP = auto()
    """Another program is installing it."""
    CHECKING = auto()
    """All of it is here, and is looked through."""
    PAUSED = auto()
    """What has arrived is kept."""
    FAILED = auto()
    IMPORTING = auto()
    VERIFYING = auto()
    REMOVING = auto()


@dataclass(frozen=True, slots=True)
class ModelWork:
    """What is being done with a model, or was left undone."""

    name: str
    phase: Phase
    source: str = ""
    done_bytes: int = 0
    total_bytes: int | None = None
    bytes_per_second: float | None = None
    hitch: str = ""
    """Why the transfer is waiting at the moment, or came from another source."""
    error: BaseException | None = None

    @property
    def percent(self) -> int | None:
        """How much of a download is here."""
        return min(100 * self.done_bytes // self.total_bytes, 100) if self.total_bytes else None

    @property
    def is_download(self) -> bool:
        """Whether it can be paused or gone on with."""
        return self.phase in _DOWNLOADS

    @property
    def is_idle(self) -> bool:
        """Whether it could be begun, or gone on with."""
        return self.phase in _IDLE


_UNDER_WAY = frozenset({Phase.DOWNLOADING, Phase.HELD_UP, Phase.CHECKING})
_DOWNLOADS = frozenset({*_UNDER_WAY, Phase.WAITING, Phase.PAUSED, Phase.FAILED})
_IDLE = frozenset({Phase.PAUSED, Phase.FAILED})


class ModelDownloads(QObject):
    """Runs one download at a time, and beside it one piece of work on what is here.

    `run` puts what opens weights into another process: the window never loads torch.
    """

    changed = Signal(str)
    """The work on this model, which is all that changed."""
    models_changed = Signal()
    """A model came or went."""
    verified = Signal(object)
    """A `Verification`."""
    imported = Signal(object)
    """The `ModelStatus` of what came."""
    failed = Signal(str, object)
    """The name of a model, and the error that ended the work on it."""

    def __init__(self, store: ModelStore, run: RunJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store, self._run = store, run
        self._works: dict[str, ModelWork] = {}
        self._download = ""
        """The one that came last to the job below, which may still be on its way out."""
        self._orders: list[tuple[str, Job]] = []
        self._desk_work = ""
        self._downloads = LooseJob(self)
        self._downloads.event_ready.connect(self._on_download_event)
        self._downloads.failed.connect(self._on_download_failed)
        self._downloads.ended.connect(self._on_download_ended)
        self._desk = LooseJob(self)
        self._desk.event_ready.connect(self._on_desk_event)
        self._desk.failed.connect(self._on_desk_failed)
        self._desk.ended.connect(self._on_desk_ended)

    def work_on(self, name: str) -> ModelWork | None:
        """Return what is being done with a model; a download of an earlier day counts as paused."""
        work = self._works.get(name)
        official = self.store.catalogue.find(name)
        if work is None and official is not None:
            done_bytes = self.store.partial_bytes(name)
            if done_bytes:
                total = official.download_bytes
                return ModelWork(name, Phase.PAUSED, done_bytes=done_bytes, total_bytes=total)
        return work

    def set_offline(self, is_offline: bool) -> None:
        """Allow downloads or not; one that is under way is paused."""
        if is_offline == self.store.offline:
            return
        self.store.offline = is_offline
        if is_offline:
            for work in tuple(self._works.values()):
                self.pause(work.name)
        self.models_changed.emit()

    def install(self, name: str) -> None:
        """Fetch a model, or go on fetching it; it waits while another one comes."""
        before = self.work_on(name) or ModelWork(name, Phase.PAUSED)
        if not before.is_idle:
            return
        self._tell(replace(before, phase=Phase.WAITING, error=None, hitch=""))
        self._begin_download()

    def pause(self, name: str) -> None:
        """Stop fetching; what is here is kept."""
        work = self._works.get(name)
        if work is None or work.phase not in {Phase.WAITING, *_UNDER_WAY}:
            return
        self._tell(replace(work, phase=Phase.PAUSED, bytes_per_second=None, hitch=""))
        if self._download == name:
            self._downloads.let_go()

    def cancel(self, name: str) -> None:
        """Stop fetching, and delete what has arrived."""
        self.pause(name)
        self._at_desk(name, Phase.REMOVING, partial(_discard, self.store, name))

    def import_(self, path: Path, name: str) -> None:
        """Copy weights from this machine into the store, under a name."""
        self._at_desk(name, Phase.IMPORTING, partial(self._run, ImportJob(path, name)))

    def verify(self, name: str) -> None:
        """Read all files of a model, and compare their checksums."""
        self._at_desk(name, Phase.VERIFYING, partial(_verify, self.store, name))

    def remove(self, name: str) -> None:
        """Delete a model."""
        self._at_desk(name, Phase.REMOVING, partial(_remove, self.store, name))

    def give_up(self) -> None:
        """Stop what is being imported, verified or removed."""
        self._desk.let_go()

    @Slot()
    def stop(self) -> None:
        """End everything and wait for it; what has arrived of downloads is kept."""
        for work in tuple(self._works.values()):
            self.pause(work.name)
        self._orders.clear()
        for jobs in (self._downloads, self._desk):
            jobs.stop()

    def _begin_download(self) -> None:
        waiting = [work for work in self._works.values() if work.phase is Phase.WAITING]
        if self._downloads.is_running or not waiting:
            return
        name = self._download = waiting[0].name
        self._tell(replace(waiting[0], phase=Phase.DOWNLOADING))
        self._downloads.start(self._install_job(name))

    def _install_job(self, name: str) -> Job:
        model = self.store.catalogue.find(name)
        if model is not None and is_opened_when_installed(model) and not self.store.offline:
            return partial(self._run, InstallJob(name))
        return partial(self.store.install, name)

    def _at_desk(self, name: str, phase: Phase, job: Job) -> None:
        """Do something with what is here, after what was asked for before."""
        self._tell(ModelWork(name, phase))
        self._orders.append((name, job))
        self._begin_desk_work()

    def _begin_desk_work(self) -> None:
        if self._orders and not self._desk.is_running:
            self._desk_work, job = self._orders.pop(0)
            self._desk.start(job)

    def _tell(self, work: ModelWork) -> None:
        self._works[work.name] = work
        self.changed.emit(work.name)

    def _forget(self, name: str) -> None:
        if self._works.pop(name, None) is not None:
            self.changed.emit(name)

    @Slot(object)
    def _on_download_event(self, event: InstallEvent) -> None:
        work = self._works.get(self._download)
        if work is not None:
            self._tell(after(work, event))

    @Slot(object)
    def _on_download_failed(self, error: BaseException) -> None:
        name, work = self._download, self._works.get(self._download)
        if work is not None:
            self._tell(replace(work, phase=Phase.FAILED, error=error, bytes_per_second=None))
            self.failed.emit(name, error)

    @Slot()
    def _on_download_ended(self) -> None:
        name, self._download = self._download, ""
        work = self._works.get(name)
        if work is not None and (work.phase in _UNDER_WAY or self._is_here(work)):
            self._forget(name)
            self.models_changed.emit()
        self._begin_download()

    def _is_here(self, work: ModelWork) -> bool:
        """Tell whether a download that was paused was done in the same moment."""
        if work.phase not in {Phase.PAUSED, Phase.WAITING}:
            return False
        return any(one.is_installed for one in self.store.list() if one.name == work.name)

    @Slot(object)
    def _on_desk_event(self, event: object) -> None:
        match event:
            case Verification():
                self.verified.emit(event)
            case ModelStatus():
                self.imported.emit(event)

    @Slot(object)
    def _on_desk_failed(self, error: BaseException) -> None:
        self.failed.emit(self._desk_work, error)

    @Slot()
    def _on_desk_ended(self) -> None:
        name, self._desk_work = self._desk_work, ""
        if all(other != name for other, _ in self._orders):
            self._forget(name)
        self.models_changed.emit()
        self._begin_desk_work()


def after(work: ModelWork, event: InstallEvent) -> ModelWork:
    """Return the state of a download after an event."""
    match event:
        case InstallWaiting():
            return replace(work, phase=Phase.HELD_UP)
        case InstallStarted(source=source, total_bytes=total):
            return replace(work, phase=Phase.DOWNLOADING, source=source, total_bytes=total)
        case InstallProgress():
            return replace(
                work,
                phase=Phase.DOWNLOADING,
                done_bytes=event.done_bytes,
                total_bytes=event.total_bytes,
                bytes_per_second=event.bytes_per_second,
                hitch="",
            )
        case (
            InstallRetried(source=source, reason=reason)
            | SourceFailed(source=source, reason=reason)
        ):
            return replace(work, hitch=f"{source}: {reason}", bytes_per_second=None)
        case Verified():
            return replace(work, phase=Phase.CHECKING, bytes_per_second=None)
        case _:
            return work


def _verify(store: ModelStore, name: str, cancel: CancelToken) -> Iterator[Verification]:
    yield from store.verify(name, cancel)


def _remove(store: ModelStore, name: str, cancel: CancelToken) -> Iterator[object]:
    store.remove(name, cancel)
    yield from ()


def _discard(store: ModelStore, name: str, cancel: CancelToken) -> Iterator[object]:
    store.discard_download(name, cancel)
    yield from ()
