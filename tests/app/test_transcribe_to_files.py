"""The files that are there after each way in which the work can end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app import transcribe_to_files as module
from whisper_desktop.app.request import MediaPart, TranscriptionRequest
from whisper_desktop.app.transcribe_to_files import (
    OutputPlan,
    OutputsKept,
    OutputsWritten,
    transcribe_to_files,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OutputExistsError, OutputUnwritableError
from whisper_desktop.core.events import (
    Event,
    Finished,
    ModelIdentity,
    SegmentReady,
    Started,
)
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats import TranscriptFormat

FIRST, SECOND = Segment(0, 1_000, "a", "en"), Segment(1_000, 2_000, "b", "en")
STARTED = Started(ModelIdentity("base", "", "cpu", "fp32"), 2_000)
WHOLE: list[Event] = [
    STARTED,
    SegmentReady(FIRST),
    SegmentReady(SECOND),
    Finished((FIRST, SECOND), "en"),
]


class Desk:
    """A folder with a recording, and a scripted recognition of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.rescue = folder / "media", folder / "home" / "recovered"
        self.folder.mkdir()
        self.events: list[Event | Exception] = list(WHOLE)
        monkeypatch.setattr(module, "transcribe", self._transcribe)

    def _transcribe(self, *_: object, **__: object) -> Iterator[Event]:
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def plan(self, **changes: Any) -> OutputPlan:
        options = {"folder": None, "overwrite": False, **changes}
        return OutputPlan((TranscriptFormat.TXT,), rescue_folder=self.rescue, **options)

    def run(self, plan: OutputPlan, seen: list[object]) -> None:
        request = TranscriptionRequest(MediaPart(self.folder / "talk.mp3"))
        nothing: Any = None
        for event in transcribe_to_files(request, plan, nothing, nothing, cancel=CancelToken()):
            seen.append(event)

    def run_to_error(self, kind: type[Exception], **changes: Any) -> list[object]:
        seen: list[object] = []
        with pytest.raises(kind):
            self.run(self.plan(**changes), seen)
        return seen

    def files(self) -> dict[str, str]:
        found = [*self.folder.rglob("*.txt"), *self.rescue.rglob("*.txt")]
        return {path.name: path.read_text(encoding="utf-8") for path in found}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_all_events_pass_and_the_files_come_last(desk: Desk) -> None:
    seen: list[object] = []
    desk.run(desk.plan(), seen)
    assert seen == [*WHOLE, OutputsWritten((desk.folder / "talk.txt",))]
    assert desk.files() == {"talk.txt": "a\nb\n"}


@pytest.mark.parametrize("error", [Cancelled(), ZeroDivisionError()])
def test_what_was_finished_is_kept_whatever_happens(desk: Desk, error: Exception) -> None:
    desk.events = [STARTED, SegmentReady(FIRST), error]
    seen = desk.run_to_error(type(error))
    kept = OutputsKept((desk.folder / "talk.partial.txt",), is_complete=False)
    assert seen[-1] == kept
    assert desk.files() == {"talk.partial.txt": "a\n"}


@pytest.mark.parametrize("events", [[], [STARTED]])
def test_without_a_segment_there_is_nothing_to_keep(desk: Desk, events: list[Event]) -> None:
    desk.events = [*events, Cancelled()]
    assert desk.run_to_error(Cancelled) == events
    assert desk.files() == {}


def test_a_part_that_cannot_lie_beside_the_media_is_kept_at_home(desk: Desk) -> None:
    desk.events = [STARTED, SegmentReady(FIRST), Cancelled()]
    seen = desk.run_to_error(Cancelled, folder=desk.folder / "gone")
    assert seen[-1] == OutputsKept((desk.rescue / "talk.partial.txt",), is_complete=False)


def test_a_text_that_cannot_go_to_its_place_is_kept_at_home(desk: Desk) -> None:
    seen = desk.run_to_error(OutputUnwritableError, folder=desk.folder / "gone")
    assert seen[-1] == OutputsKept((desk.rescue / "talk.txt",), is_complete=True)
    assert desk.files() == {"talk.txt": "a\nb\n"}


def test_an_output_that_appeared_meanwhile_stays(desk: Desk) -> None:
    (desk.folder / "talk.txt").write_bytes(b"mine")
    desk.run_to_error(OutputExistsError)
    assert (desk.folder / "talk.txt").read_bytes() == b"mine"
    assert (desk.rescue / "talk.txt").read_bytes() == b"a\nb\n"


def test_the_first_error_is_told_when_nothing_can_be_kept(desk: Desk) -> None:
    desk.rescue.parent.write_bytes(b"no folder")
    desk.events = [STARTED, SegmentReady(FIRST), Cancelled()]
    seen = desk.run_to_error(Cancelled, folder=desk.folder / "gone")
    assert seen == [STARTED, SegmentReady(FIRST)]


class TestPlan:
    def test_outputs_lie_beside_the_media_or_in_the_folder(self, desk: Desk) -> None:
        assert desk.plan().paths(Path("a/talk.mp3")) == (Path("a/talk.txt"),)
        assert desk.plan(folder=Path("b")).paths(Path("a/talk.mp3")) == (Path("b/talk.txt"),)

    def test_what_is_in_the_way_is_found_before_the_work(self, desk: Desk) -> None:
        media = desk.folder / "talk.mp3"
        desk.plan().check(media)
        (desk.folder / "talk.txt").write_bytes(b"mine")
        with pytest.raises(OutputExistsError):
            desk.plan().check(media)
        desk.plan(overwrite=True).check(media)
