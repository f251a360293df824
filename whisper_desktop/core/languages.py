"""The languages of Whisper and the names and codes under which people know them."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from whisper_desktop.core.errors import UnknownLanguageError

_TABLE = """
en English             eng
zh Chinese             zho chi cmn mandarin
de German              deu ger
es Spanish             spa castilian
ru Russian             rus
ko Korean              kor
fr French              fra fre
ja Japanese            jpn
pt Portuguese          por brazilian
tr Turkish             tur
pl Polish              pol
ca Catalan             cat valencian
nl Dutch               nld dut flemish
ar Arabic              ara
sv Swedish             swe
it Italian             ita
id Indonesian          ind in
hi Hindi               hin
fi Finnish             fin
vi Vietnamese          vie
he Hebrew              heb iw
uk Ukrainian           ukr
el Greek               ell gre
ms Malay               msa may
cs Czech               ces cze
ro Romanian            ron rum mo mol moldavian moldovan
da Danish              dan
hu Hungarian           hun
ta Tamil               tam
no Norwegian           nor nb nob bokmål bokmal norwegian_bokmål
th Thai                tha
ur Urdu                urd
hr Croatian            hrv
bg Bulgarian           bul
lt Lithuanian          lit
la Latin               lat
mi Maori               mri mao māori
ml Malayalam           mal
cy Welsh               cym wel
sk Slovak              slk slo
te Telugu              tel
fa Persian             fas per farsi
lv Latvian             lav
bn Bengali             ben bangla
sr Serbian             srp
az Azerbaijani         aze
sl Slovenian           slv slovene
kn Kannada             kan
et Estonian            est
mk Macedonian          mkd mac
br Breton              bre
eu Basque              eus baq
is Icelandic           isl ice
hy Armenian            hye arm
ne Nepali              nep
mn Mongolian           mon
bs Bosnian             bos
kk Kazakh              kaz
sq Albanian            sqi alb
sw Swahili             swa
gl Galician            glg
mr Marathi             mar
pa Punjabi             pan panjabi
si Sinhala             sin sinhalese
km Khmer               khm cambodian
sn Shona               sna
yo Yoruba              yor
so Somali              som
af Afrikaans           afr
oc Occitan             oci
ka Georgian            kat geo
be Belarusian          bel
tg Tajik               tgk
sd Sindhi              snd
gu Gujarati            guj
am Amharic             amh
yi Yiddish             yid ji
lo Lao
uz Uzbek               uzb
fo Faroese             fao
ht Haitian_Creole      hat haitian
ps Pashto              pus pushto
tk Turkmen             tuk
nn Nynorsk             nno
mt Maltese             mlt
sa Sanskrit            san
lb Luxembourgish       ltz letzeburgesch
my Myanmar             mya bur burmese
bo Tibetan             bod tib
tl Tagalog             tgl fil filipino
mg Malagasy            mlg
as Assamese            asm
tt Tatar               tat
haw Hawaiian
ln Lingala             lin
ha Hausa               hau
ba Bashkir             bak
jw Javanese            jav jv
su Sundanese           sun
yue Cantonese          zh-yue
"""
"""Whisper's code, English name and aliases (older names, ISO 639-2 and 639-3 codes, old ISO 639-1
codes), in the order of Whisper's language tokens; "_" stands for a space."""

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?([.@].*)?")
"""A BCP 47 or POSIX tag with script, region or encoding: "zh-Hant-TW", "pt_BR.UTF-8"."""

_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in _TABLE.strip().splitlines():
        code, name, *aliases = (known.replace("_", " ") for known in line.split())
        yield code, name, aliases


LANGUAGES: Mapping[str, str] = MappingProxyType({code: name for code, name, _ in _rows()})
"""Code -> English name. The first 99 are known to every model, Cantonese since large-v3."""

_CODE_OF: Mapping[str, str] = MappingProxyType(
    {known.casefold(): code for code, name, aliases in _rows() for known in (code, name, *aliases)}
)


def language_code(wanted: str) -> str:
    """Return Whisper's code for a code, English name, usual alias or locale, in any case.

    "de", "German", "ger", "de-AT" and "de_DE.UTF-8" are all "de".

    Raises `UnknownLanguageError` with the names that come closest.
    """
    key = " ".join(wanted.casefold().split())
    tag = key.replace("_", "-")
    for candidate in (key, tag, tag.replace("-", " "), _primary_language(tag)):
        if candidate in _CODE_OF:
            return _CODE_OF[candidate]
    raise UnknownLanguageError(wanted, _suggestions(key))


def is_written_without_spaces(code: str) -> bool:
    """Return whether words of this language run together in writing."""
    return code in _UNSPACED


def _primary_language(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match["language"] if match else ""


def _suggestions(key: str) -> tuple[str, ...]:
    """Return up to three English names whose codes, names or aliases resemble the key."""
    close = get_close_matches(key, _CODE_OF, n=3, cutoff=0.7)
    return tuple(dict.fromkeys(LANGUAGES[_CODE_OF[known]] for known in close))
