"""Undoing, copying and finding."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

_COPY = QT_TRANSLATE_NOOP("Actions", "C&opy as")

EDIT = MenuSpec(
    "edit",
    QT_TRANSLATE_NOOP("Actions", "&Edit"),
    (
        (
            ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "undo"),
            ActionSpec("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "redo"),
            ActionSpec(
                "history", QT_TRANSLATE_NOOP("Actions", "&History"), "history", is_checkable=True
            ),
        ),
        (
            ActionSpec(
                "cut", QT_TRANSLATE_NOOP("Actions", "Cu&t"), "content-cut", need=Need.SELECTION
            ),
            ActionSpec(
                "copy", QT_TRANSLATE_NOOP("Actions", "&Copy"), "content-copy", need=Need.SELECTION
            ),
            ActionSpec(
                "copy-text",
                QT_TRANSLATE_NOOP("Actions", "&Text"),
                need=Need.SELECTION,
                submenu=_COPY,
            ),
            ActionSpec(
                "copy-srt", QT_TRANSLATE_NOOP("Actions", "&SRT"), need=Need.SELECTION, submenu=_COPY
            ),
            ActionSpec(
                "copy-times",
                QT_TRANSLATE_NOOP("Actions", "T&imes"),
                need=Need.SELECTION,
                submenu=_COPY,
            ),
            ActionSpec(
                "paste", QT_TRANSLATE_NOOP("Actions", "&Paste"), "content-paste", need=Need.DOCUMENT
            ),
            ActionSpec(
                "delete", QT_TRANSLATE_NOOP("Actions", "&Delete"), "delete", need=Need.SELECTION
            ),
            ActionSpec(
                "duplicate",
                QT_TRANSLATE_NOOP("Actions", "Dup&licate"),
                "content-duplicate",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "select-all", QT_TRANSLATE_NOOP("Actions", "Select &all"), need=Need.DOCUMENT
            ),
        ),
        (
            ActionSpec(
                "find", QT_TRANSLATE_NOOP("Actions", "&Find…"), "magnify", need=Need.DOCUMENT
            ),
            ActionSpec(
                "replace",
                QT_TRANSLATE_NOOP("Actions", "Find and r&eplace…"),
                "find-replace",
                need=Need.DOCUMENT,
            ),
            ActionSpec("find-next", QT_TRANSLATE_NOOP("Actions", "Find &next"), need=Need.DOCUMENT),
            ActionSpec(
                "find-previous", QT_TRANSLATE_NOOP("Actions", "Find pre&vious"), need=Need.DOCUMENT
            ),
        ),
        (
            ActionSpec("go-to", QT_TRANSLATE_NOOP("Actions", "&Go to row…"), need=Need.DOCUMENT),
            ActionSpec(
                "previous-row", QT_TRANSLATE_NOOP("Actions", "Previous row"), need=Need.DOCUMENT
            ),
            ActionSpec("next-row", QT_TRANSLATE_NOOP("Actions", "Next row"), need=Need.DOCUMENT),
        ),
    ),
)
