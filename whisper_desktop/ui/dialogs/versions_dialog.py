"""Earlier states of the project, with a look at their rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QWidget,
)

from whisper_desktop.app.project_versions import Version
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import format_time
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.one_line import in_one_line

_SIZE_PX = (760, 460)
_PREVIEW_ROWS = 300


class VersionsDialog(Question):
    """Lets the person go back to a state; that is an edit, and can be undone."""

    keep_requested = Signal(str)
    """The person wants the rows as they are now to be kept under a name."""

    def __init__(
        self,
        versions: Sequence[Version],
        cues_of: Callable[[Version], Sequence[Cue]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cues_of = cues_of
        self.ask(
            self.tr("Earlier versions"),
            self.tr("To which version shall the rows go back? You can undo it."),
            self.tr("Go back"),
        )
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Versions"))
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName(self.tr("Rows of the version"))
        self._name = QLineEdit()
        self._name.setPlaceholderText(self.tr("Name for the rows as they are now"))
        self._name.setAccessibleName(self.tr("Name for the rows as they are now"))
        keep = QPushButton(self.tr("Keep this version"))
        keep.clicked.connect(self._on_keep)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._list)
        splitter.addWidget(self._preview)
        splitter.setStretchFactor(1, 1)
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addWidget(keep)
        self.body.insertWidget(1, splitter, 1)
        self.body.insertLayout(2, line)
        self.resize(*_SIZE_PX)
        self._list.currentItemChanged.connect(self._on_current)
        self._list.itemActivated.connect(self.accept)
        self.show_versions(versions)

    @property
    def chosen(self) -> Version | None:
        """The version that was chosen."""
        data = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return data if isinstance(data, Version) else None

    def show_versions(self, versions: Sequence[Version]) -> None:
        """List these, the newest first."""
        self._list.clear()
        for version in versions:
            item = QListWidgetItem(self._line(version))
            item.setData(Qt.ItemDataRole.UserRole, version)
            self._list.addItem(item)
        self.refuse("" if versions else self.tr("There are no earlier versions yet."))
        if versions:
            self._list.setCurrentRow(0)

    def _line(self, version: Version) -> str:
        made_at = QDateTime.fromMSecsSinceEpoch(version.made_at_ms)
        when = QLocale().toString(made_at, QLocale.FormatType.ShortFormat)
        rows = self.tr("%Ln row(s)", "", version.cue_count)
        if version.name:
            return self.tr("{when}, {rows} — {name}").format(
                when=when, rows=rows, name=version.name
            )
        return self.tr("{when}, {rows}").format(when=when, rows=rows)

    @Slot()
    def _on_current(self) -> None:
        version = self.chosen
        cues = self._cues_of(version)[:_PREVIEW_ROWS] if version is not None else ()
        lines = (f"{format_time(cue.start_ms)}  {in_one_line(cue.text)}" for cue in cues)
        self._preview.setPlainText("\n".join(lines))

    @Slot()
    def _on_keep(self) -> None:
        self.keep_requested.emit(self._name.text().strip() or self.tr("Kept by hand"))
        self._name.clear()
