import pytest
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.menus.check import CHECK


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


def drawn(name: str, palette: QPalette) -> tuple[QImage, QImage]:
    """Return the left part of an icon, and the right."""
    image = icon(name, palette).pixmap(32, 32).toImage()
    return image.copy(0, 0, 20, 32), image.copy(26, 0, 6, 32)


def test_a_small_sign_stands_beside_what_it_is_about(qtbot: QtBot) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.ButtonText, QColor("#123456"))
    down, up = (drawn(f"alert-circle-outline+arrow-{way}", palette) for way in ("down", "up"))
    assert down[0] == up[0]
    assert down[1] != up[1]
    assert any(down[1].pixelColor(x, 16) == QColor("#123456") for x in range(6))


def test_the_next_finding_is_no_download() -> None:
    icons = {spec.name: spec.icon for group in CHECK.groups for spec in group}
    assert icons["next-finding"].startswith(icons["findings"])
    assert icons["previous-finding"].startswith(icons["findings"])
