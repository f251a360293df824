import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.screen_fit import fit_to_screen, nearest_place

ROOM = QRect(0, 24, 640, 376)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (QRect(10, 30, 100, 100), QPoint(10, 30)),
        (QRect(-50, -20, 100, 100), QPoint(0, 24)),
        (QRect(600, 390, 100, 100), QPoint(540, 300)),
        (QRect(100, 100, 900, 700), QPoint(0, 24)),
    ],
)
def test_a_window_is_put_where_it_is_seen(wanted: QRect, place: QPoint) -> None:
    assert nearest_place(wanted, ROOM) == place


def test_a_large_window_becomes_as_large_as_the_screen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    window.resize(room.size() * 2)
    fit_to_screen(window)
    assert window.width() == room.width()
    assert 0 < room.height() - window.height() < 100
    assert room.contains(QRect(window.pos(), window.size()))


def test_a_window_that_fits_stays_as_it_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(QRect(QPoint(20, 30), QSize(200, 100)))
    fit_to_screen(window)
    assert window.geometry() == QRect(20, 30, 200, 100)


def test_a_maximized_window_is_left_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(window.screen().size() * 2)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    size = window.size()
    fit_to_screen(window)
    assert window.size() == size
