"""Sentences above the rows that wait for an answer, without standing in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.ui.icons import icon

_ICON_SIZE_PX = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and what can be done about it: verbs with what they do.

    `looks` only show something, and leave the notice, which is still to be answered. It takes the
    place of one of the same `topic`; a problem has another sign.
    """

    topic: str
    sentence: str
    answers: Sequence[tuple[str, Callable[[], None]]] = ()
    is_problem: bool = False
    looks: Sequence[tuple[str, Callable[[], None]]] = ()


class NoticeBar(QWidget):
    """Shows every notice until it is answered or closed, the newest above the others."""

    focus_left = Signal()
    """What has the focus was pressed, or is about to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """The newest notice."""
        return self._notices[0] if self._notices else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that are shown, the newest first."""
        return tuple(self._notices)

    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        if notice not in self._notices:
            others = [other for other in self._notices if other.topic != notice.topic]
            self._notices = [notice, *others]
            self._show()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.sentence))

    def withdraw(self, topic: str) -> None:
        """Take back what was said of a topic."""
        self._notices = [notice for notice in self._notices if notice.topic != topic]
        self._show()

    def clear(self) -> None:
        """Take everything back."""
        self._notices = []
        self._show()

    def _show(self) -> None:
        for old in self.findChildren(_NoticeLine):
            if old.notice not in self._notices:
                old.leave()
        shown: dict[str, _NoticeLine] = {}
        while (item := self._column.takeAt(0)) is not None:
            line = item.widget()
            if isinstance(line, _NoticeLine) and line.notice in self._notices:
                # What has the focus keeps it.
                shown[line.notice.topic] = line
            elif line is not None:
                line.hide()
                line.deleteLater()
        for notice in self._notices:
            line = shown.get(notice.topic) or self._new_line(notice)
            self._column.addWidget(line)
            line.show()
        self.setVisible(bool(self._notices))

    def _new_line(self, notice: Notice) -> "_NoticeLine":
        line = _NoticeLine(notice, self.withdraw, self)
        line.focus_left.connect(self.focus_left)
        return line


class _NoticeLine(QFrame):
    """One notice: its sign, its sentence, the answers and a button that closes it."""

    focus_left = Signal()

    def __init__(
        self, notice: Notice, withdraw: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.notice = notice
        self._withdraw = withdraw
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(notice.sentence)
        self._sign = QLabel()
        sentence = QLabel(notice.sentence)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close this notice"))
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.clicked.connect(self._on_closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(sentence, 1)
        for words, act in notice.looks:
            row.addWidget(self._button(words, self.leave, act))
        for words, act in notice.answers:
            row.addWidget(self._button(words, self._on_closed, act))
        row.addWidget(self._close)
        self._draw_icons()

    def leave(self) -> None:
        """Let the focus go to where work goes on, if it is here."""
        if self.isAncestorOf(self.window().focusWidget()):
            self.focus_left.emit()

    def _button(self, words: str, *acts: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)

        def press() -> None:
            for act in acts:
                act()

        button.clicked.connect(press)
        return button

    def _on_closed(self) -> None:
        self._withdraw(self.notice.topic)

    def _draw_icons(self) -> None:
        size = _ICON_SIZE_PX
        name = "alert" if self.notice.is_problem else "information-outline"
        self._sign.setPixmap(icon(name, self.palette()).pixmap(size, size))
        self._close.setIcon(icon("close", self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)
