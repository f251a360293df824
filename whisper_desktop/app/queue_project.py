"""The project beside a recording: what is there already, and the rows that a run brings into it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from whisper_desktop.app.document_settings import (
    FOUND_LANGUAGE_SETTING,
    LANGUAGE_SETTING,
    RECIPE_SETTING,
    document_wishes,
    text_language,
)
from whisper_desktop.app.export import check_outputs
from whisper_desktop.app.media_identity import is_same_media, refer_to
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.queue import QueueEntry, QueueOrder, Skipped, SkipReason
from whisper_desktop.app.run_record import LEFT_SETTING, RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.app.seen_files import SeenFile, is_as_seen, seen_files
from whisper_desktop.app.speech_record import (
    LEFT_OUT_SETTING,
    SPEECH_SETTING,
    SpeechRecord,
    more_left_out,
    speech_from_data,
)
from whisper_desktop.app.subtitle_files import write_subtitles
from whisper_desktop.app.window_gatherer import HeardWindow, WindowGatherer
from whisper_desktop.core.arrivals import arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.errors import OutputExistsError, OutputUnwritableError, ProjectInUseError
from whisper_desktop.core.events import SpeechFound, WindowDone
from whisper_desktop.core.recipe_data import override_data
from whisper_desktop.core.verbs.recognised import recognised_cue

MADE_SETTING = "queue_run"
"""The setting of a project that holds the run of the queue that made it, once it is at its end."""

Shaped = Callable[[Cue, str | None], Cue]
"""Gives a row the form that rows have, such as its line breaks; the language is the document's."""


@dataclass(frozen=True, slots=True)
class Begin:
    """There is nothing, or a project that may go as long as it is as it was seen."""

    replaced: tuple[SeenFile, ...] = ()


@dataclass(frozen=True, slots=True)
class GoOn:
    """A run of just this kind has not come to its end."""

    project: Project
    record: RunRecord


@dataclass(frozen=True, slots=True)
class Complete:
    """All rows are there; `is_own` are those of this entry."""

    project: Project
    is_own: bool


Prospect = Begin | GoOn | Complete | Skipped


def has_all_files(order: QueueOrder) -> bool:
    """Tell whether all files that are made of the rows are there."""
    return all(map(os.path.lexists, order.files))


def foreign_files(entry: QueueEntry) -> tuple[Path, ...]:
    """Return what has the name of a file that is wanted, and may not be replaced."""
    there = filter(os.path.lexists, entry.order.files)
    return tuple(path for path in there if not is_as_seen(entry.replaceable, path))


def prospect(entry: QueueEntry, options: ProjectOptions) -> Prospect:
    """Look at what is there, and open the project where there is one to work with.

    Raises what `Project.open` raises; a project that is open elsewhere is looked at first.
    """
    path = entry.order.project
    if not os.path.lexists(path):
        return _without_project(entry)
    # Whoever looks into a project may change its file.
    may_go = is_as_seen(entry.replaceable, path)
    try:
        project = Project.open(path, options)
    except ProjectInUseError:
        skipped = _read_only(entry, may_go, options)
        if skipped is not None:
            return skipped
        raise
    found: Prospect | None = None
    try:
        found = _with_project(entry, project, may_go)
    finally:
        if not isinstance(found, GoOn | Complete):
            project.close()
    # It may be another after it was closed.
    return Begin(seen_files([path])) if isinstance(found, Begin) else found


def _read_only(entry: QueueEntry, may_go: bool, options: ProjectOptions) -> Skipped | None:
    """Return why nothing is to be done with a project that is open elsewhere, if that is so."""
    path = entry.order.project
    project = Project.open(path, replace(options, is_read_only=True))
    try:
        found = _with_project(entry, project, may_go)
    finally:
        project.close()
    if isinstance(found, Complete) and has_all_files(entry.order):
        return Skipped(SkipReason.DONE_ALREADY, path)
    return found if isinstance(found, Skipped) else None


def _without_project(entry: QueueEntry) -> Prospect:
    foreign = foreign_files(entry)
    if not foreign:
        return Begin()
    is_all = len(foreign) == len(entry.order.files)
    return Skipped(SkipReason.DONE_ALREADY if is_all else SkipReason.FILE_EXISTS, foreign[0])


def _with_project(entry: QueueEntry, project: Project, may_go: bool) -> Prospect:
    begun, made = (run_from_data(project.setting(name)) for name in (RUN_SETTING, MADE_SETTING))
    reference = project.media
    is_of_media = reference is not None and is_same_media(entry.media, reference.identity)
    known = begun or made
    is_own = known is not None and known.id == entry.run_id
    if is_own and is_of_media:
        return GoOn(project, begun) if begun is not None else Complete(project, is_own=True)
    if may_go or _is_given_up(begun, entry, project):
        return Begin()
    # What came after it was asked for anew is neither replaced nor passed off for it.
    is_welcome = is_of_media and not entry.order.is_overwriting
    if is_welcome and begun is not None and _is_same_run(begun, entry.record):
        return GoOn(project, begun)
    if is_welcome and begun is None and _covers(made, entry, project):
        return Complete(project, is_own=False)
    return Skipped(SkipReason.FILE_EXISTS, project.path)


def _is_given_up(begun: RunRecord | None, entry: QueueEntry, project: Project) -> bool:
    """Tell whether a project holds nothing but the beginning of a run that this entry gave up."""
    if begun is None or begun.id not in {entry.run_id, entry.replaces}:
        return False
    done = project.history.done
    arrived = {cue.uid: cue for edit in done for splice in edit.splices for cue in splice.inserted}
    # Of a history that was damaged only the rows themselves tell.
    is_untouched = all(arrived.get(cue.uid) == cue for cue in project.document_cues())
    return is_untouched and all(edit.merge_key == begun.merge_key for edit in done)


def _is_same_run(one: RunRecord, other: RunRecord) -> bool:
    """Tell whether two runs of one recording would bring the same rows."""
    is_of_model = not other.recipe.model or one.recipe.model in {"", other.recipe.model}
    return is_of_model and _essence(one) == _essence(other)


def _essence(record: RunRecord) -> RunRecord:
    recipe = replace(record.recipe, model="")
    return replace(record, id="", resume=None, media=None, recipe=recipe)


def _covers(made: RunRecord | None, entry: QueueEntry, project: Project) -> bool:
    """Tell whether a project holds what is wanted; what a person made does, as far as is known.

    The rows of a run that a person left where it was are a part of it.
    """
    if project.setting(LEFT_SETTING) is not None:
        return False
    if made is None:
        return bool(project.document_cues())
    have, wanted = made.recipe, entry.order.recipe
    found = have.language or project.setting(LANGUAGE_SETTING)
    is_language = wanted.language in {None, found}
    return (have.task, made.track) == (wanted.task, entry.order.track) and is_language


def export_rows(cues: list[Cue], entry: QueueEntry) -> Iterator[Path]:
    """Write the files that are wanted of the rows, and yield each; what is foreign stays.

    Raises `OutputExistsError` and `OutputUnwritableError`.
    """
    for path, form in entry.order.exports.items():
        may_go = is_as_seen(entry.replaceable, path)
        if may_go or not os.path.lexists(path):
            check_outputs(entry.media, [path], overwrite=may_go)
            write_subtitles(path, cues, form, overwrite=may_go)
            yield path


class RowWriter:
    """Puts what a run brings into its project, window by window: each is durable as a whole.

    A new project is made with the first window, so that a run that fails before leaves none.
    """

    def __init__(
        self,
        entry: QueueEntry,
        found: Begin | GoOn,
        options: ProjectOptions,
        shaped: Shaped,
        model: str,
    ) -> None:
        """`model` is used where the order names none; the run keeps to it when it goes on."""
        self._media, self._path = entry.media, entry.order.project
        self._found, self._options, self._shaped = found, options, shaped
        self._wishes = entry.order.recipe
        begun = entry.record
        recipe = replace(begun.recipe, model=begun.recipe.model or model)
        self._record = found.record if isinstance(found, GoOn) else replace(begun, recipe=recipe)
        self._project = found.project if isinstance(found, GoOn) else None
        self._document = _document_of(self._project)
        self._gatherer = WindowGatherer(self._record.recipe.language)
        self._speech = _speech_of(self._project, self._record.track)

    @property
    def record(self) -> RunRecord:
        """The run, and how far it is."""
        return self._record

    @property
    def cues(self) -> list[Cue]:
        """All rows that there are now."""
        return list(self._document)

    def take(self, event: object) -> None:
        """Keep what an event brings; raises what `Project.create` raises."""
        if isinstance(event, SpeechFound):
            self._speech = self._speech.with_found(event)
        window = self._gatherer.take(event)
        if window is not None:
            self._settle(window)
        if isinstance(event, WindowDone) and event.left_out and self._project is not None:
            listed = more_left_out(self._project.setting(LEFT_OUT_SETTING), event.left_out)
            self._project.set_setting(LEFT_OUT_SETTING, listed)

    def wait(self) -> None:
        """Wait until all is on the disk; `OutputUnwritableError` when it is not."""
        project = self._project
        if project is not None and not project.flush():
            reason = project.state.problem or "the disk is slow"
            raise OutputUnwritableError(project.path, reason)

    def close(self) -> None:
        """Let go of the project; what its disk did not take is kept as a draft."""
        if self._project is not None:
            self._project.close()
            self._project = None

    def _settle(self, window: HeardWindow) -> None:
        # A new project knows nothing of the window yet, whose rows it gets after it was made.
        project = self._project = self._project or self._created()
        is_at_end, heard = window.resume is None, self._gatherer.language
        record = self._record = self._record.at(window.resume)
        kept = project.setting(LANGUAGE_SETTING)
        language = text_language(kept, heard)
        with project.together():
            for segment in window.segments:
                cue = recognised_cue(self._document.new_uid(), segment, language)
                shaped = self._shaped(cue, language)
                edit = arrival(self._document, [shaped], record.merge_key).edit
                self._document.apply(edit)
                project.record(edit)
            data = record.to_data()
            project.set_setting(RUN_SETTING, None if is_at_end else data)
            if language and not kept:
                project.set_setting(LANGUAGE_SETTING, language)
                if record.recipe.language is None:
                    project.set_setting(FOUND_LANGUAGE_SETTING, language)
            if is_at_end:
                project.set_setting(MADE_SETTING, data)
            if self._speech.heard:
                media = None if project.media is None else project.media.identity
                project.set_setting(SPEECH_SETTING, replace(self._speech, media=media).to_data())

    def _created(self) -> Project:
        path = self._path
        wishes = override_data(document_wishes(self._wishes))
        contents = ProjectContents(
            media=refer_to(self._media, path),
            settings={RUN_SETTING: self._record.to_data(), RECIPE_SETTING: wishes},
        )
        replaced = self._found.replaced if isinstance(self._found, Begin) else ()
        if replaced and not is_as_seen(replaced, path):
            # Somebody has worked on it since.
            raise OutputExistsError(path)
        return Project.create(path, contents, overwrite=bool(replaced), options=self._options)


def _speech_of(project: Project | None, track: int | None) -> SpeechRecord:
    """Return where somebody speaks, as far as a run that goes on has heard."""
    known = SpeechRecord() if project is None else speech_from_data(project.setting(SPEECH_SETTING))
    return known if known.track == track else SpeechRecord(track=track)


def _document_of(project: Project | None) -> Document:
    if project is None:
        return Document()
    return Document(project.document_cues(), project.next_uid)
