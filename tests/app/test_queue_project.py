"""What lies beside a recording already, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from whisper_desktop.app.media_identity import refer_to
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.queue import QueueEntry, QueueOrder, QueueState, SkipReason
from whisper_desktop.app.queue_project import MADE_SETTING
from whisper_desktop.app.recognition_jobs import TranscribeJob
from whisper_desktop.app.run_record import RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.formats.subtitles import SubtitleFormat


class Recogniser(Protocol):
    jobs: list[TranscribeJob]
    failures: dict[int, Exception]


Work = Callable[[QueueOrder], QueueEntry]


def project_at(media: Path) -> Project:
    return Project.open(media.with_suffix(".wdproj"))


def texts(media: Path) -> list[str]:
    project = project_at(media)
    try:
        return [cue.text for cue in project.document_cues()]
    finally:
        project.close()


def make_project(media: Path, *cues: Cue, **settings: object) -> None:
    path = media.with_suffix(".wdproj")
    contents = ProjectContents(cues, refer_to(media, path), settings)
    Project.create(path, contents).close()


class TestThereAlready:
    def test_a_finished_project_is_not_done_again(
        self, work: Work, order: QueueOrder, recogniser: Recogniser
    ) -> None:
        work(order)
        again = work(order)
        assert again.state is QueueState.SKIPPED
        assert again.skipped is not None
        assert again.skipped.reason is SkipReason.DONE_ALREADY
        # That language was found out before.
        assert work(replace(order, recipe=Recipe("de"))).state is QueueState.SKIPPED
        assert len(recogniser.jobs) == 1

    def test_files_that_are_missing_are_made_of_its_rows(
        self, work: Work, order: QueueOrder, recogniser: Recogniser, media: Path
    ) -> None:
        work(order)
        media.with_suffix(".srt").write_text("mended by hand", encoding="utf-8")
        both = replace(order, formats=(SubtitleFormat.SRT, SubtitleFormat.TXT))
        entry = work(both)
        assert entry.state is QueueState.DONE
        assert "word 1" in media.with_suffix(".txt").read_text(encoding="utf-8")
        assert media.with_suffix(".srt").read_text(encoding="utf-8") == "mended by hand"
        assert len(recogniser.jobs) == 1

    @pytest.mark.parametrize(
        "recipe", [Recipe("nl"), Recipe(task=Task.TRANSLATE)], ids=["language", "task"]
    )
    def test_one_that_was_made_in_another_way_stays_unless_told_otherwise(
        self, work: Work, order: QueueOrder, media: Path, recipe: Recipe
    ) -> None:
        work(order)
        other = replace(order, recipe=recipe)
        skipped = work(other).skipped
        assert skipped is not None
        assert skipped.reason is SkipReason.FILE_EXISTS
        assert skipped.path == media.with_suffix(".wdproj")

        assert work(replace(other, is_overwriting=True)).state is QueueState.DONE
        project = project_at(media)
        made = run_from_data(project.setting(MADE_SETTING))
        project.close()
        assert made is not None
        assert made.recipe == recipe

    def test_what_a_person_made_counts_as_done(
        self, work: Work, order: QueueOrder, media: Path
    ) -> None:
        make_project(media, Cue(1, 0, 900, "typed"))
        media.with_suffix(".srt").touch()
        assert work(order).state is QueueState.SKIPPED
        assert texts(media) == ["typed"]

    def test_a_project_without_rows_stays(self, work: Work, order: QueueOrder, media: Path) -> None:
        make_project(media)
        skipped = work(order).skipped
        assert skipped is not None
        assert skipped.reason is SkipReason.FILE_EXISTS

    def test_an_unfinished_run_of_another_kind_stays(
        self, work: Work, order: QueueOrder, media: Path
    ) -> None:
        record = RunRecord("window", Recipe("fr", timestamps=TimestampMode.WORDS))
        make_project(media, **{RUN_SETTING: record.to_data()})
        skipped = work(order).skipped
        assert skipped is not None
        assert skipped.reason is SkipReason.FILE_EXISTS

    def test_the_project_of_another_recording_stays(
        self, work: Work, order: QueueOrder, media: Path
    ) -> None:
        work(order)
        other = media.with_suffix(".flac")
        other.write_bytes(media.read_bytes() + b"more")
        skipped = work(replace(order, media=other)).skipped
        assert skipped is not None
        assert skipped.reason is SkipReason.FILE_EXISTS

    def test_files_without_a_project_stay(
        self, work: Work, order: QueueOrder, recogniser: Recogniser, media: Path
    ) -> None:
        media.with_suffix(".srt").write_text("mine", encoding="utf-8")
        done = work(order).skipped
        assert done is not None
        assert done.reason is SkipReason.DONE_ALREADY
        both = replace(order, formats=(SubtitleFormat.SRT, SubtitleFormat.TXT))
        some = work(both).skipped
        assert some is not None
        assert (some.reason, some.path.name) == (SkipReason.FILE_EXISTS, "talk.srt")

        assert work(replace(both, is_overwriting=True)).state is QueueState.DONE
        assert "word 0" in media.with_suffix(".srt").read_text(encoding="utf-8")
        assert len(recogniser.jobs) == 1

    def test_one_that_is_open_in_a_window_is_looked_at(
        self, work: Work, order: QueueOrder, media: Path
    ) -> None:
        work(order)
        project = project_at(media)
        assert work(order).state is QueueState.SKIPPED
        other = work(replace(order, recipe=Recipe("nl")))
        assert other.state is QueueState.SKIPPED
        in_use = work(replace(order, is_overwriting=True))
        assert in_use.state is QueueState.FAILED
        assert in_use.error is not None
        assert in_use.error.kind == "ProjectInUseError"
        project.close()
