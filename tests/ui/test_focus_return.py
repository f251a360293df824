from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import CueTextEdit
from whisper_desktop.ui.wiring import Workplace

NOTICE = Notice("a", "Go on?", [("Yes", lambda: None)])


@pytest.fixture
def workplace(qtbot: QtBot, make_workplace: Callable[[], Workplace]) -> Workplace:
    workplace = make_workplace()
    with qtbot.waitActive(workplace.window):
        workplace.window.activateWindow()
    workplace.session.begin(NewWork((Cue(1, 0, 900, "one"), Cue(2, 1_000, 1_900, "two"))))
    workplace.editing.select_rows([0])
    workplace.window.notices.tell(NOTICE)
    return workplace


def button_of(workplace: Workplace, words: str = "Yes") -> QPushButton:
    buttons = workplace.window.notices.findChildren(QPushButton)
    return next(one for one in buttons if one.isVisible() and one.text() == words)


def text_of(workplace: Workplace) -> CueTextEdit:
    texts = workplace.window.findChildren(CueTextEdit)
    return next(one for one in texts if one.isVisible() and one.isEnabled())


def test_it_goes_back_to_where_it_was(workplace: Workplace) -> None:
    text = text_of(workplace)
    text.setFocus()
    button_of(workplace).setFocus()
    QTest.keyClick(button_of(workplace), Qt.Key.Key_Space)
    assert QApplication.focusWidget() is text
    workplace.window.notices.tell(NOTICE)
    QTest.mouseClick(button_of(workplace), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is text


def test_it_goes_back_when_a_notice_is_closed_though_there_are_others(workplace: Workplace) -> None:
    workplace.window.notices.tell(Notice("b", "Another"))
    closing = workplace.window.notices.findChildren(QToolButton)[0]
    closing.setFocus()
    QTest.keyClick(closing, Qt.Key.Key_Space)
    assert isinstance(QApplication.focusWidget(), CueTable)


def test_where_it_cannot_go_back_it_goes_to_the_rows(workplace: Workplace) -> None:
    text = text_of(workplace)
    text.setFocus()
    button_of(workplace).setFocus()
    text.setEnabled(False)
    button_of(workplace).click()
    assert isinstance(QApplication.focusWidget(), CueTable)


def test_what_is_not_pressed_keeps_it(workplace: Workplace) -> None:
    button = button_of(workplace)
    button.setFocus()
    workplace.window.notices.tell(Notice("b", "Another"))
    workplace.window.notices.withdraw("b")
    assert QApplication.focusWidget() is button


def test_an_answer_may_give_it_to_something_else(workplace: Workplace) -> None:
    text = text_of(workplace)
    workplace.window.notices.tell(Notice("b", "Write?", [("Write", text.setFocus)]))
    button_of(workplace, "Write").setFocus()
    button_of(workplace, "Write").click()
    assert QApplication.focusWidget() is text
