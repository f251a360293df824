"""Rows that come, go, part and join, and their text."""

from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP

ROWS = MenuSpec(
    "rows",
    QT_TRANSLATE_NOOP("Actions", "&Subtitle"),
    (
        (
            ActionSpec(
                "insert-at-playhead",
                QT_TRANSLATE_NOOP("Actions", "&Insert at the playhead"),
                "plus",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "insert-before",
                QT_TRANSLATE_NOOP("Actions", "Insert &before"),
                "table-row-plus-before",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "insert-after",
                QT_TRANSLATE_NOOP("Actions", "Insert &after"),
                "table-row-plus-after",
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "split",
                QT_TRANSLATE_NOOP("Actions", "&Split at the cursor"),
                "format-page-break",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "split-at-playhead",
                QT_TRANSLATE_NOOP("Actions", "Split at the &playhead"),
                need=Need.SELECTION,
            ),
            ActionSpec(
                "merge",
                QT_TRANSLATE_NOOP("Actions", "&Merge the selected rows"),
                "table-merge-cells",
                need=Need.SELECTION,
            ),
            ActionSpec(
                "merge-next",
                QT_TRANSLATE_NOOP("Actions", "Merge with the &next row"),
                need=Need.SELECTION,
            ),
        ),
        (
            ActionSpec(
                "language",
                QT_TRANSLATE_NOOP("Actions", "&Language of the text…"),
                "translate",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "wrap", QT_TRANSLATE_NOOP("Actions", "&Wrap lines"), "wrap", need=Need.SELECTION
            ),
            ActionSpec(
                "cut-for-reading",
                QT_TRANSLATE_NOOP("Actions", "C&ut for reading"),
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "change-case",
                QT_TRANSLATE_NOOP("Actions", "Change &case…"),
                "format-letter-case",
                need=Need.DOCUMENT,
            ),
            ActionSpec(
                "remove-fillers",
                QT_TRANSLATE_NOOP("Actions", "Remove &filler words"),
                need=Need.DOCUMENT,
            ),
        ),
        (
            ActionSpec(
                "sort", QT_TRANSLATE_NOOP("Actions", "S&ort by start"), "sort", need=Need.DOCUMENT
            ),
        ),
    ),
)
