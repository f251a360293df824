"""What speaks for and against ending a line or a subtitle between two pieces of text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from whisper_desktop.core import bond_words as known
from whisper_desktop.core.bonds import (
    CLAUSE_ENDS,
    HYPHENS,
    Bond,
    BondReader,
    Token,
)
from whisper_desktop.core.checks import begins_speech
from whisper_desktop.core.scripts import Script, is_unspaced, script_of

NEVER = 1_000_000.0
"""Of a place where nothing ends unless there is no other way; the sum of all else is smaller."""
# What is preferred, in the unit of `line_layout.LineLayout`: a line that is ten of 42 characters
# away from the even length costs 6, and twenty cost 23.
AFTER_SENTENCE, AFTER_CLAUSE, _BEFORE_CONJUNCTION, _BEFORE_PREPOSITION = -30.0, -15.0, -10.0, -6.0
_AFTER_LEANER, _BEFORE_DASH, _INSIDE_NAME, _AFTER_NUMBER = 60.0, 60.0, 40.0, 40.0
_BEFORE_PARTICLE = 80.0
_UNSPACED_PENALTIES: Mapping[tuple[Script, Script], float] = MappingProxyType(
    {
        (Script.IDEOGRAPH, Script.HIRAGANA): 25.0,
        (Script.IDEOGRAPH, Script.IDEOGRAPH): 15.0,
        (Script.HIRAGANA, Script.HIRAGANA): 10.0,
        (Script.HIRAGANA, Script.IDEOGRAPH): -8.0,
        (Script.HIRAGANA, Script.KATAKANA): -8.0,
        (Script.KATAKANA, Script.KATAKANA): NEVER,
    }
)
"""Between characters without a blank: words of Japanese seldom begin with hiragana."""
_PARTICLES = known.JAPANESE_PARTICLES | known.CHINESE_PARTICLES | known.HONORIFICS
_LONGEST_ENDING = max(map(len, known.JAPANESE_ENDINGS))


@dataclass(frozen=True, slots=True)
class Joint:
    """What is known of the place before a piece; below 0 a break is welcome there."""

    penalty: float = 0.0
    bond: Bond | None = None
    ends_sentence: bool = False
    """Whether a sentence ends before it."""
    begins_speech: bool = False
    """Whether somebody else begins to speak, with a dash."""

    @property
    def is_never(self) -> bool:
        """Whether nothing should end here unless there is no other way."""
        return self.penalty >= NEVER


OPEN = Joint()
_CLAUSE = Joint(AFTER_CLAUSE)
_SENTENCE = Joint(AFTER_SENTENCE, ends_sentence=True)
SPEAKER = Joint(AFTER_SENTENCE, ends_sentence=True, begins_speech=True)


def joints(texts: Sequence[str], language: str | None) -> list[Joint]:
    """Return what is known of the place before each visible piece; the first begins the text.

    A piece without text, which is formatting, parts nothing.
    """
    seen = [place for place, text in enumerate(texts) if text]
    reader = BondReader([texts[place] for place in seen], language)
    found = [OPEN] * len(texts)
    for number, place in enumerate(seen[1:], start=1):
        found[place] = _joint(reader, number)
    return found


def _joint(reader: BondReader, at: int) -> Joint:
    before, after = reader.tokens[at - 1], reader.tokens[at]
    is_bare = is_unspaced(before.text[-1]) or is_unspaced(after.text[0])
    bond = _unspaced_bond(reader, at) if is_bare else reader.bond(at)
    if bond is not None:
        return Joint(NEVER, bond)
    if reader.ends_sentence(at):
        return SPEAKER if begins_speech(after.text) else _SENTENCE
    if before.end in CLAUSE_ENDS:
        return _CLAUSE
    return _unspaced(reader, at) if is_bare else _between_words(reader, at)


def _between_words(reader: BondReader, at: int) -> Joint:
    before, after, words = reader.tokens[at - 1], reader.tokens[at], reader.words
    last = reader.last_word(at - 1)
    if last in words.determiners:
        return Joint(NEVER, Bond.ARTICLE)
    if last in words.leaners:
        return Joint(_AFTER_LEANER, Bond.AUXILIARY)
    if last in words.conjunctions or last in words.prepositions:
        return Joint(_AFTER_LEANER, Bond.PREPOSITION)
    if begins_speech(after.text):
        return Joint(_BEFORE_DASH)
    if after.key in words.trailers:
        return Joint(_AFTER_LEANER, Bond.WORD)
    return Joint(_inside_phrase(before, after, reader) or _welcome(reader, at))


def _inside_phrase(before: Token, after: Token, reader: BondReader) -> float:
    is_usual = not reader.words.capital_words.isdisjoint((before.key, after.key))
    if before.is_capital and after.is_capital and not is_usual:
        return _INSIDE_NAME
    is_number = before.is_plain and before.core[:1].isdigit()
    return _AFTER_NUMBER if is_number or before.text.endswith(HYPHENS) else 0.0


def _welcome(reader: BondReader, at: int) -> float:
    before, first, words = reader.tokens[at - 1], reader.first_word(at), reader.words
    is_ending = bool(words.clause_endings) and before.key.endswith(words.clause_endings)
    if is_ending or first in words.conjunctions:
        return _BEFORE_CONJUNCTION
    return _BEFORE_PREPOSITION if first in words.prepositions else 0.0


def _unspaced_bond(reader: BondReader, at: int) -> Bond | None:
    """Return what is one where no blank parts words."""
    if reader.is_mark(at):
        return Bond.MARK
    before, after = reader.tokens[at - 1].end, reader.tokens[at].text[0]
    return Bond.NUMBER if _is_of_number(before, after) else None


def _unspaced(reader: BondReader, at: int) -> Joint:
    before, after = reader.tokens[at - 1].end, reader.tokens[at].text[0]
    first, second = script_of(before), script_of(after)
    is_kana = is_unspaced(before) and first is Script.HIRAGANA
    if after in _PARTICLES and not is_kana:
        return Joint(_BEFORE_PARTICLE, Bond.WORD)
    if not is_unspaced(before) or not is_unspaced(after):
        return OPEN
    if before == "を":
        return Joint(_BEFORE_CONJUNCTION)
    if is_kana and after not in known.JAPANESE_PARTICLES and _ends_speech(reader, at):
        return _CLAUSE
    penalty = _UNSPACED_PENALTIES.get((first, second), 0.0)
    return Joint(penalty, Bond.WORD if penalty >= NEVER else None)


def _ends_speech(reader: BondReader, at: int) -> bool:
    said = "".join([token.text for token in reader.tokens[max(at - _LONGEST_ENDING, 0) : at]])
    return said.endswith(known.JAPANESE_ENDINGS)


def _is_of_number(before: str, after: str) -> bool:
    """Tell whether two characters are of one number, or a number and its counter."""
    is_numeral = after.isdigit() or after in known.CHINESE_NUMERALS
    if before.isdigit():
        return True
    if before in known.CHINESE_NUMERALS:
        return is_numeral or after in known.COUNTERS
    return before == "第" and is_numeral
