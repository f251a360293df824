"""Bytes of a text file to text: marks of Unicode first, then UTF-8, then what the bytes suggest."""

import codecs
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENCODINGS: Sequence[str] = (
    "utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949", "koi8_r",
    "koi8_u", "cp866", "cp437", "cp850", "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_8",
    "iso8859_9", "iso8859_15", "mac_roman", "utf-32-le", "utf-32-be",
)  # fmt: skip
"""What a person can choose from, the usual ones first."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before those of UTF-16, with which they begin.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949", "koi8_r", "cp866",
)  # fmt: skip
_LETTERS = (
    ("cp1252", "äöüß"),
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),
    ("cp1252", "áéíñóúüªº"),
    ("cp1252", "àáâãçéêíóôõúü"),
    ("cp1252", "àèéìíîòóùú"),
    ("cp1252", "åäöéàü"),
    ("cp1252", "åæøéòôó"),
    ("cp1252", "áðéíóúýþæö"),
    ("cp1252", "éëïöüèêáó"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýžäĺľôŕ"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("cp1250", "ăâîșțşţ"),
    ("cp1254", "âçğıîöşüûi̇"),
    ("cp1257", "ąčęėįšųūžāēģīķļņ"),
    ("cp1257", "äöõüšž"),
)
"""Code page, and the letters beside a to z of a language written in it: pages for Latin scripts
differ in little else, and a guess from few words confuses them."""
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258"})

_SAMPLE_BYTES = 1 << 16
_MIN_VALID_SHARE = 0.95
"""Of the characters that are not ASCII, so that a damaged UTF-8 is still taken for one."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was encoded; `is_whole` is False when some bytes were no text."""

    text: str
    encoding: str
    had_bom: bool
    is_whole: bool


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text, in the given encoding or the likeliest; a mark in front is taken away."""
    mark, marked = _mark_of(data)
    chosen = encoding or marked or _likeliest(data)
    body = memoryview(data)[len(mark) :] if mark and _is_same(chosen, marked) else data
    try:
        return Decoded(str(body, chosen), chosen, body is not data, is_whole=True)
    except UnicodeDecodeError:
        text = str(body, chosen, errors="replace")
        return Decoded(text, chosen, body is not data, is_whole=False)


def candidates(data: bytes) -> tuple[str, ...]:
    """Return all encodings to choose from, the likeliest first."""
    mark, marked = _mark_of(data)
    likely = [marked] if mark else [_likeliest(data), *_guesses(data)]
    return tuple(dict.fromkeys([*likely, *ENCODINGS]))


def _mark_of(data: bytes) -> tuple[bytes, str]:
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))


def _is_same(encoding: str, marked: str) -> bool:
    """Return whether both mean the same, or 'utf-16' leaves the order to the mark."""
    name = codecs.lookup(encoding).name
    return name in {marked, "utf-8-sig" if marked == "utf-8" else marked[:-3]}


def _likeliest(data: bytes) -> str:
    if data.isascii() and b"\0" not in data[:_SAMPLE_BYTES]:
        return "utf-8"
    if wide := _wide(data[:_SAMPLE_BYTES]):
        return wide
    if _is_utf8(data):
        return "utf-8"
    return next(iter(_guesses(data)), "cp1252")


def _wide(sample: bytes) -> str:
    """Return the UTF-16 that the zeros of Latin letters give away, or an empty name."""
    zeros_low, zeros_high = sample[0::2].count(0), sample[1::2].count(0)
    if max(zeros_low, zeros_high) < len(sample) // 10 or len(sample) < 4:
        return ""
    if zeros_high > 4 * zeros_low:
        return "utf-16-le"
    return "utf-16-be" if zeros_low > 4 * zeros_high else ""


def _is_utf8(data: bytes) -> bool:
    """Return whether this is UTF-8, but for a few damaged characters."""
    try:
        str(data, "utf-8")
    except UnicodeDecodeError:
        sample = _telling_lines(data)
        text = sample.decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        letters = sum(not letter.isascii() for letter in text)
        return letters > 0 and letters - damaged > _MIN_VALID_SHARE * letters
    return True


def _guesses(data: bytes) -> Iterable[str]:
    """Return code pages, the likeliest first."""
    # It takes a while to load, and most files are UTF-8.
    from charset_normalizer import from_bytes

    sample = _telling_lines(data)
    if not sample:
        return []
    names = [match.encoding for match in from_bytes(sample, cp_isolation=list(_GUESSED))]
    if not names or names[0] in _LATIN:
        names[:0] = _latin_by_letters(sample)
    return dict.fromkeys(names)


def _latin_by_letters(sample: bytes) -> list[str]:
    """Return the Latin code page in which one language explains the most letters."""
    shares: dict[str, float] = {}
    for page, letters in _LETTERS:
        try:
            text = sample.decode(page).lower()
        except UnicodeDecodeError:
            continue
        found = [letter for letter in text if not letter.isascii() and letter.isalpha()]
        share = sum(letter in letters for letter in found) / len(found) if found else 1.0
        shares[page] = max(share, shares.get(page, 0.0))
    return sorted(shares, key=lambda page: -shares[page])[:1]


def _telling_lines(data: bytes) -> bytes:
    """Return lines that are not plain ASCII, up to a limit: the others say nothing."""
    found: list[bytes] = []
    room = _SAMPLE_BYTES
    for line in io.BytesIO(data):
        if line.isascii():
            continue
        if len(line) > room:
            # Half a line could end in half a character.
            return b"".join(found) or line[:room]
        found.append(line)
        room -= len(line)
    return b"".join(found)
