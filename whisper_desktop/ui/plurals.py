"""English plurals: Qt shows "%n row(s)" as it stands unless a translation says otherwise."""

from PySide6.QtCore import QTranslator


class EnglishPlurals(QTranslator):
    """Translates counted English into proper English; for other languages there are files."""

    def translate(
        self, _context: str, text: str, _disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Write "1 row" and "2 rows" for "%n row(s)"; leave every other text as it is."""
        return text if n < 0 else text.replace("(s)", "" if n == 1 else "s")

    def isEmpty(self) -> bool:  # noqa: N802 - the name that Qt gives
        """Tell Qt that there is something to translate."""
        return False
