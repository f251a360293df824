"""Another text in one row or in many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.evidence import reviewed
from whisper_desktop.core.verbs.retiming import remade
from whisper_desktop.core.verbs.words import respread, squeezed


def retexted(cue: Cue, text: str) -> Cue:
    """Return the cue with another text; the times of its words are kept as far as they fit."""
    words = cue.words and respread(cue.words, text)
    return remade(cue, cue.start_ms, cue.end_ms, text, words)


def set_text(cues: Sequence[Cue], row: int, text: str, merge_key: str | None = None) -> Edit:
    """Give a row another text; letters typed with one `merge_key` are one step.

    Whoever writes more than line breaks in one row has read it: its evidence is reviewed then.
    """
    return replacing(Verb.SET_TEXT, cues, [(row, written(cues[row], text))], merge_key)


def set_texts(verb: Verb, cues: Sequence[Cue], texts: Mapping[int, str]) -> Edit:
    """Give rows other texts under the name of another verb; rows that have theirs are left out.

    What is done to many rows alike is no review of any of them.
    """
    changed = [
        (row, retexted(cues[row], text))
        for row, text in sorted(texts.items())
        if cues[row].text != text
    ]
    return replacing(verb, cues, changed)


def written(cue: Cue, text: str) -> Cue:
    """Return the cue with a text that a person wrote for it."""
    made = retexted(cue, text)
    if cue.evidence is None or squeezed(text) == squeezed(cue.text):
        return made
    return replace(made, evidence=reviewed(cue.evidence))
