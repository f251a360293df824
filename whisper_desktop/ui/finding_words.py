"""Findings in words."""

import math

from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.core.timecode import format_seconds, format_time
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_KINDS = {
    FindingKind.OVERLAP: QT_TRANSLATE_NOOP("Findings", "Overlap"),
    FindingKind.GAP: QT_TRANSLATE_NOOP("Findings", "Gap"),
    FindingKind.TOO_SHORT: QT_TRANSLATE_NOOP("Findings", "Too short"),
    FindingKind.TOO_LONG: QT_TRANSLATE_NOOP("Findings", "Too long"),
    FindingKind.READING_SPEED: QT_TRANSLATE_NOOP("Findings", "Reading speed"),
    FindingKind.LINE_LENGTH: QT_TRANSLATE_NOOP("Findings", "Line length"),
    FindingKind.LINE_COUNT: QT_TRANSLATE_NOOP("Findings", "Number of lines"),
    FindingKind.BALANCE: QT_TRANSLATE_NOOP("Findings", "Balance of lines"),
    FindingKind.EMPTY: QT_TRANSLATE_NOOP("Findings", "Empty"),
    FindingKind.OUTSIDE_MEDIA: QT_TRANSLATE_NOOP("Findings", "Outside the media"),
}
_SENTENCES = {
    FindingKind.OVERLAP: QT_TRANSLATE_NOOP("Findings", "Overlaps the next row by {0} s"),
    FindingKind.TOO_SHORT: QT_TRANSLATE_NOOP("Findings", "Shown for {0} s, at least {1} s"),
    FindingKind.TOO_LONG: QT_TRANSLATE_NOOP("Findings", "Shown for {0} s, at most {1} s"),
    FindingKind.READING_SPEED: QT_TRANSLATE_NOOP(
        "Findings", "{0} characters a second, at most {1}"
    ),
    FindingKind.LINE_LENGTH: QT_TRANSLATE_NOOP("Findings", "A line of {0} characters, at most {1}"),
    FindingKind.LINE_COUNT: QT_TRANSLATE_NOOP("Findings", "{0} lines, at most {1}"),
    FindingKind.BALANCE: QT_TRANSLATE_NOOP(
        "Findings", "The shortest line has {0} % of the longest, at least {1} %"
    ),
    FindingKind.EMPTY: QT_TRANSLATE_NOOP("Findings", "There is no text"),
    FindingKind.OUTSIDE_MEDIA: QT_TRANSLATE_NOOP("Findings", "Ends at {0}, the media at {1}"),
}
_OF_TRANSLATION = QT_TRANSLATE_NOOP("Findings", "Translation: {0}")
_NO_TRANSLATION = QT_TRANSLATE_NOOP("Findings", "There is no translation")
_TOO_NARROW = QT_TRANSLATE_NOOP("Findings", "{0} s to the next row, at least {1} s")
_TO_BE_CLOSED = QT_TRANSLATE_NOOP("Findings", "{0} s to the next row, to be closed to {1} s")
_TIMED = frozenset(
    {FindingKind.OVERLAP, FindingKind.GAP, FindingKind.TOO_SHORT, FindingKind.TOO_LONG}
)


def kind_name(kind: FindingKind) -> str:
    """Return the name of a kind of finding."""
    return translated("Findings", _KINDS[kind])


def finding_sentence(finding: Finding) -> str:
    """Return what is wrong, with its number and the limit."""
    if finding.is_translation and finding.kind is FindingKind.EMPTY:
        return translated("Findings", _NO_TRANSLATION)
    sentence = translated("Findings", _sentence(finding)).format(*_numbers(finding))
    if finding.is_translation:
        return translated("Findings", _OF_TRANSLATION).format(sentence)
    return sentence


def _sentence(finding: Finding) -> str:
    if finding.kind is FindingKind.GAP:
        return _TOO_NARROW if finding.value < finding.limit else _TO_BE_CLOSED
    return _SENTENCES[finding.kind]


def _numbers(finding: Finding) -> tuple[str, str]:
    numbers = (finding.value, finding.limit)
    if finding.kind in _TIMED:
        first, second = (format_seconds(round(number)) for number in numbers)
    elif finding.kind is FindingKind.OUTSIDE_MEDIA:
        first, second = (format_time(round(number)) for number in numbers)
    else:
        first, second = (_plain(number) for number in numbers)
    return first, second


def _plain(number: float) -> str:
    if not math.isfinite(number):
        return "\N{INFINITY}"
    return f"{number:.1f}".removesuffix(".0")
