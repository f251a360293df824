from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.merge import merge, merged

ONE = Cue(
    1, 1_000, 2_000, "one", (Word(1_000, 1_500, " one", 0.9),), "en", Task.TRANSLATE, {"a": "1"}
)
TWO = Cue(
    2, 2_500, 3_000, "two", (Word(2_500, 2_800, " two", 0.8),), "de", extras={"a": "2", "b": "2"}
)
THREE = Cue(3, 3_000, 3_500, "three")


def test_rows_become_one() -> None:
    assert merged([ONE, TWO], "\n") == Cue(
        1,
        1_000,
        3_000,
        "one\ntwo",
        (Word(1_000, 1_500, " one", 0.9), Word(2_500, 2_800, " two", 0.8)),
        "en",
        Task.TRANSLATE,
        {"a": "1", "b": "2"},
    )


def test_words_go_when_some_are_not_known() -> None:
    assert merged([ONE, THREE], " ").words == ()
    assert merged([ONE, Cue(9, 5_000, 5_000, "")], " ").words == ONE.words


def test_texts_without_spaces_are_joined_without() -> None:
    first = Cue(1, 0, 1, "日本", (Word(0, 1, "日本", 1.0),))
    second = Cue(2, 1, 2, "語", (Word(1, 2, "語", 1.0),))
    joined = merged([first, second], "")
    assert joined.text == "日本語"
    assert [word.text for word in joined.words] == ["日本", "語"]


def test_empty_texts_leave_no_separator() -> None:
    assert merged([THREE, Cue(4, 4_000, 5_000, " "), TWO], "\n").text == "three\ntwo"


def test_the_longest_of_overlapping_cues_counts() -> None:
    joined = merged([Cue(1, 500, 9_000, "a"), Cue(2, 0, 1_000, "b")], " ")
    assert (joined.start_ms, joined.end_ms) == (0, 9_000)


def test_every_run_of_rows_is_merged_and_single_rows_stay() -> None:
    cues = [Cue(uid, uid * 10, uid * 10 + 5, str(uid)) for uid in range(1, 8)]
    document = Document(cues)
    edit = merge(document, [5, 0, 1, 3, 6], " ")
    document.apply(edit)
    assert [cue.text for cue in document] == ["1 2", "3", "4", "5", "6 7"]
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.MERGE, (1, 6), (1, 2, 6, 7))
    assert merge(cues, [1, 3]).is_empty


def test_each_wish_is_that_of_the_first_row_that_has_one() -> None:
    first = Cue(1, 0, 1, "a", recipe=RecipeOverride(language="nl"))
    second = Cue(2, 1, 2, "b", recipe=RecipeOverride(language="de", hotwords="Anna"))
    assert merged([THREE, first, second], " ").recipe == RecipeOverride("nl", hotwords="Anna")


def test_translations_are_joined_like_texts() -> None:
    cues = [Cue(uid, uid, uid + 1, "字", translation=f"t{uid}" * (uid % 2)) for uid in range(1, 6)]
    assert merged(cues, "\n").translation == "t1\nt3\nt5"
    assert merged(cues, "").translation == "t1 t3 t5"
    assert merged(cues[1:2], " ").translation == ""


def test_the_worse_evidence_counts() -> None:
    good, bad = Evidence(-0.2, 0.1, 1.2, 0.0), Evidence(-1.2, 0.05, 2.0, 0.4)
    joined = merged([replace(ONE, evidence=good), replace(TWO, evidence=bad), THREE], " ")
    assert joined.evidence == Evidence(-1.2, 0.1, 2.0, 0.4)
    assert merged([ONE, THREE], " ").evidence is None
