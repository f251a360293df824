import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
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
    assert bar.accessibleName() == "First?"
    qtbot.waitUntil(lambda: bool(buttons(bar)))
    buttons(bar)[0].click()
    assert given == ["yes"]
    assert not bar.isVisible()


def test_notices_wait_for_each_other(bar: NoticeBar) -> None:
    bar.tell(Notice("a", "First"))
    bar.tell(Notice("b", "Second"))
    assert bar.notice == Notice("a", "First")
    close = bar.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    close.click()
    assert bar.notice == Notice("b", "Second")
    bar.clear()
    assert bar.notice is None


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
