"""What is opened, saved and written."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

FILE = MenuSpec(
    "file",
    QT_TRANSLATE_NOOP("Actions", "&File"),
    (
        (
            ActionSpec("open", QT_TRANSLATE_NOOP("Actions", "&Open…"), "folder-open"),
            ActionSpec("open-folder", QT_TRANSLATE_NOOP("Actions", "Open &folder…")),
            ActionSpec("import", QT_TRANSLATE_NOOP("Actions", "&Import subtitles…"), "file-import"),
            ActionSpec(
                "open-media",
                QT_TRANSLATE_NOOP("Actions", "Choose the &recording…"),
                "filmstrip",
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "save",
                QT_TRANSLATE_NOOP("Actions", "&Save project"),
                "content-save",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "save-as", QT_TRANSLATE_NOOP("Actions", "Save project &as…"), need=Need.DOCUMENT
            ),
            ActionSpec(
                "versions", QT_TRANSLATE_NOOP("Actions", "Earlier &versions…"), need=Need.DOCUMENT
            ),
            ActionSpec("left-behind", QT_TRANSLATE_NOOP("Actions", "&Work that was left behind…")),
        ),
        (
            ActionSpec(
                "export",
                QT_TRANSLATE_NOOP("Actions", "&Export…"),
                "file-export",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "export-again", QT_TRANSLATE_NOOP("Actions", "Export a&gain"), need=Need.DOCUMENT
            ),
            ActionSpec(
                "export-clips",
                QT_TRANSLATE_NOOP("Actions", "Export the audio of the selected rows…"),
                need=Need.MEDIA_AND_SELECTION,
            ),
        ),
        (
            ActionSpec("close", QT_TRANSLATE_NOOP("Actions", "&Close"), need=Need.DOCUMENT),
            ActionSpec("settings", QT_TRANSLATE_NOOP("Actions", "Se&ttings…"), "cog"),
            ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit")),
        ),
    ),
)
