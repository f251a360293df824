"""What was opened in a window, and what is said of it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.notice_bar import Notice
from whisper_desktop.ui.wiring import Workplace


def open_files(qtbot: QtBot, workplace: Workplace, *paths: Path) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open(paths)


def texts(workplace: Workplace) -> list[str]:
    return [cue.text for cue in workplace.editing.document]


def notice_of(workplace: Workplace) -> Notice:
    notice = workplace.window.notices.notice
    assert notice is not None
    return notice
