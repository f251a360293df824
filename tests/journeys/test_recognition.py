"""A person's hour with the recogniser: two languages, edits meanwhile, and a second hearing."""

import os
import re
import wave
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project_schema import PROJECT_SUFFIX
from whisper_desktop.app.queue import QueueState
from whisper_desktop.app.settings import Settings, save_settings
from whisper_desktop.app.subtitle_files import Track, read_subtitles
from whisper_desktop.audio.pcm import load_pcm
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import DifferenceKind
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.transcribe_dialog import TranscribeDialog
from whisper_desktop.ui.models.comparison_model import (
    DIFFERENCES,
    ComparisonColumn,
    ComparisonModel,
)
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.queue_dock import QueueDock
from whisper_desktop.ui.views.recipe.recipe_dock import RecipeDock
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.wiring import Workplace

Part = TypeVar("Part", bound=QObject)
RATE_HZ = 16_000
TURNS = 2
"""How often both languages are spoken: more than one window of 30 s."""
WAIT_MS = 120_000
"""Many times what anything takes: other programs may want the processor, too."""
SOON_MS = 10_000

pytestmark = [
    pytest.mark.real_model,
    # The offscreen platform says so of the list below a box that is typed into.
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)"),
]


@dataclass(frozen=True, slots=True)
class Talk:
    """A recording in which English and German take turns, and from when to when German is heard."""

    path: Path
    german: tuple[tuple[int, int], ...]


@pytest.fixture
def german_audio() -> Path:
    """Return ten seconds of German in three sentences (see tests/data/README.md)."""
    return Path(__file__).parents[1] / "data" / "insel.flac"


@pytest.fixture
def talk(tmp_path: Path, sample_audio: Path, german_audio: Path) -> Talk:
    """Return nearly a minute of two languages."""
    english, german = load_pcm(sample_audio).samples, load_pcm(german_audio).samples
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        samples = np.concatenate([english, german] * TURNS)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
    english_ms, german_ms = (len(part) * 1_000 // RATE_HZ for part in (english, german))
    turn_ms = english_ms + german_ms
    starts = [turn * turn_ms + english_ms for turn in range(TURNS)]
    silence_ms = 300
    return Talk(
        path,
        tuple((at_ms + silence_ms, at_ms + german_ms - silence_ms) for at_ms in starts),
    )


class Person:
    """Somebody who works with the window, whose tables are watched for breaches of Qt's rules."""

    def __init__(self, qtbot: QtBot, workplace: Workplace) -> None:
        self.qtbot, self.workplace = qtbot, workplace
        self.window, self.editing = workplace.window, workplace.editing
        fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
        for kind in (CueTableModel, ComparisonModel):
            QAbstractItemModelTester(self.part(kind), fatal, self.window)
        self.window.resize(1_600, 1_000)
        self.window.activateWindow()

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(self.editing.document)

    def words(self, rows: Iterable[Cue]) -> str:
        return " ".join(cue.text for cue in rows).casefold()

    def within(self, span_ms: tuple[int, int]) -> list[Cue]:
        """Return the rows whose middle lies in a span."""
        start_ms, end_ms = span_ms
        return [cue for cue in self.cues if start_ms < (cue.start_ms + cue.end_ms) / 2 < end_ms]

    def part(self, kind: type[Part]) -> Part:
        found = self.window.findChildren(kind)
        assert found, kind
        return found[-1]

    def neighbours(self, span_ms: tuple[int, int]) -> list[Cue]:
        """Return the rows whose middle lies outside a span."""
        return [cue for cue in self.cues if cue not in self.within(span_ms)]

    def can(self, action: str) -> bool:
        return self.window.actions_by_name[action].isEnabled()

    def do(self, action: str) -> None:
        assert self.can(action), action
        self.window.actions_by_name[action].trigger()

    def wait(self, is_so: Callable[[], bool], timeout_ms: int = WAIT_MS) -> None:
        self.qtbot.waitUntil(is_so, timeout=timeout_ms)

    def click(self, button: QWidget) -> None:
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, box: QComboBox, value: object) -> None:
        assert box.findData(value) >= 0
        box.setCurrentIndex(box.findData(value))

    def drop(self, target: QWidget, *paths: Path) -> None:
        """Let go of files above the middle of the window, or of a part of it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        action, middle = Qt.DropAction.CopyAction, target.rect().center()
        entering = QDragEnterEvent(middle, action, data, buttons, keys)
        QApplication.sendEvent(target, entering)
        assert entering.isAccepted()
        drop = QDropEvent(QPointF(middle), action, data, buttons, keys, QEvent.Type.Drop)
        QApplication.sendEvent(target, drop)

    def draw(self, from_ms: int, to_ms: int) -> None:
        """Draw a span on the waveform."""
        canvas, left = self.part(WaveformPane).canvas, Qt.MouseButton.LeftButton
        canvas.set_scale(canvas.scale.fitting(from_ms - 1_000, to_ms + 1_000))
        middle, held = canvas.height() // 2, Qt.KeyboardModifier.AltModifier
        start, end = (QPoint(round(canvas.scale.x_of(at)), middle) for at in (from_ms, to_ms))
        QTest.mousePress(canvas, left, held, start)
        QTest.mouseMove(canvas, (start + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, left, held, end)


@pytest.fixture
def person(qtbot: QtBot, make_workplace: Callable[[], Workplace], base_model: Path) -> Person:
    settings = Settings(model=str(base_model), device="cpu", precision="fp32", threads=1)
    save_settings(app_paths(os.environ).settings_file, settings)
    return Person(qtbot, make_workplace())


def begin(person: Person, talk: Talk) -> None:
    """Drop the recording, and read the answers before saying yes to its transcription."""
    person.drop(person.window, talk.path)
    person.wait(lambda: person.can("transcribe"), SOON_MS)
    person.do("transcribe")
    dialog = person.part(TranscribeDialog)
    person.wait(lambda: "(cpu)" in dialog.panel.device.text())
    assert talk.path.name in dialog.sentence.text()
    assert dialog.panel.memory.text()
    person.choose(dialog.language_box, "en")
    person.click(dialog.verb_button)
    assert person.can("stop-run")
    assert person.window.focusWidget() is person.part(CueTable)


def correct_while_it_runs(person: Person) -> None:
    """Type into the first row and delete the second before the rest is there."""
    person.wait(lambda: len(person.cues) > 1)
    person.do("pause-run")
    count, deleted = len(person.cues), person.cues[1]
    person.editing.select_rows([1])
    person.do("delete")
    person.editing.select_rows([0])
    box = person.part(TextEditor)
    box.focus_text()
    QTest.keyClick(box.text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box.text, " Ahoy!")
    person.do("pause-run")
    person.wait(lambda: not person.can("stop-run"))
    assert len(person.cues) > count
    assert person.cues[0].text.endswith("Ahoy!")
    # Rows that came are beneath what the person did: that is what undo takes back first.
    person.do("undo")
    assert not person.cues[0].text.endswith("Ahoy!")
    person.do("undo")
    assert deleted in person.cues
    person.do("redo")
    person.do("redo")
    assert deleted not in person.cues


def mark(person: Person, span_ms: tuple[int, int]) -> Cue:
    """Draw a span where the German is, in the place of what was made of it; return its row."""
    rows = person.within(span_ms)
    if rows:
        person.editing.select(cue.uid for cue in rows)
        person.do("delete")
    count = len(person.cues)
    person.draw(*span_ms)
    # What is wanted of a span makes a row of it.
    person.do("recipe-rows")
    assert len(person.cues) == count + 1
    [row] = person.within(span_ms)
    assert (row.start_ms, row.end_ms) == pytest.approx(span_ms, abs=300)
    return row


def say_german(person: Person) -> None:
    """Say in the recipe of the selected rows that they are German."""
    line = person.part(RecipeDock).form.language.lineEdit()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "German")
    QTest.keyClick(line, Qt.Key.Key_Return)


def hear_with_locked_times(person: Person, span_ms: tuple[int, int]) -> None:
    """Let a span be recognised as German: its row has the times that were drawn."""
    row = mark(person, span_ms)
    say_german(person)
    neighbours = person.neighbours(span_ms)
    person.do("again")
    person.wait(lambda: not person.can("stop-run"))
    [heard] = person.within(span_ms)
    assert {"wetter", "insel", "hause"} <= words(heard)
    assert (heard.start_ms, heard.end_ms) == (row.start_ms, row.end_ms)
    assert heard.recipe.language == "de"
    assert person.neighbours(span_ms) == neighbours


def hear_with_free_times(person: Person, span_ms: tuple[int, int]) -> None:
    """Let the row become as many as there are sentences; compare, accept, undo, accept again."""
    dock, before = person.part(ComparisonDock), person.cues
    [row] = person.within(span_ms)
    person.editing.select([row.uid])
    person.do("again-free")
    person.wait(lambda: not person.can("stop-run"))
    assert dock.isVisible()
    assert dock.list.model().rowCount() == 1
    assert person.cues == before
    person.click(dock.accept_button)
    after = person.within(span_ms)
    assert len(after) > 1
    assert {"wetter", "insel", "hause"} <= words(*after)
    assert all(span_ms[0] <= cue.start_ms <= cue.end_ms <= span_ms[1] + 100 for cue in after)
    person.do("undo")
    assert person.cues == before
    assert dock.list.model().rowCount() == 1
    person.do("redo")
    assert person.within(span_ms) == after
    assert person.neighbours(span_ms) == [cue for cue in before if cue != row]


def compare_and_reject(person: Person) -> None:
    """Hear a row again that was corrected, see what is other, and leave it as it is."""
    dock, before = person.part(ComparisonDock), person.cues
    person.editing.select_rows([0])
    person.do("again")
    person.wait(lambda: not person.can("stop-run"))
    model = dock.list.model()
    assert model.rowCount() == 1
    differences = model.index(0, ComparisonColumn.NOW).data(DIFFERENCES)
    assert any("Ahoy" in one.old and "Ahoy" not in one.new for one in differences)
    assert any(one.kind is DifferenceKind.EQUAL for one in differences)
    person.click(dock.reject_button)
    assert model.rowCount() == 0
    assert person.cues == before


def mark_another_at_once(person: Person, span_ms: tuple[int, int]) -> None:
    """Draw a span, give it the language of the last one with one key, and fill it."""
    mark(person, span_ms)
    person.do("rows-language-again")
    person.do("again-free")
    person.wait(lambda: not person.can("stop-run"))
    assert {"wetter", "insel", "hause"} <= words(*person.within(span_ms))


def translate(person: Person, spans_ms: Iterable[tuple[int, int]]) -> None:
    """Have all that is German in English beside it."""
    german = [cue for span_ms in spans_ms for cue in person.within(span_ms)]
    texts = [cue.text for cue in person.cues]
    person.editing.select(cue.uid for cue in german)
    person.do("again-translate")
    person.wait(lambda: not person.can("stop-run"))
    assert [cue.text for cue in person.cues] == texts
    translated = [cue for cue in person.cues if cue.translation]
    assert {cue.uid for cue in translated} <= {cue.uid for cue in german}
    assert len(translated) > len(german) // 2
    assert "island" in " ".join(cue.translation for cue in translated)


def leave_to_the_queue(person: Person, recordings: Sequence[Path]) -> None:
    """Drop recordings on the queue and let it work; the project and the subtitles are beside."""
    before = person.cues
    person.do("queue")
    dock = person.part(QueueDock)
    person.drop(dock, *recordings)
    entries = dock.list.model()
    person.wait(lambda: entries.rowCount() == len(recordings), SOON_MS)
    person.click(dock.go_button)
    person.wait(lambda: all(entry.state.is_over for entry in dock.runner.entries))
    assert {entry.state for entry in dock.runner.entries} == {QueueState.DONE}
    assert [entry.media for entry in dock.runner.entries] == list(recordings)
    for recording in recordings:
        assert recording.with_suffix(PROJECT_SUFFIX).exists()
    assert person.cues == before


def export(person: Person, track: Track) -> Path:
    """Write one track to the file that is proposed for it."""
    person.do("export")
    dialog = person.part(ExportDialog)
    boxes = dialog.findChildren(QComboBox)
    person.choose(next(box for box in boxes if box.findData(track) >= 0), track)
    path = dialog.choices.path
    person.click(dialog.verb_button)
    return path


def words(*cues: Cue) -> set[str]:
    return set(re.findall(r"\w+", " ".join(cue.text for cue in cues).casefold()))


def test_a_talk_in_two_languages(
    person: Person, talk: Talk, german_audio: Path, sample_audio: Path, tmp_path: Path
) -> None:
    begin(person, talk)
    correct_while_it_runs(person)
    hear_with_locked_times(person, talk.german[0])
    hear_with_free_times(person, talk.german[0])
    compare_and_reject(person)
    mark_another_at_once(person, talk.german[1])
    translate(person, talk.german)
    names = (("one", sample_audio), ("two", german_audio), ("three", sample_audio))
    folder = tmp_path / "queue"
    folder.mkdir()
    queued = [Path(copy(audio, folder / f"{name}{audio.suffix}")) for name, audio in names]
    leave_to_the_queue(person, queued)
    heard = [words(*read_subtitles(path.with_suffix(".srt")).cues) for path in queued]
    assert {"boat", "harbor"} <= heard[0] == heard[2]
    assert {"wetter", "boot", "insel"} <= heard[1]
    texts = read_subtitles(export(person, Track.TEXT)).cues
    assert [cue.text for cue in texts] == [cue.text for cue in person.cues]
    translations = read_subtitles(export(person, Track.TRANSLATION)).cues
    wanted = [cue.translation for cue in person.cues if cue.translation]
    assert [cue.text for cue in translations] == wanted
