"""Where the parts that recognise rows again are put together, for the wiring of the window."""

from dataclasses import replace

from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.recognition_jobs import JobHost
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.fixes import wrapped
from whisper_desktop.ui.commands.again import AgainCommands, AgainParts
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.again_status import AgainStatus
from whisper_desktop.ui.recognition.rerecognition import Rerecognition
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock


def make_comparison(
    window: MainWindow, desk: Desk, session: Session, findings: FindingsBoard, paths: AppPaths
) -> tuple[ProposalBoard, ComparisonDock]:
    """Return the board of proposals and the dock that shows it."""

    def shaped(cue: Cue) -> Cue:
        return wrapped(cue, replace(findings.rules, has_translation=True))

    def models() -> tuple[str, ...]:
        known = ModelStore(paths.home, offline=True).list()
        return tuple(status.name for status in known if status.is_installed)

    board = ProposalBoard(desk.editing, session, shaped, window)
    return board, ComparisonDock(desk.editing, board, models, window)


def connect_again(
    window: MainWindow, desk: Desk, session: Session, host: JobHost, parts: AgainParts
) -> tuple[Rerecognition, AgainCommands]:
    """Connect the actions, and everything that is said of the work; the first has the thread."""
    actions = window.actions_by_name
    work = Rerecognition(desk, session, host, parts.board, window)
    commands = AgainCommands(desk, actions, work, parts)
    said_in = (window.status_line, window.notices, parts.dock)
    status = AgainStatus(desk, work, parts.run, parts.board, said_in)
    status.models_wanted.connect(actions["models"].trigger)
    status.rest_wanted.connect(commands.start)
    return work, commands
