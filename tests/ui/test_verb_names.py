from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.verb_names import step_name, verb_name


def test_every_verb_has_a_name_of_its_own() -> None:
    names = [verb_name(verb) for verb in Verb]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_step_of_one_row_says_which() -> None:
    cues = [Cue(uid, 0, 900, "a") for uid in range(3)]
    assert step_name(set_text(cues, 1, "b")) == "Edit text, row 2"
    assert step_name(delete(cues, [2])) == "Delete, row 3"
    assert step_name(delete(cues, [0, 2])) == "Delete"
