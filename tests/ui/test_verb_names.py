from whisper_desktop.core.edit import Verb
from whisper_desktop.ui.verb_names import verb_name


def test_every_verb_has_a_name_of_its_own() -> None:
    names = [verb_name(verb) for verb in Verb]
    assert all(names)
    assert len(set(names)) == len(names)
