import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def buttons(bar: NoticeBar) -> list[QPushButton]:
    return [button for button in bar.findChildren(QPushButton) if not button.isHidden()]


def test_an_answer_is_given_once(qtbot: QtBot, bar: NoticeBar) -> None:
    given: list[str] = []
    bar.tell(Notice("a", "First?", [("Yes", lambda: given.append("yes"))]))
    assert bar.isVisible()
    assert next(frame.accessibleName() for frame in bar.findChildren(QFrame)) == "First?"
    qtbot.waitUntil(lambda: bool(buttons(bar)))
    buttons(bar)[0].click()
    assert given == ["yes"]
    assert not bar.isVisible()


def test_who_looks_still_has_to_answer(bar: NoticeBar) -> None:
    done: list[str] = []
    looks = [("Show", lambda: done.append("show"))]
    notice = Notice("a", "Go on?", [("Yes", lambda: done.append("yes"))], looks=looks)
    bar.tell(notice)
    show, yes = buttons(bar)
    show.click()
    assert (bar.notice, done) == (notice, ["show"])
    yes.click()
    assert (bar.notice, done) == (None, ["show", "yes"])


def test_it_says_when_the_focus_has_nothing_to_do_here_any_more(
    qtbot: QtBot, bar: NoticeBar
) -> None:
    bar.tell(Notice("a", "Go on?", [("Yes", lambda: None)], looks=[("Show", lambda: None)]))
    bar.tell(Notice("b", "Another"))
    show, yes = buttons(bar)
    show.setFocus()
    with qtbot.waitSignal(bar.focus_left):
        show.click()
    yes.setFocus()
    with qtbot.assertNotEmitted(bar.focus_left):
        bar.withdraw("b")
    with qtbot.waitSignal(bar.focus_left):
        bar.withdraw("a")


def test_no_notice_hides_another(bar: NoticeBar) -> None:
    bar.tell(Notice("a", "First", [("Yes", lambda: None)]))
    bar.tell(Notice("b", "Second", is_problem=True))
    assert [notice.sentence for notice in bar.notices] == ["Second", "First"]
    QApplication.sendPostedEvents(bar, QEvent.Type.LayoutRequest)
    places = {label.text(): label.mapTo(bar, QPoint()).y() for label in bar.findChildren(QLabel)}
    assert places["Second"] < places["First"]


def test_a_closed_notice_leaves_the_others(bar: NoticeBar) -> None:
    bar.tell(Notice("a", "First"))
    bar.tell(Notice("b", "Second"))
    first, second = bar.findChildren(QToolButton)
    second.click()
    assert bar.notices == (Notice("a", "First"),)
    assert first.isVisible()
    bar.clear()
    assert bar.notice is None
    assert not bar.isVisible()


def test_of_one_topic_the_latest_counts(bar: NoticeBar) -> None:
    bar.tell(Notice("a", "First"))
    bar.tell(Notice("a", "Second"))
    assert bar.notice == Notice("a", "Second")
    bar.withdraw("b")
    bar.withdraw("a")
    assert bar.notice is None


def test_the_icons_follow_the_palette(bar: NoticeBar) -> None:
    bar.tell(Notice("a", "First"))
    QApplication.sendEvent(bar, QEvent(QEvent.Type.PaletteChange))
    assert bar.isVisible()
