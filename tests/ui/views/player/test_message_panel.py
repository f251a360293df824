from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.theme import DARK, LIGHT, palette_of
from whisper_desktop.ui.views.player.message_panel import MessagePanel


def test_it_says_a_sentence_and_offers_help(qtbot: QtBot) -> None:
    panel = MessagePanel()
    qtbot.addWidget(panel)
    panel.say("filmstrip", "Nothing is open.", "Open…")
    (button,) = panel.findChildren(QPushButton)
    assert panel.sentence == "Nothing is open."
    assert button.text() == "Open…"
    with qtbot.waitSignal(panel.helped):
        button.click()


def test_it_needs_no_button(qtbot: QtBot) -> None:
    panel = MessagePanel()
    qtbot.addWidget(panel)
    panel.say("filmstrip", "Opening…")
    panel.show()
    assert not panel.findChildren(QPushButton)[0].isVisible()


def test_the_icon_follows_the_palette(qtbot: QtBot) -> None:
    panel = MessagePanel()
    qtbot.addWidget(panel)
    panel.say("filmstrip", "Nothing is open.")

    def icon_lightness(palette: QPalette) -> int:
        panel.setPalette(palette)
        image = panel.findChildren(QLabel)[0].pixmap().toImage()
        middle = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
        return max(color.lightness() for color in middle if color.alpha() == 255)

    assert icon_lightness(palette_of(LIGHT)) < 100 < icon_lightness(palette_of(DARK))
