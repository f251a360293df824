"""The English beside the text, in one row or in many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing


def set_translation(cues: Sequence[Cue], row: int, text: str, merge_key: str | None = None) -> Edit:
    """Give a row another translation; letters typed with one `merge_key` are one step."""
    changed = [(row, replace(cues[row], translation=text))]
    return replacing(Verb.SET_TRANSLATION, cues, changed, merge_key)


def set_translations(cues: Sequence[Cue], texts: Mapping[int, str]) -> Edit:
    """Give rows other translations; rows that have theirs are left out."""
    changed = [
        (row, replace(cues[row], translation=text))
        for row, text in sorted(texts.items())
        if cues[row].translation != text
    ]
    return replacing(Verb.SET_TRANSLATION, cues, changed)
