"""The window: where the panes stand, and what may be dropped on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QChildEvent, QEvent, QSettings, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.dropped_files import dropped_files
from whisper_desktop.ui.key_guard import is_needed
from whisper_desktop.ui.list_column import ListColumn
from whisper_desktop.ui.menu_escape import MenuEscape
from whisper_desktop.ui.screen_fit import fit_to_screen
from whisper_desktop.ui.views.empty_state import EmptyState
from whisper_desktop.ui.views.notice_bar import NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's "no limit", which PySide6 does not export."""
_LAYOUT_VERSION = 2
"""Of the arrangement of panes; one of another version is not restored."""
_ARRANGEMENT_KEYS = {True: "window/panes-with-picture", False: "window/panes-without-picture"}
_LISTS = ("findings", "doubts", "history", "recipe", "comparison", "queue")
_WITHOUT_DOCUMENT = frozenset({"queue"})
"""What can be shown while nothing is open."""
_FIRST_SIZE = (1280, 800)
_PICTURE_SHARE, _WAVEFORM_SHARE = 0.36, 0.34
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TOOLBAR: tuple[str, ...] = (
    *("open", "save", "export", "", "undo", "redo", ""),
    *("insert-at-playhead", "split", "merge", "delete", "", "set-start", "set-end", ""),
    *("transcribe", "pause-run", "stop-run", "", "find", "", "next-finding", "fix"),
)
"""Actions by name; "" is a line between them."""


@dataclass(frozen=True, slots=True)
class Panes:
    """What the window holds, besides the empty state."""

    find_bar: QWidget
    table: QWidget
    text_editor: QWidget
    player: QWidget
    waveform: QWidget
    findings: QDockWidget
    doubts: QDockWidget
    history: QDockWidget
    recipe: QDockWidget
    comparison: QDockWidget
    queue: QDockWidget


class MainWindow(QMainWindow):
    """Holds the panes; what is done with them is decided by the session and the commands."""

    dropped = Signal(object)
    """The paths of files and folders that were dropped, a tuple."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_panes: tuple[QWidget, ...] = ()
        """Where rows are seen and chosen."""
        self.setWindowTitle(self.tr("Whisper Desktop"))
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.resize(*_FIRST_SIZE)
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window closes; it may put a question to the person."""
        self.actions_by_name = Actions(self)
        self.empty_state = EmptyState()
        self.status_line = StatusLine()
        self.notices = NoticeBar()
        self.menus: Mapping[str, QMenu] = {}
        self._docks: Mapping[str, QDockWidget] = {}
        self._is_editing = False
        self._has_picture = True
        self._is_arranged = False
        self._arrangements: dict[bool, QByteArray] = {}
        """Of the panes, with and without a picture."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty_state)
        self.setCentralWidget(_column(self.notices, self._stack))
        self._toolbar = QToolBar(self.tr("Toolbar"))
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self.menus = self.actions_by_name.fill(self.menuBar())
        self._menu_escape = MenuEscape(self.menuBar())
        self._arrange_bars()

    @property
    def is_editing(self) -> bool:
        """Whether rows are shown, not the empty state."""
        return self._is_editing

    def take(self, panes: Panes) -> None:
        """Put the panes into their places; called once."""
        self._row_panes = (panes.table, panes.waveform)
        self._splitter.addWidget(panes.table)
        self._splitter.addWidget(panes.text_editor)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setCollapsible(0, False)
        self._splitter.setCollapsible(1, False)
        self._stack.addWidget(_column(panes.find_bar, self._splitter))
        self._docks = {
            "picture": self._dock("picture", self.tr("Picture"), panes.player),
            "waveform": self._dock("waveform", self.tr("Waveform"), panes.waveform),
            "findings": panes.findings,
            "doubts": panes.doubts,
            "history": panes.history,
            "recipe": panes.recipe,
            "comparison": panes.comparison,
            "queue": panes.queue,
        }
        lists = [self._docks[name] for name in _LISTS]
        self._lists = ListColumn(self, lists, self._docks, panes.table, self._bars)
        for name, dock in self._docks.items():
            self._join_dock(name, dock)
        self._lists.draw_icons()
        self.reset_panes()
        self.show_editor(is_editing=False)

    def add_column_menu(self, menu: QMenu) -> None:
        """Offer the columns of the table behind the panes in the menu View."""
        view = self.menus["view"]
        actions = view.actions()
        behind = actions.index(self.actions_by_name["toolbar"]) + 1
        view.insertMenu(actions[behind], menu)

    def show_editor(self, *, is_editing: bool) -> None:
        """Show the panes, or the empty state alone."""
        self._is_editing = is_editing
        if is_editing and not self._arrangements and not self._is_arranged:
            # Only now the size of the window is known.
            self._place_picture()
            self._is_arranged = True
        self._stack.setCurrentIndex(int(is_editing))
        if is_editing:
            # The last time the window may have been on a lower screen.
            self._lists.fold([self._docks[name] for name in _LISTS if self._is_wanted(name)])
        for name, dock in self._docks.items():
            dock.setVisible(self._is_wanted(name))

    def fold_picture(self, has_picture: bool) -> None:
        """Give the player a column for a picture, or only a line above the waveform."""
        if has_picture == self._has_picture:
            return
        self._arrangements[self._has_picture] = self.saveState(_LAYOUT_VERSION)
        self._has_picture = has_picture
        self._arrange_panes()

    def reset_panes(self) -> None:
        """Put every pane where it was at first."""
        self._arrangements.clear()
        for name in ("picture", "waveform"):
            self._docks[name].setFloating(False)
            self.actions_by_name[name].setChecked(True)
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.addDockWidget(bottom, self._docks["waveform"])
        self.addDockWidget(right, self._docks["picture"])
        self._lists.gather()
        self._place_picture()
        self.actions_by_name["toolbar"].setChecked(True)

    def let_panes_move(self, can_move: bool) -> None:
        """Show the title bars by which the picture and the waveform can be dragged."""
        for name in ("picture", "waveform"):
            self._docks[name].setTitleBarWidget(None if can_move else QWidget())  # type: ignore[arg-type]

    def show_full_screen(self, is_wanted: bool) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        if is_wanted:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)

    def keep_layout(self, settings: QSettings) -> None:
        """Remember where everything is."""
        settings.setValue("window/geometry", self.saveGeometry())
        settings.setValue("window/splitter", self._splitter.saveState())
        if self._is_editing:
            self._arrangements[self._has_picture] = self.saveState(_LAYOUT_VERSION)
        for has_picture, key in _ARRANGEMENT_KEYS.items():
            if has_picture in self._arrangements:
                settings.setValue(key, self._arrangements[has_picture])
        shown = [name for name in self._docks if self.actions_by_name[name].isChecked()]
        settings.setValue("window/shown", ",".join(shown))
        settings.setValue("window/folded", str(self._lists.is_folded))

    def restore_layout(self, settings: QSettings) -> None:
        """Put everything where it was the last time."""
        geometry, splitter = settings.value("window/geometry"), settings.value("window/splitter")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        # The screen may be smaller than the last time, or everything on it larger.
        fit_to_screen(self)
        if isinstance(splitter, QByteArray):
            self._splitter.restoreState(splitter)
        for has_picture, key in _ARRANGEMENT_KEYS.items():
            arrangement = settings.value(key)
            if isinstance(arrangement, QByteArray):
                self._arrangements[has_picture] = arrangement
        self._arrange_panes()
        self._lists.is_folded = settings.value("window/folded") == str(True)
        shown = settings.value("window/shown")
        if isinstance(shown, str):
            for name in self._docks:
                self.actions_by_name[name].setChecked(name in shown.split(","))
        self.show_editor(is_editing=self._is_editing)

    def _arrange_bars(self) -> None:
        self._toolbar.setObjectName("toolbar")
        self._toolbar.setMovable(False)
        self._toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in _TOOLBAR:
            if name:
                self._toolbar.addAction(self.actions_by_name[name])
            else:
                self._toolbar.addSeparator()
        self.addToolBar(self._toolbar)
        self.actions_by_name["toolbar"].setChecked(True)
        self.actions_by_name["toolbar"].toggled.connect(self._toolbar.setVisible)
        self.statusBar().addWidget(self.status_line, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.actions_by_name.draw_icons(self.palette())

    def _dock(self, name: str, title: str, pane: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"{name}-dock")
        dock.setWidget(pane)
        dock.setTitleBarWidget(QWidget())
        return dock

    def _join_dock(self, name: str, dock: QDockWidget) -> None:
        action = self.actions_by_name[name]

        def follow(is_shown: bool) -> None:
            if self._is_editing or name in _WITHOUT_DOCUMENT:
                action.setChecked(is_shown)

        def show() -> None:
            dock.setVisible(self._is_wanted(name))

        def show_list() -> None:
            self._show_list(dock, action, is_wanted=self._is_wanted(name))

        action.toggled.connect(show_list if name in _LISTS else show)
        dock.toggleViewAction().toggled.connect(follow)

    def _is_wanted(self, name: str) -> bool:
        can_show = self._is_editing or name in _WITHOUT_DOCUMENT
        return can_show and self.actions_by_name[name].isChecked()

    def _show_list(self, dock: QDockWidget, action: QAction, *, is_wanted: bool) -> None:
        if is_wanted:
            self._lists.show(dock)
        elif self._lists.is_behind(dock):
            # Whoever does not see it wants to.
            dock.raise_()
            action.setChecked(True)
        else:
            self._lists.hide(dock)

    def _bars(self) -> tuple[QWidget, ...]:
        return self.menuBar(), self._toolbar, self.statusBar()

    def _arrange_panes(self) -> None:
        """Put the panes where they were the last time, with or without a picture."""
        arrangement = self._arrangements.get(self._has_picture)
        self._limit_picture()
        # What the arrangement showed says nothing of what the person wants to see now.
        _quiet = [QSignalBlocker(dock.toggleViewAction()) for dock in self._docks.values()]
        lists = self._lists.clear()
        if arrangement is None or not self.restoreState(arrangement, _LAYOUT_VERSION):
            self._place_picture()
        for name, dock in self._docks.items():
            dock.setVisible(self._is_wanted(name))
        for dock in lists:
            dock.raise_()

    def _limit_picture(self) -> None:
        """Without a picture there is nothing that could use more height."""
        picture = self._docks["picture"]
        hint = max(picture.widget().sizeHint().height(), 1)
        picture.setMaximumHeight(QWIDGETSIZE_MAX if self._has_picture else hint)

    def _place_picture(self) -> None:
        picture, waveform = self._docks["picture"], self._docks["waveform"]
        self._limit_picture()
        if self._has_picture:
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, picture)
            width = int(self.width() * _PICTURE_SHARE)
            self.resizeDocks([picture], [width], Qt.Orientation.Horizontal)
        else:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, picture)
            self.splitDockWidget(picture, waveform, Qt.Orientation.Vertical)
        self._lists.place()
        height = int(self.height() * _WAVEFORM_SHARE)
        self.resizeDocks([waveform], [height], Qt.Orientation.Vertical)
        picture.setVisible(self._is_editing and self.actions_by_name["picture"].isChecked())

    def event(self, event: QEvent) -> bool:
        """Leave to the focused control the keys that work it."""
        if is_needed(event, QApplication.focusWidget(), self._row_panes):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape stop what goes on, and Enter press the button that has the focus.

        The keys come here where no pane has another use for them.
        """
        key, focused = Qt.Key(event.key()), self.focusWidget()
        if key in _ENTER and isinstance(focused, QPushButton | QToolButton):
            focused.click()
        elif key is not Qt.Key.Key_Escape or not self.status_line.stop():
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_by_name.draw_icons(self.palette())
            if self._docks:
                self._lists.draw_icons()
        super().changeEvent(event)

    def childEvent(self, event: QChildEvent) -> None:
        """Name the bars of tabs, which Qt makes when lists share a place, for screen readers."""
        child = event.child()
        if event.polished() and isinstance(child, QTabBar):
            child.setAccessibleName(self.tr("Lists"))
        super().childEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this machine."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files and folders were dropped."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless the person would rather not."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()


def _column(bar: QWidget, pane: QWidget) -> QWidget:
    """Return a bar above the pane that has the room."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(bar)
    column.addWidget(pane, 1)
    return widget
