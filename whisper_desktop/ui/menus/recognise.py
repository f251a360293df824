"""What the recogniser does."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

_COMPARISON = QT_TRANSLATE_NOOP("Actions", "&Comparison")
_ABOUT_PROPOSALS = (
    ("next-proposal", QT_TRANSLATE_NOOP("Actions", "&Next proposal"), ""),
    ("previous-proposal", QT_TRANSLATE_NOOP("Actions", "&Previous proposal"), ""),
    ("accept-proposal", QT_TRANSLATE_NOOP("Actions", "&Accept the proposal"), "check"),
    ("reject-proposal", QT_TRANSLATE_NOOP("Actions", "&Reject the proposal"), "close"),
    ("accept-all", QT_TRANSLATE_NOOP("Actions", "Accept a&ll proposals"), "check-all"),
    ("reject-all", QT_TRANSLATE_NOOP("Actions", "Re&ject all proposals"), ""),
)

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
                need=Need.WORK,
                is_checkable=True,
            ),
            ActionSpec(
                "stop-run",
                QT_TRANSLATE_NOOP("Actions", "&Stop"),
                "stop-circle-outline",
                need=Need.WORK,
            ),
        ),
        (
            ActionSpec(
                "again",
                QT_TRANSLATE_NOOP("Actions", "Rec&ognise the rows again"),
                "autorenew",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "again-free",
                QT_TRANSLATE_NOOP("Actions", "Recognise the rows again with &free times"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "again-empty",
                QT_TRANSLATE_NOOP("Actions", "Recognise all rows witho&ut text"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "again-translate",
                QT_TRANSLATE_NOOP("Actions", "Translate the rows into &English"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "comparison",
                QT_TRANSLATE_NOOP("Actions", "&Show the comparison"),
                submenu=_COMPARISON,
                is_checkable=True,
            ),
            *(
                ActionSpec(name, text, icon, need=Need.PROPOSALS, submenu=_COMPARISON)
                for name, text, icon in _ABOUT_PROPOSALS
            ),
        ),
        (
            ActionSpec(
                "fit-words",
                QT_TRANSLATE_NOOP("Actions", "Find the words of the rows in t&he sound"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "fit-times",
                QT_TRANSLATE_NOOP("Actions", "Fit t&imes to the sound"),
                "arrow-expand-horizontal",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "fit-all",
                QT_TRANSLATE_NOOP("Actions", "Fit the whole te&xt to the recording"),
                need=Need.DOCUMENT,
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
            ActionSpec(
                "queue",
                QT_TRANSLATE_NOOP("Actions", "&Queue"),
                "playlist-play",
                is_checkable=True,
            ),
        ),
        (
            ActionSpec("models", QT_TRANSLATE_NOOP("Actions", "&Models…"), "package-variant"),
            ActionSpec("devices", QT_TRANSLATE_NOOP("Actions", "De&vices…"), "chip"),
        ),
    ),
)
