"""How well Whisper does in a language, as it was published.

Errors in 100 words of FLEURS (read sentences, so that lively talk is worse), after marks and
letter case are taken away; of languages written without spaces, in 100 characters.

Sources: Radford et al. 2022 (arXiv 2212.04356), appendix D.2.4, table 13, for tiny to large-v2;
the chart language-breakdown.svg of github.com/openai/whisper, part FLEURS, for large-v3. Left out
is what could not be looked up: most languages of tiny to large-v1. Of turbo, OpenAI says
(github.com/openai/whisper/discussions/2363) that it does about as well as large-v2, and worse in
Thai and Cantonese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

HIGH_PERCENT = 40.0
"""With more errors than this, a text is mostly to be typed again."""

_TABLE = """
tiny      en 12.4 de 27.8 es 15.9 nl 49.0 id 51.7 ms 51.2 pt 20.1 ko 36.1 ru 31.1
base      en 8.9 de 17.9 es 9.9 nl 33.0 id 33.1 ms 35.1 pt 13.0 ko 27.8 ru 20.5
small     en 6.1 de 10.2 es 5.6 nl 16.4 id 16.3 ms 18.9 pt 7.3 ko 19.6 ru 11.4 fr 15.0 it 9.8
small     ja 12.0 zh 20.8 ar 30.6 hi 38.4 bn 104.4
medium    en 4.4 de 6.5 es 3.6 nl 9.9 id 10.2 ms 12.2 pt 5.0 ko 16.4
large-v1  en 4.5 de 5.5 es 3.5 nl 8.3 id 8.5 ms 10.2 pt 4.8 ko 15.2 sr 29.2
large-v2  es 3.0 it 4.0 en 4.2 pt 4.3 de 4.5 ja 5.3 pl 5.4 ru 5.6 nl 6.7 id 7.1 ca 7.3 fr 8.3
large-v2  tr 8.4 sv 8.5 uk 8.6 ms 8.7 no 9.5 fi 9.7 vi 10.3 th 11.5 sk 11.7 el 12.5 cs 13.3
large-v2  hr 13.4 da 13.8 tl 13.8 ko 14.3 ro 14.4 bg 14.6 zh 14.7 gl 15.4 bs 15.7 ar 16.0
large-v2  mk 16.5 hu 17.0 ta 17.5 hi 21.5 et 21.9 ur 22.6 lv 23.1 sl 23.1 az 23.4 he 27.1
large-v2  lt 28.1 fa 32.9 cy 33.0 sr 33.9 af 36.7 kn 37.0 kk 37.7 is 38.2 mr 38.3 mi 38.5
large-v2  sw 39.3 hy 44.6 ml 100.7 gu 102.7 as 106.2 am 140.3
large-v3  es 2.8 it 3.0 ko 3.1 pt 4.1 en 4.1 pl 4.6 ca 4.8 ja 4.9 de 4.9 ru 5.0 nl 5.2 fr 5.3
large-v3  id 6.1 uk 6.4 tr 6.7 ms 7.3 sv 7.6 zh 7.7 fi 7.7 no 7.8 ro 8.2 th 8.4 vi 8.6 sk 9.2
large-v3  ar 9.6 cs 10.1 hr 10.8 el 10.9 sr 11.6 da 12.0 bg 12.5 hu 12.9 tl 13.0 bs 13.0
large-v3  gl 13.1 mk 14.7 hi 17.0 et 18.1 sl 18.3 ta 18.3 lv 19.4 az 19.7 ur 20.6 lt 23.7
large-v3  he 26.1 cy 28.6 fa 29.4 is 30.4 kk 32.4 af 32.4 kn 33.0 mr 34.1 sw 34.1 te 39.3
large-v3  mi 39.8 ne 40.2 hy 42.2 be 42.5 gu 47.4 pa 48.5 bn 50.0
"""

_BY_QUALITY = ("tiny", "base", "small", "medium", "large-v1", "large-v2", "large-v3")
_IN_CHARACTERS = frozenset({"zh", "ja", "th"})
_IN_CHARACTERS_OF_V3 = frozenset({*_IN_CHARACTERS, "ko"})


class Likeness(Enum):
    """Whose figure it is, seen from the model that was asked about."""

    OWN = auto()
    SIMILAR = auto()
    """Of a model that does about as well."""
    OF_A_BETTER_ONE = auto()
    """Of a model that does better; fewer errors are hardly to be hoped for."""


@dataclass(frozen=True, slots=True)
class PublishedError:
    """How many words (or characters) in 100 were wrong, with which model.

    More than 100 are possible: words that nobody said count as well.
    """

    percent: float
    model: str
    likeness: Likeness
    is_of_characters: bool

    @property
    def is_high(self) -> bool:
        """Whether a person should think twice."""
        return self.percent > HIGH_PERCENT


def published_error(model: str, language: str) -> PublishedError | None:
    """Return the figure for an official model, or else of one that tells something about it.

    None for models and languages nobody published one for, as far as we know. `language` is a
    code of Whisper.
    """
    for candidate, likeness in _candidates(model):
        percent = _PERCENT.get((candidate, language))
        if percent is not None:
            in_characters = _IN_CHARACTERS_OF_V3 if candidate == "large-v3" else _IN_CHARACTERS
            return PublishedError(percent, candidate, likeness, language in in_characters)
    return None


def _candidates(model: str) -> tuple[tuple[str, Likeness], ...]:
    """Return models to look up, the most telling first."""
    if model == "large-v3-turbo":
        return (("large-v2", Likeness.SIMILAR), ("large-v3", Likeness.OF_A_BETTER_ONE))
    if model == "large-v3":
        return ((model, Likeness.OWN), ("large-v2", Likeness.SIMILAR))
    if model not in _BY_QUALITY:
        return ()
    better = _BY_QUALITY[_BY_QUALITY.index(model) + 1 :]
    return ((model, Likeness.OWN), *((name, Likeness.OF_A_BETTER_ONE) for name in better))


def _read(table: str) -> Mapping[tuple[str, str], float]:
    percents: dict[tuple[str, str], float] = {}
    for line in table.strip().splitlines():
        model, *cells = line.split()
        percents |= {
            (model, code): float(percent)
            for code, percent in zip(cells[::2], cells[1::2], strict=True)
        }
    return MappingProxyType(percents)


_PERCENT = _read(_TABLE)
