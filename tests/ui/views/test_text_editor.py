import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.core.verbs.inserting import insert_after
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.rules import TimingRules
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.views import text_editor
from whisper_desktop.ui.views.text_editor import TextEditor


@pytest.fixture
def editor(editing: EditingController, board: FindingsBoard, qtbot: QtBot) -> TextEditor:
    editor = TextEditor(editing, board.limits_of)
    qtbot.addWidget(editor)
    editor.resize(700, 160)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


def test_nothing_can_be_typed_without_a_row(editor: TextEditor) -> None:
    assert not editor.text.isEnabled()
    assert not editor.start.isEnabled()
    assert editor.cursor_index() is None
    assert editor.reading.speed.text() == ""


def test_the_focus_stays_when_the_row_goes_and_another_comes(
    editor: TextEditor, editing: EditingController, qtbot: QtBot
) -> None:
    other = QLineEdit(editor)
    other.show()
    editing.select_rows([0])
    editing.select_rows([1])
    editing.perform(insert_after(editing.document, 1, 500, rules=TimingRules()))
    editor.activateWindow()
    editor.focus_text()
    qtbot.waitUntil(editor.text.hasFocus)
    with qtbot.assertNotEmitted(editor.left):
        editing.undo_stack.undo()
    assert editing.current_row() == 1
    assert editor.text.hasFocus()
    editing.undo_stack.redo()
    assert editor.text.hasFocus()


def test_the_undo_of_an_insert_brings_the_cursor_back(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([1])
    editor.select_text(4, 4)
    editing.perform(insert_after(editing.document, 1, 500, rules=TimingRules()))
    assert editor.cursor_index() == 0
    editing.undo_stack.undo()
    assert editor.cursor_index() == 4
    # Who goes away and comes back begins anew: a split of the row is not to hang on it.
    editing.select_rows([0])
    editing.select_rows([1])
    assert editor.cursor_index() == 0


def test_the_focus_is_handed_on_when_no_row_is_left(
    editor: TextEditor, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    editor.activateWindow()
    editor.focus_text()
    qtbot.waitUntil(editor.text.hasFocus)
    with qtbot.waitSignal(editor.left):
        editing.perform(delete(editing.document, range(len(editing.document))))
    assert not editor.text.isEnabled()
    assert {editor.start.time_ms, editor.end.time_ms, editor.duration.time_ms} == {0}


def test_the_current_row_is_shown(editor: TextEditor, editing: EditingController) -> None:
    editing.select_rows([1])
    assert editor.text.toPlainText() == "Two\nlines"
    assert (editor.start.time_ms, editor.end.time_ms) == (3_000, 5_000)
    assert editor.duration.time_ms == 2_000
    assert editor.reading.lines.text() == "Line lengths 3 / 5 of 20, 8 in all"
    assert editor.reading.speed.text() == "4.0 of 20 characters a second"


def test_typing_is_one_step_and_shown_at_once(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    editor.focus_text()
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    QTest.keyClicks(editor.text, " Hi")

    assert editing.document[0].text == "Good morning. Hi"
    assert editing.undo_stack.count() == 1
    assert editor.reading.lines.text().startswith("Line lengths 16")


def test_a_pause_or_another_row_begins_a_new_step(
    editor: TextEditor, editing: EditingController, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing.select_rows([0])
    QTest.keyClicks(editor.text, "ab")
    monkeypatch.setattr(text_editor, "PAUSE_MS", -1)
    QTest.keyClicks(editor.text, "c")
    monkeypatch.undo()
    assert editing.undo_stack.count() == 2
    editing.select_rows([1])
    QTest.keyClicks(editor.text, "d")
    assert editing.undo_stack.count() == 3


def test_undo_belongs_to_the_document(editor: TextEditor, editing: EditingController) -> None:
    editing.select_rows([0])
    QTest.keyClicks(editor.text, "x")
    QTest.keySequence(editor.text, QKeySequence(QKeySequence.StandardKey.Undo))
    assert editing.document[0].text == "xGood morning."
    editing.undo_stack.undo()
    assert editor.text.toPlainText() == "Good morning."


def test_the_cursor_stays_while_one_types(editor: TextEditor, editing: EditingController) -> None:
    editing.select_rows([0])
    editor.select_text(5, 5)
    QTest.keyClicks(editor.text, "xy")
    assert editor.cursor_index() == 7


def test_the_cursor_is_counted_in_characters(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    editing.perform(set_text(editing.document, 0, "😀 ok"))
    editor.select_text(2, 4)
    assert editor.text.textCursor().selectedText() == "ok"
    assert editor.cursor_index() == 4


@pytest.mark.parametrize(
    ("box", "typed", "span_ms"),
    [
        ("start", "2.5", (2_500, 3_500)),
        ("start", "9", (9_000, 11_500)),
        ("end", "0:00:04,25", (1_000, 4_250)),
        ("end", "0.5", (1_000, 3_500)),
        ("duration", "1", (1_000, 2_000)),
        ("duration", "0", (1_000, 3_500)),
    ],
)
def test_times_are_typed(
    editor: TextEditor,
    editing: EditingController,
    box: str,
    typed: str,
    span_ms: tuple[int, int],
) -> None:
    editing.select_rows([0])
    field = getattr(editor, box)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (editing.document[0].start_ms, editing.document[0].end_ms) == span_ms
    assert (editor.start.time_ms, editor.end.time_ms) == span_ms


def test_arrows_step_through_time_as_one_step(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    QTest.keyClick(editor.end, Qt.Key.Key_Up)
    QTest.keyClick(editor.end, Qt.Key.Key_Up)
    assert editing.document[0].end_ms == 3_700
    assert editing.undo_stack.count() == 1


def test_what_is_no_time_is_refused_in_words(
    editor: TextEditor, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    editor.start.selectAll()
    QTest.keyClicks(editor.start, "1:99:00")
    with qtbot.waitSignal(editor.refused) as refused:
        QTest.keyClick(editor.start, Qt.Key.Key_Return)
    assert refused.args is not None
    assert "is not a time" in refused.args[0]
    assert editor.start.time_ms == 1_000


def test_letters_do_not_get_into_a_time(editor: TextEditor, editing: EditingController) -> None:
    editing.select_rows([0])
    editor.start.selectAll()
    QTest.keyClicks(editor.start, "a1b")
    assert editor.start.lineEdit().text() == "1"


def test_no_time_lies_before_the_beginning(editor: TextEditor, editing: EditingController) -> None:
    editing.select_rows([0])
    editor.start.stepBy(-1_000)
    assert editing.document[0].start_ms == 0
    assert not editor.start.stepEnabled() & editor.start.StepEnabledFlag.StepDownEnabled


def test_what_is_beyond_a_limit_is_said_in_words(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([2])
    assert "too long" in editor.reading.lines.text()
    assert "too fast" in editor.reading.speed.text()
    editing.perform(set_text(editing.document, 2, "a\nb\nc"))
    assert "more than 2 lines" in editor.reading.lines.text()
    editing.select_rows([3])
    assert editor.reading.speed.text().startswith("∞")
    editor.refresh()
    assert editor.reading.speed.text().startswith("∞")


def test_undo_puts_the_cursor_where_the_text_changed(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    editor.select_text(4, 4)
    editor.text.insertPlainText("😀")
    QTest.keyClicks(editor.text, "ab")
    assert editing.document[0].text == "Good😀ab morning."
    editing.undo_stack.undo()
    assert editor.text.text() == "Good morning."
    assert editor.cursor_index() == 4
    editing.undo_stack.redo()
    assert editor.cursor_index() == 7
    QTest.keyClicks(editor.text, "c")
    assert editing.document[0].text == "Good😀abc morning."


def test_a_text_without_end_is_cut_and_kept(editor: TextEditor, editing: EditingController) -> None:
    said: list[str] = []
    editor.refused.connect(said.append)
    endless = "x" * 200_000
    editing.perform(set_text(editing.document, 1, endless))
    editing.select_rows([1])
    assert editor.text.text() == "x" * 10_000 + "…"
    assert said == ["The text is too long to be edited: only its beginning is shown. Split it."]
    editor.select_text(150_000, 160_000)
    assert editor.cursor_index() == 10_000
    QTest.keyClicks(editor.text, "y")
    assert editing.document[1].text == endless
    editing.select_rows([0])
    QTest.keyClicks(editor.text, "y")
    assert editing.document[0].text == "yGood morning."


def test_a_text_that_gets_too_long_while_it_is_edited_is_kept_whole(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    editor.text.insertPlainText("é" * 10_000)
    assert editing.document[0].text == "é" * 10_000 + "Good morning."
    assert editor.text.isReadOnly()
    editing.undo_stack.undo()
    assert editor.text.text() == "Good morning."
    assert not editor.text.isReadOnly()


def test_the_translation_is_edited_beside_the_text(
    editor: TextEditor, editing: EditingController
) -> None:
    editing.select_rows([0])
    assert not editor.translation.isVisible()
    editor.show_translation(True)
    assert editor.translation.isVisible()
    assert editor.translation_reading.lines.text() == ""
    QTest.keyClicks(editor.translation, "A morning that is good")

    assert editing.document[0].translation == "A morning that is good"
    assert editing.document[0].text == "Good morning."
    assert editing.undo_stack.count() == 1
    assert editor.translation_reading.lines.text() == "Lines 22 of 20"
    assert editor.translation_reading.lines.toolTip().endswith(" · too long")
    assert editor.translation_reading.speed.text() == "8.8 of 20 char/s"
    assert editor.reading.lines.text() == "Lines 13 of 20"
    editing.undo_stack.undo()
    assert editor.translation.text() == ""
    editor.show_translation(False)
    assert editor.reading.lines.text().startswith("Line lengths 13 of 20")


def test_text_and_translation_are_steps_of_their_own(
    editor: TextEditor, editing: EditingController
) -> None:
    editor.show_translation(True)
    editing.select_rows([0])
    QTest.keyClicks(editor.text, "a")
    QTest.keyClicks(editor.translation, "b")
    assert editing.undo_stack.count() == 2


def test_the_menu_undoes_steps_of_the_document(editor: TextEditor) -> None:
    undo, redo = QAction("Undo", editor), QAction("Redo", editor)
    editor.offer_history(undo, redo)
    for box in (editor.text, editor.translation):
        menu = box.menu()
        assert menu.actions()[:2] == [undo, redo]
        assert not {"edit-undo", "edit-redo"} & {one.objectName() for one in menu.actions()}
        menu.deleteLater()
