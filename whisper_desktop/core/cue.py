"""A row of the editor: a timed text with an identity that outlives every edit of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride, Task
from whisper_desktop.core.segment import Evidence, Word


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle as the person edits it.

    `uid` is unique within its document and never given twice, so that a selection or a listener
    can follow a cue while rows come and go. Lines of `text` are parted by a newline. A cue may be
    empty in time or text (`core.checks` says so) but it never runs backwards. `words` are the
    times of the words that the recogniser knew; an edit of the text drops them unless it can keep
    them true. `language` None means the document's. `extras` is what a subtitle format says of
    the cue that the editor does not use itself (`vtt.settings`, `ass.style`), kept for export.
    `recipe` is what is wanted of the cue when it is recognised again, `language` and `task` say
    what its text is. `translation` is English beside the text, "" where there is none.
    `evidence` speaks for the text and against it; None where a person wrote it or nobody measured.
    """

    uid: int
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    language: str | None = None
    task: Task = Task.TRANSCRIBE
    extras: Mapping[str, str] = field(default_factory=dict, hash=False)
    recipe: RecipeOverride = NO_OVERRIDE
    translation: str = ""
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms
