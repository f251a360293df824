"""Which of a document's two texts is shown, checked or written: its own, its translation, both."""

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Task

_PLACE = re.compile(r"\{\\an\d\}")


class Track(StrEnum):
    """What the text of a subtitle shall be."""

    TEXT = "text"
    TRANSLATION = "translation"
    TEXT_FIRST = "text-first"
    """Both in one subtitle, the translation below."""
    TRANSLATION_FIRST = "translation-first"
    """Both in one subtitle, the translation above."""

    @property
    def is_bilingual(self) -> bool:
        """Whether both texts are in it."""
        return self in {Track.TEXT_FIRST, Track.TRANSLATION_FIRST}


def track_cues(cues: Iterable[Cue], track: Track) -> list[Cue]:
    """Return the rows as a track shows them; those without a translation are not in its track."""
    match track:
        case Track.TEXT:
            return list(cues)
        case Track.TRANSLATION:
            return [_placed(translated(cue), cue) for cue in cues if cue.translation.strip()]
        case _:
            return [_bilingual(cue, track) for cue in cues]


def translated(cue: Cue) -> Cue:
    """Return the row with its translation as the text."""
    return replace(
        cue,
        text=cue.translation,
        words=(),
        task=Task.TRANSLATE,
        translation="",
        evidence=None,
    )


def _bilingual(cue: Cue, track: Track) -> Cue:
    """Return the row with both texts; one of them alone where there is no other."""
    if not cue.translation.strip():
        return cue
    if not cue.text.strip():
        return translated(cue)
    texts = [_PLACE.sub("", cue.text), _PLACE.sub("", cue.translation)]
    if track is Track.TRANSLATION_FIRST:
        texts.reverse()
    return _placed(replace(cue, text="\n".join(texts), words=(), translation=""), cue)


def _placed(cue: Cue, original: Cue) -> Cue:
    """Return the row in the place of the picture where the original stands."""
    place = _PLACE.search(original.text)
    if place is None or _PLACE.search(cue.text):
        return cue
    return replace(cue, text=place[0] + cue.text)
