"""Recipes with names: one is chosen and used, the shown one saved, others renamed or deleted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from whisper_desktop.app.named_recipes import NamedRecipe, NamedRecipes
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride
from whisper_desktop.ui.dialogs.passing import exec_once, open_once
from whisper_desktop.ui.dialogs.replace_box import ReplaceBox
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.recognition.recipe_words import wish_words

_LEAST_LETTERS = 10
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole


class NamedBar(QWidget):
    """Reads the file of named recipes whenever it is looked at; other windows use it, too."""

    applied = Signal(object)
    """A RecipeOverride was chosen to be used."""
    said = Signal(str)
    """A sentence that says what happened."""

    def __init__(self, named: NamedRecipes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named = named
        self._recipes: tuple[NamedRecipe, ...] = ()
        self._shown = NO_OVERRIDE
        self.names = QComboBox()
        self.names.setAccessibleName(self.tr("Saved recipes"))
        self.names.setPlaceholderText(self.tr("No saved recipe"))
        self.names.setMinimumContentsLength(_LEAST_LETTERS)
        self.names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.apply_button = QPushButton(self.tr("Use"))
        self.apply_button.setToolTip(self.tr("Use the saved recipe here"))
        self.more_button = QToolButton()
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setAutoRaise(True)
        self.more_button.setToolTip(self.tr("Save, rename, delete"))
        self.more_button.setAccessibleName(self.more_button.toolTip())
        menu = QMenu(self.more_button)
        self.save_action = menu.addAction(self.tr("&Save this recipe…"))
        self.rename_action = menu.addAction(self.tr("&Rename…"))
        self.delete_action = menu.addAction(self.tr("&Delete"))
        self.more_button.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.names, 1)
        layout.addWidget(self.apply_button)
        layout.addWidget(self.more_button)
        self._draw_icon()
        self._connect()
        self.refresh()

    def show_wishes(self, wishes: RecipeOverride) -> None:
        """Let these be what is saved."""
        self._shown = wishes
        self.save_action.setEnabled(not wishes.is_empty)

    @Slot()
    def refresh(self) -> None:
        """Read the names again."""
        found = self._named.found()
        if found.problem:
            text = self.tr("The saved recipes could not be read: {reason}.")
            self.said.emit(text.format(reason=found.problem))
        if found.recipes != self._recipes:
            chosen = self.names.currentText()
            self._recipes = found.recipes
            self.names.clear()
            for number, one in enumerate(found.recipes):
                self.names.addItem(one.name)
                self.names.setItemData(number, "\n".join(wish_words(one.recipe)), _TOOL_TIP)
            self.names.setCurrentIndex(max(self.names.findText(chosen), 0 if self._recipes else -1))
        for widget in (self.apply_button, self.names, self.rename_action, self.delete_action):
            widget.setEnabled(bool(self._recipes))

    def _connect(self) -> None:
        self.apply_button.clicked.connect(self._on_apply)
        self.save_action.triggered.connect(self._on_save)
        self.rename_action.triggered.connect(self._on_rename)
        self.delete_action.triggered.connect(self._on_delete)

    def _chosen(self) -> NamedRecipe | None:
        place = self.names.currentIndex()
        return self._recipes[place] if 0 <= place < len(self._recipes) else None

    def _ask_name(self, title: str, proposed: str, verb: str) -> QInputDialog:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name of the recipe:"))
        dialog.setTextValue(proposed)
        dialog.setOkButtonText(verb)
        return dialog

    def _change(self, change: Callable[[], None], name: str) -> bool:
        """Change the file and show the name; say why that was not possible."""
        try:
            change()
        except OutputUnwritableError as error:
            self.said.emit(error_sentence(error))
            return False
        self.refresh()
        self.names.setCurrentIndex(max(self.names.findText(name), 0 if self._recipes else -1))
        return True

    def _may_take(self, name: str) -> bool:
        """Ask before another recipe of this name is lost."""
        known = [one.name for one in self._recipes if one.name.casefold() == name.casefold()]
        if not known:
            return True
        sentence = self.tr("There is a recipe called “{name}” already.").format(name=known[0])
        box = ReplaceBox(self.tr("Saved recipes"), sentence, self)
        exec_once(box)
        return box.is_agreed

    def _draw_icon(self) -> None:
        self.more_button.setIcon(icon("dots-vertical", self.palette()))

    @Slot()
    def _on_apply(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.applied.emit(chosen.recipe)

    @Slot()
    def _on_save(self) -> None:
        dialog = self._ask_name(
            self.tr("Save the recipe"), self.names.currentText(), self.tr("Save")
        )
        dialog.textValueSelected.connect(self._save_as)
        open_once(dialog)

    @Slot(str)
    def _save_as(self, text: str) -> None:
        name = text.strip()
        if name and self._may_take(name):
            wishes = self._shown
            if self._change(lambda: self._named.save(name, wishes), name):
                self.said.emit(self.tr("Saved the recipe “{name}”.").format(name=name))

    @Slot()
    def _on_rename(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            dialog = self._ask_name(self.tr("Rename the recipe"), chosen.name, self.tr("Rename"))
            dialog.textValueSelected.connect(self._rename)
            open_once(dialog)

    @Slot(str)
    def _rename(self, text: str) -> None:
        name, chosen = text.strip(), self._chosen()
        if chosen is None or not name or name == chosen.name:
            return
        if name.casefold() == chosen.name.casefold() or self._may_take(name):
            self._change(lambda: self._named.rename(chosen.name, name), name)

    @Slot()
    def _on_delete(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._change(lambda: self._named.delete(chosen.name), ""):
            self.said.emit(self.tr("Deleted the recipe “{name}”.").format(name=chosen.name))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours of another palette."""
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)
