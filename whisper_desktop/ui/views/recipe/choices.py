"""Fields of a recipe: each shows a value, that of the document, or that rows differ in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import language_code
from whisper_desktop.ui.key_guard import asks_for_history
from whisper_desktop.ui.views.typed_line import TypedLine

_LEAST_LETTERS = 12
"""That a box has room for; its list is as wide as its words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a box; `value` None is as the document, and `lack` says why it cannot be had."""

    value: str | None
    words: str
    lack: str = ""


class ChoiceBox(QComboBox):
    """A choice among values; nothing is chosen where rows differ."""

    picked = Signal(object)
    """The person chose a value, or None for that of the document."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        # Not the wheel: it would take the focus from where one works.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> str | None:
        """What is chosen; None for that of the document, and where rows differ."""
        place = self.currentIndex()
        return self._choices[place].value if 0 <= place < len(self._choices) else None

    def offer(self, choices: Iterable[Choice]) -> None:
        """Offer these from now on; nothing is chosen then."""
        wanted = tuple(choices)
        if wanted == self._choices:
            return
        self._choices = wanted
        self._lines.clear()
        for choice in wanted:
            item = QStandardItem(choice.words)
            item.setEnabled(not choice.lack)
            item.setToolTip(choice.lack)
            self._lines.appendRow(item)

    def show_value(self, value: str | None, *, is_mixed: bool = False) -> None:
        """Show a value, or that rows differ."""
        values = [choice.value for choice in self._choices]
        self.setCurrentIndex(values.index(value) if value in values and not is_mixed else -1)
        self.setPlaceholderText(self.tr("Different") if is_mixed else (value or ""))
        # The box may be too narrow for what it shows.
        self.setToolTip(self.currentText())

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        if 0 <= place < len(self._choices):
            self.picked.emit(self._choices[place].value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what has the focus: who scrolls past wants nothing changed."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class LanguageBox(ChoiceBox):
    """A choice among languages: type a part of a name, or a code."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        completer = QCompleter(self._lines, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line.editingFinished.connect(self._on_typed)

    def show_value(self, value: str | None, *, is_mixed: bool = False) -> None:
        """Show a value, or that rows differ; what is being typed is let go."""
        super().show_value(value, is_mixed=is_mixed)
        line = self.lineEdit()
        assert line is not None
        shown = self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else ""
        if line.text() != shown:
            line.setText(shown)
        line.setPlaceholderText(self.placeholderText())
        line.setModified(False)
        line.setCursorPosition(0)

    def _meant(self, text: str) -> int:
        """Return the line that was meant by what was typed, -1 for none."""
        exact = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if exact >= 0:
            return exact
        try:
            code = language_code(text)
        except UnknownLanguageError:
            return self.findText(text, Qt.MatchFlag.MatchContains)
        return [choice.value for choice in self._choices].index(code)

    @Slot()
    def _on_typed(self) -> None:
        line = self.lineEdit()
        if line is None or not line.isModified():
            return
        text, place = line.text().strip(), -1
        if text:
            place = self._meant(text)
        line.setModified(False)
        if place >= 0:
            self.setCurrentIndex(place)
            self._on_activated(place)
        else:
            line.setText(self.itemText(self.currentIndex()))

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window's actions, unless a name is half typed."""
        line = self.lineEdit()
        if asks_for_history(event) and line is not None and not line.isModified():
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let what is typed replace the name."""
        super().focusInEvent(event)
        line = self.lineEdit()
        if line is not None and event.reason() is not Qt.FocusReason.PopupFocusReason:
            line.selectAll()


class WishLine(TypedLine):
    """A line of text; empty it is none, which is other than that of the document."""

    picked = Signal(object)
    """The person wrote another text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.editingFinished.connect(self.take_typed)

    def show_value(self, value: str | None, usual: str, *, is_mixed: bool = False) -> None:
        """Show a text, that of the document dimly, or that rows differ."""
        shown = "" if value is None or is_mixed else value
        if shown != self.text():
            self.setText(shown)
            self.setCursorPosition(0)
        self.setModified(False)
        self.setPlaceholderText(self._hint(value, usual, is_mixed=is_mixed))

    @Slot()
    def take_typed(self) -> None:
        """Hand on what was typed."""
        if self.isModified():
            self.setModified(False)
            self.picked.emit(self.text().strip())

    def _hint(self, value: str | None, usual: str, *, is_mixed: bool) -> str:
        if is_mixed:
            return self.tr("Different")
        if value is None and usual:
            return self.tr("As the document: {text}").format(text=usual)
        return self.tr("None")


def choices_of(values: Sequence[tuple[str, str]], usual: str | None) -> list[Choice]:
    """Return choices for values and their words, before them that of the document if there is."""
    first = [] if usual is None else [Choice(None, usual)]
    return [*first, *(Choice(value, words) for value, words in values)]
