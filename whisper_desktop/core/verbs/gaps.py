"""The pauses between cues: too short to be seen, or too short to be told apart."""

from collections.abc import Iterable, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.ending import ending
from whisper_desktop.core.verbs.timeline import Timeline


def close_gaps(cues: Sequence[Cue], rows: Iterable[int], up_to_ms: int, to_ms: int = 0) -> Edit:
    """Let rows last until `to_ms` before the next cue, where the gap is `up_to_ms` at most.

    Gaps that are `to_ms` or less stay.
    """

    def new_end_ms(cue: Cue, timeline: Timeline) -> int:
        next_ms = timeline.next_start_ms(cue)
        if next_ms is not None and to_ms < next_ms - cue.end_ms <= up_to_ms:
            return next_ms - to_ms
        return cue.end_ms

    return ending(Verb.CLOSE_GAPS, cues, rows, new_end_ms)


def open_gaps(
    cues: Sequence[Cue], rows: Iterable[int], at_least_ms: int, min_duration_ms: int = 1
) -> Edit:
    """Let rows end earlier, so that the gap to the next cue is `at_least_ms`.

    No row gets shorter than `min_duration_ms` by it: such a gap is opened as far as can be.
    Overlaps are no gaps and stay.
    """

    def new_end_ms(cue: Cue, timeline: Timeline) -> int:
        next_ms = timeline.next_start_ms(cue)
        shortest_ms = min(min_duration_ms, cue.duration_ms)
        if next_ms is not None and next_ms - cue.end_ms < at_least_ms:
            return max(next_ms - at_least_ms, cue.start_ms + shortest_ms)
        return cue.end_ms

    return ending(Verb.OPEN_GAPS, cues, rows, new_end_ms)
