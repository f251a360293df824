"""The language of the text: it decides reading speed, line breaks, capitals and filler words."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QInputDialog

from whisper_desktop.app.document_settings import LANGUAGE_SETTING, text_language
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.session import Session


class LanguageCommands(QObject):
    """Asks for the language, and remembers it with the document."""

    def __init__(self, desk: Desk, actions: Actions, session: Session) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        actions["language"].triggered.connect(self.ask)
        session.opened.connect(self._on_opened)

    @Slot()
    def ask(self) -> None:
        """Let the person choose."""
        dialog = QInputDialog(self._desk.window)
        dialog.setWindowTitle(self.tr("Language of the text"))
        dialog.setLabelText(self.tr("In which language is the text?"))
        dialog.setOkButtonText(self.tr("Choose"))
        dialog.setComboBoxItems([self._not_known(), *sorted(LANGUAGES.values())])
        name = LANGUAGES.get(self._desk.language or "")
        dialog.setTextValue(name or self._not_known())
        dialog.textValueSelected.connect(self._on_chosen)
        dialog.rejected.connect(self._desk.language_asked)
        self._desk.ask(dialog)

    def _not_known(self) -> str:
        return self.tr("Not known")

    @Slot()
    def _on_opened(self) -> None:
        self._desk.set_language(text_language(self._session.setting(LANGUAGE_SETTING)))

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        codes = [code for code, known in LANGUAGES.items() if known == name]
        language = codes[0] if codes else None
        self._session.remember(LANGUAGE_SETTING, language)
        self._desk.set_language(language)
        self._desk.language_asked.emit()
