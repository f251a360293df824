"""What a re-recognition proposes for a row, until the person takes it or leaves it."""

from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal for the cue of the uid `key`.

    Its span is that which was recognised; `is_locked` says that the cue keeps it and takes only
    the text. `segments` may be none: then nothing was heard. `alternatives` are other hearings of
    the same, the best first. `texts` are the text and the translation of the cue when it was
    asked for, None where they are not known.
    """

    key: int
    start_ms: int
    end_ms: int
    is_locked: bool
    recipe: Recipe
    segments: tuple[Segment, ...]
    alternatives: tuple[tuple[Segment, ...], ...] = ()
    texts: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")

    def fits(self, cue: Cue) -> bool:
        """Tell whether a row has the times that were heard; not if it was split or moved since."""
        return (cue.start_ms, cue.end_ms) == (self.start_ms, self.end_ms)
