"""What is shown, and how."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

_APPEARANCE = QT_TRANSLATE_NOOP("Actions", "&Appearance")
_ON_PICTURE = QT_TRANSLATE_NOOP("Actions", "Su&btitles on the picture")

VIEW = MenuSpec(
    "view",
    QT_TRANSLATE_NOOP("Actions", "&View"),
    (
        (
            ActionSpec("picture", QT_TRANSLATE_NOOP("Actions", "&Picture"), is_checkable=True),
            ActionSpec("waveform", QT_TRANSLATE_NOOP("Actions", "&Waveform"), is_checkable=True),
            ActionSpec("toolbar", QT_TRANSLATE_NOOP("Actions", "&Toolbar"), is_checkable=True),
        ),
        (
            ActionSpec(
                "translation", QT_TRANSLATE_NOOP("Actions", "Trans&lation"), is_checkable=True
            ),
            ActionSpec(
                "picture-text",
                QT_TRANSLATE_NOOP("Actions", "Te&xt"),
                submenu=_ON_PICTURE,
                is_checkable=True,
            ),
            ActionSpec(
                "picture-translation",
                QT_TRANSLATE_NOOP("Actions", "Trans&lation"),
                submenu=_ON_PICTURE,
                is_checkable=True,
            ),
            ActionSpec(
                "picture-both",
                QT_TRANSLATE_NOOP("Actions", "&Both"),
                submenu=_ON_PICTURE,
                is_checkable=True,
            ),
            ActionSpec(
                "picture-box",
                QT_TRANSLATE_NOOP("Actions", "On a &dark box"),
                submenu=_ON_PICTURE,
                is_checkable=True,
            ),
        ),
        (
            ActionSpec(
                "spectrogram",
                QT_TRANSLATE_NOOP("Actions", "&Spectrogram"),
                "blur-linear",
                need=Need.MEDIA,
                is_checkable=True,
            ),
            ActionSpec(
                "follow",
                QT_TRANSLATE_NOOP("Actions", "&Follow the playback"),
                need=Need.MEDIA,
                is_checkable=True,
            ),
            ActionSpec(
                "snapping",
                QT_TRANSLATE_NOOP("Actions", "S&nap while dragging"),
                "magnet",
                is_checkable=True,
            ),
            ActionSpec(
                "push",
                QT_TRANSLATE_NOOP("Actions", "P&ush neighbours while dragging"),
                is_checkable=True,
            ),
        ),
        (
            ActionSpec(
                "zoom-in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), "magnify-plus", need=Need.MEDIA
            ),
            ActionSpec(
                "zoom-out",
                QT_TRANSLATE_NOOP("Actions", "Zoom &out"),
                "magnify-minus",
                need=Need.MEDIA,
            ),
            ActionSpec(
                "zoom-fit", QT_TRANSLATE_NOOP("Actions", "Show &everything"), need=Need.MEDIA
            ),
            ActionSpec(
                "zoom-selection",
                QT_TRANSLATE_NOOP("Actions", "S&how the selection"),
                "magnify-scan",
                need=Need.MEDIA_AND_SELECTION,
            ),
            ActionSpec("taller", QT_TRANSLATE_NOOP("Actions", "Taller waveform"), need=Need.MEDIA),
            ActionSpec(
                "flatter", QT_TRANSLATE_NOOP("Actions", "Flatter waveform"), need=Need.MEDIA
            ),
        ),
        (
            ActionSpec(
                "scheme-system",
                QT_TRANSLATE_NOOP("Actions", "&As the system has it"),
                submenu=_APPEARANCE,
                is_checkable=True,
            ),
            ActionSpec(
                "scheme-light",
                QT_TRANSLATE_NOOP("Actions", "&Light"),
                submenu=_APPEARANCE,
                is_checkable=True,
            ),
            ActionSpec(
                "scheme-dark",
                QT_TRANSLATE_NOOP("Actions", "&Dark"),
                submenu=_APPEARANCE,
                is_checkable=True,
            ),
            ActionSpec(
                "full-screen",
                QT_TRANSLATE_NOOP("Actions", "Full s&creen"),
                "fullscreen",
                is_checkable=True,
            ),
        ),
        (
            ActionSpec(
                "move-panes", QT_TRANSLATE_NOOP("Actions", "&Move panes"), is_checkable=True
            ),
            ActionSpec("reset-panes", QT_TRANSLATE_NOOP("Actions", "&Reset panes")),
        ),
    ),
)
