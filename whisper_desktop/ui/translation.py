"""Texts that stand in tables and are translated when they are shown."""

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - lupdate looks for this name
    """Mark a text for translation; PySide6's own function says it returns any object."""
    return text


def translated(context: str, text: str) -> str:
    """Return a marked text in the language of the window."""
    return QCoreApplication.translate(context, text)
