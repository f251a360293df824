from dataclasses import fields, replace

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.retiming import mapped_words, remade, retimed, retiming, rising

CUE = Cue(
    1,
    100,
    200,
    "a",
    (Word(90, 150, " a", 0.5),),
    "en",
    Task.TRANSLATE,
    {"ass.style": "Top"},
    evidence=Evidence(-0.5, 0.1, 1.5, 0.0),
)


def test_a_remade_cue_is_like_one_made_the_long_way() -> None:
    words = (Word(5, 6, " b", 1.0),)
    made = remade(CUE, 5, 9, "b", words)
    assert made == replace(CUE, start_ms=5, end_ms=9, text="b", words=words)
    assert hash(made) == hash(replace(made))
    for part in fields(Cue):
        assert hasattr(made, part.name), "a new field of a cue has to be copied too"


@pytest.mark.parametrize("span", [(-1, 5), (6, 5)])
def test_a_remade_cue_never_runs_backwards(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="bad span"):
        remade(CUE, *span, "a", ())


def test_words_move_with_the_whole_cue_but_not_with_an_edge() -> None:
    assert retimed(CUE, 0, 100).words == (Word(0, 50, " a", 0.5),)
    assert retimed(CUE, 0, 200).words == CUE.words


def test_rows_that_keep_their_times_are_left_out() -> None:
    cues = [CUE, Cue(2, 300, 400, "b")]
    edit = retiming(Verb.SNAP, cues, [(1, 310, 400), (0, 100, 200)], [0, 1], "key")
    assert [splice.row for splice in edit.splices] == [1]
    assert (edit.selection, edit.selection_before, edit.merge_key) == ((1, 2), (1, 2), "key")


def test_rows_rise_and_exist() -> None:
    assert rising([CUE, CUE, CUE], [2, 0, 2]) == [0, 2]
    with pytest.raises(ValueError, match="of 1"):
        rising([CUE], [1])


def test_mapped_words_are_like_those_made_the_long_way() -> None:
    words = mapped_words(CUE.words, lambda time_ms: 2 * time_ms - 200)
    assert words == (Word(0, 100, " a", 0.5),)
    assert hash(words) == hash((Word(0, 100, " a", 0.5),))
    for part in fields(Word):
        assert hasattr(words[0], part.name), "a new field of a word has to be copied too"
