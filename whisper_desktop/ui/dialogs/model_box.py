"""A choice among models; those that cannot do what is wanted are shown, with the reason."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from whisper_desktop.app.capability import languages_of
from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.quantities import size_words


class ModelBox(QComboBox):
    """Lists what is installed first, then what would have to be downloaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statuses: tuple[ModelStatus, ...] = ()
        self._items = QStandardItemModel(self)
        self.setModel(self._items)

    @property
    def name(self) -> str:
        """The model that was chosen."""
        return str(self.currentData() or "")

    def choose(self, name: str) -> None:
        """Choose a model; one that is not known is listed as well."""
        if self.findData(name) < 0:
            self._items.appendRow(self._item(name, name))
        self.setCurrentIndex(self.findData(name))

    def show_models(self, statuses: tuple[ModelStatus, ...], recipe: Recipe) -> None:
        """List the models as they are now, and what they cannot do of a recipe."""
        if statuses != self._statuses:
            self._fill(statuses)
        for status in statuses:
            item = self._items.item(self.findData(status.name))
            lack = self._lack(status, recipe)
            item.setEnabled(not lack)
            item.setText(self._words(status, lack))
            item.setToolTip(item.text())

    def _fill(self, statuses: tuple[ModelStatus, ...]) -> None:
        self._statuses = statuses
        kept = self.name
        self.blockSignals(True)
        self._items.clear()
        for is_installed in (True, False):
            for status in statuses:
                if status.is_installed is is_installed:
                    self._items.appendRow(self._item(status.name, status.name))
        if kept:
            self.choose(kept)
        self.blockSignals(False)

    @staticmethod
    def _item(text: str, name: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setData(name, Qt.ItemDataRole.UserRole)
        return item

    def _words(self, status: ModelStatus, lack: str) -> str:
        if lack:
            return self.tr("{model} — {reason}").format(model=status.name, reason=lack)
        if status.is_installed:
            return status.name
        if status.size_bytes is None:
            return self.tr("{model} — not installed").format(model=status.name)
        size = size_words(status.size_bytes)
        return self.tr("{model} — not installed, {size}").format(model=status.name, size=size)

    def _lack(self, status: ModelStatus, recipe: Recipe) -> str:
        """Return what a model cannot do; imports are asked once they are chosen."""
        official = status.official
        if official is None:
            return ""
        if recipe.task is Task.TRANSLATE and not official.can_translate:
            return self.tr("cannot translate")
        if recipe.language is None or recipe.language in languages_of(official):
            return ""
        if official.is_english_only:
            return self.tr("English only")
        return self.tr("does not know this language")
