from dataclasses import replace

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import word_differences
from whisper_desktop.core.proposal import Proposal, Reservation
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.ui.recognition.proposal_words import (
    accepted_words,
    change_words,
    detail_words,
    hearing_words,
    kind_words,
    long_detail_words,
    way_words,
)

HEARD = (Segment(0, 900, " een", "nl"),)
ROW = Cue(1, 0, 900, "")
CANDIDATE = Candidate(1, 0, 900, False, Recipe(), HEARD, ((),))


def test_changes_are_said_one_by_one(qapp: object) -> None:
    differences = word_differences("a b c d", "a x c d e")
    assert change_words(differences) == "“x” instead of “b”\n“e” added"
    assert change_words(word_differences("a b", "a")) == "“b” gone"
    assert change_words(word_differences("a\nb", "a b")) == "The text is the same."


def test_hearings_are_told_apart_by_their_models(qapp: object) -> None:
    proposal = Proposal.of(CANDIDATE)
    assert [hearing_words(proposal, at) for at in (0, 1)] == ["1: een", "2: Nothing was heard"]
    other = (Segment(0, 900, " twee", "nl"),)
    small = replace(CANDIDATE, recipe=Recipe(model="small"), segments=other, alternatives=())
    assert hearing_words(proposal.with_more(small), 2) == "3 (small): twee"
    assert hearing_words(proposal.with_more(small), 0) == "1 (the model of the settings): een"


def test_what_was_heard_says_how(qapp: object) -> None:
    proposal = Proposal.of(CANDIDATE)
    assert way_words(proposal) == "Heard with the model of the settings, with times of its own"
    assert kind_words(proposal) == "Dutch"
    assert detail_words(ROW, proposal) == "Dutch\n1 of 2"
    later = replace(CANDIDATE, segments=(Segment(100, 1_200, " een", "nl"),), alternatives=())
    assert detail_words(ROW, Proposal.of(later)) == "Dutch\nnew: 0:00–\u200b0:01"
    assert "The row would go from 0:00:00.100 to 0:00:01.200." in long_detail_words(
        ROW, Proposal.of(later)
    )
    parted = replace(CANDIDATE, segments=HEARD * 2, alternatives=())
    assert detail_words(ROW, Proposal.of(parted)) == "Dutch\nbecomes 2 rows"
    assert detail_words(ROW, Proposal.of(replace(parted, is_locked=True))) == "Dutch"
    moved = replace(ROW, end_ms=800)
    assert detail_words(moved, Proposal.of(parted)) == "Dutch\ntimes changed since"
    assert kind_words(proposal.choosing(1)) == "Language unknown"


def test_what_is_left_by_accept_all_says_why(qapp: object) -> None:
    asked = replace(CANDIDATE, alternatives=(), texts=("another", ""))
    retold = Proposal.of(asked)
    assert detail_words(ROW, retold) == "Dutch\ntext changed since"
    assert "since this was asked for. “Accept all” leaves it." in long_detail_words(ROW, retold)
    assert accepted_words(5, {}) == "Accepted: 5"
    left = {Reservation.MOVED: 3, Reservation.RETOLD: 1, Reservation.DOUBTFUL: 2}
    words = "Accepted: 0; left: 2 doubtful, 1 changed since, 3 with other times now"
    assert accepted_words(0, left) == words
    silent = Proposal.of(replace(CANDIDATE, segments=(), alternatives=()))
    assert "Nothing was heard: the text of the row would go." in long_detail_words(
        replace(ROW, text="old"), silent
    )
    assert accepted_words(1, {Reservation.SILENT: 1}).endswith("left: 1 where nothing was heard")


def test_what_is_more_likely_wrong_than_right_is_called_doubtful(qapp: object) -> None:
    for probability, words in ((0.5, "text 50 %"), (0.45, "doubtful: 45 %")):
        heard = replace(HEARD[0], words=(Word(0, 900, " een", probability),))
        proposal = Proposal.of(replace(CANDIDATE, segments=(heard,), alternatives=()))
        assert detail_words(ROW, proposal) == f"Dutch\n{words}"
        sentence = f"The recogniser is {round(100 * probability)} % sure of the words."
        assert sentence in long_detail_words(ROW, proposal)
