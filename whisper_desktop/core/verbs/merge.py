"""Several rows as one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.evidence import worst
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.recipe import NO_OVERRIDE
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.retiming import rising
from whisper_desktop.core.verbs.rewriting import rewriting


def merge(cues: Sequence[Cue], rows: Iterable[int], separator: str = "\n") -> Edit:
    """Join every run of neighbouring rows into one cue, with `separator` between the texts.

    It keeps the uid, language, task and extras of the first, with the extras that only others
    have. Words are kept when every text has them. A wish of the recipe is that of the first row
    that has one, and translations are joined as texts are, with a space where those have none.
    Of the evidence, the worst counts.
    """
    outcome: dict[int, Sequence[Cue]] = {}
    for run in _runs(rising(cues, rows)):
        if len(run) > 1:
            outcome |= dict.fromkeys(run, ())
            outcome[run[0]] = (merged([cues[row] for row in run], separator),)
    return rewriting(Verb.MERGE, cues, outcome)


def merged(cues: Sequence[Cue], separator: str) -> Cue:
    """Return one cue for several, from the first start to the last end."""
    extras: dict[str, str] = {}
    recipe = NO_OVERRIDE
    for cue in reversed(cues):
        extras |= cue.extras
        recipe = recipe.with_changes(cue.recipe)
    translations = [cue.translation for cue in cues if cue.translation.strip()]
    return replace(
        cues[0],
        start_ms=min(cue.start_ms for cue in cues),
        end_ms=max(cue.end_ms for cue in cues),
        text=separator.join(cue.text for cue in cues if cue.text.strip()),
        words=_joined_words(cues),
        extras=extras,
        recipe=recipe,
        translation=(separator or " ").join(translations),
        evidence=worst(cue.evidence for cue in cues),
    )


def _joined_words(cues: Sequence[Cue]) -> tuple[Word, ...]:
    spoken = [cue for cue in cues if visible_text(cue.text).strip()]
    if not all(cue.words for cue in spoken):
        return ()
    return tuple([word for cue in spoken for word in cue.words])


def _runs(rows: Sequence[int]) -> list[list[int]]:
    """Part rising rows where one is missing."""
    numbered = groupby(enumerate(rows), key=lambda place: place[1] - place[0])
    return [[row for _, row in run] for _, run in numbered]
