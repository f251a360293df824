"""What must not be parted: numbers, names, clitics, and marks with what they belong to."""

from collections.abc import Sequence
from enum import StrEnum

from whisper_desktop.core import bond_words as known
from whisper_desktop.core.checks import begins_speech
from whisper_desktop.core.line_break_words import LineBreakWords, line_break_words
from whisper_desktop.core.presets import base_language
from whisper_desktop.core.scripts import NO_LINE_END, NO_LINE_START

SENTENCE_ENDS = frozenset(".!?…。！？؟۔।")
CLAUSE_ENDS = frozenset(",;:–—、，；：،؛")
HYPHENS = ("-", "‐")
_QUOTES = "\"'«»“”„‘’‹›()[]¿¡♪"
_STOPS = ",.;:!?…"
_APOSTROPHES = ("'", "’")
_CONTRACTED = frozenset(["s", "t", "ll", "re", "ve", "d", "m", "n", "k", "hui"])
"""What an apostrophe ties to the word before it."""
_ELIDING_LANGUAGES = frozenset(["ca", "fr", "it", "oc"])
_NO_ARTICLES = frozenset(["quelqu'un", "quelqu'une", "l'un", "l'une", "qualcun'altra"])
"""What ends like an article and is none."""
_SHORT_ELISION = 2
"""Where words are not elided as a rule, only so few letters are (d', O'); more end a quotation."""
_MOST_NAMES = 5
"""More capitals in a row than that are a heading or a list, not a name."""
LOOK_AROUND = _MOST_NAMES + 2
"""How many pieces before and after a place have a say in what is known of it."""


class Bond(StrEnum):
    """What two neighbours are together, so that nothing should part them."""

    MARK = "mark"
    """Punctuation and what it belongs to."""
    NUMBER = "number"
    NAME = "name"
    CLITIC = "clitic"
    WORD = "word"
    """One word of a script without spaces, or a word and its particle."""
    ARTICLE = "article"
    AUXILIARY = "auxiliary"
    PREPOSITION = "preposition"


class Token:
    """A piece of text, and what the rules ask of it."""

    __slots__ = ("bare", "core", "end", "is_abbreviation", "is_capital", "is_plain", "key", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.core = text.strip(_QUOTES + _STOPS)
        self.key = self.core.casefold().replace("’", "'")
        self.bare = text.replace("’", "'").strip(_STOPS).casefold()
        """With the apostrophe at its beginning or end that `key` loses."""
        self.is_capital = self.core[:1].isupper()
        self.end = text.rstrip(_QUOTES)[-1:] or text[-1]
        """The last character that is no quotation mark."""
        self.is_plain = self.end.isalnum() or self.end in HYPHENS
        """Whether no punctuation stands behind it."""
        self.is_abbreviation = self.end == "."
        """Whether it may be one: so may the last word of a sentence."""

    @property
    def unquoted(self) -> str:
        """The text in lower case, with its punctuation."""
        return self.text.strip(_QUOTES).casefold().replace("’", "'")


class BondReader:
    """Knows all pieces of a text; a place is given by the piece behind it, from 1 on."""

    def __init__(self, texts: Sequence[str], language: str | None) -> None:
        self.tokens = [Token(text) for text in texts]
        self.words: LineBreakWords = line_break_words(language)
        code = base_language(language)
        self._leading = known.LEADING_NUMBERS.get(code, frozenset())
        self._numbers = self._leading | known.SMALL_NUMBERS.get(code, frozenset())
        self._links = known.NUMBER_LINKS.get(code, frozenset())
        self._clitics = known.CLITICS.get(code, frozenset())
        self._elides = code in _ELIDING_LANGUAGES

    def last_word(self, at: int) -> str:
        """Return what stands last in a piece: "qu'il" ends with "il" where words are elided."""
        word = self.tokens[at].unquoted
        return word.rpartition("'")[2] if self._elides and word not in _NO_ARTICLES else word

    def first_word(self, at: int) -> str:
        """Return what stands first in a piece: "dell'arte" begins with "dell"."""
        key = self.tokens[at].key
        return key.partition("'")[0] if self._elides else key

    def bond(self, at: int) -> Bond | None:
        """Return what two pieces between blanks are together, if they are one."""
        if self.is_mark(at):
            return Bond.MARK
        if self._is_number(at):
            return Bond.NUMBER
        if self._is_clitic(at):
            return Bond.CLITIC
        return Bond.NAME if self._is_name(at) else None

    def is_mark(self, at: int) -> bool:
        """Tell whether a side is punctuation alone, as French writes it behind a blank."""
        before, after = self.tokens[at - 1].text, self.tokens[at].text
        if NO_LINE_START.issuperset(after) or NO_LINE_END.issuperset(before):
            return True
        # The dash of a dialogue; one inside a sentence belongs to what is before it.
        is_dash = len(before) == 1 and begins_speech(before)
        return is_dash and (at == 1 or self.ends_sentence(at - 1))

    def ends_sentence(self, at: int) -> bool:
        """Tell whether a sentence ends before a piece: an abbreviation is no end."""
        before, after = self.tokens[at - 1], self.tokens[at]
        if before.end not in SENTENCE_ENDS:
            return False
        if not before.is_abbreviation or begins_speech(after.text):
            return True
        return not after.core[:1].islower() and before.key not in known.TITLES

    def _is_number(self, at: int) -> bool:
        """Tell whether both sides are of one number, or a number and what it counts."""
        before, after = self.tokens[at - 1], self.tokens[at]
        if before.end.isdigit():
            return after.core[:1].isdigit() or _is_counted(before, after)
        if after.core[:1].isdigit():
            return _leads_number(before)
        if before.is_abbreviation and before.core.isdigit():
            return after.key in known.ORDERED or after.core[:1].islower()
        return before.is_plain and (self._is_scaled(at) or self._is_spelled_number(at))

    def _is_scaled(self, at: int) -> bool:
        before, after = self.tokens[at - 1], self.tokens[at]
        if before.key not in known.SCALES:
            return False
        is_after_number = at > 1 and self.tokens[at - 2].end.isdigit()
        return after.key in known.SCALES or (is_after_number and _is_unit(after))

    def _is_spelled_number(self, at: int) -> bool:
        before, after = self.tokens[at - 1], self.tokens[at]
        numbers, links = self._numbers, self._links
        if before.key in self._leading:
            following = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
            is_linked = after.key in links and following in numbers
            return is_linked or after.key in numbers or after.key in known.SCALES
        if before.key in numbers:
            return after.key in known.SCALES
        previous = self.tokens[at - 2].key if at > 1 else ""
        return before.key in links and previous in self._leading and after.key in numbers

    def _is_clitic(self, at: int) -> bool:
        """Tell whether one side is no word of its own: l' homme, dit -il, do n't."""
        before, after = self.tokens[at - 1], self.tokens[at]
        if before.text.endswith(_APOSTROPHES):
            is_elision = self._elides or len(before.core) <= _SHORT_ELISION
            return bool(before.core) and is_elision and before.text[0] not in _QUOTES
        is_short = after.text.startswith(_APOSTROPHES) and after.key in _CONTRACTED
        if after.key == "n't" or (is_short and after.bare not in self._clitics):
            return True
        is_tied = after.text.startswith(HYPHENS) and after.text[1:2].islower()
        return before.is_plain and (is_tied or before.bare in self._clitics)

    def _is_name(self, at: int) -> bool:
        """Tell whether both sides are of one name, as far as capitals and titles tell."""
        before, after = self.tokens[at - 1], self.tokens[at]
        if not after.is_capital:
            return self._is_name_particle(at)
        if before.is_abbreviation:
            is_initial = len(before.core) == 1 and before.is_capital
            return is_initial or before.key in known.TITLES
        if not before.is_plain:
            return False
        is_place = before.is_capital and before.key in known.PLACE_BEGINNINGS
        return is_place or before.key in known.TITLES or self._is_of_names(at)

    def _is_of_names(self, at: int) -> bool:
        if self._is_name_particle(at - 1):
            return True
        if self.words.has_capital_nouns or not self._is_name_part(at - 1):
            return False
        return self._is_name_part(at) and self._capitals_around(at) <= _MOST_NAMES

    def _is_name_particle(self, place: int) -> bool:
        """Tell whether a piece is a small word between the parts of a name."""
        token = self.tokens[place]
        if token.key not in known.NAME_PARTICLES or token.is_capital or not token.is_plain:
            return False
        if not 0 < place < len(self.tokens) - 1 or not self.tokens[place + 1].is_capital:
            return False
        before = self.tokens[place - 1]
        if not before.is_plain or not self._is_name_part(place - 1):
            return False
        if not self.words.has_capital_nouns or token.key == "van":
            return True
        # Any two nouns have one between them; a name has two capitals before it.
        return token.key == "von" and place > 1 and self._is_name_part(place - 2)

    def _is_name_part(self, at: int) -> bool:
        """Tell whether a capital says that a piece is a name, or part of one."""
        token = self.tokens[at]
        if not token.is_capital or token.key in self.words.capital_words:
            return False
        begins = at == 0 or self.ends_sentence(at) or begins_speech(self.tokens[at - 1].text)
        return not begins

    def _capitals_around(self, at: int) -> int:
        """Return how many capitals stand in a row around a place, as far as that matters."""
        tokens = self.tokens
        first = last = at
        while first > 0 and at - first <= _MOST_NAMES and tokens[first - 1].is_capital:
            first -= 1
        while last + 1 < len(tokens) and last - at < _MOST_NAMES and tokens[last + 1].is_capital:
            last += 1
        return last - first + 1


def _is_counted(number: Token, after: Token) -> bool:
    is_day = len(number.core) <= 2 and after.key in known.MONTHS
    return is_day or after.key in known.SCALES or _is_unit(after)


def _is_unit(token: Token) -> bool:
    return token.key in known.UNITS or token.text.strip(_STOPS).casefold() in known.UNITS


def _leads_number(token: Token) -> bool:
    """Tell whether a piece belongs to the number behind it: "$", "No.", "May"."""
    if token.key in known.MONTHS:
        return token.is_plain and (token.key != "may" or token.is_capital)
    text = token.text.casefold()
    if text.rstrip(".") not in known.BEFORE_NUMBERS:
        return False
    return token.is_abbreviation or not text.isalpha() or len(text) > 2
