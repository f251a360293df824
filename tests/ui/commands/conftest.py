import pytest
from PySide6.QtWidgets import QMainWindow

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.menus import Need
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.verb_names import step_name


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    """Three rows of two seconds with a second between them."""
    texts = ("One, two three.", "Um, four five.", "six")
    cues = (Cue(row + 1, 3_000 * row, 3_000 * row + 2_000, text) for row, text in enumerate(texts))
    return EditingController(Document(cues), step_name, window)


@pytest.fixture
def desk(editing: EditingController, preferences: Preferences, window: QMainWindow) -> Desk:
    return Desk(editing, preferences, window)


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    actions = Actions(window)
    actions.allow(frozenset(Need))
    return actions
