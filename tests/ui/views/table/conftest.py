"""What the tests of the table share."""

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.table.cue_table import CueTable


@pytest.fixture
def table(editing: EditingController, model: CueTableModel, qtbot: QtBot) -> CueTable:
    """Return the table, on the screen, with four rows."""
    table = CueTable(editing, model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    with qtbot.waitExposed(table):
        table.show()
    return table
