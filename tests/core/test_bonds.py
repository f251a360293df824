import pytest

from whisper_desktop.core.bonds import Bond, BondReader


def bonds(text: str, language: str | None = "en") -> dict[str, Bond]:
    """Return what neighbours are together, by "before after"."""
    words = text.split(" ")
    reader = BondReader(words, language)
    found = {place: reader.bond(place) for place in range(1, len(words))}
    return {f"{words[at - 1]} {words[at]}": bond for at, bond in found.items() if bond}


@pytest.mark.parametrize(
    ("language", "text", "together"),
    [
        ("fr", "il a 3 000 amis", ["3 000"]),
        ("en", "it grew by 10.5 % then", ["10.5 %"]),
        ("en", "he has $ 5 million now", ["$ 5", "5 million"]),
        ("en", "some 5 million dollars more", ["5 million", "million dollars"]),
        ("en", "at 5 p.m. today", ["5 p.m."]),
        ("de", "um 10 Uhr beginnt es", ["10 Uhr"]),
        ("de", "am 3. Oktober fahren wir", ["3. Oktober"]),
        ("de", "im 19. Jahrhundert war das", ["19. Jahrhundert"]),
        ("fr", "le 3 mai on part", ["3 mai"]),
        ("en", "until May 3 we wait", ["May 3"]),
        ("en", "read No. 7 now", ["No. 7"]),
        ("en", "twenty five people came", ["twenty five"]),
        ("en", "a hundred and five people", ["hundred and", "and five"]),
        ("es", "tiene treinta y cinco años", ["treinta y", "y cinco"]),
        ("pt", "tem trinta e cinco anos", ["trinta e", "e cinco"]),
        ("nl", "twee miljoen mensen", ["twee miljoen"]),
    ],
)
def test_a_number_is_one(language: str, text: str, together: list[str]) -> None:
    found = bonds(text, language)
    assert list(found) == together
    # What is a mark by itself is told as one.
    assert set(found.values()) <= {Bond.NUMBER, Bond.MARK}


@pytest.mark.parametrize(
    ("language", "text", "together"),
    [
        ("en", "then John Smith came", ["John Smith"]),
        ("en", "Dr. Brown came", ["Dr. Brown"]),
        ("en", "New York is big", ["New York"]),
        ("en", "we saw J. K. Rowling there", ["J. K.", "K. Rowling"]),
        ("de", "hier lebt Herr Müller", ["Herr Müller"]),
        ("fr", "voici madame Dupont seule", ["madame Dupont"]),
        ("es", "vive en San Sebastián ahora", ["San Sebastián"]),
        ("en", "like Ludwig van Beethoven did", ["Ludwig van", "van Beethoven"]),
        ("it", "come Leonardo da Vinci fece", ["Leonardo da", "da Vinci"]),
        ("nl", "voor Jan van Dijk hier", ["Jan van", "van Dijk"]),
        ("de", "wie Johann Wolfgang von Goethe", ["Wolfgang von", "von Goethe"]),
        ("de", "wie Ludwig van Beethoven", ["Ludwig van", "van Beethoven"]),
    ],
)
def test_a_name_is_one(language: str, text: str, together: list[str]) -> None:
    assert bonds(text, language) == dict.fromkeys(together, Bond.NAME)


@pytest.mark.parametrize(
    ("language", "text", "together"),
    [
        ("fr", "c'est l' homme qui", ["l' homme"]),
        ("fr", "que dit -il alors", ["dit -il"]),
        ("fr", "il se lève tôt", ["se lève"]),
        ("en", "they do n't know", ["do n't"]),
        ("en", "it 's true", ["it 's"]),
        ("de", "wie geht 's heute", ["geht 's"]),
        ("es", "ya me lo dijo", ["me lo"]),
        ("nl", "om tien 's avonds", ["'s avonds"]),
        ("nl", "ik heb 't gezien", ["'t gezien"]),
    ],
)
def test_a_clitic_stays_with_its_word(language: str, text: str, together: list[str]) -> None:
    assert bonds(text, language) == dict.fromkeys(together, Bond.CLITIC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He came. John left"),
        ("en", "Yesterday John left"),
        ("en", "and then I Am"),
        ("en", "the dogs' house is big"),
        ("en", "THE WHOLE LINE IS IN CAPITALS HERE"),
        ("en", "he has 5 friends"),
        ("en", "you may 5 times"),
        ("de", "das Haus Gottes steht"),
        ("de", "das Haus von Gott zur Kirche"),
        ("de", "Die Bewohner von Berlin"),
        ("de", "Er wurde 3. Danach kam sie"),
        ("en", "Anna, Bob and others"),
        ("en", "one two three"),
        (None, "twenty five"),
    ],
)
def test_other_words_are_apart(language: str | None, text: str) -> None:
    assert bonds(text, language) == {}


def test_marks_stay_with_their_words() -> None:
    assert bonds("Quoi ? « Rien »", "fr") == dict.fromkeys(
        ["Quoi ?", "« Rien", "Rien »"], Bond.MARK
    )
    assert bonds("- Hello. - Bye", "en") == dict.fromkeys(["- Hello.", "- Bye"], Bond.MARK)


def test_an_abbreviation_ends_no_sentence() -> None:
    words = ["Dr.", "Who", "z.B.", "das", "end.", "Then"]
    reader = BondReader(words, "de")
    ends = [place for place in range(1, len(words)) if reader.ends_sentence(place)]
    assert ends == [5]
