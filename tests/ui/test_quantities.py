import pytest
from PySide6.QtCore import QLocale

from whisper_desktop.ui.quantities import count_words, duration_words, size_words

pytestmark = pytest.mark.usefixtures("english_numbers")


def test_thousands_are_parted_as_the_country_does() -> None:
    assert count_words(999) == "999"
    assert count_words(1_015_427) == "1,015,427"
    QLocale.setDefault(QLocale(QLocale.Language.German))
    assert count_words(15_427) == "15.427"


@pytest.mark.parametrize(
    ("count", "words"), [(145_217_532, "145.2 MB"), (3_086_912_962.4, "3.1 GB"), (900, "900 bytes")]
)
def test_sizes_are_in_powers_of_ten(count: float, words: str) -> None:
    assert size_words(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59.4, "less than a minute"),
        (60, "1 min"),
        (3_500, "58 min"),
        (3_599, "1 h 0 min"),
        (5_000, "1 h 25 min"),
        (90_000, "25 h 0 min"),
    ],
)
def test_times_are_as_rough_as_they_are_long(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words
