import math
from dataclasses import replace

import pytest

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.proposal import MAX_HEARINGS, Proposal, Reservation, confidence
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Evidence, Segment, Word


def heard(text: str) -> tuple[Segment, ...]:
    return (Segment(0, 900, text, "en"),) if text else ()


def candidate(*texts: str, model: str = "", is_locked: bool = True) -> Candidate:
    first, *others = map(heard, texts)
    return Candidate(7, 0, 1_000, is_locked, Recipe(model=model), first, tuple(others))


def texts(proposal: Proposal) -> list[str]:
    return [proposal.choosing(number).text for number in range(len(proposal.hearings))]


def test_every_hearing_can_be_meant() -> None:
    proposal = Proposal.of(candidate(" one", " two", " three"))
    assert texts(proposal) == ["one", "two", "three"]
    assert (proposal.uid, proposal.text) == (7, "one")
    assert proposal.choosing(2).candidate.segments == heard(" three")
    assert all(not one.alternatives for one in proposal.hearings)


def test_what_says_the_same_is_there_once() -> None:
    assert texts(Proposal.of(candidate(" one", " two", "one ", " two"))) == ["one", "two"]


def test_more_hearings_come_behind_and_the_choice_stays() -> None:
    proposal = Proposal.of(candidate("one", "two")).choosing(1)
    more = proposal.with_more(candidate("three", "one", model="small"))
    assert texts(more) == ["one", "two", "three"]
    assert more.text == "two"
    assert more.hearings[2].recipe.model == "small"


def test_what_was_heard_anew_comes_first_and_is_meant() -> None:
    proposal = Proposal.of(candidate("one", "two")).choosing(1)
    renewed = proposal.renewed(candidate("two", "three"))
    assert texts(renewed) == ["two", "three", "one"]
    assert renewed.text == "two"


def test_the_same_words_with_other_times_are_another_hearing() -> None:
    proposal = Proposal.of(candidate("one")).renewed(candidate("one", is_locked=False))
    assert [one.is_locked for one in proposal.hearings] == [False, True]
    moved = proposal.renewed(replace(candidate("one"), end_ms=2_000))
    assert [one.end_ms for one in moved.hearings] == [2_000, 1_000, 1_000]


def test_there_are_not_more_than_can_be_looked_at() -> None:
    proposal = Proposal.of(candidate(*map(str, range(30))))
    assert len(proposal.hearings) == MAX_HEARINGS


def test_a_choice_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no hearing 3"):
        Proposal.of(candidate("one")).choosing(3)


def test_how_sure_it_is_comes_from_the_words_and_else_from_the_window() -> None:
    words = (Word(0, 1, "a", 0.5), Word(1, 2, "b", 1.0))
    evidence = Evidence(-1.0, 0.0, 1.0, 0.0)
    with_words = Segment(0, 9, "a b", "en", words=words, evidence=evidence)
    without = Segment(0, 9, "a b", "en", evidence=evidence)
    assert confidence([with_words]) == 0.75
    assert confidence([without]) == pytest.approx(math.exp(-1))
    assert confidence(heard("a")) is None
    assert Proposal.of(candidate("")).confidence is None


ROW = Cue(7, 0, 1_000, "one\ntwo", translation="beside")


@pytest.mark.parametrize(
    ("texts", "is_translation", "reservation"),
    [
        (None, False, None),
        (("one two", ""), False, None),
        (("one", "beside"), False, Reservation.RETOLD),
        (("one", "beside"), True, None),
        (("one two", ""), True, Reservation.RETOLD),
    ],
)
def test_what_was_written_since_it_was_asked_for_is_not_replaced_with_all_others(
    texts: tuple[str, str] | None, is_translation: bool, reservation: Reservation | None
) -> None:
    asked = replace(candidate("new"), texts=texts)
    proposal = Proposal.of(asked, is_translation=is_translation)
    assert proposal.reservation(ROW) is reservation


def test_what_was_asked_for_anew_is_of_the_text_there_is_by_now() -> None:
    proposal = Proposal.of(replace(candidate("new"), texts=("one", "")))
    again = proposal.renewed(replace(candidate("new"), texts=("one two", "")))
    assert again.reservation(ROW) is None


def test_a_text_does_not_go_with_all_others_because_nothing_was_heard() -> None:
    silent = Proposal.of(replace(candidate("new"), segments=()))
    assert silent.reservation(ROW) is Reservation.SILENT
    assert silent.reservation(replace(ROW, text=" ")) is None
    assert Proposal.of(silent.candidate, is_translation=True).reservation(ROW) is not None


def test_doubtful_and_moved_ones_are_not_taken_with_all_others() -> None:
    doubtful = Segment(0, 900, "new", "en", words=(Word(0, 900, "new", 0.4),))
    proposal = Proposal.of(replace(candidate("new"), segments=(doubtful,)))
    assert proposal.reservation(ROW) is Reservation.DOUBTFUL
    assert proposal.reservation(replace(ROW, end_ms=900)) is Reservation.MOVED
