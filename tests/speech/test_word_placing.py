import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.core.errors import AlignmentImpossibleError
from whisper_desktop.speech.aligner import PlacedWord
from whisper_desktop.speech.spelling import Spelling
from whisper_desktop.speech.word_placing import (
    LETTER_REACH_MS,
    Emissions,
    Frames,
    place_words,
)

FRAMES = Frames(step=320, heard=400)
BLANK, BOUNDARY, WILDCARD = 0, 1, 5
NAMES = "_|abc"


def heard(frames: str, probability: float = 0.9) -> Emissions:
    """Make emissions that are sure of the named label in each frame."""
    probs: npt.NDArray[np.float32] = np.full(
        (len(frames), len(NAMES)), (1 - probability) / (len(NAMES) - 1), dtype=np.float32
    )
    for frame, name in enumerate(frames):
        probs[frame, NAMES.index(name)] = probability
    return Emissions(np.log(probs), BLANK, FRAMES, BOUNDARY)


def spelling(text: str) -> Spelling:
    """Spell "ab|*" as two words."""
    labels = [WILDCARD if letter == "*" else NAMES.index(letter) for letter in text]
    words, start = [], 0
    for word in text.split("|"):
        words.append(range(start, start + len(word)))
        start += len(word) + 1
    return Spelling(tuple(labels), tuple(words))


def times(emissions: Emissions, text: str) -> list[tuple[int, int] | None]:
    placed = place_words(emissions, spelling(text))
    return [(word.start_ms, word.end_ms) if word else None for word in placed]


def test_a_word_lasts_from_its_first_letter_to_its_last_and_a_little_longer() -> None:
    # Frame 5 begins at 100 ms, and tells of what is 2.5 ms later; the last letter ends at 202 ms.
    emissions = heard("_____aa_bb______|____cc_____")
    reach_ms = LETTER_REACH_MS
    assert times(emissions, "ab|c") == [
        (102 - reach_ms, 202 + reach_ms),
        (422 - reach_ms, 462 + reach_ms),
    ]


def test_words_that_are_close_meet_half_way() -> None:
    assert times(heard("____aa|_bb____"), "a|b") == [(42, 142), (142, 242)]


def test_no_word_reaches_beyond_the_sound() -> None:
    assert times(heard("_aa_bb_"), "ab") == [(0, 142)]


def test_the_score_is_the_mean_probability_of_the_letters() -> None:
    (word,) = place_words(heard("_a_b_", 0.8), spelling("ab"))
    assert word is not None
    assert word.score == pytest.approx(0.8, abs=1e-5)


def test_a_word_that_is_not_said_scores_low() -> None:
    first, second = place_words(heard("_aa_|___"), spelling("a|c"))
    assert first is not None
    assert second is not None
    assert second.score < 0.1 < first.score


def test_a_wildcard_takes_what_is_said_between_its_neighbours() -> None:
    emissions = heard("_aa_|___cbc|_b____|bb_")
    assert times(emissions, "a|*|b") == [(0, 102), (122, 322), (342, 442)]
    _, anything, _ = place_words(emissions, spelling("a|*|b"))
    assert anything is not None
    assert anything.score == pytest.approx(0.9, abs=1e-5)


def test_a_wildcard_where_nothing_is_said_has_no_score() -> None:
    first, second = place_words(heard("_aa_|_____"), spelling("a|*"))
    assert first is not None
    assert second == PlacedWord(second.start_ms if second else 0, 202, 0.0)


def test_words_that_share_a_wildcard_share_its_time() -> None:
    shared = Spelling((2, 1, WILDCARD), (range(1), range(2, 3), range(2, 3)))
    first, second, third = place_words(heard("_aa_|___cbbc_____"), shared)
    assert first is not None
    assert second is not None
    assert third is not None
    assert second.end_ms == third.start_ms == 202
    assert (second.start_ms, third.end_ms) == (162 - LETTER_REACH_MS, 242 + LETTER_REACH_MS)


def test_letters_beside_a_wildcard_count_alone() -> None:
    (word,) = place_words(heard("_aa_ccc_", 0.8), spelling("a*"))
    assert word is not None
    assert word.score == pytest.approx(0.8, abs=1e-5)
    assert (word.start_ms, word.end_ms) == (0, 162)


def test_a_word_without_letters_has_no_place() -> None:
    without = Spelling((2, 1, 3), (range(1), range(1, 1), range(2, 3)))
    first, nothing, last = place_words(heard("_a_|b_"), without)
    assert first is not None
    assert nothing is None
    assert last is not None


def test_words_are_in_order_and_never_overlap() -> None:
    noise = np.random.default_rng(3).normal(size=(60, 5))
    log_probs = (noise - np.log(np.exp(noise).sum(1, keepdims=True))).astype(np.float32)
    placed = place_words(Emissions(log_probs, BLANK, FRAMES, BOUNDARY), spelling("ab|*|cc|a"))
    edges = [edge for word in placed if word for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert len(edges) == 8


@pytest.mark.parametrize("text", ["abc|a", "*|a|*"])
def test_too_little_sound_is_told(text: str) -> None:
    with pytest.raises(AlignmentImpossibleError):
        place_words(heard("_a_"), spelling(text))
    nothing = Emissions(np.empty((0, 5), np.float32), BLANK, FRAMES)
    with pytest.raises(AlignmentImpossibleError):
        place_words(nothing, spelling(text))
