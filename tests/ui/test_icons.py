import pytest
from PySide6.QtGui import QColor, QIcon, QPalette
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.icons import icon


@pytest.mark.parametrize(
    ("mode", "role", "group"),
    [
        (QIcon.Mode.Normal, QPalette.ColorRole.ButtonText, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorRole.ButtonText, QPalette.ColorGroup.Disabled),
        (QIcon.Mode.Selected, QPalette.ColorRole.HighlightedText, QPalette.ColorGroup.Active),
    ],
)
def test_an_icon_has_the_colour_of_the_words_beside_it(
    qtbot: QtBot, mode: QIcon.Mode, role: QPalette.ColorRole, group: QPalette.ColorGroup
) -> None:
    palette = QPalette()
    palette.setColor(group, role, QColor("#123456"))
    image = icon("square", palette).pixmap(32, 32, mode).toImage()
    assert image.pixelColor(16, 16) == QColor("#123456")
