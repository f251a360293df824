"""The window and its dialogs as those find them who work by keyboard or hear them read out."""

import importlib
import inspect
import os
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.app.editor_settings import KeyMapName
from whisper_desktop.app.export_choices import ExportChoices
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.open_plan import Work
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project_draft import Draft
from whisper_desktop.app.project_versions import Version
from whisper_desktop.app.queue import QueueOrder
from whisper_desktop.app.settings import load_settings
from whisper_desktop.app.subtitle_files import ReadProblem, ReadReason
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui import dialogs
from whisper_desktop.ui.dialogs.case_dialog import CaseDialog
from whisper_desktop.ui.dialogs.choose_work_dialog import ChooseWorkDialog
from whisper_desktop.ui.dialogs.clips_dialog import ClipsDialog
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateDialog
from whisper_desktop.ui.dialogs.import_dialog import ImportDialog
from whisper_desktop.ui.dialogs.models_dialog import ModelsDialog
from whisper_desktop.ui.dialogs.problems_dialog import ProblemsDialog
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.queue_recipe_dialog import QueueRecipeDialog
from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.dialogs.replace_box import ReplaceBox
from whisper_desktop.ui.dialogs.settings_dialog import Page, SettingsDialog
from whisper_desktop.ui.dialogs.shift_dialog import ShiftDialog
from whisper_desktop.ui.dialogs.stretch_dialog import StretchDialog
from whisper_desktop.ui.dialogs.transcribe_dialog import (
    TranscribeDialog,
    TranscribePlan,
    TranscribeSubject,
)
from whisper_desktop.ui.dialogs.versions_dialog import VersionsDialog
from whisper_desktop.ui.keymaps import key_map
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.devices import Devices
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.wiring import Workplace

CUES = (
    Cue(1, 0, 2_000, "Good morning"),
    Cue(2, 1_500, 4_000, "A line that is far too long to be read in the time that it is shown"),
    Cue(3, 6_000, 6_001, "مرحبا"),
)
FIRST = Path("film.srt")
MAKERS: dict[type[QDialog], Callable[[Workplace], QDialog]] = {
    CaseDialog: lambda work: CaseDialog(1, work.window),
    ChooseWorkDialog: lambda work: ChooseWorkDialog(
        [Work(subtitles=FIRST), Work(media=Path("a.wav"))], work.window
    ),
    ClipsDialog: lambda work: ClipsDialog(2, Path("clips"), work.window),
    ExportDialog: lambda work: ExportDialog(ExportChoices(FIRST), (3, 1), work.window),
    FrameRateDialog: lambda work: FrameRateDialog(25.0, 1, work.window),
    ImportDialog: lambda work: ImportDialog(Path("film.sub"), ["utf-8"], 25.0, work.window),
    ModelsDialog: lambda work: ModelsDialog(
        advice(work).preferences, advice(work).downloads, os.environ, work.window
    ),
    ProblemsDialog: lambda work: ProblemsDialog(
        "film.srt", [ReadProblem(3, "-->", ReadReason.BAD_TIME)], work.window
    ),
    QueueRecipeDialog: lambda work: QueueRecipeDialog(
        QueueOrder(FIRST), 2, ((), "base"), NamedRecipes(FIRST), work.window
    ),
    RecoveryDialog: lambda work: RecoveryDialog([Draft(FIRST, 0, 3, "Good")], work.window),
    ReplaceBox: lambda work: ReplaceBox("Save", "film.srt is there. Replace it?", work.window),
    SettingsDialog: lambda work: settings_dialog(work, Page.GENERAL),
    ShiftDialog: lambda work: ShiftDialog(1, work.window),
    StretchDialog: lambda work: StretchDialog(CUES, [0, 2], 500, work.window),
    TranscribeDialog: lambda work: TranscribeDialog(
        TranscribeSubject("film.mp4", 60_000), TranscribePlan(Recipe()), advice(work), work.window
    ),
    VersionsDialog: lambda work: VersionsDialog(
        [Version(1, "draft", False, 0, 3)], lambda _version: CUES, work.window
    ),
}


def advice(workplace: Workplace) -> RunAdvice:
    """Return what is known without a recogniser."""
    paths = app_paths(os.environ)
    settings = load_settings(paths.settings_file).settings
    preferences = Preferences(paths.settings_file, settings, workplace.window)
    devices = Devices(lambda _job, _cancel: iter(()), workplace.window)
    downloads = ModelDownloads(
        ModelStore(paths.home, True), lambda _job, _cancel: iter(()), workplace.window
    )
    return RunAdvice(preferences, devices, downloads, paths, os.environ)


def settings_dialog(workplace: Workplace, page: Page) -> SettingsDialog:
    window, known = workplace.window, advice(workplace)
    dialog = SettingsDialog(known.preferences, window.actions_by_name, window, known)
    dialog.show_page(page)
    return dialog


@pytest.fixture
def workplace(qtbot: QtBot, make_workplace: Callable[[], Workplace]) -> Workplace:
    """The whole window: three rows, every pane, the find bar with its preview, a notice."""
    workplace = make_workplace()
    window = workplace.window
    with qtbot.waitActive(window):
        window.activateWindow()
    workplace.session.begin(NewWork(CUES))
    panes = (
        "picture",
        "waveform",
        "findings",
        "history",
        "recipe",
        "comparison",
        "queue",
        "translation",
    )
    for name in (*panes, "toolbar"):
        window.actions_by_name[name].setChecked(True)
    workplace.editing.select_rows([1])
    find_bar = window.findChild(FindBar)
    assert find_bar is not None
    find_bar.open_replace()
    find_bar.find_text.setText("line")
    find_bar.preview_button.setChecked(True)
    window.notices.tell(Notice("test", "Something happened.", [("Do it", lambda: None)]))
    return workplace


@pytest.fixture(params=list(MAKERS), ids=lambda kind: str(kind.__name__))
def dialog(request: pytest.FixtureRequest, workplace: Workplace) -> QDialog:
    dialog = MAKERS[request.param](workplace)
    dialog.show()
    return dialog


def controls(owner: QWidget) -> list[QWidget]:
    """Return what can take the focus, without the inner parts of other controls."""
    found = [widget for widget in owner.findChildren(QWidget) if widget.isVisibleTo(owner)]
    return [widget for widget in found if takes_focus(widget) and widget.window() is owner]


def takes_focus(widget: QWidget) -> bool:
    is_inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QKeySequenceEdit))
    # A label takes it for its text to be copied; what it says is its name.
    is_control = not is_inner and not isinstance(widget, QLabel)
    return is_control and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name)
    if isinstance(widget, QComboBox):
        # On Linux Qt gives the chosen text for the name; what the box is for must stand elsewhere.
        labels = [one for one, _ in interface.relations(QAccessible.RelationFlag.Label)]
        return widget.accessibleName() or " ".join(
            label.text(QAccessible.Text.Name) for label in labels
        )
    return name


def unnamed(owner: QWidget) -> list[str]:
    return [described(widget) for widget in controls(owner) if not spoken_name(widget).strip()]


def described(widget: QWidget) -> str:
    parents = [type(widget.parentWidget()).__name__, type(widget).__name__]
    return "/".join([*parents, widget.objectName()])


def unexplained_icons(owner: QWidget) -> list[str]:
    buttons = [one for one in controls(owner) if isinstance(one, QAbstractButton)]
    shows_text = Qt.ToolButtonStyle.ToolButtonIconOnly
    icons = [
        one
        for one in buttons
        if not one.text() or (isinstance(one, QToolButton) and one.toolButtonStyle() is shows_text)
    ]
    return [described(one) for one in icons if not one.toolTip()]


def tab_order(owner: QWidget, *, is_forward: bool) -> set[QWidget]:
    # The first steps may come from where the circle does not lead back to.
    for _ in controls(owner):
        owner.focusNextPrevChild(is_forward)
    seen: set[QWidget] = set()
    for _ in controls(owner):
        owner.focusNextPrevChild(is_forward)
        seen.add(owner.focusWidget())
    return seen


def mnemonics(owner: QWidget) -> dict[str, list[str]]:
    """Return the texts by the key that Alt goes with, of what is in the window at once."""
    texts = [action.text() for action in menu_bar_actions(owner)]
    for widget in owner.findChildren(QWidget):
        if widget.window() is not owner or not widget.isVisibleTo(owner):
            continue
        is_label = isinstance(widget, QLabel) and widget.buddy() is not None
        is_button = isinstance(widget, QAbstractButton) and not isinstance(widget, QToolButton)
        if is_label or is_button:
            texts.append(widget.text())  # type: ignore[attr-defined]
    keys = defaultdict(list)
    for text in texts:
        keys[QKeySequence.mnemonic(text).toString()].append(text)
    keys.pop("", None)
    return keys


def menu_bar_actions(owner: QWidget) -> Sequence[QAction]:
    bar = getattr(owner, "menuBar", None)
    return bar().actions() if bar is not None else ()


def menu_actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from menu_actions(inner)
        elif not action.isSeparator():
            yield action


def clashes(keys: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: texts for key, texts in keys.items() if len(texts) > 1}


def test_every_control_of_the_window_has_a_name_and_a_role(
    workplace: Workplace, qtbot: QtBot
) -> None:
    window = workplace.window
    assert len(controls(window)) > 40
    # Qt makes bars of tabs when it lays out the lists.
    qtbot.waitUntil(lambda: unnamed(window) == [])
    for widget in controls(window):
        role = QAccessible.queryAccessibleInterface(widget).role()
        assert role is not QAccessible.Role.NoRole, described(widget)
    assert unexplained_icons(window) == []


def test_what_we_paint_ourselves_is_described(workplace: Workplace) -> None:
    for widget in controls(workplace.window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface.role() is QAccessible.Role.Client:
            assert interface.text(QAccessible.Text.Description), described(widget)


def test_every_control_of_a_dialog_has_a_name(dialog: QDialog) -> None:
    assert dialog.windowTitle()
    assert controls(dialog)
    assert unnamed(dialog) == []
    assert unexplained_icons(dialog) == []


@pytest.mark.parametrize("page", Page)
def test_every_page_of_the_settings_can_be_read_out_and_reached(
    workplace: Workplace, page: Page
) -> None:
    dialog = settings_dialog(workplace, page)
    dialog.show()
    assert unnamed(dialog) == []
    assert clashes(mnemonics(dialog)) == {}
    assert_tab_reaches_all(dialog)


def test_every_dialog_is_looked_at() -> None:
    found = {
        kind
        for module in pkgutil.iter_modules(dialogs.__path__, f"{dialogs.__name__}.")
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(kind, QDialog) and kind.__module__.startswith(dialogs.__name__)
    }
    assert found - {Question} == set(MAKERS)


def assert_tab_reaches_all(owner: QWidget) -> None:
    wanted = {
        widget
        for widget in controls(owner)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    for is_forward in (True, False):
        missing = wanted - tab_order(owner, is_forward=is_forward)
        # Of several radio buttons Tab reaches the chosen one, the arrows the others.
        assert not missing, [described(widget) for widget in missing]


def test_tab_reaches_every_control_of_the_window(workplace: Workplace) -> None:
    line = workplace.window.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    assert_tab_reaches_all(workplace.window)


def test_tab_reaches_every_control_of_a_dialog(dialog: QDialog) -> None:
    assert_tab_reaches_all(dialog)


def test_every_action_is_in_the_menus(workplace: Workplace) -> None:
    window = workplace.window
    menus = [action.menu() for action in menu_bar_actions(window)]
    listed = {action for menu in menus if isinstance(menu, QMenu) for action in menu_actions(menu)}
    named = {window.actions_by_name[name] for name in window.actions_by_name}
    assert {action.objectName() for action in named - listed} == set()
    others = [action for action in window.findChildren(QAction) if action.shortcuts()]
    assert {action.text() for action in others} - {action.text() for action in listed} == set()


def test_no_letter_is_underlined_twice_in_the_window(workplace: Workplace) -> None:
    assert clashes(mnemonics(workplace.window)) == {}


def test_no_letter_is_underlined_twice_in_a_dialog(dialog: QDialog) -> None:
    assert clashes(mnemonics(dialog)) == {}


@pytest.mark.parametrize("name", KeyMapName)
def test_no_key_does_two_things(workplace: Workplace, name: KeyMapName) -> None:
    window = workplace.window
    window.actions_by_name.bind(key_map(name), window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    keys = mnemonics(window)
    for action in window.findChildren(QAction):
        for key in action.shortcuts():
            keys.setdefault(key.toString(), []).append(action.text())
    for shortcut in window.findChildren(QShortcut):
        keys.setdefault(shortcut.key().toString(), []).append(str(shortcut.parent()))
    assert clashes(keys) == {}
