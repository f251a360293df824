"""The line at the bottom: what just happened, how to undo it, what goes on, what is wrong."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from whisper_desktop.ui.icons import icon

_ICON_SIZE_PX = 16
_PROGRESS_WIDTH_PX = 140


class StatusLine(QWidget):
    """Says what happened; a message stays until the next one, so that nobody has to hurry."""

    undo_requested = Signal()
    findings_requested = Signal()
    stop_requested = Signal()
    """The work that goes on shall not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel()
        self._message = QLabel()
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # It may be cut off, but must not make the window wider.
        self._message.setMinimumWidth(1)
        self._message.setAccessibleDescription(self.tr("What just happened"))
        self._undo = _flat_button(self.tr("Undo"), self.tr("Undo what just happened"))
        self._progress_label = QLabel()
        self._progress = QProgressBar()
        self._progress.setFixedWidth(_PROGRESS_WIDTH_PX)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._stop = _flat_button(self.tr("Stop"), self.tr("Stop what goes on (Esc)"))
        self._saved = QLabel()
        self._findings = _flat_button("", self.tr("Show what breaks the rules"))
        self._undo.clicked.connect(self.undo_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._findings.clicked.connect(self.findings_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._message)
        row.addWidget(self._undo)
        row.addStretch(1)
        work = (self._progress_label, self._progress, self._stop)
        for widget in (*work, self._saved, self._findings):
            row.addWidget(widget)
            widget.hide()
        self._undo.hide()
        self._sign.hide()
        self._draw_icons()

    @property
    def text(self) -> str:
        """The message that is shown."""
        return self._message.text()

    @property
    def progress_text(self) -> str:
        """What is said of the work that goes on; "" when none does."""
        return "" if self._progress_label.isHidden() else self._progress_label.text()

    def tell(self, text: str, *, is_problem: bool = False, can_undo: bool = False) -> None:
        """Show what happened; a problem has a sign before it."""
        self._message.setText(text)
        self._message.setToolTip(text)
        self._sign.setVisible(is_problem)
        self._undo.setVisible(can_undo)
        event = QAccessibleAnnouncementEvent(self._message, text)
        QAccessible.updateAccessibility(event)

    def show_progress(
        self, text: str, percent: int | None, *, can_stop: bool = False, tip: str = ""
    ) -> None:
        """Show work that goes on; percent None while its end is not known, `tip` says more."""
        self._progress_label.setText(text)
        for widget in (self._progress_label, self._progress):
            widget.setToolTip(tip)
        self._progress.setRange(0, 0 if percent is None else 100)
        self._progress.setValue(percent or 0)
        self._progress_label.show()
        self._progress.show()
        self._stop.setVisible(can_stop)

    def end_progress(self) -> None:
        """Show that no work goes on."""
        for widget in (self._progress_label, self._progress, self._stop):
            widget.hide()

    def stop(self) -> bool:
        """Ask for the end of what goes on; tell whether it can be stopped."""
        can_stop = self._stop.isVisible()
        if can_stop:
            self._stop.click()
        return can_stop

    def show_saved(self, text: str) -> None:
        """Say where the work is kept; "" hides it."""
        self._saved.setText(text)
        self._saved.setVisible(bool(text))

    def show_findings(self, count: int | None) -> None:
        """Show how many rules are broken; None hides it."""
        self._findings.setVisible(count is not None)
        self._findings.setText(self.tr("%Ln finding(s)", "", count or 0))

    def _draw_icons(self) -> None:
        palette = self.palette()
        size = _ICON_SIZE_PX
        self._sign.setPixmap(icon("alert", palette).pixmap(size, size))
        self._undo.setIcon(icon("undo", palette))
        self._findings.setIcon(icon("alert-circle-outline", palette))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)


def _flat_button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
