"""All times of some rows, moved alike whatever lies around them."""

from collections.abc import Iterable, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.core.verbs.retiming import mapping, rising


def shift(cues: Sequence[Cue], rows: Iterable[int], delta_ms: int) -> Edit:
    """Move rows by `delta_ms`, or by so much that the first starts at 0, the last ends in time.

    Unlike `moving.move` it does not look at the cues around them.
    """
    chosen = rising(cues, rows)
    earliest_ms = min([cues[row].start_ms for row in chosen], default=0)
    latest_ms = max([cues[row].end_ms for row in chosen], default=0)
    by_ms = max(min(delta_ms, MAX_TIME_MS - latest_ms), -earliest_ms)
    if not by_ms:
        return Edit(Verb.SHIFT, ())
    return mapping(Verb.SHIFT, cues, chosen, lambda time_ms: time_ms + by_ms)
