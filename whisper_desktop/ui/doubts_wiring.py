"""Where the list of doubts is put together, for the wiring of the window."""

from dataclasses import dataclass

from whisper_desktop.ui.commands.again import AgainCommands
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.doubts import DoubtCommands, DoubtParts
from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import Rerecognition
from whisper_desktop.ui.recognition.speech_keeper import SpeechKeeper
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.doubts_dock import DoubtsDock
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane


@dataclass(frozen=True, slots=True)
class DoubtViews:
    """What shows doubts, and lets one see and hear them."""

    dock: DoubtsDock
    findings: FindingsDock
    player: PlayerPane
    waveform: WaveformPane


def connect_doubts(
    window: MainWindow,
    desk: Desk,
    views: DoubtViews,
    heard: tuple[Session, LiveRun, MediaPanes],
    again: tuple[Rerecognition, AgainCommands, ProposalBoard],
) -> None:
    """Connect the list with what plays, recognises and remembers."""
    session, run, media = heard
    work, orders, proposals = again
    # It knows of all speech before it is told how much of it has no rows.
    keeper = SpeechKeeper(desk, session, run, media, views.dock.board)
    parts = DoubtParts(
        views.dock.board,
        views.dock,
        views.findings,
        keeper,
        views.player.play_span,
        views.waveform.state.set_new_span,
        orders.hear_otherwise,
        orders.recognise_free,
        window.notices,
        proposals,
    )
    commands = DoubtCommands(desk, window.actions_by_name, parts)
    run.finished.connect(commands.offer)
    run.began.connect(commands.withdraw)
    work.ended.connect(lambda: commands.clear_silent(work.silent))
