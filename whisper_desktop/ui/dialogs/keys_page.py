"""The keys of every action: looked up, changed, and none given twice."""

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
    conflicts,
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
        self.map_box.activated.connect(self._on_map_activated)
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
        self.reset_button = QPushButton(self.tr("Reset all"))
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        self._lay_out()
        self.search.textChanged.connect(self._on_search)
        self.list.currentItemChanged.connect(self._on_current)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.reset_button.clicked.connect(self._on_reset)
        preferences.changed.connect(self._show)
        self._fill()

    def choose(self, name: str) -> None:
        """Make an action the current one."""
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentItem(item)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.key_edit, 1)
        for button in (self.add_button, self.remove_button, self.reset_button):
            button.setAutoDefault(False)
            row.addWidget(button)
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

    @Slot()
    def _on_map_activated(self) -> None:
        # With Shift held, Subtitle Edit does not snap, and Aegisub does.
        key_map_name = self.preferences.editor.key_map
        self.change(is_snapping=key_map_name is KeyMapName.SUBTITLE_EDIT)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.casefold()
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None:
                words = " ".join(item.text(column) for column in range(3)).casefold()
                item.setHidden(wanted not in words)

    @Slot()
    def _on_current(self) -> None:
        self.key_edit.clear()
        self.remark.clear()

    @Slot()
    def _on_add(self) -> None:
        key = normal(self.key_edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))
        if not key:
            self.remark.setText(self.tr("Press a key in the field first."))
            return
        name, keys = self._current, dict(self._keys())
        taken = [other for other, wanted in keys.items() if key in wanted and other != name]
        for other in taken:
            keys[other] = tuple(one for one in keys[other] if one != key)
        keys[name] = tuple(dict.fromkeys((*keys[name], key)))
        if not conflicts(keys):
            self._set(keys)
        self.key_edit.clear()
        self._say_taken(key, taken)

    def _say_taken(self, key: str, taken: list[str]) -> None:
        if taken:
            titles = ", ".join(self._actions.title(other) for other in taken)
            text = self.tr("{key} was the key of: {titles}. It is not any more.")
            shown = QKeySequence(key).toString(_NATIVE)
            self.remark.setText(text.format(key=shown, titles=titles))
        else:
            self.remark.clear()

    @Slot()
    def _on_remove(self) -> None:
        self._set({**self._keys(), self._current: ()})

    @Slot()
    def _on_reset(self) -> None:
        self._set(key_map(self.preferences.editor.key_map))
        self.remark.clear()
