"""A person's hour with the editor: a real video, real keys and mouse, a crash, and the way back."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import av
import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.app.subtitle_files import read_subtitles
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.dialogs.shift_dialog import ShiftDialog
from whisper_desktop.ui.dialogs.stretch_dialog import StretchDialog
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.views.time_box import TimeBox
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace

Part = TypeVar("Part", bound=QObject)
RATE_HZ = 16_000
VIDEO_S = 12
SRT = """\
1
00:00:00,500 --> 00:00:01,700
Good mornign, everybody.

2
00:00:02,000 --> 00:00:04,000
The harbor was quiet, and the mornign was cold.

3
00:00:04,200 --> 00:00:04,600
Um, well.

4
00:00:06,000 --> 00:00:08,000
Nobody was ready for what would happen before noon on that day.
"""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return twelve seconds of a picture that moves, with a tone."""
    path = tmp_path_factory.mktemp("video") / "harbor.mp4"
    with av.open(str(path), "w") as media:
        picture = media.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        sound = media.add_stream("aac", rate=RATE_HZ, layout="mono")
        for number in range(VIDEO_S * 25):
            grey = np.full((90, 160, 3), number % 256, np.uint8)
            media.mux(picture.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        media.mux(picture.encode())
        tone = (np.sin(np.arange(VIDEO_S * RATE_HZ) / 6) * 0.3).astype(np.float32)
        for first in range(0, len(tone), 1_024):
            block = tone[first : first + 1_024][None]
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, first
            media.mux(sound.encode(frame))
        media.mux(sound.encode())
    return path


@pytest.fixture
def make_workplace(make_workplace: Callable[[], Workplace]) -> Callable[[], Workplace]:
    """Return what builds a window whose table is watched for breaches of Qt's rules."""

    def make() -> Workplace:
        workplace = make_workplace()
        model = workplace.window.findChild(CueTableModel)
        assert isinstance(model, CueTableModel)
        fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
        QAbstractItemModelTester(model, fatal, workplace.window)
        workplace.window.activateWindow()
        return workplace

    return make


class Person:
    """Somebody who works with the window."""

    def __init__(self, qtbot: QtBot, workplace: Workplace) -> None:
        self.qtbot, self.workplace = qtbot, workplace
        self.window, self.editing = workplace.window, workplace.editing

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(self.editing.document)

    def count_rows(self) -> int:
        return len(self.editing.document)

    def open(self, *paths: Path) -> None:
        with self.qtbot.waitSignal(self.workplace.opening.opened, timeout=10_000):
            self.workplace.opening.open(paths)
        self.qtbot.waitUntil(self.window.actions_by_name["zoom-in"].isEnabled, timeout=10_000)

    def do(self, action: str) -> None:
        assert self.window.actions_by_name[action].isEnabled(), action
        self.window.actions_by_name[action].trigger()

    def part(self, kind: type[Part]) -> Part:
        found = self.window.findChildren(kind)
        assert found
        return found[-1]

    def type_into(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def replace_everywhere(self, old: str, new: str) -> None:
        self.do("replace")
        bar = self.part(FindBar)
        self.type_into(bar.find_text, old)
        self.type_into(bar.replace_text, new)
        QTest.mouseClick(bar.replace_all_button, Qt.MouseButton.LeftButton)
        QTest.keyClick(bar, Qt.Key.Key_Escape)

    def drag_in_waveform(self, from_ms: int, to_ms: int) -> None:
        canvas = self.part(WaveformPane).canvas
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
        middle = canvas.height() // 2
        start, end = (QPoint(round(canvas.scale.x_of(at)), middle) for at in (from_ms, to_ms))
        QTest.mousePress(canvas, left, none, start)
        QTest.mouseMove(canvas, (start + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, left, none, end)


CHILD = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.ui.wiring import build

application = QApplication([])
paths = app_paths(os.environ)
workplace = build(application, paths, load_settings(paths.settings_file))
workplace.window.show()

def edit(_path):
    actions = workplace.window.actions_by_name
    actions["delete"].trigger()
    actions["duplicate"].trigger()
    workplace.session.project.flush()
    print("edited", flush=True)

workplace.opening.opened.connect(edit)
workplace.opening.open([Path(sys.argv[1])])
application.exec()
"""
"""A program that is killed while its window is open."""


@pytest.fixture
def subtitles(tmp_path: Path) -> Path:
    path = tmp_path / "talk.srt"
    path.write_text(SRT, encoding="utf-8")
    return path


def edit_for_an_hour(person: Person) -> None:
    """Do a little of everything."""
    editing = person.editing
    person.replace_everywhere("mornign", "morning")
    assert "morning, everybody" in person.cues[0].text
    editing.select_rows([1])
    box = person.part(TextEditor)
    box.focus_text()
    QTest.keyClick(box.text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    person.type_into(box.text, " Cold!")
    assert person.cues[1].text.endswith("Cold!")
    box.select_text(21, 21)
    person.do("split")
    assert person.count_rows() == 5
    editing.select_rows([1, 2])
    person.do("merge")
    assert person.count_rows() == 4
    editing.select_rows([3])
    person.do("zoom-fit")
    person.drag_in_waveform(7_000, 8_000)
    assert person.cues[3].start_ms == pytest.approx(7_000, abs=80)
    person.do("shift")
    shift = person.part(ShiftDialog)
    shift.show_delta(250)
    shift.accept()
    editing.select_rows([])
    person.do("stretch")
    stretch = person.part(StretchDialog)
    stretch.findChildren(TimeBox)[1].show_time(8_000)
    stretch.accept()
    assert person.cues[3].start_ms == 8_000
    person.do("fix-all")


def say_yes() -> None:
    """Answer the question whether the person's own file shall be replaced."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if "Replace" in button.text()).click()


def test_a_film_is_subtitled(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], video: Path, subtitles: Path
) -> None:
    person = Person(qtbot, make_workplace())
    person.open(video, subtitles)
    before = person.cues
    edit_for_an_hour(person)
    after, stack = person.cues, person.editing.undo_stack
    assert after != before
    while stack.canUndo():
        person.do("undo")
    assert person.cues == before
    while stack.canRedo():
        person.do("redo")
    assert person.cues == after
    person.do("export")
    QTimer.singleShot(0, say_yes)
    person.part(ExportDialog).accept()
    written = read_subtitles(subtitles).cues
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in written] == [
        (cue.start_ms, cue.end_ms, cue.text) for cue in after
    ]
    assert person.window.close()


def test_after_a_kill_everything_is_there(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], subtitles: Path
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(subtitles)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "edited\n"
        child.kill()
    person = Person(qtbot, make_workplace())
    person.workplace.recovery.offer(is_quiet=False)
    person.part(RecoveryDialog).accept()
    texts = [cue.text for cue in person.cues]
    assert len(texts) == 4
    assert texts[0] == texts[1] == "The harbor was quiet, and the mornign was cold."
    assert not person.workplace.session.is_named
