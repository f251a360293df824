import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.fillers import (
    FILLERS,
    filler_patterns,
    remove_fillers,
    without_fillers,
)


def cleaned(text: str, language: str = "en", *custom: str) -> str:
    patterns = filler_patterns(language, custom)
    assert patterns is not None
    return without_fillers(text, patterns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Um, I think so.", "I think so."),
        ("Uh, um, so it goes.", "So it goes."),
        ("Well, uh, yes.", "Well, yes."),
        ("It was uh nice.", "It was nice."),
        ("I think, um.", "I think."),
        ("Ummm... okay.", "Okay."),
        ("Um. Yes.", "Yes."),
        ("Yes. Uh... No.", "Yes. No."),
        ("<i>Uh, yes</i>", "<i>Yes</i>"),
        ("- Um.\n- Yes.", "- Yes."),
        ("- Um, no.\n- Uh, yes.", "- No.\n- Yes."),
        ("So, um,\nit goes.", "So,\nit goes."),
        ("Um.", ""),
        ("<i>Hmm.</i>", ""),
        ("To err is human.", "To err is human."),
        ("It is 5 mm wide, mmm, yes.", "It is 5 mm wide, yes."),
        ("Hm? Uh!", "Hm? Uh!"),
        ("The umbrella, the summer, uh-huh", "The umbrella, the summer, uh-huh"),
    ],
)
def test_fillers_go_with_their_commas(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Ähm, er kommt.", "Er kommt."),
        ("es", "Eh, bien, ¿eh?", "Bien, ¿eh?"),
        ("fr", "C'est, euh, bien.", "C'est, bien."),
        ("ja", "えーと、今日は", "今日は"),
        ("ru", "Э-э, да.", "Э-э, да."),
        ("zh", "嗯，好。", "好。"),
    ],
)
def test_every_language_has_its_own(language: str, text: str, expected: str) -> None:
    assert cleaned(text, language) == expected


def test_a_person_can_name_more() -> None:
    assert cleaned("You know, it's like, fine.", "en", "you know", "like") == "It's fine."
    assert filler_patterns("xx") is None
    assert filler_patterns(None, [" "]) is None


def test_the_languages_are_known_ones() -> None:
    assert set(FILLERS) <= set(LANGUAGES)


@given(st.sampled_from(sorted(FILLERS)), st.data())
def test_no_filler_is_left(language: str, data: st.DataObject) -> None:
    filler = data.draw(st.sampled_from(FILLERS[language]))
    drawn_out = filler + filler[-1].strip("r") * data.draw(st.integers(0, 3))
    assert cleaned(f"Aaa {drawn_out} bbb.", language) == "Aaa bbb."
    assert cleaned(f"{drawn_out}.", language) == ""


def test_rows_that_held_nothing_else_go() -> None:
    words = (Word(0, 300, " Um,", 0.9), Word(300, 900, " yes.", 0.8))
    cues = [Cue(1, 0, 1_000, "Um, yes.", words), Cue(2, 1_000, 2_000, "Uh."), Cue(3, 2, 3, "No.")]
    edit = remove_fillers(cues, range(3), "en")
    assert edit.verb is Verb.REMOVE_FILLERS
    assert [(splice.row, splice.inserted) for splice in edit.splices] == [
        (0, (Cue(1, 0, 1_000, "Yes.", (Word(300, 900, " Yes.", 0.8),)),)),
    ]
    assert edit.selection == (1,)
    assert edit.selection_before == (1, 2)


def test_when_all_go_the_row_behind_is_selected() -> None:
    cues = [Cue(1, 0, 1, "Uh."), Cue(2, 1, 2, "Yes.")]
    assert remove_fillers(cues, [0], "en").selection == (2,)


def test_a_cue_knows_its_language_better_than_the_document() -> None:
    cues = [Cue(1, 0, 1, "Er kommt.", language="de"), Cue(2, 1, 2, "Er, yes.")]
    edit = remove_fillers(cues, [0, 1], "en")
    assert [splice.row for splice in edit.splices] == [1]


def test_an_unknown_language_is_no_edit() -> None:
    assert remove_fillers([Cue(1, 0, 1, "Um.")], [0]).is_empty
