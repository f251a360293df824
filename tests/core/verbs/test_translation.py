from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb, merged
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.translation import set_translation

CUES = [
    Cue(1, 0, 9, "Hallo", (Word(0, 9, " Hallo", 1.0),), "nl"),
    Cue(2, 9, 19, "Dag", translation="Bye"),
]


def test_a_translation_leaves_the_text_alone() -> None:
    document = Document(CUES)
    edit = set_translation(document, 0, "Hello")
    document.apply(edit)
    assert document[0].translation == "Hello"
    assert (document[0].text, document[0].words, document[0].language) == (
        "Hallo",
        CUES[0].words,
        "nl",
    )
    assert edit.verb is Verb.SET_TRANSLATION


def test_letters_typed_together_are_one_step() -> None:
    document = Document(CUES)
    first = set_translation(document, 0, "H", "typing")
    document.apply(first)
    second = set_translation(document, 0, "He", "typing")
    document.apply(second)
    both = merged(first, second)
    assert both is not None
    document.apply(both.inverted())
    assert list(document) == CUES
