"""More time to read, where the silence after a cue allows it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.reading import count_characters
from whisper_desktop.core.verbs.ending import ending
from whisper_desktop.core.verbs.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ReadingGoal:
    """How long a text shall be shown, and what limits that.

    `count` says how many characters of a text have to be read.
    """

    max_characters_per_second: float
    min_gap_ms: int = 0
    min_duration_ms: int = 0
    max_duration_ms: int | None = None
    last_ms: int | None = None
    count: Callable[[str], int] = count_characters

    def needed_ms(self, text: str) -> int:
        """Return how long a text has to be shown, whatever stands in the way."""
        needed_ms = math.ceil(1_000 * self.count(text) / self.max_characters_per_second)
        needed_ms = max(needed_ms, self.min_duration_ms)
        return needed_ms if self.max_duration_ms is None else min(needed_ms, self.max_duration_ms)


def extend(cues: Sequence[Cue], rows: Iterable[int], goal: ReadingGoal) -> Edit:
    """Let rows end later until they can be read, the next cue is near, or the media ends.

    No row gets shorter. One that another overlaps stays as it is: it would overlap still more.
    """

    def new_end_ms(cue: Cue, timeline: Timeline) -> int:
        if timeline.is_met(cue):
            return cue.end_ms
        limits_ms = [cue.start_ms + goal.needed_ms(cue.text)]
        next_ms = timeline.next_start_ms(cue)
        if next_ms is not None:
            limits_ms.append(next_ms - goal.min_gap_ms)
        if goal.last_ms is not None:
            limits_ms.append(goal.last_ms)
        return max(cue.end_ms, min(limits_ms))

    return ending(Verb.EXTEND, cues, rows, new_end_ms)
