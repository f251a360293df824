"""What a project file holds, and the changes that can be made to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from whisper_desktop.app.media_identity import MediaReference
from whisper_desktop.app.project_trail import History
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
    """An edit was applied to the document, be it an undo or a redo."""

    edit: Edit


@dataclass(frozen=True, slots=True)
class RowsArrived:
    """Rows came while the person edits; the history is another since."""

    arrival: Arrival


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


Change = EditDone | RowsArrived | SettingChanged | MediaChanged | VersionWanted
