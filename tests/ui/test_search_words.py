import pytest

from whisper_desktop.app.search import Count, Match, Replacement
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError
from whisper_desktop.ui.search_words import fault_words, match_count_words, replaced_words

pytestmark = pytest.mark.usefixtures("english_numbers")


def test_counts_are_said_as_people_read_them() -> None:
    assert match_count_words(Count(15_427, 1_203)) == "Matches: 15,427 · rows: 1,203"
    so_far = Count(15_427, 3, is_whole=False)
    assert match_count_words(so_far) == "Matches: 15,427 or more · rows: 3 or more"


def test_every_match_that_was_replaced_counts() -> None:
    one = Replacement(0, "aa", "bb", (Match(0, 0, 1), Match(0, 1, 2)))
    assert replaced_words([one] * 1_000) == "Matches replaced: 2,000; rows changed: 1,000"


def test_faults_are_explained() -> None:
    assert fault_words(SearchTooLongError("a")) == "This pattern takes too long to search for"
    assert fault_words(SearchPatternError("a", None, "too large")) == "Not a pattern: too large"
    words = "Not a pattern: missing ), at character 3"
    assert fault_words(SearchPatternError("ab(", 2, "missing )")) == words
