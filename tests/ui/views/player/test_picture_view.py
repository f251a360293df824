import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.player.picture_view import PictureView


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    found = PictureView()
    found.resize(400, 400)
    qtbot.addWidget(found)
    return found


def frame_of(color: str, width: int = 160, height: int = 80) -> QVideoFrame:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return QVideoFrame(image)


def color_at(view: PictureView, x: int, y: int) -> str:
    return view.grab().toImage().pixelColor(x, y).name()


def test_it_is_black_without_a_frame(view: PictureView) -> None:
    assert color_at(view, 200, 200) == "#000000"
    assert view.picture_rect() == view.rect()


def test_a_frame_keeps_its_shape_between_black_bars(view: PictureView) -> None:
    view.show_frame(frame_of("#2060a0"))
    assert view.picture_rect().size() == QSize(400, 200)
    assert [color_at(view, 200, y) for y in (50, 102, 200, 297, 350)] == [
        "#000000",
        "#2060a0",
        "#2060a0",
        "#2060a0",
        "#000000",
    ]
    view.show_frame(frame_of("#2060a0", 80, 160))
    assert view.picture_rect().size() == QSize(200, 400)
    view.clear()
    assert color_at(view, 200, 200) == "#000000"


def test_the_newest_frame_is_shown_moving_or_not(view: PictureView) -> None:
    view.set_moving(True)
    view.show_frame(frame_of("#ff0000"))
    view.show_frame(frame_of("#00ff00"))
    assert color_at(view, 200, 200) == "#00ff00"
    view.set_moving(False)
    assert color_at(view, 200, 200) == "#00ff00"


def white_pixels(view: PictureView) -> int:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(lightness > 220 for lightness in bytes(image.constBits()))


def test_subtitles_are_drawn_on_the_picture_and_told_to_screen_readers(
    view: PictureView,
) -> None:
    view.show_frame(frame_of("#808080"))
    assert white_pixels(view) == 0
    view.show_subtitles(("Hello", "there"))
    assert view.subtitles == ("Hello", "there")
    assert white_pixels(view) > 50
    assert view.accessibleDescription() == "Hello\nthere"
    view.show_subtitles(())
    assert white_pixels(view) == 0


def test_subtitles_follow_the_size_of_the_picture(view: PictureView) -> None:
    view.show_frame(frame_of("#808080"))
    view.show_subtitles(("Hello",))
    small = white_pixels(view)
    view.resize(800, 800)
    assert white_pixels(view) > 2 * small


def test_a_click_is_told(qtbot: QtBot, view: PictureView) -> None:
    with qtbot.waitSignal(view.clicked):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(view.clicked):
        QTest.mouseClick(view, Qt.MouseButton.RightButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_does_what_a_click_does(qtbot: QtBot, view: PictureView, key: Qt.Key) -> None:
    with qtbot.waitSignal(view.clicked):
        QTest.keyClick(view, key)
    with qtbot.assertNotEmitted(view.clicked):
        QTest.keyClick(view, Qt.Key.Key_A)


def test_the_focus_is_seen_and_taken_by_tab_alone(qtbot: QtBot, view: PictureView) -> None:
    with qtbot.waitExposed(view):
        view.show()
    view.clearFocus()
    without = color_at(view, 200, 1)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert not view.hasFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    assert color_at(view, 200, 1) != without


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_context_menu_offers_the_box(qtbot: QtBot, view: PictureView) -> None:
    view.show()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    (menu,) = view.findChildren(QMenu)
    (box,) = menu.actions()
    assert not box.isChecked()
    box.trigger()
    menu.close()
    QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    menu = view.findChildren(QMenu)[-1]
    assert menu.actions()[0].isChecked()
    menu.close()


def test_its_sizes_suit_a_picture(view: PictureView) -> None:
    assert view.sizeHint().width() / view.sizeHint().height() == pytest.approx(16 / 9, abs=0.1)
    assert view.minimumSizeHint().width() < view.sizeHint().width()
