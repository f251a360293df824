"""An automated person who edits in the real window until somebody kills the process.

A session of it is a seed, a subtitle file, the home folder of the program and a log (see
`kill9_zygote`). It prints "begun" when the file is open, and logs what the rows are with each
act ("e DIGEST", the first is what was opened), how many acts it was told are on the disk
("d NUMBER"), and where it saves a project ("p PATH"). Besides it exports to `export.srt` beside
the subtitle file. It never ends by itself.
"""

import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.export_choices import ExportChoices
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.ui.files.exporting import EXPORT_SETTING
from whisper_desktop.ui.wiring import Workplace, build

LOOK_MS = 5


class Person(QObject):
    """Edits, and writes down what the program says of it."""

    def __init__(self, workplace: Workplace, seed: int, folder: Path, log: int) -> None:
        super().__init__()
        self.editing, self.session = workplace.editing, workplace.session
        self.actions = workplace.window.actions_by_name
        self.random, self.folder, self.log = random.Random(seed), folder, log
        self.count = 0
        self.edits, self.looks = QTimer(self), QTimer(self)
        self.edits.setSingleShot(True)
        self.edits.timeout.connect(self.act)
        self.looks.timeout.connect(self.look)
        workplace.opening.opened.connect(self.start)

    @Slot()
    def start(self) -> None:
        self.say(f"e {digest(self.editing.document)}")
        choices = ExportChoices(self.folder / "export.srt")
        self.session.remember(EXPORT_SETTING, choices.to_data())
        self.looks.start(LOOK_MS)
        self.edits.start(0)
        print("begun", flush=True)  # noqa: T201 - the moment is counted from here

    @Slot()
    def act(self) -> None:
        turn = self.random.random()
        if turn < 0.5 or not self.count:
            self.perform(self.make_edit())
        elif turn < 0.65:
            self.drag()
        elif turn < 0.9:
            self.actions[self.random.choice(("undo", "undo", "redo"))].trigger()
            self.acted()
        elif turn < 0.96:
            self.actions["export-again"].trigger()
        else:
            self.save_as()
        self.edits.start(self.random.choice((0, 1, 30)))

    @Slot()
    def look(self) -> None:
        is_kept = self.session.is_drafted or self.session.is_named
        if is_kept and not self.session.state.unsaved_count:
            self.say(f"d {self.count}")

    def perform(self, edit: Edit) -> None:
        after = Document(self.editing.document)
        after.apply(edit)
        # The first edit may be in a draft before this line is left.
        self.say(f"e {digest(after)}")
        self.editing.perform(edit)
        self.count += 1

    def acted(self) -> None:
        self.say(f"e {digest(self.editing.document)}")
        self.count += 1

    def drag(self) -> None:
        row = self.random.randrange(len(self.editing.document))
        for delta_ms in (40, 40, self.random.choice((40, -80))):
            self.editing.perform(move(self.editing.document, [row], delta_ms, merge_key="drag"))
            self.acted()

    def save_as(self) -> None:
        path = self.folder / self.random.choice(("a.wdproj", "b.wdproj"))
        self.say(f"p {path.name}")
        self.session.save_as(path, overwrite=True)

    def make_edit(self) -> Edit:
        document = self.editing.document
        row = self.random.randrange(len(document))
        turn = self.random.random()
        if turn < 0.2 and len(document) > 2:
            return Edit(Verb.DELETE, (Splice(row, (document[row],), ()),))
        if turn < 0.4:
            new = replace(document[row], uid=document.new_uid())
            return Edit(Verb.INSERT, (Splice(row, (), (new,)),))
        text = str(self.random.randrange(10**9))
        return replacing(Verb.SET_TEXT, document, [(row, replace(document[row], text=text))])

    def say(self, line: str) -> None:
        os.write(self.log, f"{line}\n".encode())


def digest(document: Document) -> str:
    # Without the uids: an exported file knows none.
    rows = [(cue.start_ms, cue.end_ms, cue.text) for cue in document]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def live(seed: str, subtitles: str, home: str, log: str) -> None:
    """Open a file and edit for ever."""
    os.environ["WHISPER_DESKTOP_HOME"] = home
    application = QApplication([])
    paths = app_paths(os.environ)
    workplace = build(application, paths, load_settings(paths.settings_file))
    opened_log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    person = Person(workplace, int(seed), Path(subtitles).parent, opened_log)
    workplace.window.show()
    workplace.opening.open([Path(subtitles)])
    application.exec()
    assert person
