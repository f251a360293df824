"""What the window shows before anything is open: an invitation, and what was open lately."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.recent import RecentFile
from whisper_desktop.ui.icons import icon

_ICON_SIZE_PX = 64
_WIDTH_PX = 520


class EmptyState(QWidget):
    """Invites to drop or open, and lists what was open lately."""

    open_requested = Signal()
    folder_requested = Signal()
    file_chosen = Signal(object)
    """The path of a recent file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._open_button = QPushButton(self.tr("Open files…"))
        self._open_button.setToolTip(self.tr("Open a recording, a video, subtitles or a project"))
        self._open_button.setDefault(True)
        self._folder_button = QPushButton(self.tr("Open a folder…"))
        self._folder_button.setToolTip(self.tr("Open the recordings and subtitles of a folder"))
        self._recent_title = QLabel(self.tr("Open again"))
        self._recent = QListWidget()
        self._recent.setAccessibleName(self.tr("Files that were open lately"))
        self._recent_title.setBuddy(self._recent)
        self.setFocusProxy(self._open_button)
        self._open_button.clicked.connect(self.open_requested)
        self._folder_button.clicked.connect(self.folder_requested)
        self._recent.itemActivated.connect(self._on_item_activated)
        self._recent.itemClicked.connect(self._on_item_activated)
        self._files: tuple[RecentFile, ...] = ()
        self._lay_out()
        self._draw_icons()

    def show_recent(self, files: Sequence[RecentFile]) -> None:
        """List these files, the latest first."""
        self._files = tuple(files)
        self._recent.clear()
        for file in files:
            item = QListWidgetItem(self._line(file))
            item.setToolTip(str(file.path))
            item.setData(Qt.ItemDataRole.UserRole, file.path)
            item.setIcon(icon("file-hidden" if file.is_missing else "file-clock", self.palette()))
            self._recent.addItem(item)
        for widget in (self._recent, self._recent_title):
            widget.setVisible(bool(files))

    def _line(self, file: RecentFile) -> str:
        text = self.tr("{name} — {folder}")
        if file.is_missing:
            text = self.tr("{name} — {folder} (not there any more)")
        return text.format(name=file.path.name, folder=_short(file.path.parent))

    @Slot(QListWidgetItem)
    def _on_item_activated(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Drop a recording, a video or subtitles here"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        title.setFont(font)
        hint = QLabel(
            self.tr("Audio, video, SRT, VTT, ASS and other subtitles, projects, folders.")
        )
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._picture.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QWidget()
        column.setMaximumWidth(_WIDTH_PX)
        inner = QVBoxLayout(column)
        inner.setSpacing(16)
        for widget in (self._picture, title, hint):
            inner.addWidget(widget)
        inner.addLayout(self._buttons())
        inner.addSpacing(16)
        inner.addWidget(self._recent_title)
        inner.addWidget(self._recent, 1)
        # Room that the list leaves when there is none.
        inner.addStretch()
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 4)
        row.addStretch(1)
        outer.addLayout(row, 3)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(_scrolling(body))

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._open_button)
        buttons.addWidget(self._folder_button)
        buttons.addStretch()
        return buttons

    def _draw_icons(self) -> None:
        picture = icon("waveform", self.palette())
        self._picture.setPixmap(picture.pixmap(_ICON_SIZE_PX, _ICON_SIZE_PX))
        self._open_button.setIcon(icon("file-plus", self.palette()))
        self._folder_button.setIcon(icon("folder-open", self.palette()))
        self.show_recent(self._files)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)


def _scrolling(body: QWidget) -> QScrollArea:
    """Return what scrolls a body: on a low screen the window must not be higher than that."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(body)
    return area


def _short(folder: Path) -> str:
    """Return a folder as people know it: ~/films."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
