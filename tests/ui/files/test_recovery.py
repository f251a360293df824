from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def after_crash(qtbot: QtBot, make_workplace: Callable[[], Workplace], srt: Path) -> Workplace:
    """Return a window that is opened while a draft lies there."""
    first = make_workplace()
    with qtbot.waitSignal(first.opening.opened, timeout=5_000):
        first.opening.open([srt])
    first.window.actions_by_name["delete"].trigger()
    first.closing.end()
    return make_workplace()


def the_dialog(workplace: Workplace) -> RecoveryDialog:
    dialog = workplace.window.findChild(RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog)
    return dialog


def test_without_drafts_nothing_is_asked(workplace: Workplace) -> None:
    workplace.recovery.offer(is_quiet=False)
    assert workplace.window.findChild(RecoveryDialog) is None


def test_work_is_gone_on_with(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=False)
    the_dialog(after_crash).accept()
    assert [cue.text for cue in after_crash.editing.document] == ["Nobody was ready."]


def test_work_can_be_deleted(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=False)
    dialog = the_dialog(after_crash)
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Delete it").click()
    assert not dialog.isVisible()
    after_crash.recovery.offer(is_quiet=True)
    assert after_crash.window.notices.notice is None


def test_who_is_busy_gets_a_notice_only(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=True)
    notice = after_crash.window.notices.notice
    assert notice is not None
    notice.answers[0][1]()
    assert the_dialog(after_crash).isVisible()
