"""What is said of a search."""

from collections.abc import Collection

from whisper_desktop.app.search import Count, Replacement
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError
from whisper_desktop.ui.quantities import count_words
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "SearchWords"
_COUNT = QT_TRANSLATE_NOOP("SearchWords", "Matches: {0} · rows: {1}")
_COUNT_SO_FAR = QT_TRANSLATE_NOOP("SearchWords", "Matches: {0} or more · rows: {1} or more")
_REPLACED = QT_TRANSLATE_NOOP("SearchWords", "Matches replaced: {matches}; rows changed: {rows}")
_TOO_LONG = QT_TRANSLATE_NOOP("SearchWords", "This pattern takes too long to search for")
_NO_PATTERN = QT_TRANSLATE_NOOP("SearchWords", "Not a pattern: {0}")
_NO_PATTERN_AT = QT_TRANSLATE_NOOP("SearchWords", "Not a pattern: {0}, at character {1}")


def match_count_words(count: Count) -> str:
    """Say how many matches there are, or were found so far."""
    sentence = translated(_CONTEXT, _COUNT if count.is_whole else _COUNT_SO_FAR)
    return sentence.format(count_words(count.matches), count_words(count.rows))


def replaced_words(replacements: Collection[Replacement]) -> str:
    """Say how much has been replaced."""
    matches = count_words(sum(len(one.matches) for one in replacements))
    sentence = translated(_CONTEXT, _REPLACED)
    return sentence.format(matches=matches, rows=count_words(len(replacements)))


def fault_words(error: SearchPatternError | SearchTooLongError) -> str:
    """Say why nothing can be found or replaced by what was typed."""
    if isinstance(error, SearchTooLongError):
        return translated(_CONTEXT, _TOO_LONG)
    if error.position is None:
        return translated(_CONTEXT, _NO_PATTERN).format(error.reason)
    return translated(_CONTEXT, _NO_PATTERN_AT).format(error.reason, error.position + 1)
