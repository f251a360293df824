"""Work that a crash left behind: opened, deleted, or left for later."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from whisper_desktop.app.project_draft import Draft
from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.dialogs.question import Question

_SIZE_PX = (600, 340)


class RecoveryDialog(Question):
    """Lists drafts by when they were changed and how they begin."""

    delete_requested = Signal(object)
    """The Draft that the person does not want any more."""

    def __init__(self, drafts: Sequence[Draft], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Work was left behind"),
            self.tr("The program ended before this work was saved. Nothing of it is lost."),
            self.tr("Go on with it"),
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Later"))
        self._is_sure = False
        """Whether the person was told that nothing brings it back."""
        self.delete_button = QPushButton(self.tr("Delete it"))
        self.delete_button.clicked.connect(self._on_delete)
        self.buttons.addButton(self.delete_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        # With a third button Qt hands the focus on to the verb, and Tab never reaches "Later".
        self.buttons.setFocusProxy(None)  # type: ignore[arg-type]
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Work that was left behind"))
        self._list.itemActivated.connect(self.accept)
        self._list.currentRowChanged.connect(self._on_current)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for draft in drafts:
            item = QListWidgetItem(self._line(draft))
            item.setToolTip(item.text())
            item.setData(Qt.ItemDataRole.UserRole, draft)
            self._list.addItem(item)
        self.body.insertWidget(1, self._list, 1)
        self.resize(*_SIZE_PX)
        self._list.setCurrentRow(0)

    @property
    def chosen(self) -> Draft | None:
        """The work that was chosen."""
        draft = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return draft if isinstance(draft, Draft) else None

    def _line(self, draft: Draft) -> str:
        changed_at = QDateTime.fromMSecsSinceEpoch(draft.changed_at_ms)
        when = QLocale().toString(changed_at, QLocale.FormatType.ShortFormat)
        if draft.reason:
            return self.tr("{when}: {reason}").format(when=when, reason=draft.reason)
        rows = self.tr("%Ln row(s)", "", draft.cue_count)
        if draft.reached_ms is not None:
            reached = self.tr("transcribed up to {time}, and not at the end")
            rows = ", ".join([rows, reached.format(time=format_clock(draft.reached_ms))])
        if draft.stands_for is not None:
            newer = self.tr("{name}: newer work than what was saved, {rows}")
            rows = newer.format(name=draft.stands_for.name, rows=rows)
        beginning = draft.beginning.replace("\n", " ")
        text = self.tr("{when}, {rows}: “{beginning}”")
        name = draft.media.name if draft.media else draft.name
        if name and draft.stands_for is None:
            text = self.tr("{when}, {name}, {rows}: “{beginning}”")
        return text.format(when=when, name=name, rows=rows, beginning=beginning)

    @Slot()
    def _on_current(self) -> None:
        draft = self.chosen
        self._is_sure = False
        self.delete_button.setText(self.tr("Delete it"))
        self.refuse(self.tr("This cannot be opened.") if draft and draft.reason else "")
        self.verb_button.setEnabled(draft is not None and not draft.reason)

    @Slot()
    def _on_delete(self) -> None:
        draft = self.chosen
        if draft is not None and not self._is_sure:
            self._is_sure = True
            self.delete_button.setText(self.tr("Delete it for good"))
            self.tell(self.tr("It is in no other file, and nothing brings it back."))
            return
        if draft is not None:
            self._list.takeItem(self._list.currentRow())
            self.delete_requested.emit(draft)
        if not self._list.count():
            self.reject()
