"""What lies beside a recording already, and what becomes of it."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.app.queue_work import WordRecogniser, Work, make_project, project_at, texts
from whisper_desktop.app import queue_project
from whisper_desktop.app.project import ProjectOptions
from whisper_desktop.app.queue import QueueEntry, QueueOrder, QueueState, SkipReason, new_entry
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_project import (
    MADE_SETTING,
    Begin,
    GoOn,
    RowWriter,
    export_rows,
    prospect,
)
from whisper_desktop.app.queue_run import EntryEnded, QueueTools, run_next
from whisper_desktop.app.run_record import LEFT_SETTING, RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.app.speech_record import (
    LEFT_OUT_SETTING,
    SPEECH_SETTING,
    SpeechRecord,
    speech_from_data,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    RecogniserDiedError,
)
from whisper_desktop.core.events import ResumePoint, SpeechFound, WindowDone
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.formats.subtitles import SubtitleFormat

Go = Callable[[Callable[[QueueEntry], QueueEntry]], QueueEntry]
"""Changes the entries, works on the next and returns what became of it."""


class TestThereAlready:
    def test_a_finished_project_is_not_done_again(
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser
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
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        work(order)
        media.with_suffix(".srt").write_text("mended by hand", encoding="utf-8")
        both = replace(order, formats=(SubtitleFormat.SRT, SubtitleFormat.TXT))
        entry = work(both)
        assert entry.state is QueueState.DONE
        assert "word 1" in media.with_suffix(".txt").read_text(encoding="utf-8")
        assert media.with_suffix(".srt").read_text(encoding="utf-8") == "mended by hand"
        assert len(recogniser.jobs) == 1

    def test_the_recording_itself_is_never_replaced(self, tmp_path: Path) -> None:
        media = tmp_path / "talk.srt"
        media.write_bytes(b"film")
        entry = new_entry(QueueOrder(media, is_overwriting=True))
        with pytest.raises(OutputUnwritableError):
            list(export_rows([Cue(1, 0, 900, "typed")], entry))
        assert media.read_bytes() == b"film"

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
        assert made.recipe == replace(recipe, model="small")

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
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser, media: Path
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


DEAD = RecogniserDiedError(-9, "killed", Path("recogniser.log"))


def edit_first_row(media: Path, text: str) -> None:
    project = project_at(media)
    row = project.document_cues()[0]
    project.record(Edit(Verb.SET_TEXT, (Splice(0, (row,), (replace(row, text=text),)),)))
    project.close()


class TestConsent:
    """What may be replaced is what was there when a person was asked."""

    @pytest.fixture
    def go_on(self, queue: QueueFile, tools: QueueTools) -> Go:
        def run(made: Callable[[QueueEntry], QueueEntry]) -> QueueEntry:
            queue.change(lambda entries: tuple(map(made, entries)))
            *_, ended = run_next(queue, tools, CancelToken())
            assert isinstance(ended, EntryEnded)
            return ended.entry

        return run

    def test_a_project_that_was_edited_since_stays_though_the_order_is_another(
        self, work: Work, go_on: Go, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        work(order)
        recogniser.failures[2] = DEAD
        assert go_on(QueueEntry.overwriting).state is QueueState.FAILED
        edit_first_row(media, "hours of work")
        entry = go_on(lambda one: one.anew(replace(one.order, recipe=Recipe("de"))))
        assert entry.state is QueueState.SKIPPED
        assert texts(media)[0] == "hours of work"
        # Asked again, it may go.
        assert go_on(QueueEntry.overwriting).state is QueueState.DONE
        assert texts(media) == ["word 0", "word 1", "word 2"]

    def test_rows_that_no_history_tells_of_stay(
        self, work: Work, go_on: Go, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        recogniser.failures[2] = DEAD
        entry = work(order)
        media.with_suffix(".wdproj").unlink()
        record = replace(entry.record, resume=ResumePoint(2_000, "de"))
        make_project(media, Cue(1, 0, 900, "edited"), **{RUN_SETTING: record.to_data()})
        entry = go_on(lambda one: one.anew(replace(one.order, recipe=Recipe("nl"))))
        assert entry.state is QueueState.SKIPPED
        assert texts(media) == ["edited"]

    def test_what_was_edited_between_the_question_and_the_work_stays(
        self, work: Work, go_on: Go, order: QueueOrder, queue: QueueFile, media: Path
    ) -> None:
        work(order)
        queue.change(lambda entries: tuple(one.overwriting() for one in entries))
        edit_first_row(media, "mended")
        assert go_on(lambda one: one).state is QueueState.SKIPPED
        assert texts(media)[0] == "mended"

    def test_a_fresh_result_of_another_recording_stays(
        self, work: Work, go_on: Go, order: QueueOrder, queue: QueueFile, media: Path
    ) -> None:
        other = media.with_suffix(".flac")
        other.write_bytes(media.read_bytes() + b"more")
        work(order)
        work(replace(order, media=other))
        queue.change(lambda entries: tuple(one.overwriting() for one in entries))
        assert go_on(lambda one: one).state is QueueState.DONE
        entry = go_on(lambda one: one)
        assert (entry.media, entry.state) == (other, QueueState.SKIPPED)

    def test_what_is_edited_while_the_first_window_is_heard_stays(
        self, work: Work, order: QueueOrder, tools: QueueTools, media: Path
    ) -> None:
        work(order)
        entry = new_entry(replace(order, is_overwriting=True))
        found = prospect(entry, tools.options)
        assert isinstance(found, Begin)
        writer = RowWriter(entry, found, tools.options, tools.shaped, "small")
        edit_first_row(media, "mended")
        with pytest.raises(OutputExistsError):
            writer.take(WindowDone(ResumePoint(1_000, "de")))
        assert texts(media)[0] == "mended"

    def test_a_file_that_somebody_made_of_a_part_is_no_result(
        self, work: Work, go_on: Go, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        recogniser.failures[2] = DEAD
        work(order)
        partial = media.with_suffix(".srt")
        partial.write_text("a part", encoding="utf-8")
        entry = go_on(QueueEntry.waiting)
        assert (entry.state, entry.results) == (QueueState.FAILED, ())
        assert entry.error is not None
        assert entry.error.kind == "OutputExistsError"
        assert partial.read_text(encoding="utf-8") == "a part"
        partial.unlink()
        assert go_on(QueueEntry.waiting).state is QueueState.DONE
        assert "word 2" in partial.read_text(encoding="utf-8")

    def test_a_file_that_comes_while_it_is_recognised_is_no_result(
        self, order: QueueOrder, queue: QueueFile, tools: QueueTools, media: Path
    ) -> None:
        queue.change(lambda _entries: (new_entry(order),))
        for event in run_next(queue, tools, CancelToken()):
            if isinstance(event, WindowDone):
                media.with_suffix(".srt").write_text("mine", encoding="utf-8")
        (entry,) = queue.entries()
        assert entry.state is QueueState.FAILED
        assert media.with_suffix(".srt").read_text(encoding="utf-8") == "mine"

    def test_its_own_files_are_written_again(
        self, order: QueueOrder, work: Work, go_on: Go, media: Path
    ) -> None:
        first = work(order)
        edit_first_row(media, "mended")
        entry = go_on(QueueEntry.waiting)
        assert entry.state is QueueState.DONE
        assert entry.results == first.results
        assert "mended" in media.with_suffix(".srt").read_text(encoding="utf-8")

    def test_a_run_that_was_left_is_not_whole(
        self, work: Work, go_on: Go, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        recogniser.failures[2] = DEAD
        work(order)
        project = project_at(media)
        project.set_setting(LEFT_SETTING, project.setting(RUN_SETTING))
        project.set_setting(RUN_SETTING, None)
        project.close()
        entry = go_on(QueueEntry.waiting)
        assert entry.state is QueueState.SKIPPED
        assert entry.skipped is not None
        assert entry.skipped.reason is SkipReason.FILE_EXISTS
        assert not media.with_suffix(".srt").exists()

    def test_a_project_that_cannot_be_judged_is_let_go(
        self, order: QueueOrder, tools: QueueTools, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_project(media, Cue(1, 0, 900, "typed"))

        def fail(*_arguments: object) -> bool:
            raise OSError("it went away")

        monkeypatch.setattr(queue_project, "is_same_media", fail)
        with pytest.raises(OSError, match="went away"):
            prospect(new_entry(order), tools.options)
        project_at(media).close()


class TestSpeech:
    """What is remembered of where somebody speaks."""

    def test_it_comes_with_the_windows_and_goes_on_with_the_run(
        self, order: QueueOrder, tools: QueueTools, media: Path
    ) -> None:
        entry = new_entry(order)
        for first_ms in (0, 5_000):
            found = prospect(entry, tools.options)
            assert isinstance(found, Begin | GoOn)
            writer = RowWriter(entry, found, tools.options, tools.shaped, "small")
            spans = (TimeSpan(first_ms + 1_000, first_ms + 5_000),)
            writer.take(SpeechFound(first_ms, first_ms + 5_000, spans))
            writer.take(WindowDone(ResumePoint(first_ms + 5_000, "de")))
            writer.close()
        project = project_at(media)
        heard = speech_from_data(project.setting(SPEECH_SETTING))
        assert project.media is not None
        assert heard.media == project.media.identity
        assert heard.heard == (TimeSpan(0, 10_000),)
        assert heard.spans == (TimeSpan(1_000, 5_000), TimeSpan(6_000, 10_000))
        project.close()

    def test_what_was_left_out_is_listed_once(
        self, order: QueueOrder, tools: QueueTools, media: Path
    ) -> None:
        found = prospect(new_entry(order), tools.options)
        assert isinstance(found, Begin)
        writer = RowWriter(new_entry(order), found, tools.options, tools.shaped, "small")
        texts = [LeftOut(ms, ms + 500, "you", LeftOutReason.LOOP) for ms in (0, 5_000)]
        # A window whose rows were not kept before a crash is read again.
        for left_out in (texts[:1], texts):
            writer.take(WindowDone(ResumePoint(6_000, "de"), left_out=tuple(left_out)))
        writer.close()
        project = project_at(media)
        assert project.setting(LEFT_OUT_SETTING) == [asdict(one) for one in texts]
        project.close()

    def test_that_of_another_track_is_forgotten(self, media: Path, order: QueueOrder) -> None:
        record = SpeechRecord(track=1).with_found(SpeechFound(0, 9, (TimeSpan(1, 5),)))
        make_project(media, **{SPEECH_SETTING: record.to_data()})
        project = project_at(media)
        writer = RowWriter(
            new_entry(order),
            GoOn(project, new_entry(order).record),
            ProjectOptions(),
            lambda cue, _: cue,
            "small",
        )
        writer.take(SpeechFound(5, 9, ()))
        writer.take(WindowDone(ResumePoint(9, "de")))
        found = speech_from_data(project.setting(SPEECH_SETTING))
        assert (found.track, found.heard, found.spans) == (None, (TimeSpan(5, 9),), ())
        writer.close()
