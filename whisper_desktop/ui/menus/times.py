"""Everything about times."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

_NUDGE = QT_TRANSLATE_NOOP("Actions", "&Nudge")
_SNAP = QT_TRANSLATE_NOOP("Actions", "Sn&ap to")

TIMES = MenuSpec(
    "times",
    QT_TRANSLATE_NOOP("Actions", "&Timing"),
    (
        (
            ActionSpec(
                "set-start",
                QT_TRANSLATE_NOOP("Actions", "Set the &start at the playhead"),
                "ray-start",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "set-end",
                QT_TRANSLATE_NOOP("Actions", "Set the &end at the playhead"),
                "ray-end",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "earlier",
                QT_TRANSLATE_NOOP("Actions", "Row earlier"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
            ActionSpec(
                "later",
                QT_TRANSLATE_NOOP("Actions", "Row later"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
            ActionSpec(
                "start-earlier",
                QT_TRANSLATE_NOOP("Actions", "Start earlier"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
            ActionSpec(
                "start-later",
                QT_TRANSLATE_NOOP("Actions", "Start later"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
            ActionSpec(
                "end-earlier",
                QT_TRANSLATE_NOOP("Actions", "End earlier"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
            ActionSpec(
                "end-later",
                QT_TRANSLATE_NOOP("Actions", "End later"),
                need=Need.SELECTION,
                submenu=_NUDGE,
            ),
        ),
        (
            ActionSpec(
                "shift",
                QT_TRANSLATE_NOOP("Actions", "S&hift times…"),
                "arrow-left-right",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "stretch",
                QT_TRANSLATE_NOOP("Actions", "S&tretch between two points…"),
                "arrow-expand-horizontal",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "frame-rate",
                QT_TRANSLATE_NOOP("Actions", "Change the &frame rate…"),
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "snap-words",
                QT_TRANSLATE_NOOP("Actions", "&Words"),
                need=Need.SELECTION,
                submenu=_SNAP,
            ),
            ActionSpec(
                "snap-frames",
                QT_TRANSLATE_NOOP("Actions", "&Frames"),
                need=Need.SELECTION,
                submenu=_SNAP,
            ),
            ActionSpec(
                "snap-neighbours",
                QT_TRANSLATE_NOOP("Actions", "&Neighbours"),
                need=Need.SELECTION,
                submenu=_SNAP,
            ),
            ActionSpec(
                "snap-playhead",
                QT_TRANSLATE_NOOP("Actions", "&Playhead"),
                need=Need.SELECTION,
                submenu=_SNAP,
            ),
            ActionSpec(
                "close-gaps", QT_TRANSLATE_NOOP("Actions", "&Close gaps"), need=Need.DOCUMENT
            ),
            ActionSpec("open-gaps", QT_TRANSLATE_NOOP("Actions", "&Open gaps"), need=Need.DOCUMENT),
            ActionSpec(
                "extend",
                QT_TRANSLATE_NOOP("Actions", "E&xtend to reading speed"),
                need=Need.DOCUMENT,
            ),
        ),
    ),
)
