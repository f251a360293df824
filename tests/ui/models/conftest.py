"""A document with rows that keep and break the rules, as the models show it."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import Preset
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.findings_board import FindingsBoard

RULES = Rules(Preset("custom", max_line_characters=20, max_cps=20), "en")


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    return EditingController(
        Document(
            [
                Cue(1, 1_000, 3_500, "Good morning."),
                Cue(2, 3_000, 5_000, "Two\nlines"),
                Cue(3, 3_700_000, 3_701_000, "A line that is far too long to be read"),
                Cue(4, 3_702_000, 3_702_000, "مرحبا"),
            ]
        )
    )


@pytest.fixture
def board(editing: EditingController) -> FindingsBoard:
    return FindingsBoard(editing, RULES)


@pytest.fixture
def model(editing: EditingController, board: FindingsBoard) -> CueTableModel:
    model = CueTableModel(editing, board)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model
