from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.rows_hint import RowsHint
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.wiring import Workplace


def test_a_table_without_rows_says_how_there_will_be_some(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    workplace.session.begin(NewWork())
    insert = workplace.window.actions_by_name["insert-at-playhead"]
    hint = workplace.window.findChild(RowsHint)
    assert isinstance(hint, RowsHint)
    assert hint.isVisible()
    table = hint.parentWidget()
    assert isinstance(table, CueTable)
    assert hint.geometry() == table.viewport().geometry()
    insert.setShortcut(QKeySequence("Ctrl+7"))
    assert "playhead (Ctrl+7), or" in hint.text()
    insert.setShortcut(QKeySequence())
    assert "playhead, or" in hint.text()
    hint.set_waiting(True)
    assert hint.text() == "The rows appear here as the recording is transcribed."
    hint.set_waiting(True, "nl")
    assert hint.text().endswith("The language is Dutch.")
    hint.set_waiting(False)
    assert "playhead, or" in hint.text()
    insert.trigger()
    assert not hint.isVisible()
    workplace.editing.undo_stack.undo()
    assert hint.isVisible()
