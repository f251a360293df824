"""Icons of the Material Design set, in the colours of the palette."""

from typing import cast

import qtawesome
from PySide6.QtGui import QIcon, QPalette

PREFIX = "mdi6."


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon, such as "content-save", that suits the palette; ask again when it changes."""
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    return cast(
        "QIcon",
        qtawesome.icon(
            PREFIX + name,
            color=palette.color(group.Active, role.ButtonText),
            color_disabled=palette.color(group.Disabled, role.ButtonText),
            color_selected=palette.color(group.Active, role.HighlightedText),
        ),
    )
