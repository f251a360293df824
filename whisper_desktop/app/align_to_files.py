"""From a recording and its text to subtitle files with times."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whisper_desktop.app.align import AlignEvent, AlignRequest, TextAligned, align
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.export import check_outputs
from whisper_desktop.app.given_text import GivenText
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.app.row_times import AlignedRow
from whisper_desktop.app.subtitle_files import (
    SubtitleFormat,
    WriteOptions,
    format_named,
    write_subtitles,
)
from whisper_desktop.core.atomic_write import make_folder
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.errors import SubtitlesUnreadableError
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.reading import cut_for_reading

_MARK = ".aligned"
"""What the name of an output gets where the text's own file has the plain one."""


@dataclass(frozen=True, slots=True)
class AlignedFile:
    """What to write, and where."""

    path: Path
    format: SubtitleFormat


@dataclass(frozen=True, slots=True)
class AlignedWritten:
    """The files are there; the rows (counted from 0) whose times are guesses, of how many.

    In `stretches` the others have words that were not heard.
    """

    paths: tuple[Path, ...]
    unheard: tuple[int, ...]
    row_count: int
    stretches: tuple[TimeSpan, ...] = ()


def aligned_files(
    subtitles: Path, output: Path | None, formats: Iterable[SubtitleFormat]
) -> tuple[AlignedFile, ...]:
    """Return the outputs: the one that was named, or the text's name with other endings.

    The text's own file is never among them, unless it was named. One that was named is of the
    format that its ending tells, else of the first that is wanted.
    """
    wanted = tuple(dict.fromkeys(formats))
    if output is not None:
        return (AlignedFile(output, format_named(output.suffix) or wanted[0]),)
    return tuple(AlignedFile(_beside(subtitles, one), one) for one in wanted)


def check_aligned_files(media: Path, files: Sequence[AlignedFile], *, overwrite: bool) -> None:
    """Make the folders, and find out whether the outputs could be written.

    Raises `OutputExistsError` and `OutputUnwritableError`.
    """
    for file in files:
        make_folder(file.path.parent)
    check_outputs(media, [file.path for file in files], overwrite=overwrite)


@dataclass(frozen=True, slots=True)
class FileAlignment:
    """A text, the recording that it belongs to, and the files to be made of both."""

    part: MediaPart
    given: GivenText
    options: RecognitionOptions
    files: tuple[AlignedFile, ...]
    overwrite: bool
    reading: Preset | None = None
    """What the rows are cut for; None leaves them as they were given."""

    def events(
        self,
        model: LoadedModel,
        engines: Engines,
        *,
        cancel: CancelToken,
        aligners: ModelStore | None = None,
    ) -> Iterator[AlignEvent | AlignedWritten]:
        """Align, write, and tell of it at last.

        Raises what `align` and `write_subtitles` raise.
        """
        request = AlignRequest(self.part, self.given.rows, self.options)
        for event in align(request, model, engines, cancel=cancel, aligners=aligners):
            yield event
            if isinstance(event, TextAligned):
                yield self._written(event)

    def _written(self, aligned: TextAligned) -> AlignedWritten:
        cues = aligned_cues(self.given.cues, aligned.rows)
        if self.reading is not None:
            cues = _cut(cues, Rules(self.reading, aligned.language, aligned.end_ms))
        for file in self.files:
            options = WriteOptions()
            if file.format is self.given.file.format:
                options = replace(options, header=self.given.file.header)
            write_subtitles(file.path, cues, file.format, options, overwrite=self.overwrite)
        paths = tuple(file.path for file in self.files)
        stretches = tuple(span for row in aligned.rows for span in row.unheard)
        return AlignedWritten(paths, aligned.unheard, len(aligned.rows), stretches)


def aligned_cues(cues: Sequence[Cue], rows: Sequence[AlignedRow]) -> tuple[Cue, ...]:
    """Return the cues with the times of their rows, in order of those."""
    timed = [
        replace(
            cues[row.row],
            start_ms=row.segment.start_ms,
            end_ms=row.segment.end_ms,
            words=row.segment.words,
        )
        for row in rows
    ]
    return tuple(sorted(timed, key=lambda cue: cue.start_ms))


def _cut(cues: Sequence[Cue], rules: Rules) -> tuple[Cue, ...]:
    """Return what the rows become for reading."""
    document = Document(cues)
    document.apply(cut_for_reading(document, range(len(cues)), rules))
    return tuple(document)


def check_has_text(path: Path, given: GivenText) -> None:
    """Raise `SubtitlesUnreadableError` when there is nothing to align."""
    if not any(cue.text.strip() for cue in given.cues):
        raise SubtitlesUnreadableError(path, "there is no text in it")


def _beside(subtitles: Path, wanted: SubtitleFormat) -> Path:
    path = subtitles.with_suffix(wanted.endings[0])
    if path == subtitles:
        return subtitles.with_name(f"{subtitles.stem}{_MARK}{subtitles.suffix}")
    return path
