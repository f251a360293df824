from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.running import RunningCommands
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import Rerecognition


class FakeWork(QObject):
    """Takes down what it is asked."""

    paused_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.is_running = self.is_paused = False
        self.cancels = 0

    def set_paused(self, is_paused: bool) -> None:
        if self.is_running and is_paused != self.is_paused:
            self.is_paused = is_paused
            self.paused_changed.emit(is_paused)

    def cancel(self) -> None:
        self.cancels += 1


@pytest.fixture
def run() -> FakeWork:
    return FakeWork()


@pytest.fixture
def again() -> FakeWork:
    return FakeWork()


@pytest.fixture
def told(desk: Desk, actions: Actions, run: FakeWork, again: FakeWork) -> list[str]:
    RunningCommands(desk, actions, cast("LiveRun", run), cast("Rerecognition", again))
    told: list[str] = []
    desk.told.connect(told.append)
    return told


def test_what_runs_is_paused_and_goes_on(
    told: list[str], actions: Actions, run: FakeWork, again: FakeWork
) -> None:
    again.is_running = True
    actions["pause-run"].trigger()
    assert (run.is_paused, again.is_paused) == (False, True)
    run.is_running = True
    run.set_paused(True)
    again.set_paused(False)
    assert actions["pause-run"].isChecked(), "the transcription waits still"
    actions["pause-run"].trigger()
    assert not run.is_paused
    assert not actions["pause-run"].isChecked()


def test_what_is_held_together_goes_on_together(
    told: list[str], actions: Actions, run: FakeWork, again: FakeWork
) -> None:
    run.is_running = again.is_running = True
    for is_paused in (True, False, True, False):
        actions["pause-run"].trigger()
        assert (run.is_paused, again.is_paused) == (is_paused, is_paused)
        assert actions["pause-run"].isChecked() is is_paused


def test_whatever_runs_is_stopped(
    told: list[str], actions: Actions, run: FakeWork, again: FakeWork
) -> None:
    again.is_running = True
    actions["stop-run"].trigger()
    run.is_running = True
    actions["stop-run"].trigger()
    assert told == [
        "Stopped. What was heard is kept.",
        "Stopped. What was recognised is kept; you can go on later.",
    ]
    assert (run.cancels, again.cancels) == (2, 2)
