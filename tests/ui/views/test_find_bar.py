from functools import partialmethod

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.app.search import Search, _Patience
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.errors import SearchTooLongError
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.find_bar import FindBar

TEXTS = ("The cat sat.", "A dog, a Dog.", "Nothing", "cats and dogs")


@pytest.fixture
def rows(model: CueTableModel, editing: EditingController) -> CueFilter:
    cues = (Cue(row + 1, 1_000 * row, 1_000 * row + 900, text) for row, text in enumerate(TEXTS))
    editing.load(Document(cues))
    return CueFilter(model)


@pytest.fixture
def bar(editing: EditingController, rows: CueFilter, qtbot: QtBot) -> FindBar:
    bar = FindBar(editing, rows)
    qtbot.addWidget(bar)
    bar.resize(900, 300)
    bar.open_replace()
    return bar


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def look_for(bar: FindBar, text: str, replacement: str = "") -> list[tuple[int, int]]:
    """Type both texts and return where matches will be shown."""
    found: list[tuple[int, int]] = []
    bar.match_found.connect(lambda start, end: found.append((start, end)))
    QTest.keyClicks(bar.find_text, text)
    QTest.keyClicks(bar.replace_text, replacement)
    return found


def said(bar: FindBar) -> list[str]:
    sentences: list[str] = []
    bar.said.connect(sentences.append)
    return sentences


def test_matches_are_counted(bar: FindBar) -> None:
    look_for(bar, "dog")
    assert bar.state.text() == "Matches: 3 · rows: 2"
    bar.case_box.setChecked(True)
    assert bar.state.text() == "Matches: 2 · rows: 2"
    bar.words_box.setChecked(True)
    assert bar.state.text() == "Matches: 1 · rows: 1"


def test_find_next_goes_round(bar: FindBar, editing: EditingController) -> None:
    found, sentences = look_for(bar, "dog"), said(bar)
    seen = []
    for _ in range(4):
        bar.find_next()
        seen.append(editing.current_row())
    assert seen == [1, 1, 3, 1]
    assert found == [(2, 5), (9, 12), (9, 12), (2, 5)]
    assert sentences == ["Went on from the first row"]


def test_find_previous_goes_round(bar: FindBar, editing: EditingController) -> None:
    found, sentences = look_for(bar, "dog"), said(bar)
    editing.select_rows([3])
    seen = []
    for _ in range(3):
        bar.find_previous()
        seen.append(editing.current_row())
    assert seen == [1, 1, 3]
    assert found == [(9, 12), (2, 5), (9, 12)]
    assert sentences == ["Went on from the last row"]


def test_enter_finds(bar: FindBar, editing: EditingController) -> None:
    look_for(bar, "Nothing")
    QTest.keyClick(bar.find_text, Qt.Key.Key_Return)
    assert editing.current_row() == 2


def test_what_is_not_there_is_said(bar: FindBar) -> None:
    look_for(bar, "zebra")
    sentences = said(bar)
    bar.find_next()
    assert sentences == ["“zebra” was not found"]


def test_a_bad_pattern_is_explained(bar: FindBar) -> None:
    bar.regex_box.setChecked(True)
    look_for(bar, "dog(")
    assert bar.state.text().startswith("Not a pattern: missing )")
    bar.find_next()
    bar.find_text.setText("dogs?")
    assert bar.state.text() == "Matches: 3 · rows: 2"
    bar.replace_text.setText(r"\2")
    bar.replace_all_button.click()
    assert bar.state.text().startswith("Not a pattern")


def test_a_bad_pattern_is_not_called_a_text_that_was_not_found(
    bar: FindBar, editing: EditingController, qtbot: QtBot
) -> None:
    bar.regex_box.setChecked(True)
    look_for(bar, "dog(")
    bar.preview_button.click()
    words, heard = bar.state.text(), said(bar)
    for button in (bar.next_button, bar.previous_button, bar.replace_all_button):
        button.click()
    assert heard == [words] * 3
    editing.perform(set_text(editing.document, 0, "Another text"))
    qtbot.wait(200)
    assert bar.state.text() == words
    assert bar.preview.rowCount() == 0


def test_a_bad_replacement_does_not_end_the_search(bar: FindBar) -> None:
    bar.regex_box.setChecked(True)
    found = look_for(bar, "dog", r"\2")
    bar.replace_all_button.click()
    assert bar.state.text().startswith("Not a pattern")
    bar.find_next()
    assert found == [(2, 5)]


def test_a_count_that_takes_long_goes_on_and_begins_anew_after_a_change(
    bar: FindBar, editing: EditingController, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "counts", partialmethod(Search.counts, step_s=-1))
    bar.find_text.setText("dog")
    assert bar.state.text() == "Matches: 0 or more · rows: 0 or more"
    qtbot.waitUntil(lambda: bar.state.text() == "Matches: 3 · rows: 2")
    bar._on_count_due()
    editing.perform(set_text(editing.document, 3, "cats"))
    assert bar.state.text() == "Matches: 0 or more · rows: 0 or more"
    qtbot.waitUntil(lambda: bar.state.text() == "Matches: 2 · rows: 1")


@pytest.mark.parametrize("text", ["aab", "aaa", "xaa", "aa"])
def test_nothing_is_skipped_when_replaced_by_nothing(
    bar: FindBar, editing: EditingController, text: str
) -> None:
    editing.perform(set_text(editing.document, 2, text))
    editing.select_rows([2])
    bar.case_box.setChecked(True)
    look_for(bar, "a")
    while "a" in editing.document[2].text:
        assert editing.current_row() == 2
        bar.replace_button.click()
    assert editing.document[2].text == text.replace("a", "")


def test_what_stands_before_every_line_is_put_there_once(
    bar: FindBar, editing: EditingController
) -> None:
    editing.perform(set_text(editing.document, 2, "one\ntwo"))
    editing.select_rows([2])
    bar.regex_box.setChecked(True)
    look_for(bar, "^", "- ")
    for _ in range(3):
        bar.replace_button.click()
    assert editing.document[2].text == "- one\n- two"


def test_replace_takes_one_match_after_the_other(bar: FindBar, editing: EditingController) -> None:
    look_for(bar, "dog", "hen")
    bar.replace_button.click()
    assert texts(editing) == list(TEXTS)
    bar.replace_button.click()
    assert texts(editing)[1] == "A hen, a Dog."
    bar.replace_button.click()
    assert texts(editing)[1] == "A hen, a hen."
    assert editing.current_row() == 3
    assert editing.undo_stack.count() == 2


def test_what_was_put_in_is_not_found_again(bar: FindBar, editing: EditingController) -> None:
    look_for(bar, "dog", "dogdog")
    for _ in range(4):
        bar.replace_button.click()
    assert texts(editing)[1] == "A dogdog, a dogdog."
    assert texts(editing)[3] == "cats and dogdogs"


def test_replace_all_is_one_step(bar: FindBar, editing: EditingController) -> None:
    look_for(bar, "cat", "cow")
    sentences = said(bar)
    bar.replace_all_button.click()
    assert texts(editing) == ["The cow sat.", "A dog, a Dog.", "Nothing", "cows and dogs"]
    assert sentences == ["Matches replaced: 2; rows changed: 2"]
    editing.undo_stack.undo()
    assert texts(editing) == list(TEXTS)


@pytest.mark.parametrize("field", ["find_text", "replace_text"])
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_undo_takes_back_what_was_replaced_and_not_the_letters(
    bar: FindBar, editing: EditingController, field: str
) -> None:
    undo = _undo_action(bar, editing)
    look_for(bar, "cat", "cow")
    line: QLineEdit = getattr(bar, field)
    line.setFocus()
    bar.replace_all_button.click()
    for _ in range(2):
        QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert texts(editing) == list(TEXTS)
        assert (bar.find_text.text(), bar.replace_text.text()) == ("cat", "cow")
        undo.setEnabled(False)
    undo.setEnabled(True)
    editing.undo_stack.redo()
    QTest.keyClicks(line, "s")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not line.text().endswith("s"), "what is half typed is taken back first"
    assert texts(editing) != list(TEXTS)


def test_after_a_step_to_a_match_undo_is_of_the_document(
    bar: FindBar, editing: EditingController
) -> None:
    _undo_action(bar, editing)
    editing.perform(set_text(editing.document, 2, "something"))
    look_for(bar, "cat", "cow")
    bar.find_text.setFocus()
    QTest.keyClick(bar.find_text, Qt.Key.Key_Return)
    QTest.keyClick(bar.find_text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert texts(editing) == list(TEXTS)
    assert bar.find_text.text() == "cat"


def _undo_action(bar: FindBar, editing: EditingController) -> QAction:
    undo = QAction("Undo", bar)
    undo.setShortcut("Ctrl+Z")
    undo.triggered.connect(editing.undo_stack.undo)
    bar.addAction(undo)
    bar.activateWindow()
    return undo


def test_groups_of_a_pattern_are_put_in(bar: FindBar, editing: EditingController) -> None:
    bar.regex_box.setChecked(True)
    look_for(bar, r"(cat)s and (dog)s", r"\2s and \1s")
    bar.replace_all_button.click()
    assert texts(editing)[3] == "dogs and cats"


def test_only_selected_rows_are_replaced(bar: FindBar, editing: EditingController) -> None:
    editing.select_rows([2, 3])
    bar.selection_box.setChecked(True)
    look_for(bar, "cat", "cow")
    bar.find_next()
    assert editing.selection == (3, 4)
    assert editing.current == 4
    bar.replace_all_button.click()
    assert texts(editing)[0] == "The cat sat."
    assert texts(editing)[3] == "cows and dogs"


def test_a_row_can_be_left_out_in_the_preview(
    bar: FindBar, editing: EditingController, qtbot: QtBot
) -> None:
    look_for(bar, "cat", "cow")
    bar.preview_button.click()
    assert bar.preview.rowCount() == 2
    after = bar.preview.item(1, 2)
    number = bar.preview.item(0, 0)
    assert after is not None
    assert number is not None
    assert after.text() == "cows and dogs"
    number.setCheckState(Qt.CheckState.Unchecked)
    bar.replace_text.setText("hen")
    qtbot.waitUntil(lambda: "hens" in (bar.preview.item(1, 2) or number).text())
    bar.replace_all_button.click()
    assert texts(editing)[0] == "The cat sat."
    assert texts(editing)[3] == "hens and dogs"


def test_only_rows_with_matches_are_shown(bar: FindBar, rows: CueFilter) -> None:
    look_for(bar, "dog")
    bar.filter_box.setChecked(True)
    assert [rows.source_row(row) for row in range(rows.rowCount())] == [1, 3]
    bar.find_text.setText("sat")
    assert rows.rowCount() == 1
    QTest.keyClick(bar.find_text, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert rows.rowCount() == 4


def test_finding_alone_shows_nothing_of_replacing(bar: FindBar) -> None:
    bar.open_find()
    assert bar.replace_text.isHidden()
    assert bar.find_text.isVisible()


def test_another_document_closes_the_bar(bar: FindBar, editing: EditingController) -> None:
    editing.load(Document())
    assert bar.isHidden()


def test_a_pattern_that_takes_too_long_is_given_up(
    bar: FindBar, rows: CueFilter, editing: EditingController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Patience, "found", _refuse)
    bar.regex_box.setChecked(True)
    words = "This pattern takes too long to search for"
    for look in (bar.find_next, bar.find_previous, lambda: bar.filter_box.setChecked(True)):
        editing.select_rows([0])
        bar.filter_box.setChecked(False)
        bar.find_text.setText("(o+)+$")
        assert bar.state.text() == words
        bar._fault = ""
        bar.state.clear()
        look()
        assert bar.state.text() == words
    assert not rows.is_filtering
    assert editing.current_row() == 0
    heard = said(bar)
    for button in (bar.next_button, bar.replace_all_button, bar.replace_button):
        button.click()
    assert heard == [words] * 3


def _refuse(*_: object) -> None:
    raise SearchTooLongError("(o+)+$")


def test_tab_goes_from_the_text_to_find_to_the_text_in_its_place(
    bar: FindBar, qtbot: QtBot
) -> None:
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    bar.find_text.setFocus()
    QTest.keyClick(bar.find_text, Qt.Key.Key_Tab)
    assert bar.focusWidget() is bar.replace_text
    for button in (
        bar.replace_button,
        bar.replace_all_button,
        bar.preview_button,
        bar.previous_button,
        bar.next_button,
    ):
        QTest.keyClick(bar.focusWidget(), Qt.Key.Key_Tab)
        assert bar.focusWidget() is button
    bar.open_find()
    QTest.keyClick(bar.find_text, Qt.Key.Key_Tab)
    assert bar.focusWidget() is bar.previous_button


def test_what_is_searched_for_is_marked_as_long_as_the_bar_is_open(bar: FindBar) -> None:
    marked: list[str] = []
    bar.searched.connect(lambda search: marked.append(search.query.text if search else ""))
    look_for(bar, "o")
    assert marked[-1] == "o"
    bar.find_text.clear()
    assert marked[-1] == ""
    look_for(bar, "o")
    bar.regex_box.setChecked(True)
    bar.find_text.setText("(o")
    assert marked[-1] == ""
    bar.find_text.setText("o")
    bar.leave()
    assert marked[-2:] == ["o", ""]


def test_only_rows_that_are_searched_are_to_be_marked(bar: FindBar) -> None:
    scopes: list[bool] = []
    bar.searched.connect(lambda _, is_in_selection: scopes.append(is_in_selection))
    look_for(bar, "o")
    bar.selection_box.setChecked(True)
    bar.selection_box.setChecked(False)
    assert scopes == [False, True, False]
