"""Counts, sizes and times as people read them, in the manner of their country."""

from PySide6.QtCore import QLocale

from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_SECONDS_A_MINUTE, _MINUTES_AN_HOUR = 60, 60
_UNDER_A_MINUTE = QT_TRANSLATE_NOOP("Quantities", "less than a minute")
_MINUTES = QT_TRANSLATE_NOOP("Quantities", "{minutes} min")
_HOURS = QT_TRANSLATE_NOOP("Quantities", "{hours} h {minutes} min")


def size_words(count: float) -> str:
    """Return 145217532 as '145.2 MB'; powers of ten, as disks are sold."""
    return QLocale().formattedDataSize(round(count), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def count_words(count: int) -> str:
    """Return 15427 as '15,427'."""
    return QLocale().toString(count)


def duration_words(seconds: float) -> str:
    """Return a time that nobody knows to the second: '7 min', '2 h 35 min'."""
    if seconds < _SECONDS_A_MINUTE:
        return translated("Quantities", _UNDER_A_MINUTE)
    minutes = round(seconds / _SECONDS_A_MINUTE)
    if minutes < _MINUTES_AN_HOUR:
        return translated("Quantities", _MINUTES).format(minutes=minutes)
    hours, rest = divmod(5 * round(minutes / 5), _MINUTES_AN_HOUR)
    return translated("Quantities", _HOURS).format(hours=hours, minutes=rest)
