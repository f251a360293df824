"""An automated person who edits while rows arrive, until somebody kills the process.

A session of it is a seed, a project (new work where there is none), a log (see `kill9_zygote`) and
how many windows there are. What is recognised is made up: each window has one to three rows, always
the same, and they come from wherever the project says that it goes on. It prints "begun" when it
does, logs each edit of a row ("e UID NUMBER": the number at the end of its text from now on) and
what is on the disk: how far the recogniser came, and how many edits ("d REACHED_MS EDITS"). At the
end of the windows it prints "over" and waits.
"""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb, replacing
from whisper_desktop.core.events import Finished, ResumePoint, SegmentReady, WindowDone
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import NewWork, Session

WINDOW_MS = 30_000
LOOK_MS = 5
MAX_WINDOW_S = 0.03


def segments_of(window: int) -> list[Segment]:
    """Return what is said in a window."""
    start_ms = window * WINDOW_MS
    return [
        Segment(start_ms + 1_000 * row, start_ms + 1_000 * row + 900, f"{window}/{row} said", "en")
        for row in range(window % 3 + 1)
    ]


class Recogniser:
    """Says the windows one after another, from where it is told to go on."""

    def __init__(self, dice: random.Random, windows: int) -> None:
        self._dice, self._windows = dice, windows

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        assert isinstance(job, TranscribeJob)
        first = 0 if job.resume is None else job.resume.at_ms // WINDOW_MS
        for window in range(first, self._windows):
            for segment in segments_of(window):
                yield SegmentReady(segment)
            yield WindowDone(ResumePoint((window + 1) * WINDOW_MS, "en", (window,)))
            cancel.raise_if_cancelled()
            threading.Event().wait(self._dice.random() * MAX_WINDOW_S)
        yield Finished((), "en")

    def pause(self) -> None:
        raise AssertionError("nobody pauses")

    go_on = pause


class Person(QObject):
    """Changes the text of rows, takes some of it back, and writes down what is safe."""

    def __init__(self, recogniser: Recogniser, seed: int, path: Path, log: int) -> None:
        super().__init__()
        self.random, self.log = random.Random(seed), log
        self.editing = EditingController(Document(), parent=self)
        self.session = Session(self.editing, DraftFolder(path.parent / "drafts"), self)
        self.live_run = LiveRun(self.editing, self.session, recogniser, lambda cue: cue, self)
        self.edits = 0
        self.marks: list[tuple[int, int, int]] = []
        """How many changes there were, how far it was, and how many edits; not durable yet."""
        self.acts, self.looks = QTimer(self), QTimer(self)
        self.acts.timeout.connect(self.act)
        self.looks.timeout.connect(self.look)
        self.live_run.finished.connect(self.tell_of_end)
        if path.exists():
            self.session.go_on(self.session.read_project(path))
        else:
            self.session.begin(NewWork())
        record = self.live_run.record or RunRecord("only", Recipe("en"))
        self.live_run.start(record, ModelRequest("base"), path)
        self.acts.start(3)
        self.looks.start(LOOK_MS)
        print("begun", flush=True)  # noqa: T201 - the moment is counted from here

    @Slot()
    def act(self) -> None:
        document = self.editing.document
        if not len(document):
            return
        row = self.random.randrange(len(document))
        self.edits += 1
        number = self.random.randrange(10**9)
        text = f"{document[row].text.partition('#')[0]}#{number}"
        self.say(f"e {document[row].uid} {number}")
        cue = replace(document[row], text=text)
        self.editing.perform(replacing(Verb.SET_TEXT, document, [(row, cue)]))

    @Slot()
    def look(self) -> None:
        record, state = self.live_run.record, self.session.state
        if record is not None:
            self.marks.append((state.recorded, record.reached_ms, self.edits))
        while self.marks and self.marks[0][0] <= state.durable_through:
            _, reached_ms, edits = self.marks.pop(0)
            self.say(f"d {reached_ms} {edits}")

    @Slot()
    def tell_of_end(self) -> None:
        self.acts.stop()
        project = self.session.project
        assert project is not None
        assert project.flush()
        print("over", flush=True)  # noqa: T201 - the test waits for it

    def say(self, line: str) -> None:
        os.write(self.log, f"{line}\n".encode())


def live(seed: str, project: str, log: str, windows: str) -> None:
    """Open a project, let what is left be recognised, and edit meanwhile."""
    application = QApplication([])
    recogniser = Recogniser(random.Random(int(seed)), int(windows))
    log_file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    person = Person(recogniser, int(seed), Path(project), log_file)
    application.exec()
    assert person
