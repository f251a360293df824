"""The one place where the parts of the window are put together."""

from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.model_store import ModelStatus, ModelStore
from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.peaks_cache import PeaksCache
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.recent import RecentFiles
from whisper_desktop.app.settings import LoadedSettings
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.document import Document
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.again_wiring import make_comparison
from whisper_desktop.ui.closing import Closing, Stoppable
from whisper_desktop.ui.commands.checking import CheckingCommands
from whisper_desktop.ui.commands.clipboard import ClipboardCommands
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.keys import KeyCommands
from whisper_desktop.ui.commands.language import LanguageCommands
from whisper_desktop.ui.commands.playing import PlayingCommands
from whisper_desktop.ui.commands.recipes import RecipeCommands
from whisper_desktop.ui.commands.row_views import RowViewCommands
from whisper_desktop.ui.commands.rows import RowCommands
from whisper_desktop.ui.commands.settings import SettingsCommands
from whisper_desktop.ui.commands.timing import TimingCommands
from whisper_desktop.ui.commands.viewing import ViewingCommands
from whisper_desktop.ui.doubts_wiring import DoubtViews
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.files.clips import Clips
from whisper_desktop.ui.files.exporting import Exporting
from whisper_desktop.ui.files.importing import Importing
from whisper_desktop.ui.files.leaving import Leaving
from whisper_desktop.ui.files.opening import Opening
from whisper_desktop.ui.files.recording import Recording
from whisper_desktop.ui.files.recovery import Recovery
from whisper_desktop.ui.files.saving import Saving
from whisper_desktop.ui.first_focus import FirstFocus
from whisper_desktop.ui.focus_return import FocusReturn
from whisper_desktop.ui.focus_ring import FocusRings
from whisper_desktop.ui.hosts import Hosts, make_hosts
from whisper_desktop.ui.main_window import MainWindow, Panes
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.menus.check import CHECK
from whisper_desktop.ui.menus.edit import EDIT
from whisper_desktop.ui.menus.file import FILE
from whisper_desktop.ui.menus.recognise import RECOGNISE
from whisper_desktop.ui.menus.rows import ROWS
from whisper_desktop.ui.menus.spec import Need
from whisper_desktop.ui.menus.times import TIMES
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.doubts_board import DoubtsBoard
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.models.row_traits import RowTraits
from whisper_desktop.ui.place_keeper import PlaceKeeper
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.queue_wiring import QueueCommands, make_queue
from whisper_desktop.ui.recent_list import RecentList
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition_wiring import (
    Ground,
    RecognitionViews,
    connect_recognition,
    make_advice,
)
from whisper_desktop.ui.row_menu import RowMenu
from whisper_desktop.ui.selection_follower import SelectionFollower
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.theme import Appearance
from whisper_desktop.ui.verb_names import step_name
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.doubts_dock import DoubtsDock
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.history_dock import HistoryDock
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.queue_dock import QueueDock
from whisper_desktop.ui.views.recipe.recipe_dock import RecipeDock
from whisper_desktop.ui.views.rows_hint import RowsHint
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.window_state import WindowState

_Docks = tuple[RecipeDock, QueueDock]


@dataclass(frozen=True, slots=True)
class Workplace:
    """The parts that somebody outside the window talks to."""

    window: MainWindow
    editing: EditingController
    session: Session
    opening: Opening
    recovery: Recovery
    queue: QueueCommands
    closing: Closing


@dataclass(frozen=True, slots=True)
class _Views:
    """The panes, and the findings that several of them show."""

    board: FindingsBoard
    traits: RowTraits
    rows: CueTableModel
    table: CueTable
    text_editor: TextEditor
    find_bar: FindBar
    player: PlayerPane
    waveform: WaveformPane
    findings: FindingsDock
    doubts: DoubtsDock
    recipe: RecipeDock
    proposals: ProposalBoard
    comparison: ComparisonDock
    queue: QueueDock


@dataclass(frozen=True, slots=True)
class _Files:
    """What opens, saves and writes."""

    recording: Recording
    exporting: Exporting
    saving: Saving
    leaving: Leaving
    opening: Opening
    importing: Importing
    recovery: Recovery
    clips: Clips
    media: MediaPanes


def build(application: QApplication, paths: AppPaths, loaded: LoadedSettings) -> Workplace:
    """Put the window together, not yet shown."""
    window = MainWindow()
    preferences = Preferences(paths.settings_file, loaded.settings, window)
    appearance = Appearance(application, window)
    FocusRings(application, window)
    editing = EditingController(Document(), step_name, window)
    desk = Desk(editing, preferences, window)
    # First of all that hears of the actions.
    _commit_before_commands(window.actions_by_name, editing)
    drafts = DraftFolder(paths.home / "drafts")
    session = Session(editing, drafts, window)
    recipes = DocumentRecipe(desk, session)
    hosts = make_hosts(paths)
    queue = make_queue(window, desk, hosts.queue, paths)
    docks = (_recipe_dock(window, desk, recipes, paths), queue)
    views = _views(window, desk, session, paths, docks)
    state = WindowState(window, desk, session, views.board)
    # After the state has shown what is open: what is hidden takes no focus.
    first = FirstFocus(session, editing, (views.table, views.waveform, window.empty_state), window)
    FocusReturn(application, window.notices, first)
    files = _files(window, desk, session, views, drafts)
    _connect_commands(window, desk, views, appearance)
    LanguageCommands(desk, window.actions_by_name, session)
    _connect_views(window, desk, views)
    _connect_recipes(window, desk, views, recipes)
    ground = Ground(window, desk, session, recipes, files.media)
    work = _recognition(ground, views, hosts, paths)
    queue_work = QueueCommands(window, desk, queue, files.opening, paths)
    _connect_files(window, state, files)
    _remember_places(ground, views, files, paths)
    closing = _closing(window, views, preferences, paths)
    threads = (files.opening, files.recording, files.clips, queue_work, views.findings)
    asks = (queue_work.may_end, files.leaving.may_leave)
    closing.guard(asks, session, (*threads, *work), hosts.ends)
    closing.restore()
    state.complain_of_settings(loaded)
    return Workplace(window, editing, session, files.opening, files.recovery, queue_work, closing)


def _recognition(
    ground: Ground, views: _Views, hosts: Hosts, paths: AppPaths
) -> tuple[Stoppable, ...]:
    """Connect what recognises the open document; return what has threads."""
    advice = make_advice(ground.desk, hosts, paths)
    SettingsCommands(ground.desk, ground.window.actions_by_name, advice)
    doubts = DoubtViews(views.doubts, views.findings, views.player, views.waveform)
    seen = RecognitionViews(
        views.board, views.table, views.waveform, views.proposals, views.comparison, doubts
    )
    work = connect_recognition(ground, seen, advice, hosts)
    return (*work, advice.devices, advice.downloads)


def _remember_places(ground: Ground, views: _Views, files: _Files, paths: AppPaths) -> None:
    window, session = ground.window, ground.session
    keeper = PlaceKeeper(session, ground.desk.editing, window)
    views.player.media_opened.connect(keeper.seek)
    recent = RecentList(window, files.opening, RecentFiles(paths.home / "recent.json"))
    files.saving.saved.connect(recent.remember)


def _closing(
    window: MainWindow, views: _Views, preferences: Preferences, paths: AppPaths
) -> Closing:
    memory = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat, window)
    panes = (views.table, views.player, views.waveform)
    return Closing(window, memory, panes, preferences)


def _connect_recipes(
    window: MainWindow, desk: Desk, views: _Views, recipes: DocumentRecipe
) -> None:
    take_span = views.waveform.state.insert_new_span
    commands = RecipeCommands(desk, window.actions_by_name, views.recipe, recipes, take_span)
    menu = RowMenu(window, commands.language_menu)
    views.table.menu_requested.connect(menu.show_at)
    views.waveform.context_requested.connect(menu.show_in_waveform)
    traits = views.traits
    for dock in (views.recipe, views.comparison, views.queue, views.doubts):
        dock.left.connect(views.table.setFocus)
    views.table.recipe_wanted.connect(window.actions_by_name["recipe-rows"].trigger)
    panes = (views.table, views.text_editor, views.player)
    RowViewCommands(desk, window.actions_by_name, panes, traits)

    def show_recipe() -> None:
        for shown in (views.rows, traits):
            shown.set_recipe(recipes.recipe, desk.language)

    recipes.changed.connect(show_recipe)
    desk.language_changed.connect(show_recipe)
    show_recipe()


def _commit_before_commands(actions: Actions, editing: EditingController) -> None:
    """Let every command that uses the rows find in them what was typed before it."""
    for menu in (FILE, EDIT, ROWS, TIMES, RECOGNISE, CHECK):
        for spec in (spec for group in menu.groups for spec in group):
            actions[spec.name].triggered.connect(editing.commit_typing)


def _recipe_dock(
    window: MainWindow, desk: Desk, recipes: DocumentRecipe, paths: AppPaths
) -> RecipeDock:
    def models() -> tuple[tuple[ModelStatus, ...], str]:
        settings = desk.preferences.settings
        return ModelStore(paths.home, offline=True).list(), settings.model

    return RecipeDock(desk.editing, recipes, NamedRecipes(paths.recipes_file), models, window)


def _views(
    window: MainWindow, desk: Desk, session: Session, paths: AppPaths, docks: _Docks
) -> _Views:
    recipe, queue = docks
    editing = desk.editing
    board = FindingsBoard(editing, Rules(desk.preferences.preset), window)
    rows = CueTableModel(editing, board, window)
    table = CueTable(editing, rows)
    views = _Views(
        board,
        RowTraits(editing, window),
        rows,
        table,
        TextEditor(editing, board.limits_of),
        FindBar(editing, table.filter),
        PlayerPane(editing),
        WaveformPane(editing, PeaksCache(paths.cache / "peaks")),
        FindingsDock(editing, board, window),
        DoubtsDock(editing, DoubtsBoard(editing, window), window),
        recipe,
        *make_comparison(window, desk, session, board, paths),
        queue,
    )
    window.take(
        Panes(
            views.find_bar,
            views.table,
            views.text_editor,
            views.player,
            views.waveform,
            views.findings,
            views.doubts,
            HistoryDock(editing.undo_stack, window),
            recipe,
            views.comparison,
            queue,
        )
    )
    return views


def _files(
    window: MainWindow, desk: Desk, session: Session, views: _Views, drafts: DraftFolder
) -> _Files:
    notices = window.notices
    media = MediaPanes(views.player, views.waveform, desk, session)
    recording = Recording(desk, session, notices, (media,))
    views.waveform.peaks_ready.connect(recording.tell_lack)
    exporting = Exporting(desk, session)
    saving = Saving(desk, session)
    leaving = Leaving(desk, session, saving, exporting)
    opening = Opening(desk, session, recording, notices, leaving.may_leave)
    importing = Importing(desk, session, notices)
    recovery = Recovery(desk, drafts, opening, notices)
    clips = Clips(desk, media)
    return _Files(recording, exporting, saving, leaving, opening, importing, recovery, clips, media)


def _connect_commands(
    window: MainWindow, desk: Desk, views: _Views, appearance: Appearance
) -> None:
    actions, board = window.actions_by_name, views.board
    TimingCommands(desk, actions, board.limits_of)
    RowCommands(desk, actions, views.text_editor, lambda: board.rules)
    ClipboardCommands(desk, actions)
    CheckingCommands(desk, actions, board, views.findings, views.traits)
    ViewingCommands(desk, actions, views.waveform, appearance)
    playing = PlayingCommands(desk, actions, views.player)
    window.menus["play"].addMenu(views.player.track_menu)
    KeyCommands(desk, actions, views.waveform, playing.show_tooltips)
    actions["move-panes"].toggled.connect(window.let_panes_move)
    actions["reset-panes"].triggered.connect(window.reset_panes)
    actions["full-screen"].toggled.connect(window.show_full_screen)
    actions["quit"].triggered.connect(window.close)
    for name, act in (
        ("previous-row", lambda: views.table.step(-1)),
        ("next-row", lambda: views.table.step(1)),
        ("select-all", views.table.selectAll),
        ("find", views.find_bar.open_find),
        ("replace", views.find_bar.open_replace),
        ("find-next", views.find_bar.find_next),
        ("find-previous", views.find_bar.find_previous),
    ):
        actions[name].triggered.connect(act)


def _connect_views(window: MainWindow, desk: Desk, views: _Views) -> None:
    told = desk.told
    for said in (views.table.refused, views.text_editor.refused, views.find_bar.said):
        said.connect(told)
    views.find_bar.match_found.connect(views.text_editor.select_text)
    views.find_bar.searched.connect(views.rows.mark)
    views.waveform.activated.connect(views.text_editor.focus_text)
    views.text_editor.left.connect(views.table.setFocus)
    actions = window.actions_by_name
    views.text_editor.offer_history(actions["undo"], actions["redo"])
    views.table.row_activated.connect(window.actions_by_name["seek-row"].trigger)
    views.table.row_activated.connect(views.text_editor.focus_text)
    views.player.picture_changed.connect(window.fold_picture)
    views.player.playing_changed.connect(SelectionFollower(desk.editing, window).set_playing)
    views.player.media_wanted.connect(window.actions_by_name["open-media"].trigger)
    views.board.changed.connect(views.text_editor.refresh)
    window.add_column_menu(views.table.column_menu)
    hint = RowsHint(views.table, desk.editing, window.actions_by_name["insert-at-playhead"])

    def show_waiting() -> None:
        hint.set_waiting(Need.RUN in desk.run_needs, desk.language)

    desk.run_changed.connect(show_waiting)
    desk.language_changed.connect(show_waiting)


def _connect_files(window: MainWindow, state: WindowState, files: _Files) -> None:
    actions = window.actions_by_name
    for name, act in (
        ("open", files.opening.choose_files),
        ("open-folder", files.opening.choose_folder),
        ("import", files.importing.choose),
        ("open-media", files.recording.choose),
        ("save", files.saving.save),
        ("save-as", files.saving.save_as),
        ("versions", files.saving.show_versions),
        ("left-behind", files.recovery.show),
        ("export", files.exporting.ask),
        ("export-again", files.exporting.export_again),
        ("export-clips", files.clips.ask),
        ("close", files.leaving.may_leave),
    ):
        actions[name].triggered.connect(act)
    window.dropped.connect(files.opening.open)
    window.empty_state.open_requested.connect(files.opening.choose_files)
    window.empty_state.folder_requested.connect(files.opening.choose_folder)
    files.opening.progressed.connect(state.show_reading)
    window.status_line.stop_requested.connect(files.opening.cancel)
    files.opening.ended.connect(window.status_line.end_progress)
    files.clips.progressed.connect(window.status_line.show_progress)
    files.clips.ended.connect(window.status_line.end_progress)
    files.opening.subtitles_read.connect(files.importing.tell_of)
    files.opening.save_as_wanted.connect(files.saving.save_as)
    files.saving.saved.connect(files.opening.withdraw_notice)
    files.opening.failed.connect(window.notices.tell)
    for failed in (
        files.importing.failed,
        files.exporting.failed,
        files.saving.failed,
        files.recovery.failed,
        files.clips.failed,
    ):
        failed.connect(state.complain)
