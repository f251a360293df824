"""What a project file holds, and the changes that can be made to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from whisper_desktop.app.media_identity import MediaReference
from whisper_desktop.app.project_trail import History, Step
from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit


@dataclass(frozen=True, slots=True)
class ProjectContents:
    """A project as it is opened, or as a new one shall begin.

    `settings` are what the program remembers of the document, as JSON values: its language, the
    preset, how it was exported. `next_uid` is above that of any cue there ever was.
    """

    cues: Sequence[Cue] = ()
    media: MediaReference | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    history: History = field(default_factory=History)
    next_uid: int = 1


@dataclass(frozen=True, slots=True)
class EditDone:
    """An edit was applied to the document; `step` says what it was to the history, if known."""

    edit: Edit
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class RowsArrived:
    """Rows came while the person edits; the history is another since."""

    arrival: Arrival


@dataclass(frozen=True, slots=True)
class RowsRestated:
    """The rows as a whole, after an edit did not fit those of the file; it overrules all edits
    before it, and they cannot be undone any more."""

    cues: Sequence[Cue]


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A setting of the document has another value, as JSON; None takes it away."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class MediaChanged:
    """Another recording belongs to the document, or none."""

    media: MediaReference | None


@dataclass(frozen=True, slots=True)
class VersionWanted:
    """The rows as they are now shall be kept under a name."""

    name: str


Change = EditDone | RowsArrived | RowsRestated | SettingChanged | MediaChanged | VersionWanted


def without_overruled(changes: Sequence[Change]) -> Sequence[Change]:
    """Return the changes without those of rows that are restated later."""
    places = (at for at, change in enumerate(changes) if isinstance(change, RowsRestated))
    last = max(places, default=0)
    overruled = (EditDone, RowsArrived, RowsRestated)
    kept = [change for change in changes[:last] if not isinstance(change, overruled)]
    return [*kept, *changes[last:]]


def changed(contents: ProjectContents, change: Change) -> ProjectContents:
    """Return contents with the recording and the settings as they are after a change."""
    match change:
        case MediaChanged(media):
            return replace(contents, media=media)
        case SettingChanged(name, value):
            kept = {key: old for key, old in contents.settings.items() if key != name}
            added = {} if value is None else {name: json.loads(value)}
            return replace(contents, settings=kept | added)
        case _:
            return contents
