from dataclasses import replace

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Defence, Evidence, LeftOut, LeftOutReason
from whisper_desktop.core.suspects import SuspectReason, Suspicion
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.doubt_words import doubt_sentence, evidence_text, remedy_words
from whisper_desktop.ui.models.doubts_board import Doubt

EVIDENCE = Evidence(-0.3, 0.1, 1.2, 0.0, 0.873, 0.71, 0.12, 2.0)
CUE = Cue(1, 0, 2_000, "Hello.", evidence=EVIDENCE)


@pytest.mark.parametrize("reason", SuspectReason)
def test_every_reason_has_words(reason: SuspectReason) -> None:
    sentence = doubt_sentence(Doubt(TimeSpan(0, 1), 1, Suspicion(0.9, (reason,))))
    assert sentence[0].isupper()
    assert reason.value != sentence


def test_reasons_are_told_in_their_order() -> None:
    reasons = (SuspectReason.LITTLE_SPEECH, SuspectReason.LOOP)
    doubt = Doubt(TimeSpan(0, 1), 1, Suspicion(0.9, reasons))
    assert doubt_sentence(doubt) == "Hardly anybody speaks there; the text goes in circles"


@pytest.mark.parametrize("defence", Defence)
def test_every_defence_has_words(defence: Defence) -> None:
    text = evidence_text(replace(CUE, evidence=replace(EVIDENCE, defences=(defence,))))
    assert len(text.splitlines()) == 3


@pytest.mark.parametrize("reason", LeftOutReason)
def test_what_was_left_out_is_told(reason: LeftOutReason) -> None:
    doubt = Doubt(TimeSpan(0, 1), left_out=LeftOut(0, 1, "you", reason))
    assert doubt_sentence(doubt).startswith("Left out: ")
    assert remedy_words(doubt) == ("Rightly left out", "Bring it back")


def test_what_is_known_of_a_row_is_told() -> None:
    assert evidence_text(CUE).splitlines() == [
        "Somebody speaks for 87 % of its time.",
        "The recogniser was 71 % sure of its words, 12 % of one.",
    ]
    reviewed = replace(CUE, evidence=replace(EVIDENCE, is_reviewed=True))
    assert "A person accepted it" in evidence_text(reviewed)


def test_what_was_done_twice_is_told_once() -> None:
    tried = (Defence.HOTTER, Defence.BEAM, Defence.HOTTER)
    text = evidence_text(replace(CUE, evidence=replace(EVIDENCE, defences=tried)))
    assert text.count("more freedom to guess") == 1


def test_of_a_typed_row_nothing_is_told() -> None:
    assert evidence_text(Cue(1, 0, 900, "Typed.")) == ""
    unmeasured = Evidence(-0.3, 0.1, 1.2, 0.0)
    assert evidence_text(replace(CUE, evidence=unmeasured)) == ""
