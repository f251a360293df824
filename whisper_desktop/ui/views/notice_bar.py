"""A sentence above the rows that waits for an answer, without standing in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from whisper_desktop.ui.icons import icon

_ICON_SIZE_PX = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and what can be done about it: verbs with what they do.

    A notice takes the place of one of the same `topic`.
    """

    topic: str
    sentence: str
    answers: Sequence[tuple[str, Callable[[], None]]] = ()


class NoticeBar(QFrame):
    """Shows one notice; those that came later wait behind it until it is answered or closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._notices: list[Notice] = []
        self._sign = QLabel()
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close this notice"))
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.clicked.connect(self._on_closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        row.addLayout(self._buttons)
        row.addWidget(self._close)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown."""
        return self._notices[0] if self._notices else None

    def tell(self, notice: Notice) -> None:
        """Show a notice, now or when its turn comes."""
        topics = [waiting.topic for waiting in self._notices]
        if notice.topic in topics:
            self._notices[topics.index(notice.topic)] = notice
        else:
            self._notices.append(notice)
        self._show()

    def withdraw(self, topic: str) -> None:
        """Take back what was said of a topic."""
        self._notices = [notice for notice in self._notices if notice.topic != topic]
        self._show()

    def clear(self) -> None:
        """Take everything back."""
        self._notices = []
        self._show()

    def _show(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        notice = self.notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._sentence.setText(notice.sentence)
        self.setAccessibleName(notice.sentence)
        for words, act in notice.answers:
            self._buttons.addWidget(self._button(words, act, notice.topic))
        self._draw_icons()

    def _button(self, words: str, act: Callable[[], None], topic: str) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)

        def answer() -> None:
            self.withdraw(topic)
            act()

        button.clicked.connect(answer)
        return button

    def _on_closed(self) -> None:
        self._notices = self._notices[1:]
        self._show()

    def _draw_icons(self) -> None:
        size = _ICON_SIZE_PX
        self._sign.setPixmap(icon("information-outline", self.palette()).pixmap(size, size))
        self._close.setIcon(icon("close", self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)
