"""What the recogniser does."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

RECOGNISE = MenuSpec(
    "recognise",
    QT_TRANSLATE_NOOP("Actions", "Recogn&ise"),
    (
        (
            ActionSpec(
                "transcribe",
                QT_TRANSLATE_NOOP("Actions", "&Transcribe…"),
                "text-recognition",
                need=Need.MEDIA_AT_REST,
            ),
            ActionSpec(
                "go-on-run",
                QT_TRANSLATE_NOOP("Actions", "&Go on with the transcription"),
                "play-circle-outline",
                need=Need.UNFINISHED_RUN,
            ),
            ActionSpec(
                "pause-run",
                QT_TRANSLATE_NOOP("Actions", "&Pause"),
                "pause-circle-outline",
                need=Need.RUN,
                is_checkable=True,
            ),
            ActionSpec(
                "stop-run",
                QT_TRANSLATE_NOOP("Actions", "&Stop"),
                "stop-circle-outline",
                need=Need.RUN,
            ),
        ),
        (
            ActionSpec(
                "recipe-rows",
                QT_TRANSLATE_NOOP("Actions", "&Recipe of the rows…"),
                "tune-variant",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "rows-language",
                QT_TRANSLATE_NOOP("Actions", "&Language of the rows…"),
                "translate",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "rows-language-again",
                QT_TRANSLATE_NOOP("Actions", "Same language &as last time"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "recipe-document",
                QT_TRANSLATE_NOOP("Actions", "Recipe of the &document…"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "recipe", QT_TRANSLATE_NOOP("Actions", "Sho&w the recipe"), is_checkable=True
            ),
        ),
        (
            ActionSpec("models", QT_TRANSLATE_NOOP("Actions", "&Models…"), "package-variant"),
            ActionSpec("devices", QT_TRANSLATE_NOOP("Actions", "De&vices…"), "chip"),
        ),
    ),
)
