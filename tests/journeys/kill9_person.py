"""An automated person who edits a project for ever, until somebody kills the process.

A session of it is a seed, a project and a log (see `kill9_zygote`). It logs what it is about to
record ("r NUMBER DIGEST": what the project shall hold from that change on), what it was told is
durable ("d NUMBER"), and where the project is kept from now on ("p PATH"). It never ends by itself.
"""

import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_trail import History
from whisper_desktop.app.project_writer import ProjectState, WriterPolicy
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.segment import Word

MAX_ROWS = 80


def digest(*held: object) -> str:
    return hashlib.sha256(repr(held).encode()).hexdigest()


class Person:
    """Keeps its own account of what it did, apart from that of the project."""

    def __init__(self, seed: int, path: Path, log: int) -> None:
        self.random, self.log = random.Random(seed), log
        self.number = 0
        self.project = self._opened(path)
        self.document = Document(self.project.document_cues(), self.project.next_uid)
        self.done, self.undone = list(self.project.history.done), [*self.project.history.undone]
        self.media, self.note = self.project.media, self.project.setting("note")
        names = [kept.name for kept in self.project.versions() if not kept.is_automatic]
        self.names = names[::-1]
        self.say(f"r 0 {self.held()}")

    def say(self, line: str) -> None:
        os.write(self.log, f"{line}\n".encode())

    def hear(self, state: ProjectState) -> None:
        if state.problem:
            raise AssertionError(state.problem)
        self.say(f"d {state.durable_through}")

    def held(self) -> str:
        history = History(tuple(self.done), tuple(self.undone))
        return digest(tuple(self.document), history, self.media, self.note, self.names)

    def act(self) -> None:
        """Do one of the things that persons do."""
        turn = self.random.random()
        if turn < 0.75:
            self.edit()
        elif turn < 0.87:
            self.step_through_history()
        elif turn < 0.95:
            self.change_something_else()
        elif turn < 0.97:
            self.project.flush()
        elif turn < 0.985:
            self.save_as()
        else:
            self.close_and_open()

    def edit(self) -> None:
        edit = self.make_edit()
        self.done.append(edit)
        self.undone.clear()
        self.perform(edit)

    def step_through_history(self) -> None:
        if self.undone and self.random.random() < 0.4:
            edit = self.undone.pop(0)
            self.done.append(edit)
            self.perform(edit)
        elif self.done:
            edit = self.done.pop()
            self.undone.insert(0, edit)
            self.perform(edit.inverted())

    def perform(self, edit: Edit) -> None:
        self.document.apply(edit)
        self.announce()
        self.check(self.project.record(edit))

    def change_something_else(self) -> None:
        match self.random.randrange(3):
            case 0:
                self.note = {"export": ["srt", self.random.random()]}
                self.announce()
                self.check(self.project.set_setting("note", self.note))
            case 1:
                identity = MediaIdentity(self.random.randrange(10**12), "a" * 64, "b" * 64)
                # A relative path of None would be filled in: it stands in the same folder.
                path = self.project.path.parent / "talk.mp4"
                self.media = MediaReference(path, identity, "talk.mp4")
                self.announce()
                self.check(self.project.set_media(self.media))
            case _:
                self.names.append(digest(tuple(self.document)))
                self.announce()
                self.check(self.project.keep_version(self.names[-1]))

    def save_as(self) -> None:
        self.project.flush()
        path = self.project.path
        other = path.with_name("b.wdproj" if path.name == "a.wdproj" else "a.wdproj")
        if self.media is not None:
            # The reference is written once more, as it is seen from the new place.
            self.announce()
        self.project.save_as(other, overwrite=True)
        self.say(f"p {other}")

    def close_and_open(self) -> None:
        assert self.project.close() == 0
        self.say(f"d {self.number}")
        self.project = self._opened(self.project.path)
        # Changes are counted anew.
        self.number = 0
        self.say(f"r 0 {self.held()}")

    def announce(self) -> None:
        self.number += 1
        self.say(f"r {self.number} {self.held()}")

    def check(self, number: int) -> None:
        assert number == self.number

    def make_edit(self) -> Edit:
        rows = len(self.document)
        row = self.random.randrange(rows) if rows else 0
        turn = self.random.random()
        if rows == 0 or (turn < 0.25 and rows < MAX_ROWS):
            return Edit(Verb.INSERT, (Splice(row, (), (self.make_cue(self.document.new_uid()),)),))
        if turn < 0.4:
            return Edit(Verb.DELETE, (Splice(row, (self.document[row],), ()),), (), (1, 2))
        if turn < 0.5:
            return self.sort()
        if turn < 0.6:
            return replacing(
                Verb.SHIFT,
                self.document,
                [(at, replace(cue, start_ms=at, end_ms=self.serial())) for at, cue in self.rows()],
            )
        return replacing(Verb.SET_TEXT, self.document, [(row, self.make_cue(self.uid(row)))])

    def sort(self) -> Edit:
        before = tuple(self.document)
        after = list(before)
        self.random.shuffle(after)
        middle = len(before) // 2
        return Edit(
            Verb.SORT,
            (
                Splice(0, before[:middle], tuple(after[:middle])),
                Splice(middle, before[middle:], tuple(after[middle:])),
            ),
            (self.serial(),),
        )

    def rows(self) -> list[tuple[int, Cue]]:
        return list(enumerate(self.document))

    def uid(self, row: int) -> int:
        return self.document[row].uid

    def serial(self) -> int:
        return self.random.randrange(10**6, 10**9)

    def make_cue(self, uid: int) -> Cue:
        text = f"{self.serial()}\nשלום\r\n\n42 --> \x00 \U0001f600"
        words = (Word(0, 5, " a", self.random.random()),) if self.random.random() < 0.2 else ()
        extras = {"vtt.settings": "align:start"} if self.random.random() < 0.2 else {}
        return Cue(uid, 0, self.serial(), text, words, None, extras=extras)

    def _opened(self, path: Path) -> Project:
        policy = WriterPolicy(gather_s=self.random.choice((0.0, 0.0, 0.02)))
        return Project.open(path, ProjectOptions(watch=self.hear, policy=policy))


def live(seed: str, path: str, log: str) -> None:
    """Edit for ever."""
    person = Person(int(seed), Path(path), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
    while True:
        person.act()
