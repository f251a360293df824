from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDockWidget,
    QLabel,
    QMenu,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.main_window import MainWindow, Panes
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.theme import DARK, LIGHT, palette_of
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.waveform.canvas import WaveformCanvas
from whisper_desktop.ui.wiring import Workplace

ACTION = Qt.DropAction.CopyAction
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
TWO_LISTS = ("recipe-dock", "queue-dock")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return made(qtbot)


def made(qtbot: QtBot, least_px: int = 0) -> MainWindow:
    window = MainWindow()
    lists = ("findings", "doubts", "history", "recipe", "comparison", "queue")
    names = [f"{name}-dock" for name in lists]
    docks = [QDockWidget(name) for name in names]
    for dock, name in zip(docks, names, strict=True):
        dock.setObjectName(name)
        dock.setMinimumHeight(least_px)
    window.take(Panes(QWidget(), QWidget(), QWidget(), QWidget(), QWidget(), *docks))
    qtbot.addWidget(window)
    window.show()
    return window


def dock(window: MainWindow, name: str) -> QDockWidget:
    found = window.findChild(QDockWidget, name)
    assert isinstance(found, QDockWidget)
    return found


def is_in_front(one: QDockWidget) -> bool:
    QApplication.processEvents()
    return one.isVisible() and one.geometry().right() > 0


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_panes_appear_with_a_document(window: MainWindow) -> None:
    assert not dock(window, "picture-dock").isVisible()
    window.show_editor(is_editing=True)
    assert dock(window, "picture-dock").isVisible()
    assert not dock(window, "findings-dock").isVisible()
    window.actions_by_name["findings"].trigger()
    assert dock(window, "findings-dock").isVisible()
    dock(window, "findings-dock").close()
    assert not window.actions_by_name["findings"].isChecked()


def test_the_window_is_no_larger_than_the_screen(window: MainWindow, memory: QSettings) -> None:
    room = window.screen().availableGeometry()
    window.setGeometry(room.adjusted(300, 300, 900, 900))
    window.restore_layout(memory)
    assert room.contains(window.geometry())


def test_lists_that_are_not_shown_make_the_window_no_higher(qtbot: QtBot) -> None:
    height = MainWindow().height()
    assert made(qtbot, least_px=height // 2).height() == height


def test_the_columns_are_offered_with_what_is_shown(window: MainWindow) -> None:
    menu = QMenu("Columns", window)
    window.add_column_menu(menu)
    actions = window.menus["view"].actions()
    place = actions.index(menu.menuAction())
    assert actions[place - 1] is window.actions_by_name["toolbar"]
    assert actions[place + 1].isSeparator()


def test_without_a_picture_the_player_is_a_line_above_the_waveform(window: MainWindow) -> None:
    window.show_editor(is_editing=True)
    picture = dock(window, "picture-dock")
    window.fold_picture(False)
    assert window.dockWidgetArea(picture) is Qt.DockWidgetArea.BottomDockWidgetArea
    window.fold_picture(False)
    window.fold_picture(True)
    assert window.dockWidgetArea(picture) is Qt.DockWidgetArea.RightDockWidgetArea


def test_lists_stay_as_they_are_wanted_when_the_picture_comes_and_goes(
    window: MainWindow,
) -> None:
    window.show_editor(is_editing=True)
    window.fold_picture(False)
    for name in ("queue", "recipe"):
        window.actions_by_name[name].trigger()
    for has_picture in (True, False):
        window.fold_picture(has_picture)
        assert dock(window, "queue-dock").isVisible()
        assert dock(window, "recipe-dock").isVisible()
    dock(window, "queue-dock").close()
    window.fold_picture(True)
    assert not dock(window, "queue-dock").isVisible()
    assert not window.actions_by_name["queue"].isChecked()


def test_lists_give_back_the_room_that_they_took(
    make_workplace: Callable[[], Workplace], qtbot: QtBot
) -> None:
    workplace = make_workplace()
    window = workplace.window
    window.resize(1_280, 720)
    workplace.session.begin(NewWork())
    actions, waveform = window.actions_by_name, dock(window, "waveform-dock")
    QApplication.processEvents()
    before = waveform.height(), dock(window, "picture-dock").width()
    for name in ("findings", "recipe"):
        actions[name].trigger()
    qtbot.waitUntil(lambda: waveform.height() < before[0])
    for name in ("recipe", "findings"):
        actions[name].trigger()
    picture = dock(window, "picture-dock")
    qtbot.waitUntil(lambda: (waveform.height(), picture.width()) == before)


def test_lists_share_a_place_and_one_that_is_behind_comes_before_the_others(
    window: MainWindow,
) -> None:
    window.show_editor(is_editing=True)
    actions, recipe, queue = window.actions_by_name, *map(partial(dock, window), TWO_LISTS)
    for name in ("recipe", "queue"):
        actions[name].trigger()
    assert queue in window.tabifiedDockWidgets(recipe)
    assert is_in_front(queue)
    actions["recipe"].trigger()
    assert actions["recipe"].isChecked()
    assert is_in_front(recipe)
    actions["recipe"].trigger()
    assert not recipe.isVisible()
    assert is_in_front(queue)


def test_no_bar_of_tabs_is_left_where_lists_were(window: MainWindow) -> None:
    window.show_editor(is_editing=True)
    for name in ("recipe", "queue", "findings"):
        window.actions_by_name[name].trigger()
    dock(window, "queue-dock").raise_()
    QApplication.processEvents()
    window.fold_picture(False)
    for change in (window.fold_picture, window.fold_picture, lambda _: window.reset_panes()):
        change(not window.dockWidgetArea(dock(window, "picture-dock")) & RIGHT)
        assert is_in_front(dock(window, "queue-dock"))
        bars = [bar for bar in window.findChildren(QTabBar, options=DIRECT) if bar.count()]
        assert [(bar.count(), bar.accessibleName()) for bar in bars] == [(3, "Lists")]


@pytest.mark.parametrize(
    ("size", "language"), [((1_280, 800), None), ((1_440, 900), None), ((1_440, 900), "nl")]
)
def test_a_list_gets_the_size_that_it_asks_for_and_the_rows_keep_their_columns(
    make_workplace: Callable[[], Workplace], size: tuple[int, int], language: str | None
) -> None:
    workplace = make_workplace()
    window = workplace.window
    window.resize(*size)
    workplace.session.begin(NewWork((Cue(1, 0, 900, "one", language=language),)))
    QApplication.processEvents()
    window.actions_by_name["comparison"].trigger()
    QApplication.processEvents()
    comparison, table = dock(window, "comparison-dock"), window.findChild(CueTable)
    assert isinstance(table, CueTable)
    assert comparison.height() >= comparison.sizeHint().height()
    assert table.width() >= table.sizeHint().width()
    assert not table.horizontalScrollBar().maximum()
    text = "In zulke tekst zijn 30 letters"
    assert table.columnWidth(Column.TEXT) > table.fontMetrics().horizontalAdvance(text)


def test_a_list_shares_the_place_of_the_picture_in_a_low_window(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    window = workplace.window
    workplace.session.begin(NewWork())
    window.resize(800, 500)
    QApplication.processEvents()
    findings, picture = dock(window, "findings-dock"), dock(window, "picture-dock")
    window.actions_by_name["findings"].trigger()
    QApplication.processEvents()
    assert window.tabifiedDockWidgets(picture) == [findings]
    assert window.height() == 500
    window.actions_by_name["findings"].trigger()
    window.resize(1_280, 800)
    window.actions_by_name["findings"].trigger()
    assert window.tabifiedDockWidgets(picture) == []


def test_what_shared_its_place_for_want_of_height_gets_its_own_on_a_high_screen(
    qtbot: QtBot, memory: QSettings
) -> None:
    low, high = made(qtbot), made(qtbot)
    for one in (low, high):
        dock(one, "findings-dock").setWidget(QLabel("One\n" * 20))
    low.show_editor(is_editing=True)
    low.resize(800, 300)
    low.actions_by_name["findings"].trigger()
    assert low.tabifiedDockWidgets(dock(low, "picture-dock"))
    low.keep_layout(memory)
    memory.remove("window/geometry")
    high.restore_layout(memory)
    high.resize(800, 700)
    high.show_editor(is_editing=True)
    assert high.tabifiedDockWidgets(dock(high, "picture-dock")) == []


def test_no_words_make_the_pane_of_the_rows_wider(
    make_workplace: Callable[[], Workplace], qtbot: QtBot
) -> None:
    workplace = make_workplace()
    workplace.session.begin(NewWork((Cue(1, 0, 900, "one"), Cue(2, 900, 1_000, "long\n" * 9))))
    workplace.window.actions_by_name["replace"].trigger()
    bar = workplace.window.findChild(FindBar)
    assert isinstance(bar, FindBar)
    width = workplace.window.minimumSizeHint().width()
    bar.regex_box.setChecked(True)
    bar.find_text.setText("(th")
    qtbot.waitUntil(lambda: bar.state.text().startswith("Not a pattern"))
    workplace.editing.select_rows([1])
    assert workplace.window.minimumSizeHint().width() == width


def test_del_deletes_rows_only_where_rows_are_seen(
    make_workplace: Callable[[], Workplace], qtbot: QtBot
) -> None:
    workplace = make_workplace()
    window, editing = workplace.window, workplace.editing
    with qtbot.waitActive(window):
        window.activateWindow()
    cues = (Cue(1, 0, 900, "one"), Cue(2, 900, 1_000, "two"), Cue(3, 1_000, 1_900, "three"))
    workplace.session.begin(NewWork(cues))
    for name in ("replace", "findings"):
        window.actions_by_name[name].trigger()
    bar, table = window.findChild(FindBar), window.findChild(CueTable)
    assert isinstance(bar, FindBar)
    assert isinstance(table, CueTable)
    findings = dock(window, "findings-dock").findChild(QAbstractItemView)
    assert isinstance(findings, QAbstractItemView)
    editing.select_rows([0])
    places: tuple[QWidget, ...] = (bar.case_box, bar.next_button, findings)
    for place in places:
        place.setFocus()
        assert QApplication.focusWidget() is place
        QTest.keyClick(place, Qt.Key.Key_Delete)
        assert len(editing.document) == 3
    window.actions_by_name["delete"].trigger()
    assert len(editing.document) == 2
    canvas = window.findChild(WaveformCanvas)
    assert isinstance(canvas, WaveformCanvas)
    for left, pane in enumerate((table, canvas)):
        editing.select_rows([0])
        pane.setFocus()
        QTest.keyClick(pane, Qt.Key.Key_Delete)
        assert len(editing.document) == 1 - left


def test_the_arrangement_is_remembered(qtbot: QtBot, window: MainWindow, memory: QSettings) -> None:
    window.show_editor(is_editing=True)
    window.actions_by_name["history"].trigger()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, "history-dock"))
    window.keep_layout(memory)
    other = made(qtbot)
    other.restore_layout(memory)
    other.show_editor(is_editing=True)
    history = dock(other, "history-dock")
    assert history.isVisible()
    assert other.dockWidgetArea(history) is Qt.DockWidgetArea.LeftDockWidgetArea
    other.reset_panes()
    assert other.dockWidgetArea(history) is Qt.DockWidgetArea.RightDockWidgetArea


def test_nothing_is_remembered_of_nonsense(window: MainWindow, memory: QSettings) -> None:
    memory.setValue("window/geometry", 7)
    memory.setValue("window/shown", 7)
    window.restore_layout(memory)
    assert window.isVisible()


def test_panes_can_be_let_loose(window: MainWindow) -> None:
    window.let_panes_move(True)
    assert dock(window, "picture-dock").titleBarWidget() is None
    window.let_panes_move(False)
    assert dock(window, "picture-dock").titleBarWidget() is not None


def test_the_window_fills_the_screen_and_comes_back(window: MainWindow) -> None:
    window.show_full_screen(True)
    assert window.isFullScreen()
    window.show_full_screen(False)
    assert not window.isFullScreen()


def test_files_are_dropped_anywhere(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.mp4")])
    enter = QDragEnterEvent(QPoint(5, 5), ACTION, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.dropped) as dropped:
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), ACTION, data, LEFT, NONE))
    assert dropped.args == [(tmp_path,)]


def test_what_is_no_file_is_not_taken(qtbot: QtBot, window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.mp4")])
    with qtbot.assertNotEmitted(window.dropped):
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), ACTION, data, LEFT, NONE))


def test_the_window_stays_when_it_may_not_close(window: MainWindow) -> None:
    window.may_close = lambda: False
    assert not window.close()
    window.may_close = lambda: True
    assert window.close()


def test_enter_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    pressed: list[str] = []
    window.notices.tell(Notice("a", "First", [("Show…", lambda: pressed.append("Show…"))]))
    (button,) = window.notices.findChildren(QPushButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["Show…"]
    window.notices.tell(Notice("a", "Second"))
    close = next(one for one in window.notices.findChildren(QToolButton) if one.isVisible())
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Enter)
    assert window.notices.notices == ()


def test_the_buttons_in_the_titles_of_lists_are_seen_in_light_and_dark(window: MainWindow) -> None:
    window.show_editor(is_editing=True)
    window.actions_by_name["recipe"].trigger()
    recipe = dock(window, "recipe-dock")
    close = recipe.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert isinstance(close, QAbstractButton)
    for colors in (LIGHT, DARK):
        window.setPalette(palette_of(colors))
        image = close.icon().pixmap(16, 16).toImage()
        painted = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        ink = max(painted, key=QColor.alpha)
        assert abs(ink.lightness() - QColor(colors.text).lightness()) < 60
