from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.find_bar import FindBar
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


def test_a_table_whose_rows_are_all_hidden_says_so(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    workplace.session.begin(NewWork())
    workplace.window.actions_by_name["insert-at-playhead"].trigger()
    hint = workplace.window.findChild(RowsHint)
    bar = workplace.window.findChild(FindBar)
    assert isinstance(hint, RowsHint)
    assert isinstance(bar, FindBar)
    bar.open_find()
    bar.find_text.setText("nowhere")
    bar.filter_box.setChecked(True)
    assert hint.isVisible()
    assert hint.text().startswith("No row has the text")
    assert bar.filter_box.text().replace("&", "") in hint.text()
    bar.leave()
    assert not hint.isVisible()
