"""New work that has no file of its own yet: kept in the program's folder until it has."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_faults import writing_project
from whisper_desktop.app.project_schema import PROJECT_SUFFIX, delete_project, side_files
from whisper_desktop.app.project_stand_in import STANDS_FOR_SETTING, StandIn
from whisper_desktop.app.project_summary import summarise
from whisper_desktop.app.run_record import RUN_SETTING, run_from_data
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.errors import (
    OutputUnwritableError,
    ProjectTooNewError,
    ProjectUnreadableError,
)
from whisper_desktop.core.system_errors import writing

_ASKED_SETTINGS = (NAME_SETTING, RUN_SETTING, STANDS_FOR_SETTING)


@dataclass(frozen=True, slots=True)
class Draft:
    """Work that a crash left behind, and what a person may know it by.

    `reason` says why it cannot be opened, else "".
    """

    path: Path
    changed_at_ms: int
    """Since 1970, UTC."""
    cue_count: int = 0
    beginning: str = ""
    media: Path | None = None
    reason: str = ""
    name: str = ""
    """What the window called it."""
    reached_ms: int | None = None
    """Up to where its transcription came; None where none is left to go on."""
    stands_for: Path | None = None
    """The project whose file lacks this work; None for work that never had a file."""


class DraftFolder:
    """Makes drafts and finds those that nobody has open any more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the drafts are."""
        return self._folder

    def options(self, *, is_read_only: bool = False) -> ProjectOptions:
        """Return how a project is opened whose edits are kept here while its disk takes none."""
        return ProjectOptions(is_read_only=is_read_only, rescue_folder=self._folder)

    def create(self, contents: ProjectContents, options: ProjectOptions | None = None) -> Project:
        """Begin a draft; `OutputUnwritableError` when the folder takes none, whole."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
        path = self._folder / f"{stamp}-{secrets.token_hex(4)}{PROJECT_SUFFIX}"
        try:
            with writing_project(path):
                self._folder.mkdir(parents=True, exist_ok=True)
                return Project.create(path, contents, options=self._as_draft(options))
        except BaseException as error:
            # Half a draft would be offered as work that was left behind.
            delete_project(path)
            if isinstance(error, ProjectUnreadableError):
                raise OutputUnwritableError(path, error.reason) from error
            raise

    def open(self, draft: Draft, options: ProjectOptions | None = None) -> Project:
        """Go on with a draft; raises what `Project.open` raises."""
        return Project.open(draft.path, self._as_draft(options))

    def left_behind(self) -> tuple[Draft, ...]:
        """Return the drafts that no window has open, the newest first."""
        found = (self._look(path) for path in self._paths() if not SessionLock(path).is_taken())
        return tuple(
            sorted(filter(None, found), key=lambda draft: draft.changed_at_ms, reverse=True)
        )

    def discard(self, draft: Draft) -> None:
        """Delete a draft; `ProjectInUseError` when a window has it open meanwhile."""
        lock = SessionLock(draft.path)
        lock.acquire()
        try:
            with writing(draft.path):
                for file in (draft.path, *side_files(draft.path)):
                    file.unlink(missing_ok=True)
        finally:
            lock.release()

    def _as_draft(self, options: ProjectOptions | None) -> ProjectOptions:
        # It may be saved on another disk later.
        return replace(options or self.options(), is_draft=True)

    def _paths(self) -> Iterator[Path]:
        return self._folder.glob(f"*{PROJECT_SUFFIX}")

    def _look(self, path: Path) -> Draft | None:
        # Another window may delete it, or go on with it, at any moment.
        with suppress(OSError):
            changed_at_ms = _changed_at_ms(path)
            try:
                summary = summarise(path, self.options().schema, _ASKED_SETTINGS)
            except (ProjectUnreadableError, ProjectTooNewError) as error:
                reason = getattr(error, "reason", "a newer version of the program wrote it")
                return Draft(path, changed_at_ms, reason=reason) if path.exists() else None
            name = summary.settings.get(NAME_SETTING)
            stand_in = StandIn.from_data(summary.settings.get(STANDS_FOR_SETTING))
            run = run_from_data(summary.settings.get(RUN_SETTING))
            return Draft(
                path,
                changed_at_ms,
                summary.cue_count,
                summary.beginning,
                summary.media,
                name=name if isinstance(name, str) else "",
                reached_ms=None if run is None else run.reached_ms,
                stands_for=None if stand_in is None else stand_in.path,
            )
        return None


def _changed_at_ms(path: Path) -> int:
    times_ns = [path.stat().st_mtime_ns]
    for file in side_files(path):
        with suppress(OSError):
            times_ns.append(file.stat().st_mtime_ns)
    return max(times_ns) // 1_000_000
