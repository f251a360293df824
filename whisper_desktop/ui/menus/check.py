"""Rules that rows break."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

CHECK = MenuSpec(
    "check",
    QT_TRANSLATE_NOOP("Actions", "&Check"),
    (
        (
            ActionSpec(
                "next-finding",
                QT_TRANSLATE_NOOP("Actions", "&Next finding"),
                "alert-circle-outline+arrow-down",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "previous-finding",
                QT_TRANSLATE_NOOP("Actions", "&Previous finding"),
                "alert-circle-outline+arrow-up",
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "fix",
                QT_TRANSLATE_NOOP("Actions", "&Fix the findings of this row"),
                "auto-fix",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "fix-all",
                QT_TRANSLATE_NOOP("Actions", "Fix &all that can be fixed"),
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "accept-rows",
                QT_TRANSLATE_NOOP("Actions", "Accept the text of the &rows"),
                "check",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "again-otherwise",
                QT_TRANSLATE_NOOP("Actions", "Recognise the rows &otherwise"),
                "autorenew",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "again-uncovered",
                QT_TRANSLATE_NOOP("Actions", "Recognise all speech &without rows"),
                need=Need.MEDIA,
            ),
            ActionSpec(
                "why",
                QT_TRANSLATE_NOOP("Actions", "Wh&y is this row here?"),
                need=Need.SELECTION,
            ),
        ),
        (
            ActionSpec(
                "check-translation",
                QT_TRANSLATE_NOOP("Actions", "&Check the translation, too"),
                is_checkable=True,
            ),
            ActionSpec(
                "findings",
                QT_TRANSLATE_NOOP("Actions", "&Show findings"),
                "alert-circle-outline",
                is_checkable=True,
            ),
            ActionSpec(
                "doubts",
                QT_TRANSLATE_NOOP("Actions", "Show &doubts"),
                "ear-hearing",
                is_checkable=True,
            ),
            ActionSpec(
                "findings-report",
                QT_TRANSLATE_NOOP("Actions", "Save the findings as a &table…"),
                need=Need.DOCUMENT,
            ),
        ),
    ),
)
