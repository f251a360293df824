from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from whisper_desktop.ui.files.growth_watch import GrowthWatch
from whisper_desktop.ui.files.recording import Recording
from whisper_desktop.ui.wiring import Workplace


def test_growth_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "talk.flac"
    path.write_bytes(b"begun")
    watch = GrowthWatch(every_ms=5)
    told: list[Path] = []
    watch.grown.connect(told.append)
    watch.watch(path)
    with qtbot.waitSignal(watch.grown):
        path.write_bytes(b"begun and gone on with")
    path.write_bytes(b"begun and gone on with, and with that")
    qtbot.wait(30)
    assert told == [path]


def test_a_file_that_is_gone_does_not_grow(qtbot: QtBot, tmp_path: Path) -> None:
    watch = GrowthWatch(every_ms=5)
    with qtbot.assertNotEmitted(watch.grown, wait=30):
        watch.watch(tmp_path / "nothing.flac")
    watch.stop()


def test_who_opened_a_growing_recording_can_read_it_again(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], wav: Path
) -> None:
    workplace = make_workplace()
    workplace.opening.open([wav])
    qtbot.waitUntil(workplace.window.actions_by_name["play"].isEnabled, timeout=5_000)
    recording = workplace.window.findChild(Recording)
    watch = workplace.window.findChild(GrowthWatch)
    assert isinstance(recording, Recording)
    assert isinstance(watch, GrowthWatch)
    watch.grown.emit(wav)
    (notice,) = workplace.window.notices.notices
    assert notice.sentence.startswith("tone.wav is still being written.")
    notice.answers[0][1]()
    assert workplace.window.notices.notice is None
    qtbot.waitUntil(workplace.window.actions_by_name["play"].isEnabled, timeout=5_000)
