import pytest

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
    assert step_name(set_text(cues, 1, "b")) == "Edit text, row 2: “b”"
    assert step_name(set_text(cues, 1, "")) == "Edit text, row 2"
    assert step_name(delete(cues, [2])) == "Delete, row 3: “a”"
    assert step_name(delete(cues, [0, 2])) == "Delete"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("<i>Good</i>\nmorning", "Good morning"),
        ("Nobody was ready for what came then", "Nobody was ready for…"),
        ("長" * 40, "長" * 24 + "…"),
    ],
)
def test_a_step_is_known_by_its_first_words(text: str, beginning: str) -> None:
    name = step_name(set_text([Cue(1, 0, 900, "a")], 0, text))
    assert name == f"Edit text, row 1: “{beginning}”"
