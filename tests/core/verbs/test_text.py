from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.text import set_text, set_texts

CUES = [Cue(1, 0, 1_000, "one", (Word(0, 900, " one", 0.4),)), Cue(2, 2_000, 3_000, "two")]


def test_a_text_is_set_and_words_follow() -> None:
    edit = set_text(CUES, 0, "own", "typing 1")
    assert edit.splices[0].inserted == (Cue(1, 0, 1_000, "own", (Word(0, 900, " own", 1.0),)),)
    assert (edit.verb, edit.merge_key, edit.selection) == (Verb.SET_TEXT, "typing 1", (1,))


def test_texts_are_set_under_the_name_of_another_verb() -> None:
    edit = set_texts(Verb.REPLACE_ALL, CUES, {1: "zwei", 0: "one"})
    assert edit.verb is Verb.REPLACE_ALL
    assert [(splice.row, splice.inserted[0].text) for splice in edit.splices] == [(1, "zwei")]
    assert edit.selection == (2,)


def test_the_same_text_is_no_edit() -> None:
    assert set_text(CUES, 1, "two").is_empty
    assert set_texts(Verb.WRAP, CUES, {0: "one", 1: "two"}).is_empty


def test_a_text_that_a_person_wrote_is_reviewed() -> None:
    evidence = Evidence(-0.5, 0.1, 1.5, 0.0)
    cues = [Cue(1, 0, 10, "One two", evidence=evidence), Cue(2, 10, 20, "three")]
    (splice,) = set_text(cues, 0, "One three").splices
    assert splice.inserted[0].evidence == replace(evidence, is_reviewed=True)
    (splice,) = set_text(cues, 1, "four").splices
    assert splice.inserted[0].evidence is None


def test_neither_line_breaks_nor_what_is_done_to_many_rows_are_a_review() -> None:
    evidence = Evidence(-0.5, 0.1, 1.5, 0.0)
    cues = [Cue(1, 0, 10, "One two", evidence=evidence)]
    for edit in (
        set_text(cues, 0, "One\ntwo"),
        set_texts(Verb.REPLACE_ALL, cues, {0: "One three"}),
    ):
        assert edit.splices[0].inserted[0].evidence == evidence
