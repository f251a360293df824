import numpy as np
import pytest

from benchmarks.mixtures import Mixture
from benchmarks.row_labels import labelled
from benchmarks.transcript import TimedText
from whisper_desktop.core.cue import Cue


@pytest.fixture(autouse=True)
def plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count words as they are: the normalisers come with the reference implementation."""
    monkeypatch.setattr("benchmarks.row_labels.units_of", lambda text, _: text.casefold().split())


def labels(said: str, *rows: str) -> list[bool]:
    mixture = Mixture("x", np.zeros(1, np.float32), (TimedText(0, 1, said),))
    cues = [Cue(uid, uid, uid + 1, text) for uid, text in enumerate(rows, 1)]
    return [row.is_wrong for row in labelled(mixture, cues)]


def test_a_row_is_wrong_when_a_third_of_its_words_is() -> None:
    assert labels("a b c d e f g", "a b x d", "e f x") == [False, True]


def test_what_nobody_said_is_wrong() -> None:
    assert labels("a b c", "a b c", "thanks for watching") == [False, True]


def test_what_is_missing_counts_only_within_a_row() -> None:
    assert labels("a b c d e f g h", "a b", "g h") == [False, False]
    assert labels("a b c d e f g h", "a h") == [True]


def test_rows_without_words_are_not_counted() -> None:
    assert labels("a b", "a b", " ") == [False]


def test_rows_with_figures_are_not_judged() -> None:
    assert labels("call five hundred a b", "call 500", "a b") == [False]


def test_the_row_before_comes_along() -> None:
    mixture = Mixture("x", np.zeros(1, np.float32), (TimedText(0, 1, "a b"),))
    cues = [Cue(1, 0, 1, "a"), Cue(2, 1, 2, "b")]
    first, second = labelled(mixture, cues)
    assert (first.previous, second.previous) == (None, cues[0])
    assert first.recording == "x"
