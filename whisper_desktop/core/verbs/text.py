"""Another text in one row or in many."""

from collections.abc import Mapping, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.verbs.retiming import remade
from whisper_desktop.core.verbs.words import respread


def retexted(cue: Cue, text: str) -> Cue:
    """Return the cue with another text; the times of its words are kept as far as they fit."""
    words = cue.words and respread(cue.words, text)
    return remade(cue, cue.start_ms, cue.end_ms, text, words)


def set_text(cues: Sequence[Cue], row: int, text: str, merge_key: str | None = None) -> Edit:
    """Give a row another text; letters typed with one `merge_key` are one step."""
    return replacing(Verb.SET_TEXT, cues, [(row, retexted(cues[row], text))], merge_key)


def set_texts(verb: Verb, cues: Sequence[Cue], texts: Mapping[int, str]) -> Edit:
    """Give rows other texts under the name of another verb; rows that have theirs are left out."""
    changed = [
        (row, retexted(cues[row], text))
        for row, text in sorted(texts.items())
        if cues[row].text != text
    ]
    return replacing(verb, cues, changed)
