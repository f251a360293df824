"""The current row, large: its times, its text, and how well it can be read."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.tracks import translated
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.key_guard import asks_for_history
from whisper_desktop.ui.models.cue_table_model import LONGEST_EDITABLE
from whisper_desktop.ui.one_line import utf16_length
from whisper_desktop.ui.typed_times import TypedTimes
from whisper_desktop.ui.views.directed_text_edit import DirectedTextEdit, shared_length
from whisper_desktop.ui.views.reading_line import ReadingLine
from whisper_desktop.ui.views.time_box import TimeBox

PAUSE_MS = 2_000
"""Letters typed with no longer pause between them are one step to undo."""
_VISIBLE_LINES = 3
_OWN_HISTORY = frozenset({"edit-undo", "edit-redo"})
"""What Qt calls the steps of a text box, of which there are none."""


class TextEditor(QWidget):
    """Edits the current row as one types; the table and the picture show it at once."""

    refused = Signal(str)
    """A sentence that says why what was typed was not taken, or what it did beside."""
    left = Signal()
    """The row that was worked on is gone, and none is in its place."""

    def __init__(
        self,
        editing: EditingController,
        limits_of: Callable[[Cue], Limits],
        parent: QWidget | None = None,
    ) -> None:
        """`limits_of` gives the limits that hold for a row."""
        super().__init__(parent)
        self._editing = editing
        self._typing = _Typing()
        self._times = TypedTimes(editing, self)
        self._times.said.connect(self.refused)
        self._shown: int | None = None
        """The uid of the row that is shown."""
        self._left: tuple[int | None, int] = (None, 0)
        """The row that was shown before, and where in its text the cursor was."""
        self.start = TimeBox(self.tr("Start of the row"))
        self.end = TimeBox(self.tr("End of the row"))
        self.duration = TimeBox(self.tr("Duration of the row"))
        self.text = CueTextEdit()
        self.text.setAccessibleName(self.tr("Text of the current row"))
        self.reading = ReadingLine(limits_of)
        self.translation = CueTextEdit()
        self.translation.setAccessibleName(self.tr("Translation of the current row"))
        self.translation_reading = ReadingLine(limits_of)
        self._second = QWidget()
        """Holds what belongs to the translation."""
        self._lay_out()
        for box in (self.start, self.end, self.duration):
            box.refused.connect(self.refused)
            editing.commit_requested.connect(box.take_typed)
        self.start.time_edited.connect(self._on_start_edited)
        self.end.time_edited.connect(self._on_end_edited)
        self.duration.time_edited.connect(self._on_duration_edited)
        self.text.textChanged.connect(self._on_text_changed)
        self.translation.textChanged.connect(self._on_translation_changed)
        editing.selection_changed.connect(self._on_current_changed)
        editing.edited.connect(self._on_edited)
        editing.replaced.connect(self._on_current_changed)
        self._on_current_changed()

    def focus_text(self) -> None:
        """Put the cursor into the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_translation(self, is_wanted: bool) -> None:
        """Show the translation beside the text, or the text alone."""
        self._second.setVisible(is_wanted)
        for line in (self.reading, self.translation_reading):
            line.set_brief(is_brief=is_wanted)
        self.refresh()

    def cursor_index(self) -> int | None:
        """Return where in the text the cursor is, None when no row is current."""
        return None if self._cue() is None else self.text.cursor_index()

    def select_text(self, start_index: int, end_index: int) -> None:
        """Select characters of the text."""
        self.text.select_text(start_index, end_index)

    def offer_history(self, undo: QAction, redo: QAction) -> None:
        """Have what is undone here and redone be the steps of the document, in the menu, too."""
        for box in (self.text, self.translation):
            box.history = (undo, redo)

    def refresh(self) -> None:
        """Show the row against other limits."""
        cue = self._cue()
        self.reading.show_cue(cue)
        if not self._second.isHidden():
            has_translation = cue is not None and bool(cue.translation)
            shown = translated(cue) if cue is not None and has_translation else None
            self.translation_reading.show_cue(shown)

    def _lay_out(self) -> None:
        times = QFormLayout()
        times.setContentsMargins(0, 0, 0, 0)
        times.setVerticalSpacing(4)
        for title, box in (
            (self.tr("St&art"), self.start),
            (self.tr("E&nd"), self.end),
            (self.tr("D&uration"), self.duration),
        ):
            label = QLabel(title)
            label.setBuddy(box)
            times.addRow(label, box)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.text)
        texts.addWidget(self.reading)
        translations = QVBoxLayout(self._second)
        translations.setContentsMargins(0, 0, 0, 0)
        translations.setSpacing(4)
        translations.addWidget(self.translation)
        translations.addWidget(self.translation_reading)
        self._second.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(16)
        layout.addLayout(times)
        layout.addLayout(texts, 1)
        layout.addWidget(self._second, 1)

    def _cue(self) -> Cue | None:
        row = self._editing.current_row()
        return None if row is None else self._editing.document[row]

    @Slot()
    def _on_edited(self) -> None:
        # A row that went away is followed by another that is selected, or by none.
        if self._cue() is not None:
            self._on_current_changed()

    def _allow_typing(self, can_type: bool) -> None:
        boxes = (self.start, self.end, self.duration, self.text, self.translation)
        if not can_type and any(box.hasFocus() for box in boxes):
            # Else Qt hands the focus to what stands behind the box.
            self.left.emit()
        for box in boxes:
            box.setEnabled(can_type)

    @Slot()
    def _on_current_changed(self) -> None:
        cue = self._cue()
        self._allow_typing(cue is not None)
        self.start.show_time(cue.start_ms if cue else 0)
        self.end.show_time(cue.end_ms if cue else 0)
        self.duration.show_time(cue.duration_ms if cue else 0)
        has_rows = bool(len(self._editing.document))
        wanted = self.tr("Select a row to edit its text") if has_rows else ""
        self.text.setPlaceholderText("" if cue else wanted)
        self.translation.setPlaceholderText(self.tr("Translation into English") if cue else "")
        uid = None if cue is None else cue.uid
        (left, index), here = self._left, (self._shown, self.text.cursor_index())
        is_other, self._shown = uid != self._shown, uid
        self.text.show_text("" if cue is None else cue.text, is_other=is_other)
        if is_other:
            self._left = here
        if is_other and left == uid and self._editing.is_changing:
            # Back again, without a choice: the row that came between was undone.
            self.text.select_text(index, index)
        self.translation.show_text("" if cue is None else cue.translation, is_other=is_other)
        self.refresh()
        if is_other and self.text.isReadOnly():
            self.refused.emit(
                self.tr("The text is too long to be edited: only its beginning is shown. Split it.")
            )

    @Slot()
    def _on_text_changed(self) -> None:
        row = self._editing.current_row()
        if row is None or self.text.is_following:
            return
        key = self._typing.key(self._editing.document[row].uid)
        self._editing.perform(set_text(self._editing.document, row, self.text.text(), key))

    @Slot()
    def _on_translation_changed(self) -> None:
        row = self._editing.current_row()
        if row is None or self.translation.is_following:
            return
        document, text = self._editing.document, self.translation.text()
        key = f"translation {self._typing.key(document[row].uid)}"
        self._editing.perform(set_translation(document, row, text, key))

    @Slot(object)
    def _on_start_edited(self, start_ms: int) -> None:
        row = self._editing.current_row()
        if row is not None:
            self._times.set_start(row, start_ms, f"start {self._typing_key(row)}")
            self._on_current_changed()

    @Slot(object)
    def _on_end_edited(self, end_ms: int) -> None:
        row = self._editing.current_row()
        if row is not None:
            self._times.set_end(row, end_ms, f"end {self._typing_key(row)}")
            self._on_current_changed()

    @Slot(object)
    def _on_duration_edited(self, duration_ms: int) -> None:
        row = self._editing.current_row()
        if row is not None:
            self._times.set_duration(row, duration_ms, f"end {self._typing_key(row)}")
            self._on_current_changed()

    def _typing_key(self, row: int) -> str:
        return self._typing.key(self._editing.document[row].uid)


class CueTextEdit(DirectedTextEdit):
    """A box of text that leaves undo and redo to the document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_following = False
        """Whether the text is being shown, and not typed."""
        self.history: tuple[QAction, ...] = ()
        """Undo and redo of the document."""
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.setFont(font)
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + frame)
        self._wanted_height = self.fontMetrics().lineSpacing() * _VISIBLE_LINES + frame
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, *, is_other: bool) -> None:
        """Show the text of another row, or what became of the one that is shown.

        Of that only what changed is put in, and the cursor goes there. A text that is too long is
        cut, and cannot be edited.
        """
        is_cut = len(text) > LONGEST_EDITABLE
        shown = f"{text[:LONGEST_EDITABLE]}…" if is_cut else text
        if is_cut is not self.isReadOnly():
            self.setReadOnly(is_cut)
        if shown == self.text():
            return
        self.is_following = True
        try:
            if is_other:
                self.set_text(shown)
            else:
                self._put_in_changes(shown)
                self.keep_letters(shown)
        finally:
            self.is_following = False

    def _put_in_changes(self, text: str) -> None:
        old = self.text()
        start = shared_length(old, text)
        kept = shared_length(old[start:][::-1], text[start:][::-1])
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(old[:start]))
        cursor.setPosition(utf16_length(old[: len(old) - kept]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - kept])
        self.setTextCursor(cursor)

    def cursor_index(self) -> int:
        """Return the cursor's place in the text, in code points as Python counts."""
        units = self.textCursor().position()
        encoded = self.text().encode("utf-16-le", "surrogatepass")[: 2 * units]
        return min(len(encoded.decode("utf-16-le", errors="ignore")), LONGEST_EDITABLE)

    def select_text(self, start_index: int, end_index: int) -> None:
        """Select a stretch that is counted in code points."""
        text = self.text()
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(text[:start_index]))
        cursor.setPosition(utf16_length(text[:end_index]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """Return the height of a few lines."""
        return QSize(super().sizeHint().width(), self._wanted_height)

    def menu(self) -> QMenu:
        """Return Qt's menu of a text, with undo and redo of the document."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in _OWN_HISTORY:
                menu.removeAction(action)
        first = next(iter(menu.actions()))
        menu.insertActions(first, self.history)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the text."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Leave the keys of undo and redo to the window's actions."""
        if asks_for_history(event):
            event.ignore()
            return False
        return super().event(event)


class _Typing:
    """Tells which letters are one step: those of one row without a long pause between them."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._uid: int | None = None
        self._step = 0

    def key(self, uid: int) -> str:
        """Return the merge key of a letter that is typed now."""
        is_new = uid != self._uid or not self._clock.isValid()
        if is_new or self._clock.elapsed() > PAUSE_MS:
            self._step += 1
        self._uid = uid
        self._clock.start()
        return f"typing {self._step}"
