"""Entries with a scripted recogniser: what comes to lie beside the recording, and what is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.queue_work import (
    N_WORDS,
    WORD_MS,
    WordRecogniser,
    Work,
    make_project,
    project_at,
    texts,
)
from whisper_desktop.app.document_settings import (
    FOUND_LANGUAGE_SETTING,
    LANGUAGE_SETTING,
    RECIPE_SETTING,
)
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.queue import QueueOrder, QueueState, added
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import (
    EntryBegun,
    EntryEnded,
    QueueTools,
    run_next,
    touches_others,
)
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RUN_SETTING, RunRecord, run_from_data
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.errors import (
    Cancelled,
    ModelNotInstalledError,
    NoAudioError,
    OutputUnwritableError,
    RecogniserDiedError,
)
from whisper_desktop.core.events import (
    ResumePoint,
    Started,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.formats.subtitles import SubtitleFormat

WORDS = ["word 0", "word 1", "word 2"]


def test_a_recording_becomes_a_project_and_files(
    work: Work, order: QueueOrder, recogniser: WordRecogniser, media: Path
) -> None:
    formats = (SubtitleFormat.SRT, SubtitleFormat.VTT)
    entry = work(replace(order, formats=formats, recipe=Recipe(model="medium", hotwords="Kiel")))

    assert entry.state is QueueState.DONE
    names = ["talk.wdproj", "talk.srt", "talk.vtt"]
    assert [path.name for path in entry.results] == names
    assert (entry.done_ms, entry.total_ms) == (3_000, 3_000)
    assert (recogniser.jobs[0].model.name, recogniser.jobs[0].resume) == ("small", None)
    assert "word 2" in media.with_suffix(".srt").read_text(encoding="utf-8")
    project = project_at(media)
    assert [cue.text for cue in project.document_cues()] == WORDS
    # The language of all rows is that of the document, and one step takes them back.
    assert {cue.language for cue in project.document_cues()} == {None}
    assert project.setting(LANGUAGE_SETTING) == "de"
    assert project.setting(FOUND_LANGUAGE_SETTING) == "de"
    assert project.setting(RUN_SETTING) is None
    wishes = {"language": "auto", "timestamps": "segments", "hotwords": "Kiel", "model": "medium"}
    assert project.setting(RECIPE_SETTING) == wishes
    assert [edit.verb for edit in project.history.done] == [Verb.TRANSCRIBE]
    assert project.media is not None
    assert project.media.relative_path == "talk.wav"
    project.close()


def test_a_long_line_is_broken_as_in_the_window(tools: QueueTools) -> None:
    long = "This is a line of English that is much too long to be shown in one piece on a screen"
    assert tools.shaped(Cue(1, 0, 4_000, long), "en").text.count("\n") == 1


def test_an_empty_queue_yields_nothing(queue: QueueFile, tools: QueueTools) -> None:
    assert list(run_next(queue, tools, CancelToken())) == []


def test_events_come_between_the_beginning_and_the_end(
    queue: QueueFile, tools: QueueTools, order: QueueOrder
) -> None:
    other = replace(order, media=order.media.with_name("other.wav"))
    queue.change(lambda entries: added(entries, [other, order]))
    wanted = queue.entries()[1]
    first, started, *_, ended = run_next(queue, tools, CancelToken(), wanted.id)
    assert isinstance(first, EntryBegun)
    assert first.entry.id == wanted.id
    assert first.entry.state is QueueState.RUNNING
    assert isinstance(started, Started)
    assert isinstance(ended, EntryEnded)


class TestInterrupted:
    @pytest.mark.parametrize("at", range(N_WORDS))
    def test_what_was_killed_goes_on_as_if_it_had_not_been(
        self,
        queue: QueueFile,
        tools: QueueTools,
        order: QueueOrder,
        recogniser: WordRecogniser,
        at: int,
    ) -> None:
        recogniser.failures[at] = RecogniserDiedError(-9, "killed", Path("recogniser.log"))
        queue.change(lambda entries: added(entries, [order]))
        *_, ended = run_next(queue, tools, CancelToken())
        assert isinstance(ended, EntryEnded)
        assert ended.entry.state is QueueState.FAILED
        assert ended.entry.done_ms == at * WORD_MS
        if at:
            assert texts(order.media) == WORDS[:at]
        else:
            assert not order.media.with_suffix(".wdproj").exists()

        queue.change(lambda entries: tuple(entry.waiting() for entry in entries))
        *_, ended = run_next(queue, tools, CancelToken())
        assert isinstance(ended, EntryEnded)
        assert ended.entry.state is QueueState.DONE
        resume = recogniser.jobs[1].resume
        assert (resume.at_ms if resume else 0) == at * WORD_MS
        project = project_at(order.media)
        assert [cue.text for cue in project.document_cues()] == WORDS
        assert len(project.history.done) == 1
        project.close()

    def test_a_stop_lets_it_wait(
        self, queue: QueueFile, tools: QueueTools, order: QueueOrder
    ) -> None:
        queue.change(lambda entries: added(entries, [order]))
        cancel = CancelToken()

        def drain() -> None:
            for event in run_next(queue, tools, cancel):
                if isinstance(event, WindowDone):
                    cancel.cancel()

        with pytest.raises(Cancelled):
            drain()
        (entry,) = queue.entries()
        assert (entry.state, entry.done_ms) == (QueueState.WAITING, 1_000)
        assert texts(order.media) == WORDS[:1]

    def test_who_leaves_lets_it_wait(
        self, queue: QueueFile, tools: QueueTools, order: QueueOrder
    ) -> None:
        queue.change(lambda entries: added(entries, [order]))
        events = run_next(queue, tools, CancelToken())
        assert any(isinstance(event, WindowDone) for event in events)
        del events
        (entry,) = queue.entries()
        assert entry.state is QueueState.WAITING

    def test_a_project_that_was_edited_meanwhile_keeps_the_edits(
        self, work: Work, queue: QueueFile, tools: QueueTools, order: QueueOrder,
        recogniser: WordRecogniser,
    ) -> None:  # fmt: skip
        recogniser.failures[2] = RecogniserDiedError(-9, "killed", Path("recogniser.log"))
        work(order)
        project = project_at(order.media)
        first = project.document_cues()[0]
        mended = replace(first, text="mended")
        project.record(Edit(Verb.SET_TEXT, (Splice(0, (first,), (mended,)),)))
        project.close()

        queue.change(lambda entries: tuple(entry.waiting() for entry in entries))
        list(run_next(queue, tools, CancelToken()))
        assert texts(order.media) == ["mended", *WORDS[1:]]

    def test_a_run_of_the_window_is_gone_on_with(
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        record = RunRecord("window", order.recipe).at(ResumePoint(2_000, "de"))
        first = Cue(1, 0, 900, "by the window")
        make_project(media, first, **{RUN_SETTING: record.to_data()})
        assert work(order).state is QueueState.DONE
        assert recogniser.jobs[0].resume == record.resume
        assert texts(media) == ["by the window", "word 2"]

    @pytest.mark.parametrize(("of_text", "of_rows"), [("nl", "de"), ("de", None)])
    def test_rows_say_their_language_where_it_is_not_that_of_the_text(
        self, work: Work, order: QueueOrder, media: Path, of_text: str, of_rows: str | None
    ) -> None:
        record = RunRecord("window", order.recipe).at(ResumePoint(1_000, "de"))
        make_project(media, **{RUN_SETTING: record.to_data(), LANGUAGE_SETTING: of_text})
        assert work(order).state is QueueState.DONE
        project = project_at(media)
        assert [cue.language for cue in project.document_cues()] == [of_rows, of_rows]
        assert project.setting(FOUND_LANGUAGE_SETTING) is None
        project.close()

    def test_a_window_that_did_not_get_into_a_new_project_is_heard_again(
        self, work: Work, order: QueueOrder, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_self: Project, _edit: Edit) -> int:
            raise OutputUnwritableError(media, "the power failed")

        monkeypatch.setattr(Project, "record", fail)
        assert work(order).state is QueueState.FAILED
        project = project_at(media)
        record = run_from_data(project.setting(RUN_SETTING))
        project.close()
        assert record is not None
        assert record.resume is None

    def test_it_goes_on_with_the_model_it_was_begun_with(
        self, work: Work, queue: QueueFile, tools: QueueTools, order: QueueOrder,
        recogniser: WordRecogniser,
    ) -> None:  # fmt: skip
        recogniser.failures[1] = RecogniserDiedError(-9, "killed", Path("recogniser.log"))
        work(order)
        queue.change(lambda entries: tuple(entry.waiting() for entry in entries))
        other = replace(tools, model=lambda: ModelRequest("base.en"))
        list(run_next(queue, other, CancelToken()))
        # The tokens of what was said before are of its vocabulary.
        assert [job.request.options.recipe.model for job in recogniser.jobs] == ["small"] * 2
        (entry,) = queue.entries()
        assert entry.model_or("base.en") == "small"
        assert entry.anew(entry.order).model_or("base.en") == "base.en"
        assert recogniser.jobs[1].resume is not None

    def test_another_recipe_begins_anew_in_what_nobody_touched(
        self, work: Work, queue: QueueFile, tools: QueueTools, order: QueueOrder,
        recogniser: WordRecogniser,
    ) -> None:  # fmt: skip
        recogniser.failures[1] = RecogniserDiedError(-9, "killed", Path("recogniser.log"))
        work(order)
        dutch = replace(order, recipe=Recipe("nl"))
        queue.change(lambda entries: tuple(entry.anew(dutch) for entry in entries))
        *_, ended = run_next(queue, tools, CancelToken())
        assert isinstance(ended, EntryEnded)
        assert ended.entry.state is QueueState.DONE
        assert recogniser.jobs[1].resume is None
        assert texts(order.media) == WORDS

    def test_another_recording_under_the_name_begins_anew(
        self, work: Work, queue: QueueFile, tools: QueueTools, order: QueueOrder,
        recogniser: WordRecogniser,
    ) -> None:  # fmt: skip
        recogniser.failures[2] = RecogniserDiedError(-9, "killed", Path("recogniser.log"))
        work(order)
        data = order.media.read_bytes()
        order.media.write_bytes(data[:-4] + b"abcd")
        queue.change(lambda entries: tuple(entry.waiting() for entry in entries))
        list(run_next(queue, tools, CancelToken()))
        assert recogniser.jobs[1].resume is None
        assert texts(order.media) == WORDS


class TestFailures:
    def test_what_cannot_be_heard_fails_at_once(
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser
    ) -> None:
        order.media.write_text("no sound", encoding="utf-8")
        entry = work(order)
        assert entry.state is QueueState.FAILED
        assert entry.error is not None
        assert entry.error.kind == "MediaUnreadableError"
        assert recogniser.jobs == []

    def test_a_model_that_is_missing_leaves_nothing_behind(
        self, work: Work, order: QueueOrder, recogniser: WordRecogniser, media: Path
    ) -> None:
        error = ModelNotInstalledError("small", is_known=True)
        recogniser.failures[0] = error
        entry = work(order)
        assert entry.error is not None
        assert touches_others(entry.error.restored())
        assert not touches_others(NoAudioError(media, ""))
        assert not touches_others(None)
        assert [path.name for path in media.parent.iterdir()] == ["talk.wav"]

    def test_a_disk_that_takes_nothing_is_told(
        self, work: Work, order: QueueOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Project, "flush", lambda _self: False)
        entry = work(order)
        assert entry.state is QueueState.FAILED
        assert entry.error is not None
        assert isinstance(entry.error.restored(), OutputUnwritableError)

    def test_rows_go_into_a_draft_while_the_disk_takes_none(self, tools: QueueTools) -> None:
        assert tools.options == ProjectOptions(rescue_folder=tools.drafts_folder)

    def test_a_queue_that_cannot_be_kept_is_told_and_the_entry_is_let_go(
        self, queue: QueueFile, tools: QueueTools, order: QueueOrder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        queue.change(lambda entries: added(entries, [order]))
        events = run_next(queue, tools, CancelToken())
        next(events)

        def fail(_verb: object) -> None:
            raise OutputUnwritableError(queue.path, "the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(queue, "change", fail)
            with pytest.raises(OutputUnwritableError) as told:
                list(events)
        # What it was raised in holds its frames.
        assert [entry.state for entry in queue.entries()] == [QueueState.WAITING]
        assert told.value.reason == "the disk is full"
        claim = queue.claim()
        assert claim is not None
        claim.release()
