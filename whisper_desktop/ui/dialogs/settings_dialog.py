"""The settings: every change takes effect at once, so there is nothing to confirm."""

from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.dialogs.checks_page import ChecksPage
from whisper_desktop.ui.dialogs.general_page import GeneralPage
from whisper_desktop.ui.dialogs.keys_page import KeysPage
from whisper_desktop.ui.dialogs.question import without_icons
from whisper_desktop.ui.dialogs.recognition_page import RecognitionPage
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.screen_fit import fit_to_screen

_SIZE_PX = (780, 540)


class Page(IntEnum):
    """The pages in their order."""

    GENERAL = 0
    CHECKS = 1
    KEYS = 2
    RECOGNITION = 3


class SettingsDialog(QDialog):
    """Shows one page at a time."""

    def __init__(
        self,
        preferences: Preferences,
        actions: Actions,
        parent: QWidget | None = None,
        advice: RunAdvice | None = None,
    ) -> None:
        """Without `advice` there is no page on recognition."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.pages = QListWidget()
        self.pages.setAccessibleName(self.tr("Pages of the settings"))
        self.stack = QStackedWidget()
        self._add(self.tr("General"), GeneralPage(preferences))
        self.checks = ChecksPage(preferences)
        self._add(self.tr("Checks"), self.checks)
        self._add(self.tr("Keys"), KeysPage(preferences, actions))
        if advice is not None:
            self._add(self.tr("Recognition"), RecognitionPage(preferences, advice))
        self.pages.setSpacing(4)
        self.pages.setFixedWidth(self.pages.sizeHintForColumn(0) + 40)
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons.buttons())
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.pages)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(*_SIZE_PX)
        self.show_page(Page.GENERAL)
        self.pages.setFocus()

    def show_page(self, page: Page) -> None:
        """Show a page."""
        self.pages.setCurrentRow(page)

    def _add(self, title: str, page: QWidget) -> None:
        self.pages.addItem(title)
        self.stack.addWidget(_scrolling(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, and never close the settings."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        button = self.focusWidget()
        if isinstance(button, QPushButton):
            button.click()

    def showEvent(self, event: QShowEvent) -> None:
        """Stay on the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            fit_to_screen(self)


def _scrolling(page: QWidget) -> QScrollArea:
    """Return a page that can be scrolled where the screen is smaller than it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
