"""Orders of the queue with a recogniser that is made up, and what comes to lie beside them."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.app.project_editor import texts_in
from whisper_desktop.app.media_identity import refer_to
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.queue import QueueEntry, QueueOrder
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.events import (
    Finished,
    LanguageDetected,
    ModelIdentity,
    Progress,
    ResumePoint,
    SegmentReady,
    Started,
    WindowDone,
)
from whisper_desktop.core.segment import Segment

Work = Callable[[QueueOrder], QueueEntry]
"""Puts an order into the queue, works on it, and returns what became of it."""

N_WORDS, WORD_MS = 3, 1_000


class WordRecogniser:
    """Says one word in each second; what is in `failures` is raised before that window."""

    def __init__(self) -> None:
        self.jobs: list[TranscribeJob] = []
        self.failures: dict[int, Exception] = {}
        self.last_window = N_WORDS

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        assert isinstance(job, TranscribeJob)
        self.jobs.append(job)
        yield Started(ModelIdentity("base", "", "cpu", "int8"), N_WORDS * WORD_MS)
        if job.resume is None and job.request.options.recipe.language is None:
            yield LanguageDetected("de", 0.9)
        first = job.resume.at_ms // WORD_MS if job.resume else 0
        for window in range(first, self.last_window):
            cancel.raise_if_cancelled()
            if window in self.failures:
                raise self.failures.pop(window)
            at_ms = window * WORD_MS
            yield SegmentReady(Segment(at_ms + 100, at_ms + 900, f" word {window}", "de"))
            yield WindowDone(ResumePoint(at_ms + WORD_MS, "de", (window,)))
            yield Progress(at_ms + WORD_MS, N_WORDS * WORD_MS, 0.5, None)
        yield Finished((), "de")


def project_at(media: Path) -> Project:
    return Project.open(media.with_suffix(".wdproj"))


def texts(media: Path) -> list[str]:
    return texts_in(media.with_suffix(".wdproj"))


def make_project(media: Path, *cues: Cue, **settings: object) -> None:
    path = media.with_suffix(".wdproj")
    contents = ProjectContents(cues, refer_to(media, path), settings)
    Project.create(path, contents).close()
