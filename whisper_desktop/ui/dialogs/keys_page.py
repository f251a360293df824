"""The keys of every action: looked up, changed, and none given twice."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from whisper_desktop.app.editor_settings import KeyMapName
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.dialogs.settings_page import SettingsPage
from whisper_desktop.ui.keymaps import (
    NAMES,
    KeyMap,
    changes_from,
    key_map,
    key_map_of,
    normal,
)
from whisper_desktop.ui.preferences import Preferences

_NATIVE = QKeySequence.SequenceFormat.NativeText


class KeysPage(SettingsPage):
    """Lists actions with their keys; the keys of the chosen one can be changed below."""

    def __init__(
        self, preferences: Preferences, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(preferences, parent)
        self._actions = actions
        self.map_box = self.add_choice(
            "key_map",
            self.tr("Key map:"),
            {
                KeyMapName.SUBTITLE_EDIT: self.tr("Like Subtitle Edit"),
                KeyMapName.AEGISUB: self.tr("Like Aegisub: letters in the waveform"),
            },
        )
        self.map_box.currentIndexChanged.connect(self._on_map_changed)
        self._map = preferences.editor.key_map
        """The one that was chosen before."""
        self.map_remark = QLabel()
        self.map_remark.setWordWrap(True)
        self.form.addRow("", self.map_remark)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("Find an action or a key"))
        self.search.setAccessibleName(self.tr("Find an action or a key"))
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Menu")])
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.key_edit = QKeySequenceEdit()
        self.key_edit.setMaximumSequenceLength(1)
        self.key_edit.setAccessibleName(self.tr("New key"))
        self.add_button = QPushButton(self.tr("Add this key"))
        self.remove_button = QPushButton(self.tr("Remove its keys"))
        self.usual_button = QPushButton(self.tr("Usual keys"))
        self.usual_button.setToolTip(self.tr("Give the action the keys that it had at first"))
        self.reset_button = QPushButton(self.tr("Reset all"))
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        self._lay_out()
        self._connect()
        self._fill()

    def choose(self, name: str) -> None:
        """Make an action the current one."""
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentItem(item)

    def _buttons_of_action(self) -> tuple[QPushButton, ...]:
        return self.add_button, self.remove_button, self.usual_button

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.list.currentItemChanged.connect(self._on_current)
        self.key_edit.keySequenceChanged.connect(self._on_key)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.usual_button.clicked.connect(self._on_usual)
        self.reset_button.clicked.connect(self._on_reset)
        self.preferences.changed.connect(self._show)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.key_edit, 1)
        for button in self._buttons_of_action():
            row.addWidget(button)
        row.addWidget(self.reset_button)
        self.form.addRow(self.search)
        self.form.addRow(self.list)
        self.form.addRow(self.tr("New key:"), row)
        self.form.addRow(self.remark)

    def _fill(self) -> None:
        for name in NAMES:
            item = QTreeWidgetItem([self._actions.title(name), "", self._actions.menu_title(name)])
            item.setData(0, Qt.ItemDataRole.UserRole, name)
            self.list.addTopLevelItem(item)
        self._show()
        self.list.resizeColumnToContents(0)
        self.list.setColumnWidth(1, 160)
        self.choose(NAMES[0])

    def _keys(self) -> KeyMap:
        return key_map_of(self.preferences.editor)

    @property
    def _current(self) -> str:
        return str(self.list.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.UserRole))

    def _set(self, keys: KeyMap) -> None:
        self.change(keys=changes_from(self.preferences.editor.key_map, keys))

    @Slot()
    def _show(self) -> None:
        keys = self._keys()
        for place, name in enumerate(NAMES):
            item = self.list.topLevelItem(place)
            if item is not None:
                shown = [QKeySequence(key).toString(_NATIVE) for key in keys[name]]
                item.setText(1, ", ".join(shown))
        self.reset_button.setEnabled(bool(self.preferences.editor.keys))
        self.map_box.setCurrentIndex(self.map_box.findData(self.preferences.editor.key_map))
        self.map_remark.setText(self._snapping_words())

    @Slot()
    def _on_map_changed(self) -> None:
        """Let dragging snap as the map has it, except where the person has set it otherwise."""
        editor, before = self.preferences.editor, self._map
        self._map = editor.key_map
        if editor.is_snapping == _is_snapping_in(before):
            self.change(is_snapping=_is_snapping_in(editor.key_map))

    def _snapping_words(self) -> str:
        editor = self.preferences.editor
        if editor.is_snapping != _is_snapping_in(editor.key_map):
            return (
                self.tr("“Snap while dragging” stays on, as you have set it.")
                if editor.is_snapping
                else self.tr("“Snap while dragging” stays off, as you have set it.")
            )
        if editor.is_snapping:
            return self.tr("“Snap while dragging” is on, as in Subtitle Edit.")
        return self.tr("“Snap while dragging” is off, as in Aegisub; Shift snaps.")

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.casefold()
        hits: list[QTreeWidgetItem] = []
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None:
                words = " ".join(item.text(column) for column in range(3)).casefold()
                item.setHidden(wanted not in words)
                hits.extend([] if item.isHidden() else [item])
        # What a button does is done to an action that is seen.
        if self.list.currentItem() not in hits:
            self.list.setCurrentItem(hits[0] if hits else None)  # type: ignore[arg-type]

    @Slot()
    def _on_current(self) -> None:
        self.key_edit.clear()
        self.remark.clear()
        for button in self._buttons_of_action():
            button.setEnabled(self.list.currentItem() is not None)

    @Slot()
    def _on_key(self) -> None:
        """Say whose key it is before it is taken away."""
        key = self._new_key
        owners = self._owners(key)
        self.add_button.setText(self.tr("Take this key") if owners else self.tr("Add this key"))
        if owners:
            text = self.tr("{key} is the key of: {titles}. If you take it, it is not any more.")
            titles = ", ".join(self._actions.title(owner).rstrip("…") for owner in owners)
            shown = QKeySequence(key).toString(_NATIVE)
            self.remark.setText(text.format(key=shown, titles=titles))
        else:
            self.remark.clear()

    @property
    def _new_key(self) -> str:
        return normal(
            self.key_edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        )

    def _owners(self, key: str) -> list[str]:
        """Return the actions that would lose a key to the current one."""
        keys = self._keys()
        return [name for name, owned in keys.items() if key in owned and name != self._current]

    def _give(self, given: Iterable[str]) -> None:
        """Let the current action have these keys and no other action any of them."""
        wanted = dict.fromkeys(given)
        keys = {
            name: tuple(key for key in owned if key not in wanted)
            for name, owned in self._keys().items()
        }
        self._set({**keys, self._current: tuple(wanted)})

    @Slot()
    def _on_add(self) -> None:
        key = self._new_key
        if key:
            self._give((*self._keys()[self._current], key))
            self.key_edit.clear()
        else:
            self.remark.setText(self.tr("Press a key in the field first."))

    @Slot()
    def _on_remove(self) -> None:
        self._set({**self._keys(), self._current: ()})

    @Slot()
    def _on_usual(self) -> None:
        self._give(key_map(self.preferences.editor.key_map)[self._current])

    @Slot()
    def _on_reset(self) -> None:
        self._set(key_map(self.preferences.editor.key_map))
        self.remark.clear()


def _is_snapping_in(key_map_name: KeyMapName) -> bool:
    # With Shift held, Subtitle Edit does not snap, and Aegisub does.
    return key_map_name is KeyMapName.SUBTITLE_EDIT
