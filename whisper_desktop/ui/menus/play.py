"""Listening and watching."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

_SPEED = QT_TRANSLATE_NOOP("Actions", "Sp&eed and volume")

PLAY = MenuSpec(
    "play",
    QT_TRANSLATE_NOOP("Actions", "&Playback"),
    (
        (
            ActionSpec(
                "play", QT_TRANSLATE_NOOP("Actions", "&Play or pause"), "play", need=Need.MEDIA
            ),
            ActionSpec("stop", QT_TRANSLATE_NOOP("Actions", "S&top"), "stop", need=Need.MEDIA),
            ActionSpec(
                "play-selection",
                QT_TRANSLATE_NOOP("Actions", "Play the &selection"),
                "play-box-outline",
                need=Need.MEDIA_AND_SELECTION,
            ),
            ActionSpec(
                "loop-selection",
                QT_TRANSLATE_NOOP("Actions", "&Repeat the selection"),
                "repeat",
                need=Need.MEDIA_AND_SELECTION,
            ),
        ),
        (
            ActionSpec(
                "play-before",
                QT_TRANSLATE_NOOP("Actions", "500 ms before the start"),
                need=Need.MEDIA_AND_SELECTION,
            ),
            ActionSpec(
                "play-first",
                QT_TRANSLATE_NOOP("Actions", "First 500 ms"),
                need=Need.MEDIA_AND_SELECTION,
            ),
            ActionSpec(
                "play-last",
                QT_TRANSLATE_NOOP("Actions", "Last 500 ms"),
                need=Need.MEDIA_AND_SELECTION,
            ),
            ActionSpec(
                "play-after",
                QT_TRANSLATE_NOOP("Actions", "500 ms after the end"),
                need=Need.MEDIA_AND_SELECTION,
            ),
        ),
        (
            ActionSpec(
                "frame-back",
                QT_TRANSLATE_NOOP("Actions", "One frame back"),
                "skip-previous",
                need=Need.MEDIA,
            ),
            ActionSpec(
                "frame-forward",
                QT_TRANSLATE_NOOP("Actions", "One frame forward"),
                "skip-next",
                need=Need.MEDIA,
            ),
            ActionSpec(
                "seek-back",
                QT_TRANSLATE_NOOP("Actions", "One second back"),
                "rewind",
                need=Need.MEDIA,
            ),
            ActionSpec(
                "seek-forward",
                QT_TRANSLATE_NOOP("Actions", "One second forward"),
                "fast-forward",
                need=Need.MEDIA,
            ),
            ActionSpec(
                "seek-row",
                QT_TRANSLATE_NOOP("Actions", "Go to the start of the row"),
                need=Need.MEDIA_AND_SELECTION,
            ),
        ),
        (
            ActionSpec(
                "slower", QT_TRANSLATE_NOOP("Actions", "Slower"), need=Need.MEDIA, submenu=_SPEED
            ),
            ActionSpec(
                "faster", QT_TRANSLATE_NOOP("Actions", "Faster"), need=Need.MEDIA, submenu=_SPEED
            ),
            ActionSpec(
                "normal-speed",
                QT_TRANSLATE_NOOP("Actions", "Normal speed"),
                need=Need.MEDIA,
                submenu=_SPEED,
            ),
            ActionSpec(
                "louder", QT_TRANSLATE_NOOP("Actions", "Louder"), need=Need.MEDIA, submenu=_SPEED
            ),
            ActionSpec(
                "quieter", QT_TRANSLATE_NOOP("Actions", "Quieter"), need=Need.MEDIA, submenu=_SPEED
            ),
            ActionSpec(
                "mute", QT_TRANSLATE_NOOP("Actions", "Mute"), need=Need.MEDIA, submenu=_SPEED
            ),
        ),
    ),
)
