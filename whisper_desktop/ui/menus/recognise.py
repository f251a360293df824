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
                need=Need.MEDIA,
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
    ),
)
