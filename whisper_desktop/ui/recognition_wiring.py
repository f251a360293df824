"""Where what recognises the open document is put together, for the wiring of the window."""

import os
from dataclasses import dataclass

from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.settings import is_offline
from whisper_desktop.core.fixes import wrapped
from whisper_desktop.ui.again_wiring import connect_again
from whisper_desktop.ui.commands.again import AgainParts
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.fitting import FittingCommands, FittingParts
from whisper_desktop.ui.commands.recognising import RecognisingCommands
from whisper_desktop.ui.commands.running import RunningCommands
from whisper_desktop.ui.doubts_wiring import DoubtViews, connect_doubts
from whisper_desktop.ui.hosts import Hosts
from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.devices import Devices
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.fitting import Fitting
from whisper_desktop.ui.recognition.language_notes import LanguageNotes
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads
from whisper_desktop.ui.recognition.rerecognition import Rerecognition
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.recognition.run_status import RunStatus
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane


@dataclass(frozen=True, slots=True)
class Ground:
    """What recognition stands on."""

    window: MainWindow
    desk: Desk
    session: Session
    recipes: DocumentRecipe
    media: MediaPanes


@dataclass(frozen=True, slots=True)
class RecognitionViews:
    """What shows it, or says where."""

    board: FindingsBoard
    table: CueTable
    waveform: WaveformPane
    proposals: ProposalBoard
    comparison: ComparisonDock
    doubts: DoubtViews


def make_advice(desk: Desk, hosts: Hosts, paths: AppPaths) -> RunAdvice:
    """Return what answers for whoever is about to begin a run."""
    preferences = desk.preferences
    store = ModelStore(paths.home, is_offline(preferences.settings, os.environ))
    devices = Devices(hosts.machine.run, preferences)
    downloads = ModelDownloads(store, hosts.storekeeper.run, preferences)
    return RunAdvice(preferences, devices, downloads, paths, os.environ)


def connect_recognition(
    ground: Ground, views: RecognitionViews, advice: RunAdvice, hosts: Hosts
) -> tuple[LiveRun, Rerecognition, Fitting]:
    """Connect what recognises the open document; return what has threads."""
    window, desk, session = ground.window, ground.desk, ground.session
    actions, board = window.actions_by_name, views.board
    run = LiveRun(
        desk.editing, session, hosts.document, lambda cue: wrapped(cue, board.rules), window
    )
    commands = RecognisingCommands(desk, actions, run, ground.media, ground.recipes, advice)
    commands.chosen.connect(views.table.setFocus)
    span = views.waveform.state.insert_new_span
    proposals = (views.proposals, views.comparison)
    parts = AgainParts(*proposals, run, ground.media, ground.recipes, advice, span)
    again, orders = connect_again(window, desk, session, hosts.again, parts)
    fitting = Fitting(desk, session, hosts.fitting, window)
    found = FittingParts(ground.media, ground.recipes, advice, window.notices)
    FittingCommands(desk, actions, fitting, found)
    hearing = (again, orders, views.proposals)
    connect_doubts(window, desk, views.doubts, (session, run, ground.media), hearing)
    RunningCommands(desk, actions, run, again)
    LanguageNotes(desk, session, run, window.notices, actions["again"].trigger)
    status = RunStatus(desk, session, ground.recipes, run, (window.status_line, window.notices))
    status.go_on_wanted.connect(actions["go-on-run"].trigger)
    status.models_wanted.connect(actions["models"].trigger)
    return run, again, fitting
