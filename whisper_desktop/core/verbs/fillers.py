"""Hesitations, taken out of the text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.verbs.retiming import rising
from whisper_desktop.core.verbs.rewriting import neighbour_uid, rewriting
from whisper_desktop.core.verbs.text import retexted

FILLERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ca": ("eh", "ehm", "mmm"),
        "cs": ("ehm", "hm", "eee"),
        "da": ("øh", "øhm", "hmm"),
        "de": ("äh", "ähm", "ehm", "öh", "öhm", "hm"),
        "en": ("um", "uh", "uhm", "er", "erm", "hm", "mmm"),
        "es": ("eh", "ehm", "em", "mmm"),
        "fi": ("öö", "ööh", "hmm"),
        "fr": ("euh", "heu", "hm"),
        "it": ("eh", "ehm", "uhm", "mmm"),
        "ja": ("えーと", "えーっと", "ええと", "えっと", "あのー", "えー", "うーん"),
        "ko": ("음", "으음", "어", "에"),
        "nl": ("eh", "ehm", "uh", "uhm", "hm"),
        "no": ("eh", "øh", "øhm", "hmm"),
        "pl": ("yyy", "eee", "hmm"),
        "pt": ("hum", "hã", "ahn", "éh"),
        "ru": ("э", "эм", "ммм", "хм"),
        "sv": ("öh", "öhm", "eh", "hmm"),
        "tr": ("ııı", "eee", "hmm"),
        "uk": ("е-е", "ем", "ммм", "хм"),
        "zh": ("嗯", "呃"),
    }
)
"""Sounds that are no word of their language, as short as can be: any letter but an r, which would
make a word, may be drawn out. Two m are millimetres, so it takes three."""

_APART_BEFORE = r"(?<![\w'’-])"
_APART_AFTER = r"(?![\w'’-])(?!\s?[?!？！])"
"""Who asks "Eh?" does not hesitate."""
_COMMA = r"(?:\s*(?:[,、，]|…|\.{3}))?"
_SENTENCE_START = r"(?:\A|(?<=[.!?…。！？]\s)|(?<=[\n>])|(?<=[-–—]\s))"
_LOOSE_COMMA = re.compile(r"[ \t]*[,、，](?=\s*[.!?。！？])")
_LOOSE_SPACE = re.compile(r"[ \t]+(?=[,.\n]|</|\Z)")
_NOTHING_SAID = " \t-–—♪"


@dataclass(frozen=True, slots=True)
class FillerPatterns:
    """How the fillers of a language are found: as a whole sentence, and within one."""

    sentence: re.Pattern[str]
    inline: re.Pattern[str]


def filler_patterns(language: str | None, custom: Sequence[str] = ()) -> FillerPatterns | None:
    """Return how to find the fillers of a language and the person's own words, None for none."""
    sounds = [
        "".join(char if char in "r-" else f"{char}+" for char in word)
        for word in FILLERS.get(language or "", ())
    ]
    own = [re.escape(word.strip()) for word in custom if word.strip()]
    # The longest first: of two that begin alike the shorter would leave a rest.
    words = sorted([*sounds, *own], key=len, reverse=True)
    if not words:
        return None
    one = rf"{_APART_BEFORE}(?:{'|'.join(words)}){_APART_AFTER}"
    several = rf"{one}(?:{_COMMA}\s*{one})*"
    return FillerPatterns(
        re.compile(rf"{_SENTENCE_START}({several})\s?[.…。]+[ \t]*(\w?)", re.IGNORECASE),
        re.compile(rf"({several}){_COMMA}[ \t]*(\w?)", re.IGNORECASE),
    )


def without_fillers(text: str, patterns: FillerPatterns) -> str:
    """Return the text without its fillers and the commas that they brought; '' if nothing is left.

    What follows a filler with a capital gets the capital.
    """
    if not patterns.inline.search(text):
        return text
    changed = patterns.inline.sub(_next_letter, patterns.sentence.sub(_next_letter, text))
    changed = _LOOSE_SPACE.sub("", _LOOSE_COMMA.sub("", changed))
    lines = [line for line in changed.split("\n") if visible_text(line).strip(_NOTHING_SAID)]
    return "\n".join(lines)


def remove_fillers(
    cues: Sequence[Cue],
    rows: Iterable[int],
    language: str | None = None,
    custom: Sequence[str] = (),
) -> Edit:
    """Take fillers out of rows, and rows out that hold nothing else.

    `language` is that of cues without their own; `custom` are the person's own words.
    """
    patterns: dict[str | None, FillerPatterns | None] = {}
    outcome: dict[int, tuple[Cue, ...]] = {}
    for row in rising(cues, rows):
        cue = cues[row]
        spoken = cue.language or language
        if spoken not in patterns:
            patterns[spoken] = filler_patterns(spoken, custom)
        found = patterns[spoken]
        text = cue.text if found is None else without_fillers(cue.text, found)
        if text != cue.text:
            outcome[row] = (retexted(cue, text),) if text else ()
    edit = rewriting(Verb.REMOVE_FILLERS, cues, outcome)
    if outcome and not edit.selection:
        return replace(edit, selection=neighbour_uid(cues, sorted(outcome)))
    return edit


def _next_letter(found: re.Match[str]) -> str:
    filler, letter = found[1], found[2]
    return letter.upper() if filler[0].isupper() else letter
