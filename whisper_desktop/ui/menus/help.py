"""What explains the program."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

HELP = MenuSpec(
    "help",
    QT_TRANSLATE_NOOP("Actions", "&Help"),
    (
        (
            ActionSpec("keys", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts…"), "keyboard"),
            ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "&About Whisper Desktop")),
        ),
    ),
)
