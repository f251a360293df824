"""Icons of the Material Design set, in the colours of the palette."""

from typing import cast

import qtawesome
from PySide6.QtGui import QIcon, QPalette

PREFIX = "mdi6."
_WHOLE = ({"scale_factor": 1.0},)
_WITH_SIGN = (
    {"scale_factor": 0.85, "offset": (-0.16, 0.0)},
    {"scale_factor": 0.75, "offset": (0.32, 0.0)},
)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon, such as "content-save", that suits the palette; ask again when it changes.

    One such as "alert+arrow-down" has a smaller sign beside it.
    """
    names = [PREFIX + part for part in name.split("+")]
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    return cast(
        "QIcon",
        qtawesome.icon(
            *names,
            options=list(_WITH_SIGN if names[1:] else _WHOLE),
            color=palette.color(group.Active, role.ButtonText),
            color_disabled=palette.color(group.Disabled, role.ButtonText),
            color_selected=palette.color(group.Active, role.HighlightedText),
        ),
    )
