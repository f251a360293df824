"""The shape of all questions: one sentence, what is to be chosen, and buttons that are verbs."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QIcon, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.ui.screen_fit import fit_to_screen

_WIDTH_PX = 420
_SPACING_PX = 16


class Question(QDialog):
    """Asks one thing; `accepted` comes with the verb's button, `rejected` with Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.verb_button: QPushButton = self.buttons.addButton(
            "", QDialogButtonBox.ButtonRole.AcceptRole
        )
        without_icons(self.buttons.buttons())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(_SPACING_PX)
        self.body.addWidget(self.sentence)
        self.body.addLayout(self.form)
        self.body.addWidget(self.remark)
        self.body.addWidget(self.buttons)
        self.remark.hide()
        # A button that has the focus is pressed by Enter, else this one.
        self.verb_button.setDefault(True)

    def ask(self, title: str, sentence: str, verb: str) -> None:
        """Give the question its words."""
        self.setWindowTitle(title)
        self.sentence.setText(sentence)
        self.verb_button.setText(verb)

    def add_row(self, label: str, field: QWidget) -> None:
        """Add a choice with its name."""
        self.form.addRow(label, field)
        if not field.accessibleName():
            field.setAccessibleName(label.rstrip(":"))

    @Slot(str)
    def tell(self, remark: str) -> None:
        """Say what does not stand against the verb; "" for nothing."""
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))

    def refuse(self, remark: str) -> None:
        """Say why the verb cannot be done like this; "" when it can."""
        self.tell(remark)
        self.verb_button.setEnabled(not remark)

    def _order_buttons(self) -> None:
        """Let Tab go through the buttons as one reads them, not as they were made."""
        box = self.layout()
        if box is not None:
            box.activate()
        for before, behind in pairwise(sorted(self.buttons.buttons(), key=QWidget.x)):
            self.setTabOrder(before, behind)

    def _first_field(self) -> QWidget | None:
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self._is_field(widget):
                return widget
            widget = widget.nextInFocusChain()
        return None

    def _is_field(self, widget: QWidget) -> bool:
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not takes_keys or not widget.isEnabled() or not widget.isVisibleTo(self):
            return False
        # The inner line of a box hands the focus on; the buttons come last.
        return widget.focusProxy() is None and not self.buttons.isAncestorOf(widget)

    def _grow(self) -> None:
        """Make room for words that came or got longer; Qt would rather cut off others."""
        needed_px = self.body.minimumHeightForWidth(self.width())
        if needed_px > self.height():
            self.resize(self.width(), needed_px)
            fit_to_screen(self)

    def event(self, event: QEvent) -> bool:
        """Grow with what is in it."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return is_done

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus on the first thing that is to be chosen, ready to be typed over."""
        super().showEvent(event)
        if event.spontaneous():
            return
        fit_to_screen(self)
        self._order_buttons()
        field = self._first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.TabFocusReason)


def with_letters(buttons: Sequence[QAbstractButton]) -> None:
    """Give every button a letter that presses it together with Alt, no two the same."""
    buttons = list(buttons)
    taken = {_letter_of(button) for button in buttons}
    for button in buttons:
        if not _letter_of(button):
            text = button.text()
            places = [at for at, letter in enumerate(text) if letter.isalnum()]
            # The beginnings of words are found first.
            places.sort(key=lambda at: at > 0 and text[at - 1] != " ")
            place = next((at for at in places if text[at].casefold() not in taken), None)
            if place is not None:
                taken.add(text[place].casefold())
                button.setText(f"{text[:place]}&{text[place:]}")


def _letter_of(button: QAbstractButton) -> str:
    return QKeySequence.mnemonic(button.text()).toString().rpartition("+")[2].casefold()


def without_icons(buttons: Iterable[QAbstractButton]) -> None:
    """Take away the icons that some styles give to the buttons of dialogs."""
    for button in buttons:
        button.setIcon(QIcon())
