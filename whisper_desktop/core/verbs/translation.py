"""The English beside the text, of a row."""

from collections.abc import Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing


def set_translation(cues: Sequence[Cue], row: int, text: str, merge_key: str | None = None) -> Edit:
    """Give a row another translation; letters typed with one `merge_key` are one step."""
    changed = [(row, replace(cues[row], translation=text))]
    return replacing(Verb.SET_TRANSLATION, cues, changed, merge_key)
