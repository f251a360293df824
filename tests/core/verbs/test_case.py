import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.verbs.case import Case, change_case, ends_sentence, in_case


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        (Case.UPPER, "Straße und Café", "STRASSE UND CAFÉ"),
        (Case.LOWER, "NASA Says", "nasa says"),
        (Case.LOWER, "ΟΔΟΣ", "οδος"),
        (Case.TITLE, "it's a LONG day", "It's A Long Day"),
        (Case.SENTENCE, "HELLO THERE. HOW ARE YOU?\nFINE!", "Hello there. How are you?\nFine!"),
        (Case.SENTENCE, "WAIT... what", "Wait... what"),
        (Case.SENTENCE, "he said: “yes.” “no.”", "He said: “yes.” “No.”"),
        (Case.SENTENCE, "- YES.\n- no.", "- Yes.\n- No."),
        (Case.SENTENCE, "¿QUÉ? ¡NO!", "¿Qué? ¡No!"),
        (Case.SENTENCE, "2 MEN. 3 MORE", "2 men. 3 more"),
    ],
)
def test_a_text_is_put_in_a_case(case: Case, text: str, expected: str) -> None:
    assert in_case(text, case) == expected


def test_formatting_is_left_alone() -> None:
    assert in_case("<i>one</i> <b>two</b>", Case.UPPER) == "<i>ONE</i> <b>TWO</b>"
    assert in_case("{\\an8}<i>ONE</i> TWO", Case.SENTENCE) == "{\\an8}<i>One</i> two"
    assert in_case("<font color='Red'>ONE</font>", Case.LOWER) == "<font color='Red'>one</font>"


def test_english_writes_i_with_a_capital() -> None:
    assert in_case("SO I THINK I'M IN. i.e. me", Case.SENTENCE, "en") == (
        "So I think I'm in. I.e. me"
    )
    assert in_case("ICH UND I", Case.SENTENCE, "de") == "Ich und i"


def test_turkish_has_two_kinds_of_i() -> None:
    assert in_case("istanbul ılık", Case.UPPER, "tr") == "İSTANBUL ILIK"
    assert in_case("İSTANBUL ILIK", Case.LOWER, "tr") == "istanbul ılık"
    assert in_case("İSTANBUL ILIK", Case.SENTENCE, "tr") == "İstanbul ılık"


@given(st.text(max_size=40), st.sampled_from(Case), st.sampled_from([None, "en", "tr"]))
def test_only_the_case_changes(text: str, case: Case, language: str | None) -> None:
    changed = in_case(text, case, language)
    folded, changed_folded = (_folded(value) for value in (text, changed))
    assert folded == changed_folded


def _folded(text: str) -> str:
    """Return what does not depend on the case: dots of an i come and go with it in Turkish."""
    for dotted in ("İ", "ı", "i", "I", "i̇"):
        text = text.replace(dotted, "i")
    return text.upper().casefold().replace("\u0307", "").replace("i", "")


def test_a_row_goes_on_with_the_sentence_of_the_row_before() -> None:
    cues = [Cue(1, 0, 1, "AND SO"), Cue(2, 1, 2, "IT WENT."), Cue(3, 2, 3, "THEN <i>...</i>")]
    edit = change_case(cues, [0, 1, 2], Case.SENTENCE)
    texts = [cue.text for cue in edit.splices[0].inserted]
    assert texts == ["And so", "it went.", "Then <i>...</i>"]
    assert edit.verb is Verb.CHANGE_CASE


def test_a_cue_knows_its_language_better_than_the_document() -> None:
    cues = [Cue(1, 0, 1, "i", language="de"), Cue(2, 1, 2, "i")]
    edit = change_case(cues, [0, 1], Case.TITLE, "tr")
    assert [cue.text for splice in edit.splices for cue in splice.inserted] == ["I", "İ"]


@pytest.mark.parametrize(
    ("text", "is_end"),
    [("Yes.", True), ("Yes?</i>", True), ("Yes.”", True), ("", True), ("Well...", False),
     ("Well…", False), ("and", False), ("好。", True)],
)  # fmt: skip
def test_the_end_of_a_sentence_is_known(text: str, is_end: bool) -> None:
    assert ends_sentence(text) is is_end
