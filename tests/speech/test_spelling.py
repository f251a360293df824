import pytest

from whisper_desktop.speech.spelling import Letters, spell

UPPER = Letters({letter: n for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ'", 5)}, 99, 4)
GERMAN = Letters({letter: n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyzäöü", 5)}, 99, 4)
KANA = Letters({"わ": 1, "た": 2, "し": 3}, 99, None)


def text_of(words: list[str], letters: Letters) -> str:
    names = {label: name for name, label in letters.labels.items()}
    names |= {letters.wildcard: "*"}
    if letters.boundary is not None:
        names[letters.boundary] = "|"
    return "".join(names[label] for label in spell(words, letters).labels)


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("Hello,", "HELLO"),
        ("don’t", "DON'T"),
        ("naïve", "NAIVE"),
        ("cafe\N{COMBINING ACUTE ACCENT}", "CAFE"),
        ("Straße", "STRASSE"),
        ("ﬁne", "FINE"),
        ("1984", "*"),
        ("3rd", "*RD"),
        ("covid-19", "COVID*"),
        ("50%", "*"),
        ("€", "*"),
        ("ёлка", "*"),
        ("—", ""),
        ("…?!", ""),
    ],
)
def test_a_word_is_spelled_with_the_letters_there_are(word: str, letters: str) -> None:
    assert text_of([word], UPPER) == letters


def test_letters_of_the_language_stay_what_they_are() -> None:
    assert text_of(["Über", "Größe"], GERMAN) == "über|grösse"


def test_words_are_apart_and_know_their_letters() -> None:
    spelling = spell(["I", "am", "—", "7", "now"], UPPER)
    assert text_of(["I", "am", "—", "7", "now"], UPPER) == "I|AM|*|NOW"
    assert spelling.words == (range(1), range(2, 4), range(4, 4), range(5, 6), range(7, 10))


def test_figures_that_follow_each_other_share_a_wildcard() -> None:
    words = ["in", "19", "—", "84", "€", "or", "5"]
    assert text_of(words, UPPER) == "IN|*|OR|*"
    ranges = spell(words, UPPER).words
    assert ranges[1] == ranges[3] == ranges[4] == range(3, 4)
    assert len(ranges[2]) == 0


def test_words_with_their_spaces_are_apart_only_there() -> None:
    assert text_of([" It", "'s", " well", "-known"], UPPER) == "IT'S|WELLKNOWN"


def test_a_language_without_spaces_has_no_boundaries() -> None:
    assert text_of(["わた", "し", "x"], KANA) == "わたし*"
    assert text_of(["ab", "c"], UPPER.without_boundary()) == "ABC"


def test_nothing_is_spelled_of_nothing() -> None:
    spelling = spell([], UPPER)
    assert (spelling.labels, spelling.words) == ((), ())
