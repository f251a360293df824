"""One entry of the queue from the recording to its project and files, as a generator of events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.export import check_outputs
from whisper_desktop.app.inputs import check_input
from whisper_desktop.app.project import ProjectOptions
from whisper_desktop.app.queue import QueueEntry, QueueState, Skipped, SkipReason
from whisper_desktop.app.queue_file import Claim, QueueFile
from whisper_desktop.app.queue_project import (
    Begin,
    Complete,
    GoOn,
    RowWriter,
    Shaped,
    export_rows,
    foreign_files,
    prospect,
)
from whisper_desktop.app.recognition_jobs import RunJob, TranscribeJob, Workbench
from whisper_desktop.app.request import MediaPart, ModelRequest
from whisper_desktop.app.speed_memory import SpeedMemory, SpeedWatch
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.core.atomic_write import check_writable
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    Cancelled,
    DeviceUnavailableError,
    ModelFileError,
    ModelNotInstalledError,
    OutputExistsError,
    RecogniserDiedError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import Progress, Started, WindowDone
from whisper_desktop.core.fixes import wrapped


@dataclass(frozen=True, slots=True)
class QueueTools:
    """What working on entries takes; the model is that of the settings at that moment."""

    recognise: RunJob
    model: Callable[[], ModelRequest]
    shaped: Shaped
    speeds: SpeedMemory
    drafts_folder: Path
    """Takes rows while the disk of a project takes none."""

    @property
    def options(self) -> ProjectOptions:
        """How projects are opened."""
        return ProjectOptions(rescue_folder=self.drafts_folder)


@dataclass(frozen=True, slots=True)
class EntryBegun:
    """It is the turn of an entry; events of the recogniser follow."""

    entry: QueueEntry


@dataclass(frozen=True, slots=True)
class EntryEnded:
    """The entry is done, failed or skipped; it says itself which, and why."""

    entry: QueueEntry


def queue_tools(
    home: Path,
    recognise: RunJob,
    model: Callable[[], ModelRequest],
    editor: Callable[[], EditorSettings],
) -> QueueTools:
    """Return the tools of a program whose folder is `home`, by the settings as they are then."""

    def shaped(cue: Cue, language: str | None) -> Cue:
        return wrapped(cue, Rules(editor().rules_preset, language))

    speeds = SpeedMemory(home / "speeds.json")
    return QueueTools(recognise, model, shaped, speeds, home / "drafts")


def recognise_here(wiring: Wiring) -> RunJob:
    """Return what recognises in this process, with the model of the entry before."""
    bench = Workbench(wiring)
    return lambda job, cancel: job.events(bench, cancel)


def run_next(
    queue: QueueFile, tools: QueueTools, cancel: CancelToken, entry_id: str | None = None
) -> Iterator[object]:
    """Work on the next entry that waits, or on a certain one; nothing is yielded without one.

    `EntryBegun` first, then the events of the recogniser, `EntryEnded` last. Whatever stops it,
    what was finished is in the project, and an entry that was stopped waits to go on there.
    Raises `Cancelled`, `OutputUnwritableError` when the queue itself cannot be kept, and bugs.
    """
    claim = queue.claim(entry_id)
    if claim is None:
        return
    try:
        yield EntryBegun(claim.entry)
        try:
            yield from _results(claim, tools, cancel)
        except Cancelled:
            raise
        except WhisperDesktopError as error:
            claim.fail(error)
        yield EntryEnded(claim.entry)
    finally:
        try:
            if claim.entry.state is QueueState.RUNNING:
                claim.put_back()
        finally:
            claim.release()


def bug_failure(error: Exception, log: Path) -> RecogniserDiedError:
    """Return what is kept of an entry at which the program itself failed; the log tells more."""
    return RecogniserDiedError(None, f"the program itself failed ({type(error).__name__})", log)


def touches_others(error: WhisperDesktopError | None) -> bool:
    """Tell whether the next entry would most likely fail the same way."""
    return isinstance(error, ModelNotInstalledError | ModelFileError | DeviceUnavailableError)


def _results(claim: Claim, tools: QueueTools, cancel: CancelToken) -> Iterator[object]:
    order = claim.entry.order
    check_input(MediaPart(order.media, order.track))
    found = prospect(claim.entry, tools.options)
    match found:
        case Skipped():
            claim.skip(found)
        case Complete():
            _complete(claim, found)
        case _:
            yield from _recognised(claim, found, tools, cancel)


def _complete(claim: Claim, found: Complete) -> None:
    """Write the files that a complete project lacks; those of others stay as they are."""
    project = found.project
    try:
        cues = list(project.document_cues())
    finally:
        project.close()
    if found.is_own:
        _finish(claim, cues)
    elif written := _written(claim, cues):
        claim.finish((project.path, *written))
    else:
        claim.skip(Skipped(SkipReason.DONE_ALREADY, project.path))


def _finish(claim: Claim, cues: list[Cue]) -> None:
    """Write all files; one that is not of these rows must not pass for a result."""
    written = _written(claim, cues)
    for foreign in foreign_files(claim.entry):
        raise OutputExistsError(foreign)
    claim.finish((claim.entry.order.project, *written))


def _written(claim: Claim, cues: list[Cue]) -> tuple[Path, ...]:
    written: list[Path] = []
    for path in export_rows(cues, claim.entry):
        claim.wrote(path)
        written.append(path)
    return tuple(written)


def _recognised(
    claim: Claim, found: Begin | GoOn, tools: QueueTools, cancel: CancelToken
) -> Iterator[object]:
    model = tools.model().name
    writer = RowWriter(claim.entry, found, tools.options, tools.shaped, model)
    try:
        _check_places(claim.entry, found)
        claim.begin(writer.record.recipe.model)
        yield from _followed(claim, writer, tools, cancel)
        writer.wait()
        cues = writer.cues
    finally:
        writer.close()
    _finish(claim, cues)


def _check_places(entry: QueueEntry, found: Begin | GoOn) -> None:
    """Find out before the work whether its results could be written."""
    order = entry.order
    for foreign in foreign_files(entry):
        raise OutputExistsError(foreign)
    check_outputs(order.media, order.files, overwrite=True)
    if isinstance(found, Begin):
        check_writable(order.project, overwrite=bool(found.replaced))


def _followed(
    claim: Claim, writer: RowWriter, tools: QueueTools, cancel: CancelToken
) -> Iterator[object]:
    """Let the recogniser work, keep what it brings, and pass its events on."""
    record = writer.record
    job = TranscribeJob(record.request(claim.entry.media), tools.model(), record.resume)
    watch = SpeedWatch(tools.speeds, record.mode)
    total_ms = claim.entry.total_ms
    try:
        for event in tools.recognise(job, cancel):
            writer.take(event)
            watch.hear(event)
            match event:
                case Started() | Progress():
                    total_ms = event.total_ms
                case WindowDone(resume):
                    claim.advance(resume.at_ms, total_ms)
            yield event
    finally:
        watch.end()
