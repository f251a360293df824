"""What the edits are called in the history and in messages."""

from collections.abc import Mapping
from types import MappingProxyType

from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.reading import visible_text
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_NAMES: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.SET_TEXT: QT_TRANSLATE_NOOP("Verbs", "Edit text"),
        Verb.SET_START: QT_TRANSLATE_NOOP("Verbs", "Set start"),
        Verb.SET_END: QT_TRANSLATE_NOOP("Verbs", "Set end"),
        Verb.MOVE: QT_TRANSLATE_NOOP("Verbs", "Move"),
        Verb.INSERT: QT_TRANSLATE_NOOP("Verbs", "Insert"),
        Verb.DELETE: QT_TRANSLATE_NOOP("Verbs", "Delete"),
        Verb.SPLIT: QT_TRANSLATE_NOOP("Verbs", "Split"),
        Verb.MERGE: QT_TRANSLATE_NOOP("Verbs", "Merge"),
        Verb.SHIFT: QT_TRANSLATE_NOOP("Verbs", "Shift times"),
        Verb.STRETCH: QT_TRANSLATE_NOOP("Verbs", "Stretch times"),
        Verb.CHANGE_FRAME_RATE: QT_TRANSLATE_NOOP("Verbs", "Change frame rate"),
        Verb.SNAP: QT_TRANSLATE_NOOP("Verbs", "Snap"),
        Verb.FIT_TIMES: QT_TRANSLATE_NOOP("Verbs", "Fit to the sound"),
        Verb.CLOSE_GAPS: QT_TRANSLATE_NOOP("Verbs", "Close gaps"),
        Verb.OPEN_GAPS: QT_TRANSLATE_NOOP("Verbs", "Open gaps"),
        Verb.EXTEND: QT_TRANSLATE_NOOP("Verbs", "Extend to reading speed"),
        Verb.WRAP: QT_TRANSLATE_NOOP("Verbs", "Wrap lines"),
        Verb.CUT_FOR_READING: QT_TRANSLATE_NOOP("Verbs", "Cut for reading"),
        Verb.CHANGE_CASE: QT_TRANSLATE_NOOP("Verbs", "Change case"),
        Verb.REMOVE_FILLERS: QT_TRANSLATE_NOOP("Verbs", "Remove filler words"),
        Verb.SORT: QT_TRANSLATE_NOOP("Verbs", "Sort"),
        Verb.DUPLICATE: QT_TRANSLATE_NOOP("Verbs", "Duplicate"),
        Verb.PASTE: QT_TRANSLATE_NOOP("Verbs", "Paste"),
        Verb.REPLACE_ALL: QT_TRANSLATE_NOOP("Verbs", "Replace all"),
        Verb.FIX: QT_TRANSLATE_NOOP("Verbs", "Fix findings"),
        Verb.LOAD: QT_TRANSLATE_NOOP("Verbs", "Import"),
        Verb.GO_BACK: QT_TRANSLATE_NOOP("Verbs", "Go back to a version"),
        Verb.TRANSCRIBE: QT_TRANSLATE_NOOP("Verbs", "Transcribe"),
        Verb.RECOGNISE: QT_TRANSLATE_NOOP("Verbs", "Recognise"),
        Verb.SET_RECIPE: QT_TRANSLATE_NOOP("Verbs", "Set recipe"),
        Verb.SET_TRANSLATION: QT_TRANSLATE_NOOP("Verbs", "Edit translation"),
        Verb.ACCEPT: QT_TRANSLATE_NOOP("Verbs", "Accept"),
    }
)

_OF_ONE_ROW = QT_TRANSLATE_NOOP("Verbs", "{verb}, row {row}")
_OF_ONE_TEXT = QT_TRANSLATE_NOOP("Verbs", "{verb}, row {row}: “{beginning}”")
_MOST_LETTERS = 24
"""Of the text of a row, so that the name of a step stays short."""


def verb_name(verb: Verb) -> str:
    """Return what a verb is called in the language of the window."""
    return translated("Verbs", _NAMES[verb])


def step_name(edit: Edit) -> str:
    """Return what a step is called: its verb and, of a single row, its number and first words.

    A transcription goes on bringing rows: it is named without them.
    """
    name = verb_name(edit.verb)
    if edit.verb is Verb.TRANSCRIBE:
        return name
    rows = [splice.row for splice in edit.splices]
    if len(rows) != 1 or len(edit.splices[0].removed) > 1 or len(edit.splices[0].inserted) > 1:
        return name
    cue = (*edit.splices[0].inserted, *edit.splices[0].removed)[0]
    beginning = _beginning(cue.text)
    words = translated("Verbs", _OF_ONE_TEXT if beginning else _OF_ONE_ROW)
    return words.format(verb=name, row=rows[0] + 1, beginning=beginning)


def _beginning(text: str) -> str:
    """Return the first words in one line, without what formats them."""
    words = " ".join(visible_text(text).split())
    if len(words) <= _MOST_LETTERS:
        return words
    whole, _, _ = words[: _MOST_LETTERS + 1].rpartition(" ")
    return (whole or words[:_MOST_LETTERS]) + "…"
