"""One row as two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.markup_tags import closing_tags, open_tags, position_tag
from whisper_desktop.core.reading import MARKUP
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.rewriting import rewriting
from whisper_desktop.core.verbs.words import squeezed

_OF_ONE_CUE = (".id", ".comment")
"""How extras are named that speak of one cue and of no copy of it."""
_FARTHEST_END = 0.2
"""Where the text is parted between sentences, so is a translation whose sentence ends this near."""
_LINE_BREAK = r"\s*\n\s*"


def split(
    document: Document,
    row: int,
    at_char: int | None = None,
    at_ms: int | None = None,
    gap_ms: int = 0,
) -> Edit:
    """Split a row at a place of its text, at a time, or both.

    What is not given follows from the other: by the times of the words when they are known, else
    in proportion to the characters. Given neither, it splits at the line break, or the space, that
    is nearest to the middle. A time outside the cue counts as not given. `gap_ms` is left between
    the two, as far as each can give it from half of its time. Both keep the recipe.
    """
    cue = document[row]
    if at_ms is not None and not cue.start_ms < at_ms < cue.end_ms:
        at_ms = None
    if at_char is None:
        at_char = _middle(cue.text) if at_ms is None else char_at(cue, at_ms)
    at_char = _outside_markup(cue.text, min(max(at_char, 0), len(cue.text)))
    if at_ms is None:
        at_ms = time_at(cue, at_char)
    head_text, tail_text = _parted(cue.text, at_char)
    head_words, tail_words = _parted_words(cue, at_char, at_ms)
    head_translation, tail_translation = parted_translation(cue, at_char, at_ms)
    head_end_ms = at_ms - min(gap_ms // 2, (at_ms - cue.start_ms) // 2)
    tail_start_ms = at_ms + min(gap_ms - gap_ms // 2, (cue.end_ms - at_ms) // 2)
    head = replace(
        cue, end_ms=head_end_ms, text=head_text, words=head_words, translation=head_translation
    )
    tail = replace(
        cue,
        uid=document.new_uid(),
        start_ms=tail_start_ms,
        text=tail_text,
        words=tail_words,
        extras=copied_extras(cue),
        translation=tail_translation,
    )
    return rewriting(Verb.SPLIT, document, {row: (head, tail)}, [head.uid])


def time_at(cue: Cue, at_char: int) -> int:
    """Return when a place of the text is spoken, inside the cue."""
    letters = len(squeezed(cue.text[:at_char]))
    if _words_fit(cue):
        time_ms = _time_of_letter(cue.words, letters)
    else:
        all_letters = max(len(squeezed(cue.text)), 1)
        time_ms = cue.start_ms + cue.duration_ms * letters // all_letters
    is_divisible = cue.duration_ms > 1
    return min(max(time_ms, cue.start_ms + is_divisible), cue.end_ms - is_divisible)


def char_at(cue: Cue, at_ms: int) -> int:
    """Return the place of the text that is spoken at a time: between two words if there are two."""
    if _words_fit(cue):
        spoken = [word for word in cue.words if word.start_ms + word.end_ms < 2 * at_ms]
        return _char_of_letter(cue.text, sum([len(squeezed(word.text)) for word in spoken]))
    letters = len(squeezed(cue.text))
    share = letters * (at_ms - cue.start_ms) / max(cue.duration_ms, 1)
    return _nearest(_breaks(cue.text), _char_of_letter(cue.text, round(share)))


def copied_extras(cue: Cue) -> Mapping[str, str]:
    """Return what the extras say of every copy of a cue, without what names the one."""
    return {name: value for name, value in cue.extras.items() if not name.endswith(_OF_ONE_CUE)}


def parted_translation(cue: Cue, at_char: int, at_ms: int) -> tuple[str, str]:
    """Part the translation as the text is, between two words; one word alone goes to one side.

    The time counts where there is no text.
    """
    translation = cue.translation
    letters = len(squeezed(cue.text))
    if letters:
        share = len(squeezed(cue.text[:at_char])) / letters
    else:
        share = (at_ms - cue.start_ms) / max(cue.duration_ms, 1)
    if share in {0, 1} or not _breaks(translation):
        return ("", translation) if share < 1 / 2 else (translation, "")
    lines, text_lines = (_breaks(text, _LINE_BREAK) for text in (translation, cue.text))
    head_length = len(cue.text[:at_char].rstrip())
    if head_length in text_lines and len(lines) == len(text_lines):
        return _parted(translation, lines[text_lines.index(head_length)])
    wanted = _char_of_letter(translation, round(share * len(squeezed(translation))))
    place = _nearest(_breaks(translation), wanted)
    if _ends_sentence(cue.text[:at_char]):
        ends = [one for one in _breaks(translation) if _ends_sentence(translation[:one])]
        end = _nearest(ends, wanted)
        is_near = abs(end - wanted) <= _FARTHEST_END * len(translation)
        place = end if ends and is_near else place
    return _parted(translation, place)


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "?", "!", "…"))


def _words_fit(cue: Cue) -> bool:
    """Tell whether the words are those of the text."""
    spoken = "".join([word.text for word in cue.words])
    return bool(cue.words) and squeezed(spoken) == squeezed(cue.text)


def _time_of_letter(words: Sequence[Word], letters: int) -> int:
    """Return when so many letters have been spoken."""
    for place, word in enumerate(words):
        length = len(squeezed(word.text))
        if letters < length:
            return word.start_ms + (word.end_ms - word.start_ms) * letters // length
        letters -= length
        if not letters:
            following = words[min(place + 1, len(words) - 1)]
            return (word.end_ms + max(following.start_ms, word.end_ms)) // 2
    return words[-1].end_ms


def _char_of_letter(text: str, letters: int) -> int:
    """Return the place behind so many letters of the text."""
    if letters <= 0:
        return 0
    places = _letter_places(text)
    return places[letters - 1] + 1 if letters <= len(places) else len(text)


def _letter_places(text: str) -> list[int]:
    hidden = {at for found in MARKUP.finditer(text) for at in range(*found.span())}
    return [at for at, char in enumerate(text) if at not in hidden and not char.isspace()]


def _breaks(text: str, pattern: str = r"\s+") -> list[int]:
    """Return the places of white space with something to read on both sides."""
    places = _letter_places(text)
    found = (match.start() for match in re.finditer(pattern, text))
    return [at for at in found if places and places[0] < at < places[-1]]


def _nearest(places: Sequence[int], wanted: int) -> int:
    return min(places, key=lambda place: abs(place - wanted), default=wanted)


def _middle(text: str) -> int:
    middle = _char_of_letter(text, len(squeezed(text)) // 2)
    return _nearest(_breaks(text, _LINE_BREAK) or _breaks(text), middle)


def _outside_markup(text: str, at_char: int) -> int:
    """Return the place, or one beside the formatting that it is in the middle of."""
    for found in MARKUP.finditer(text):
        if found.start() < at_char < found.end():
            return found.end() if found[0].startswith("</") else found.start()
    return at_char


def _parted(text: str, at_char: int) -> tuple[str, str]:
    """Part a text; formatting that is open there is closed and opened again."""
    head, tail = text[:at_char].rstrip(), text[at_char:].lstrip()
    opened = open_tags(head)
    position = position_tag(text)
    lead = position if len(position) <= at_char else ""
    return head + closing_tags(opened), lead + "".join(tag[0] for tag in opened) + tail


def _parted_words(cue: Cue, at_char: int, at_ms: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Give each half the words of its text, or, where they are not known to fit, of its time."""
    if _words_fit(cue):
        letters = len(squeezed(cue.text[:at_char]))
        ends = accumulate(len(squeezed(word.text)) for word in cue.words)
        count = sum(
            [
                2 * end - len(squeezed(word.text)) <= 2 * letters
                for word, end in zip(cue.words, ends, strict=True)
            ]
        )
    else:
        count = sum([word.start_ms + word.end_ms < 2 * at_ms for word in cue.words])
    return cue.words[:count], cue.words[count:]
