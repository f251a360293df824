"""Cues that end at another time, which depends on what comes after them."""

from collections.abc import Callable, Iterable, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.retiming import retiming, rising
from whisper_desktop.core.verbs.timeline import Timeline


def ending(
    verb: Verb,
    cues: Sequence[Cue],
    rows: Iterable[int],
    new_end_ms: Callable[[Cue, Timeline], int],
) -> Edit:
    """Return the edit that gives rows new ends; `rows` get selected.

    Each new end is made from how all were before.
    """
    cues = list(cues)
    chosen = rising(cues, rows)
    timeline = Timeline(cues)
    spans_ms = [(row, cues[row].start_ms, new_end_ms(cues[row], timeline)) for row in chosen]
    return retiming(verb, cues, spans_ms, chosen)
