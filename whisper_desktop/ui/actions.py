"""The actions as Qt has them: menus, keys, icons and tooltips, made from the tables."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.keymaps import KeyMap, is_plain
from whisper_desktop.ui.menus import MENUS, ActionSpec, MenuSpec, Need
from whisper_desktop.ui.menus.spec import CONTEXT
from whisper_desktop.ui.translation import translated

SCHEMES = ("scheme-system", "scheme-light", "scheme-dark")
_NOTHING: frozenset[Need] = frozenset({Need.NOTHING})


class Actions(QObject):
    """All actions by name; who can do one connects to its `triggered`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs: Mapping[str, ActionSpec] = MappingProxyType(
            {spec.name: spec for menu in MENUS for group in menu.groups for spec in group}
        )
        self._actions = {name: self._make(spec) for name, spec in self._specs.items()}
        self._letters: list[QShortcut] = []
        schemes = QActionGroup(self)
        for name in SCHEMES:
            schemes.addAction(self._actions[name])
        self.allow(_NOTHING)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def title(self, name: str) -> str:
        """Return what an action is called, with the submenu that it is in."""
        spec = self._specs[name]
        text = _plain(translated(CONTEXT, spec.text))
        if not spec.submenu:
            return text
        submenu = _plain(translated(CONTEXT, spec.submenu))
        return self.tr("{submenu}: {action}").format(submenu=submenu, action=text)

    def menu_title(self, name: str) -> str:
        """Return what the menu of an action is called."""
        owners = [m for m in MENUS if any(s.name == name for group in m.groups for s in group)]
        return _plain(translated(CONTEXT, owners[0].title))

    def fill(self, bar: QMenuBar) -> Mapping[str, QMenu]:
        """Put all menus into a menu bar; return them by name, submenus by their first action."""
        menus: dict[str, QMenu] = {}
        for spec in MENUS:
            menu = bar.addMenu(translated(CONTEXT, spec.title))
            menu.setToolTipsVisible(True)
            menus[spec.name] = menu
            self._fill_menu(menu, spec, menus)
        return menus

    def bind(self, keys: KeyMap, letters_in: QWidget) -> None:
        """Give every action its keys; plain letters work only in the given widget."""
        for shortcut in self._letters:
            shortcut.deleteLater()
        self._letters = []
        for name, action in self._actions.items():
            wanted = keys.get(name, ())
            action.setShortcuts([QKeySequence(key) for key in wanted if not is_plain(key)])
            for key in filter(is_plain, wanted):
                shortcut = QShortcut(QKeySequence(key), letters_in)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(action.trigger)
                self._letters.append(shortcut)
            self._explain(name, wanted)

    def allow(self, present: frozenset[Need]) -> None:
        """Enable the actions for which everything they need is there."""
        for name, spec in self._specs.items():
            self._actions[name].setEnabled(spec.need in present or spec.need is Need.NOTHING)

    def draw_icons(self, palette: QPalette) -> None:
        """Give the actions icons that suit the palette."""
        for name, spec in self._specs.items():
            if spec.icon:
                self._actions[name].setIcon(icon(spec.icon, palette))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(translated(CONTEXT, spec.text), self)
        action.setObjectName(spec.name)
        action.setCheckable(spec.is_checkable)
        if spec.name in {"quit", "settings", "about"}:
            action.setMenuRole(
                {
                    "quit": QAction.MenuRole.QuitRole,
                    "settings": QAction.MenuRole.PreferencesRole,
                    "about": QAction.MenuRole.AboutRole,
                }[spec.name]
            )
        else:
            action.setMenuRole(QAction.MenuRole.NoRole)
        return action

    def _fill_menu(self, menu: QMenu, spec: MenuSpec, menus: dict[str, QMenu]) -> None:
        for number, group in enumerate(spec.groups):
            if number:
                menu.addSeparator()
            submenus: dict[str, QMenu] = {}
            for item in group:
                owner = menu
                if item.submenu:
                    if item.submenu not in submenus:
                        submenus[item.submenu] = menu.addMenu(translated(CONTEXT, item.submenu))
                        menus[item.name] = submenus[item.submenu]
                    owner = submenus[item.submenu]
                owner.addAction(self._actions[item.name])

    def _explain(self, name: str, keys: tuple[str, ...]) -> None:
        shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
        title = self.title(name).rstrip("…")
        text = self.tr("{title} ({keys})") if shown else self.tr("{title}")
        self._actions[name].setToolTip(text.format(title=title, keys=", ".join(shown)))


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
