"""The queue as values: recordings that are transcribed one after the other, and what became of it.

Whoever changes the queue makes other entries of it; `queue_file` keeps them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from whisper_desktop.app.document_settings import USUAL_RECIPE
from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.project_schema import PROJECT_SUFFIX
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.app.seen_files import SeenFile, seen_files
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.formats.subtitles import SubtitleFormat

__all__ = [
    "Entries",
    "QueueEntry",
    "QueueOrder",
    "QueueState",
    "SkipReason",
    "Skipped",
    "SubtitleFormat",
    "Taken",
    "added",
    "cleared",
    "moved",
    "new_entry",
    "removed",
    "reopened",
    "replaced",
    "rival",
    "taken",
]


class QueueState(StrEnum):
    """Where an entry is on its way."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def is_over(self) -> bool:
        """Whether nothing more becomes of it by itself."""
        return self not in {QueueState.WAITING, QueueState.RUNNING}


class SkipReason(StrEnum):
    """Why nothing was done."""

    DONE_ALREADY = "done-already"
    """What was wanted is there."""
    FILE_EXISTS = "file-exists"
    """Something else has the name of the result."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why nothing was done, and the file that says so."""

    reason: SkipReason
    path: Path


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """What is wanted of a recording: how it is recognised, and which files are made of the rows.

    Without a track the file's own default is heard. `is_overwriting` replaces what exists when
    the order is given.
    """

    media: Path
    recipe: Recipe = USUAL_RECIPE
    mode: LongFormMode = LongFormMode.SEQUENTIAL
    track: int | None = None
    formats: tuple[SubtitleFormat, ...] = (SubtitleFormat.SRT,)
    is_overwriting: bool = False
    reading: Preset | None = None
    """What the rows are cut for; None leaves them as recognised."""

    @property
    def project(self) -> Path:
        """Where the project of the recording is."""
        return self.media.with_name(f"{self.media.stem}{PROJECT_SUFFIX}")

    @property
    def exports(self) -> dict[Path, SubtitleFormat]:
        """Which files are made of the rows, each with its format."""
        stem = self.media.stem
        return {self.media.with_name(f"{stem}{form.endings[0]}"): form for form in self.formats}

    @property
    def files(self) -> tuple[Path, ...]:
        """Where they go."""
        return tuple(self.exports)


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """An order on its way.

    `run_id` is what its run is called in the project that takes the rows, `replaces` the run
    before, with another recipe and not at its end, whose rows may go. `done_ms` of `total_ms` are
    recognised; where it goes on is known to the project. `replaceable` is what was there when a
    person said that it may go, and what the entry wrote itself: nothing else is replaced.
    """

    id: str
    order: QueueOrder
    run_id: str
    replaces: str = ""
    state: QueueState = QueueState.WAITING
    done_ms: int = 0
    total_ms: int | None = None
    error: ErrorRecord | None = None
    skipped: Skipped | None = None
    results: tuple[Path, ...] = ()
    replaceable: tuple[SeenFile, ...] = ()
    model: str = ""
    """What hears it, once that began; "" before."""

    @property
    def media(self) -> Path:
        """The recording."""
        return self.order.media

    @property
    def record(self) -> RunRecord:
        """What the project shall remember of the run."""
        order = self.order
        return RunRecord(self.run_id, order.recipe, order.mode, order.track, reading=order.reading)

    def model_or(self, usual: str) -> str:
        """Return the model that hears or heard it; before that, the order's or the usual one."""
        return self.model or self.order.recipe.model or usual

    def waiting(self) -> "QueueEntry":
        """Return the entry as it waits again; it goes on where it was."""
        return replace(self, state=QueueState.WAITING, error=None, skipped=None, results=())

    def anew(self, order: QueueOrder) -> "QueueEntry":
        """Return the entry with another order, which is begun from the start."""
        before = self.run_id if self.done_ms else self.replaces
        return replace(
            self.waiting(),
            order=order,
            run_id=uuid4().hex,
            replaces=before,
            done_ms=0,
            total_ms=None,
            model="",
        )

    def overwriting(self) -> "QueueEntry":
        """Return the entry as it is begun from the start, and may replace what is there now."""
        order = replace(self.order, is_overwriting=True)
        return replace(self.anew(order), replaceable=_there(order))

    def wrote(self, paths: Iterable[Path]) -> "QueueEntry":
        """Return the entry after it wrote files, which it may replace as they are now."""
        own = seen_files(paths)
        names = {one.path for one in own}
        others = (one for one in self.replaceable if one.path not in names)
        return replace(self, replaceable=(*others, *own))


Entries = tuple[QueueEntry, ...]


def new_entry(order: QueueOrder) -> QueueEntry:
    """Return an entry that waits."""
    replaceable = _there(order) if order.is_overwriting else ()
    return QueueEntry(uuid4().hex, order, uuid4().hex, replaceable=replaceable)


def added(entries: Entries, orders: Iterable[QueueOrder]) -> Entries:
    """Put orders behind the others; one is passed over if its project will be made already."""
    taken = _open_places(entries)
    wanted: dict[Path, QueueOrder] = {}
    for order in orders:
        if order.project not in taken:
            wanted.setdefault(order.project, order)
    return (*entries, *map(new_entry, wanted.values()))


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that is not in the queue, and the entry that makes its project, with its place."""

    order: QueueOrder
    entry: QueueEntry
    place: int

    @property
    def is_same(self) -> bool:
        """Whether the entry does just what was ordered."""
        return self.entry.order == self.order


def taken(entries: Entries, orders: Iterable[QueueOrder]) -> tuple[Taken, ...]:
    """Return which orders find their projects made already by the entries, and by which."""
    places = _open_places(entries)
    found = [(order, places[order.project]) for order in orders if order.project in places]
    return tuple(Taken(order, entries[place], place) for order, place in found)


def rival(entries: Entries, entry: QueueEntry) -> Taken | None:
    """Return who else will make the project of an entry; None for nobody."""
    for place, one in enumerate(entries):
        is_other = one.id != entry.id and not one.state.is_over
        if is_other and one.order.project == entry.order.project:
            return Taken(entry.order, one, place)
    return None


def reopened(entries: Entries, entry: QueueEntry) -> Entries:
    """Put an entry that waits again in its place; nothing if its project will be made already."""
    return entries if rival(entries, entry) else replaced(entries, entry)


def removed(entries: Entries, ids: Collection[str]) -> Entries:
    """Take entries off the list; one that runs stays."""
    return tuple(one for one in entries if one.id not in ids or one.state is QueueState.RUNNING)


def cleared(entries: Entries, *, only_finished: bool) -> Entries:
    """Take all entries off, or those that are done or skipped; one that runs stays."""
    finished = {QueueState.DONE, QueueState.SKIPPED}
    gone = [one.id for one in entries if not only_finished or one.state in finished]
    return removed(entries, gone)


def moved(entries: Entries, ids: Collection[str], by: int) -> Entries:
    """Move entries together by one place, up (-1) or down (1); what is at the end stays there."""
    order = list(entries)
    places: Sequence[int] = range(len(order))
    for at in places if by < 0 else reversed(places):
        to = at + by
        can_move = 0 <= to < len(order) and order[to].id not in ids
        if order[at].id in ids and can_move:
            order[at], order[to] = order[to], order[at]
    return tuple(order)


def replaced(entries: Entries, entry: QueueEntry) -> Entries:
    """Put an entry in the place of the one with its id; nothing where there is none."""
    return tuple(entry if one.id == entry.id else one for one in entries)


def _there(order: QueueOrder) -> tuple[SeenFile, ...]:
    return seen_files((order.project, *order.files))


def _open_places(entries: Entries) -> dict[Path, int]:
    """Return where in the queue, from 0 on, each project is that will still be made."""
    return {one.order.project: place for place, one in enumerate(entries) if not one.state.is_over}
