import pytest

from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.ui.finding_words import finding_sentence, kind_name


@pytest.mark.parametrize(
    ("kind", "value", "limit", "words"),
    [
        (FindingKind.OVERLAP, 120, 0, "Overlaps the next row by 0.120 s"),
        (FindingKind.GAP, 20, 83, "0.020 s to the next row, at least 0.083 s"),
        (FindingKind.GAP, 300, 83, "0.300 s to the next row, to be closed to 0.083 s"),
        (FindingKind.TOO_SHORT, 500, 833, "Shown for 0.500 s, at least 0.833 s"),
        (FindingKind.TOO_LONG, 9_000, 7_000, "Shown for 9.000 s, at most 7.000 s"),
        (FindingKind.READING_SPEED, 21.66, 17, "21.7 characters a second, at most 17"),
        (FindingKind.READING_SPEED, float("inf"), 17, "∞ characters a second, at most 17"),
        (FindingKind.LINE_LENGTH, 50, 42, "A line of 50 characters, at most 42"),
        (FindingKind.LINE_COUNT, 3, 2, "3 lines, at most 2"),
        (FindingKind.BALANCE, 20, 50, "The shortest line has 20 % of the longest, at least 50 %"),
        (FindingKind.EMPTY, 0, 1, "There is no text"),
        (
            FindingKind.OUTSIDE_MEDIA,
            61_000,
            60_000,
            "Ends at 0:01:01.000, the media at 0:01:00.000",
        ),
    ],
)
def test_a_finding_says_what_is_wrong(
    kind: FindingKind, value: float, limit: float, words: str
) -> None:
    assert finding_sentence(Finding(1, kind, value, limit)) == words


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_a_name(kind: FindingKind) -> None:
    assert kind_name(kind)


def test_a_finding_of_the_translation_says_so() -> None:
    finding = Finding(1, FindingKind.LINE_COUNT, 3, 2, is_translation=True)
    assert finding_sentence(finding) == "Translation: 3 lines, at most 2"
    missing = Finding(1, FindingKind.EMPTY, 0, 1, is_translation=True)
    assert finding_sentence(missing) == "There is no translation"
