import threading
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_writer import ProjectState, WriterPolicy
from whisper_desktop.core.arrivals import arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb, replacing

CUES = [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(5)]


def test_rows_that_arrive_are_there_again_with_their_place_in_the_history(tmp_path: Path) -> None:
    path = tmp_path / "talk.wdproj"
    project = Project.create(path, ProjectContents(CUES[:4]))
    document = Document(CUES[:4])
    first = arrival(document, [Cue(90, 500, 900, "heard")], "run 1").edit
    document.apply(first)
    project.record(first)
    mine = replacing(Verb.SET_TEXT, document, [(3, replace(document[3], text="mine"))])
    document.apply(mine)
    project.record(mine)
    came = arrival(document, [Cue(91, 600, 900, "more")], "run 1", [mine])
    document.apply(came.edit)
    with project.together():
        project.record_arrival(came)
        project.set_setting("reached", 600)
    project.close()

    again = Project.open(path)
    assert again.document_cues() == tuple(document)
    assert again.setting("reached") == 600
    assert again.next_uid == 92
    back = Document(again.document_cues())
    for edit in reversed(again.history.done):
        back.apply(edit.inverted())
    assert list(back) == CUES[:4]
    assert [edit.verb for edit in again.history.done] == [Verb.TRANSCRIBE, Verb.SET_TEXT]
    again.close()


def test_what_is_recorded_together_is_written_together(tmp_path: Path) -> None:
    told = threading.Event()

    def watch(state: ProjectState) -> None:
        told.set()

    options = ProjectOptions(watch=watch, policy=WriterPolicy(gather_s=0.0))
    project = Project.create(tmp_path / "talk.wdproj", ProjectContents(), options=options)
    project.set_setting("other", 1)
    project.flush()
    told.clear()
    with project.together():
        project.set_setting("a", 1)
        assert not told.wait(0.2)
        project.set_setting("b", 1)
    assert project.flush()
    project.close()
