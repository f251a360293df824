"""Somebody who works on a project file."""

from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.project import Project
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb, replacing


class ProjectEditor:
    """A project and the document that is edited in it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.document = Document(project.document_cues(), project.next_uid)

    def type(self, row: int, text: str) -> Edit:
        cue = replace(self.document[row], text=text)
        return self.perform(replacing(Verb.SET_TEXT, self.document, [(row, cue)]))

    def perform(self, edit: Edit) -> Edit:
        self.document.apply(edit)
        self.project.record(edit)
        return edit


def texts_in(path: Path) -> list[str]:
    """Return what the rows of a project say."""
    project = Project.open(path)
    try:
        return [cue.text for cue in project.document_cues()]
    finally:
        project.close()
