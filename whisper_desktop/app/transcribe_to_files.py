"""From a recording to its output files, losing nothing that was recognised on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.export import (
    TranscriptFormat,
    check_outputs,
    export,
    export_apart,
    output_paths,
)
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.request import TranscriptionRequest
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.app.transcript_collector import TranscriptCollector
from whisper_desktop.core.atomic_write import make_folder
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OutputExistsError, OutputUnwritableError
from whisper_desktop.core.events import Event
from whisper_desktop.formats.transcript import Transcript


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """What to write, and where: beside the media if `folder` is None.

    `rescue_folder` takes what cannot go to its own place in the end.
    """

    formats: tuple[TranscriptFormat, ...]
    folder: Path | None
    overwrite: bool
    rescue_folder: Path

    def paths(self, media: Path) -> tuple[Path, ...]:
        """Return the outputs of one input."""
        return output_paths(media, self.folder, self.formats)

    def check(self, media: Path) -> None:
        """Make the folder; raise `OutputExistsError` or `OutputUnwritableError` if that fails.

        Raises them too if the outputs could not be written into it.
        """
        if self.folder is not None:
            make_folder(self.folder)
        check_outputs(media, self.paths(media), overwrite=self.overwrite)


@dataclass(frozen=True, slots=True)
class OutputsWritten:
    """The input is done."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class OutputsKept:
    """An error follows, but what had been recognised by then is in these files."""

    paths: tuple[Path, ...]
    is_complete: bool
    """Whether all was recognised, and only the writing to the right place failed."""


FileEvent = Event | OutputsWritten | OutputsKept


def transcribe_to_files(
    request: TranscriptionRequest,
    plan: OutputPlan,
    model: LoadedModel,
    engines: Engines,
    *,
    cancel: CancelToken,
) -> Iterator[FileEvent]:
    """Recognise one file and write its outputs; `plan.check` it first to save wasted work.

    Raises what `transcribe` and `export` raise, after `OutputsKept` if there is something to
    keep: whatever went wrong, a bug of ours included.
    """
    collector = TranscriptCollector(request)
    try:
        for event in transcribe(request, model, engines, cancel=cancel):
            collector.take(event)
            yield event
    except Exception:
        if collector.has_segments:
            yield from _kept(collector.transcript(), plan, request.part.media)
        raise
    transcript = collector.transcript()
    try:
        paths = export(
            transcript, plan.formats, request.part.media, plan.folder, overwrite=plan.overwrite
        )
    except (OutputExistsError, OutputUnwritableError):
        yield from _kept(transcript, plan, request.part.media)
        raise
    yield OutputsWritten(paths)


def _kept(transcript: Transcript, plan: OutputPlan, media: Path) -> Iterator[OutputsKept]:
    """Write beside the outputs, or else where the program keeps its own files."""
    own_folder = media.parent if plan.folder is None else plan.folder
    folders = () if transcript.is_complete else (own_folder,)
    for folder in (*folders, plan.rescue_folder):
        try:
            if folder == plan.rescue_folder:
                folder.mkdir(parents=True, exist_ok=True)
            paths = export_apart(transcript, plan.formats, media, folder)
        except (OSError, OutputUnwritableError):
            continue
        yield OutputsKept(paths, transcript.is_complete)
        return
