from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.paste import paste_cues, paste_texts, paste_times

CUES = [Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 4_000, "two")]


def test_cues_get_uids_of_their_own_and_keep_their_times() -> None:
    document = Document(CUES)
    edit = paste_cues(document, 1, CUES)
    document.apply(edit)
    assert [(cue.uid, cue.start_ms, cue.text) for cue in document] == [
        (1, 1_000, "one"),
        (3, 1_000, "one"),
        (4, 3_000, "two"),
        (2, 3_000, "two"),
    ]
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.PASTE, (3, 4), (1,))


def test_the_earliest_cue_starts_at_a_time_and_the_others_with_it() -> None:
    pasted = [
        Cue(9, 500, 900, "late"),
        Cue(8, 100, 400, "early", (Word(50, 300, " early", 1.0),)),
    ]
    edit = paste_cues(Document(CUES), 2, pasted, -10)
    late, early = edit.splices[0].inserted
    assert (late.start_ms, late.end_ms, early.start_ms, early.end_ms) == (400, 800, 0, 300)
    assert early.words == (Word(0, 200, " early", 1.0),)


def test_nothing_pasted_is_no_edit() -> None:
    assert paste_cues(Document(CUES), 0, []).is_empty
    assert paste_texts(CUES, 0, []).is_empty
    assert paste_times(CUES, 0, []).is_empty


def test_texts_and_times_go_to_the_rows_from_one_on() -> None:
    texts = paste_texts(CUES, 1, ["zwei", "drei"])
    assert [splice.inserted for splice in texts.splices] == [(Cue(2, 3_000, 4_000, "zwei"),)]
    times = paste_times(CUES, 0, [(1_000, 2_000), (5_000, 6_000), (7_000, 8_000)])
    assert [splice.inserted for splice in times.splices] == [(Cue(2, 5_000, 6_000, "two"),)]
    assert times.verb is texts.verb is Verb.PASTE
    assert times.selection == (1, 2)


def test_pasted_rows_keep_their_evidence_and_pasted_texts_are_reviewed() -> None:
    evidence = Evidence(-0.5, 0.1, 1.5, 0.0)
    document = Document([Cue(1, 0, 10, "One", evidence=evidence)])
    (splice,) = paste_cues(document, 1, [document[0]], 500).splices
    assert splice.inserted[0].evidence == evidence
    (splice,) = paste_texts(document, 0, ["Two"]).splices
    assert splice.inserted[0].evidence == replace(evidence, is_reviewed=True)
