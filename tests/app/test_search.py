import re
import warnings
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.search import Count, Match, Query, Replacement, Search
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError

TEXTS = ["The cat sat.", "A Category\nof cats", "Straße", ""]
CUES = [Cue(uid, 0, 1, text) for uid, text in enumerate(TEXTS, 1)]


def replaced(search: Search, text: str, replacement: str) -> str:
    """Return a text after all that was found in it was replaced."""
    changed = search.replacements([Cue(1, 0, 1, text)], replacement)
    return next((one.after for one in changed), text)


def spans(query: Query) -> list[tuple[int, str]]:
    return [
        (match.row, CUES[match.row].text[match.start_index : match.end_index])
        for match in Search(query).matches(CUES)
    ]


def test_case_matters_only_when_asked() -> None:
    assert spans(Query("CAT")) == [(0, "cat"), (1, "Cat"), (1, "cat")]
    assert spans(Query("cat", is_case_sensitive=True)) == [(0, "cat"), (1, "cat")]


def test_whole_words_do_not_stand_in_others() -> None:
    assert spans(Query("cat", is_whole_words=True)) == [(0, "cat")]
    assert spans(Query("cat|cats", is_whole_words=True, is_regex=True)) == [(0, "cat"), (1, "cats")]
    assert spans(Query("straß", is_whole_words=True)) == []


def test_plain_text_means_what_it_says() -> None:
    assert spans(Query("t.")) == [(0, "t.")]
    assert spans(Query("y\nof")) == [(1, "y\nof")]


def test_a_regular_expression_sees_lines() -> None:
    assert spans(Query("^of", is_regex=True)) == [(1, "of")]
    assert spans(Query(r"\w+$", is_regex=True)) == [(1, "Category"), (1, "cats"), (2, "Straße")]


def test_nothing_is_found_by_an_empty_query() -> None:
    search = Search(Query("", is_regex=True))
    assert list(search.matches(CUES)) == []
    assert list(search.rows_with(CUES)) == []
    assert replaced(search, "text", "x") == "text"
    assert search.replaced_at("text", "x", 0) == "text"


def test_some_rows_are_searched_in_the_order_given() -> None:
    search = Search(Query("cat"))
    assert list(search.matches(CUES, [1, 0])) == [Match(1, 2, 5), Match(1, 14, 17), Match(0, 4, 7)]
    assert list(search.rows_with(CUES)) == [0, 1]


def test_flags_of_the_expression_count_with_whole_words_too() -> None:
    query = Query(
        "(?i)CAT  # an animal", is_case_sensitive=True, is_whole_words=True, is_regex=True
    )
    assert spans(query) == []
    query = Query("(?ix)CAT  # an animal", True, True, True)
    assert spans(query) == [(0, "cat")]
    assert spans(Query("(?i)(?s)CAT", True, True, True)) == [(0, "cat")]
    assert spans(Query("(?:cat)", True, True, True)) == [(0, "cat")]


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("a[b", 1),
        ("(a", 0),
        ("a)", 1),
        ("*", 0),
        (r"a\9", 2),
        ("a(?i)b", 1),
        ("a{99999999999}", None),
    ],
)
@pytest.mark.parametrize("is_whole_words", [False, True])
def test_the_place_of_a_mistake_is_told(
    pattern: str, position: int | None, is_whole_words: bool
) -> None:
    with pytest.raises(SearchPatternError) as caught:
        Search(Query(pattern, is_whole_words=is_whole_words, is_regex=True))
    assert caught.value.position == position
    assert caught.value.pattern == pattern
    assert caught.value.reason


def test_what_a_later_python_reads_otherwise_is_no_matter() -> None:
    assert list(Search(Query("[[a]", is_regex=True)).matches([Cue(1, 0, 1, "[")])) == [
        Match(0, 0, 1)
    ]


def test_replacing() -> None:
    assert replaced(Search(Query("cat")), "A cat, a Cat", r"\1") == r"A \1, a \1"
    regex = Search(Query(r"(\w+) (?P<verb>sat)", is_regex=True))
    assert replaced(regex, "The cat sat.", r"\g<verb>\n\1") == "The sat\ncat."
    assert replaced(Search(Query("^", is_regex=True)), "a\nb", "- ") == "- a\n- b"


def test_one_match_can_be_replaced_alone() -> None:
    search = Search(Query("(c)at", is_regex=True))
    assert search.replaced_at("cat cat", r"\1ow", 4) == "cat cow"
    assert search.replaced_at("cat cat", r"\1ow", 1) == "cat cat"


@pytest.mark.parametrize("template", [r"\2", r"\g<name>", r"\q", "\\"])
def test_a_replacement_that_makes_no_sense_is_refused(template: str) -> None:
    search = Search(Query("(a)", is_regex=True))
    with pytest.raises(SearchPatternError) as caught:
        replaced(search, "nothing of it", template)
    assert caught.value.pattern == template


def test_a_preview_holds_only_the_rows_that_change() -> None:
    assert list(Search(Query("cat")).replacements(CUES, "dog", [0, 2])) == [
        Replacement(0, "The cat sat.", "The dog sat.", (Match(0, 4, 7),))
    ]
    assert list(Search(Query("cats")).replacements(CUES, "cats")) == []


@given(st.text(), st.text(max_size=2), st.text(), st.booleans())
def test_plain_text_is_found_where_python_finds_it(
    text: str, wanted: str, replacement: str, is_whole_words: bool
) -> None:
    search = Search(Query(wanted, True, is_whole_words))
    found = list(search.matches([Cue(1, 0, 1, text)]))
    assert all(text[match.start_index : match.end_index] == wanted for match in found)
    if not is_whole_words and wanted:
        assert len(found) == text.count(wanted)
        assert replaced(search, text, replacement) == text.replace(wanted, replacement)


@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")
@given(st.text(alphabet="ab()[]{}*+?|\\^$.,1<>=!:PinLx#", max_size=12), st.booleans())
def test_every_expression_is_either_understood_or_refused(pattern: str, words: bool) -> None:
    try:
        re.compile(pattern, re.MULTILINE)
    except (re.error, OverflowError):
        with pytest.raises(SearchPatternError):
            Search(Query(pattern, True, words, is_regex=True))
    else:
        Search(Query(pattern, True, words, is_regex=True))


@given(
    st.text(alphabet="ab()[]{}*+?|\\^$.,1wsd:-", max_size=8),
    st.text(alphabet="aAb1 .\n", max_size=9),
)
def test_an_expression_finds_what_python_finds(pattern: str, text: str) -> None:
    try:
        with warnings.catch_warnings(action="ignore"):
            expected = re.compile(pattern, re.MULTILINE)
        search = Search(Query(pattern, True, is_regex=True))
    except (re.error, OverflowError, SearchPatternError):
        return
    spans = [found.span() for found in expected.finditer(text)] if pattern else []
    found = [(match.start_index, match.end_index) for match in search.matches([Cue(1, 0, 1, text)])]
    assert found == spans


@pytest.mark.parametrize(
    "look",
    [
        lambda search, cues: list(search.matches(cues)),
        lambda search, cues: list(search.counts(cues, range(len(cues)))),
        lambda search, cues: list(search.rows_with(cues)),
        lambda search, cues: list(search.replacements(cues, "")),
        lambda search, cues: search.replaced_at(cues[0].text, "", 0),
    ],
)
def test_a_search_that_would_take_years_is_given_up(
    look: Callable[[Search, list[Cue]], object],
) -> None:
    search = Search(Query(r"(a|aa)+$", is_regex=True), limit_s=0.05)
    cues = [Cue(uid, 0, 1, "a" * 100 + "!") for uid in range(1, 3_000)]
    with pytest.raises(SearchTooLongError) as caught:
        look(search, cues)
    assert caught.value.pattern == r"(a|aa)+$"


def test_a_little_too_long_in_every_row_is_too_long() -> None:
    search = Search(Query(r"(a|aa)+$", is_regex=True), limit_s=0.1)
    cues = [Cue(uid, 0, 1, "a" * 16 + "!") for uid in range(1, 2_000)]
    with pytest.raises(SearchTooLongError):
        list(search.matches(cues))


@pytest.mark.parametrize("pattern", [r"\w", ".", "e", r"\b\w+\b"])
def test_a_harmless_expression_is_never_too_long(pattern: str) -> None:
    line = "The quick brown fox jumps over the lazy dog,\nand nobody sees it at all."
    cues = [Cue(uid, 0, 1, line) for uid in range(1, 2_000)]
    search = Search(Query(pattern, is_regex=True), limit_s=0.05)
    assert sum(1 for _ in search.matches(cues)) > 2 * len(cues)


def test_texts_that_are_searched_one_by_one_share_one_limit() -> None:
    find = Search(Query(r"(a|aa)+$", is_regex=True)).finder(limit_s=0.05)
    assert find("aa\nb") == [(0, 2)]
    with pytest.raises(SearchTooLongError):
        list(map(find, ["a" * 16 + "!"] * 2_000))


@pytest.mark.parametrize("pattern", [r"\w", ".", "e", r"\b(\w+)\b.*\b\1\b"])
def test_a_harmless_expression_is_marked_everywhere(pattern: str) -> None:
    find = Search(Query(pattern, is_regex=True)).finder()
    line = "The quick brown fox jumps over the lazy dog,\nand nobody sees the fox at all."
    assert all(find(line) for _ in range(2_000))


_FOLDING = st.text("sSßẞtﬆfiFIﬁkK\u212a -", max_size=8)


@given(_FOLDING.filter(bool), _FOLDING)
def test_case_that_does_not_matter_may_be_more_letters(wanted: str, text: str) -> None:
    found = list(Search(Query(wanted)).matches([Cue(1, 0, 1, text)]))
    same = wanted.casefold()
    assert all(text[one.start_index : one.end_index].casefold() == same for one in found)
    ends = range(len(text) + 1)
    assert bool(found) == any(text[at:end].casefold() == same for end in ends for at in range(end))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        (Query("straße"), ["-", "-", "-"]),
        (Query("STRASSE", is_whole_words=True), ["-", "-", "-"]),
        (Query("straße", is_case_sensitive=True), ["Straße", "STRASSE", "-"]),
    ],
)
def test_sharp_s_is_two_letters_where_case_does_not_matter(query: Query, texts: list[str]) -> None:
    cues = [Cue(uid, 0, 1, text) for uid, text in enumerate(["Straße", "STRASSE", "straße"], 1)]
    found = {one.row: one.after for one in Search(query).replacements(cues, "-")}
    assert [found.get(row, cue.text) for row, cue in enumerate(cues)] == texts


def test_counting_goes_on_after_every_step() -> None:
    search = Search(Query("a"))
    rows = range(len(CUES))
    assert list(search.counts(CUES, rows, step_s=60)) == [Count(6, 3)]
    *steps, last = search.counts(CUES, rows, step_s=-1)
    assert steps[0] == Count(2, 1, is_whole=False)
    assert len(steps) == len(CUES)
    assert last == Count(6, 3)
    assert list(search.counts(CUES, [])) == [Count(0, 0)]


@pytest.mark.parametrize(
    ("pattern", "text"), [("[[:alpha:]]", "a]"), ("[[:a]", ":"), (r"\[:a", "[:a"), ("[:a]", "a")]
)
def test_a_colon_in_brackets_names_no_class(pattern: str, text: str) -> None:
    (match,) = Search(Query(pattern, is_regex=True)).matches([Cue(1, 0, 1, text)])
    assert (match.start_index, match.end_index) == (0, len(text))
