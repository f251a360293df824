"""Which of several documents shall be opened."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from whisper_desktop.app.open_plan import Work
from whisper_desktop.ui.dialogs.question import Question

_SIZE_PX = (520, 400)


class ChooseWorkDialog(Question):
    """Lists the documents that files and folders make."""

    def __init__(self, found: Sequence[Work], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Open"),
            self.tr("There is more than one document. Which shall be opened?"),
            self.tr("Open"),
        )
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Documents"))
        for work in found:
            item = QListWidgetItem(self._line(work))
            item.setToolTip(str(work.path))
            item.setData(Qt.ItemDataRole.UserRole, work)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self.accept)
        self.body.insertWidget(1, self._list, 1)
        self.resize(*_SIZE_PX)

    @property
    def chosen(self) -> Work | None:
        """The document that was chosen."""
        work = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return work if isinstance(work, Work) else None

    def _line(self, work: Work) -> str:
        if work.subtitles is not None and work.media is not None:
            return self.tr("{subtitles} with {media}").format(
                subtitles=work.subtitles.name, media=work.media.name
            )
        return work.path.name
