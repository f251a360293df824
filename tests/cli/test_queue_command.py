import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.app.project_editor import texts_in
from tests.cli.said import Said
from whisper_desktop.app.document_settings import USUAL_RECIPE
from whisper_desktop.app.project import Project
from whisper_desktop.app.queue import QueueEntry, QueueOrder
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.run_record import RUN_SETTING
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.cli.queue_messages import EMPTY
from whisper_desktop.core.errors import RecogniserDiedError
from whisper_desktop.core.presets import ARTE
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode

GERMAN_WORDS = (
    "1\n00:00:00,000 --> 00:00:00,900\nword 0\n\n"
    "2\n00:00:01,000 --> 00:00:01,900\nword 1\n\n"
    "3\n00:00:02,000 --> 00:00:02,900\nword 2\n"
)


def entries(studio: Any) -> tuple[QueueEntry, ...]:
    return QueueFile(studio.home).entries()


def states(studio: Any) -> list[str]:
    return [entry.state.value for entry in entries(studio)]


class TestAdd:
    def test_files_and_folders_are_put_behind_each_other(self, studio: Any, said: Said) -> None:
        for name in ("b.wav", "show/two.wav", "show/disc/one.wav", "show/.trash/gone.wav"):
            studio.recording(name)
        (studio.folder / "show" / "notes.txt").touch()
        assert studio.run("queue", "add", "b.wav", "show", "b.wav") == 0
        assert said.look().out == [
            "b.wav: number 1 of the queue",
            "two.wav: number 2 of the queue",
            "one.wav: number 3 of the queue",
        ]
        assert all(entry.media.is_absolute() for entry in entries(studio))

    def test_what_cannot_be_heard_is_told_and_the_others_are_added(
        self, studio: Any, said: Said
    ) -> None:
        studio.recording()
        (studio.folder / "empty").mkdir()
        assert studio.run("queue", "add", "gone.wav", "talk.wav", "empty") == 1
        assert said.look().err == [
            "gone.wav: the file does not exist. Check the path.",
            "empty: there are no recordings in this folder. Name the recordings in it.",
        ]
        assert states(studio) == ["waiting"]

    def test_what_is_wanted_is_kept(self, studio: Any) -> None:
        status = studio.run(
            *("queue", "add", studio.recording(), "--language", "German", "--model", "small"),
            *("--task", "translate", "--format", "vtt", "--format", "docx", "--overwrite"),
            *("--hotwords", "Birnen", "--mode", "batched", "--audio-track", "1"),
            *("--reading", "arte"),
        )
        assert status == 0
        order = entries(studio)[0].order
        assert order.recipe == Recipe(
            "de", Task.TRANSLATE, TimestampMode.WORDS, hotwords="Birnen", model="small"
        )
        assert [form.value for form in order.formats] == ["vtt", "docx"]
        assert (order.mode.value, order.track, order.is_overwriting) == ("batched", 1, True)
        assert order.reading == ARTE

    def test_rows_are_timed_by_their_words_as_in_the_window(self, studio: Any) -> None:
        studio.run("queue", "add", studio.recording("a.wav"))
        studio.run("queue", "add", studio.recording("b.wav"), "--timestamps", "segments")
        usual, other = (entry.order for entry in entries(studio))
        assert usual == QueueOrder(studio.folder / "a.wav", USUAL_RECIPE)
        assert usual.recipe.timestamps is TimestampMode.WORDS
        assert other.recipe.timestamps is TimestampMode.SEGMENTS

    def test_a_model_file_is_found_from_every_folder(self, studio: Any) -> None:
        (studio.folder / "my.pt").touch()
        assert studio.run("queue", "add", studio.recording(), "--model", "my.pt") == 0
        assert entries(studio)[0].order.recipe.model == str(studio.folder / "my.pt")

    def test_the_same_is_not_added_twice(self, studio: Any, said: Said) -> None:
        recording = studio.recording()
        studio.run("queue", "add", recording)
        assert studio.run("queue", "add", recording) == 0
        assert said.look().err == ["talk.wav: in the queue already, as number 1"]
        assert studio.run("queue", "add", recording, "--language", "nl") == 1
        assert studio.run("queue", "add", studio.recording("talk.mp3")) == 1
        advice = ' Run "whisper-desktop queue remove 1" and add it again.'
        assert said.look().err == [
            "talk.wav: number 1 of the queue makes talk.wdproj in another way." + advice,
            "talk.mp3: number 1 of the queue makes talk.wdproj from talk.wav." + advice,
        ]
        running = QueueFile(studio.home).claim()
        assert studio.run("queue", "add", recording, "--language", "nl") == 1
        assert said.look().err[0].endswith("in another way. Stop that first.")
        assert running is not None
        running.release()
        assert len(entries(studio)) == 1

    @pytest.mark.parametrize("is_named", [True, False])
    def test_what_the_model_cannot_do_is_not_added(
        self, studio: Any, said: Said, is_named: bool
    ) -> None:
        studio.settings = LoadedSettings(Settings(model="tiny" if is_named else "tiny.en"))
        model = ("--model", "tiny.en") if is_named else ()
        recording = studio.recording()
        assert studio.run("queue", "add", recording, "--task", "translate", *model) == 1
        (told,) = said.look().err
        assert told.startswith("tiny.en: this model was not trained to translate. Use --model tiny")
        assert entries(studio) == ()


class TestList:
    def test_an_empty_queue_says_what_to_do(self, studio: Any, said: Said) -> None:
        assert studio.run("queue", "list") == 0
        assert said.look().err == [EMPTY]

    def test_every_entry_has_its_number_state_and_recipe(self, studio: Any, said: Said) -> None:
        studio.settings = LoadedSettings(Settings(model="tiny"))
        studio.run("queue", "add", studio.recording("a.wav"))
        studio.run("queue", "add", studio.recording("b.wav"), "--language", "de")
        said.look()
        assert studio.run("queue", "list") == 0
        assert said.look().out == [
            "N  STATE    RECORDING  LANGUAGE  TASK        MODEL",
            "1  waiting  a.wav      auto      transcribe  tiny",
            "2  waiting  b.wav      de        transcribe  tiny",
        ]

    def test_what_failed_says_why_and_what_to_do(self, studio: Any, said: Said) -> None:
        recording = studio.recording()
        studio.run("queue", "add", recording)
        recording.unlink()
        assert studio.run("queue", "run") == 1
        told = "talk.wav: the file does not exist. Check the path."
        assert said.look().err == [told]
        studio.run("queue", "list")
        assert said.look().out[1:] == [
            "1  failed  talk.wav   auto      transcribe  base",
            f"   {told}",
        ]


class TestRun:
    def test_recordings_become_projects_and_subtitles(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", studio.recording("a/talk.wav"), studio.recording("b.wav"))
        said.look()
        assert studio.run("queue", "run") == 0
        written = ["a/talk.wdproj", "a/talk.srt", "b.wdproj", "b.srt"]
        assert said.look().out == [str(studio.folder / name) for name in written]
        assert (studio.folder / "a/talk.srt").read_text(encoding="utf-8") == GERMAN_WORDS
        assert texts_in(studio.folder / "b.wdproj") == ["word 0", "word 1", "word 2"]
        assert states(studio) == ["done", "done"]
        assert len(studio.loads) == 1

    def test_a_queue_without_anything_to_do_says_so(self, studio: Any, said: Said) -> None:
        assert studio.run("queue", "run") == 0
        assert said.look().err == [EMPTY]
        studio.run("queue", "add", studio.recording(seconds=1))
        studio.run("queue", "run")
        said.look()
        assert studio.run("queue", "run") == 0
        assert said.look().err == ["Nothing in the queue waits."]

    def test_progress_is_told_as_it_is_of_transcribe(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", studio.recording())
        said.look()
        assert studio.run("queue", "run", "--progress", "json") == 0
        told = [json.loads(line)["event"] for line in said.look().err]
        assert told[:2] == ["begun", "started"]
        assert told[-2:] == ["finished", "saved"]

    def test_what_is_there_already_is_skipped_and_kept(self, studio: Any, said: Said) -> None:
        recording = studio.recording()
        subtitles = studio.folder / "talk.srt"
        subtitles.write_text("mine", encoding="utf-8")
        studio.run("queue", "add", recording)
        said.look()
        assert studio.run("queue", "run") == 0
        (line,) = said.look().err
        assert line.startswith("talk.wav: done already: talk.srt is there. Run")
        assert "queue retry 1 --overwrite" in line
        assert subtitles.read_text(encoding="utf-8") == "mine"
        assert not (studio.folder / "talk.wdproj").exists()

        assert studio.run("queue", "retry", "1") == 1
        assert said.look().err == ["talk.wav: it is skipped. Use --overwrite to do it again."]
        assert studio.run("queue", "retry", "1", "--overwrite") == 0
        assert studio.run("queue", "run") == 0
        assert subtitles.read_text(encoding="utf-8") == GERMAN_WORDS

    def test_one_that_fails_does_not_stop_the_others(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", studio.recording("a.wav"), studio.recording("b.wav"))
        failure = RecogniserDiedError(-9, "it was killed", Path("recogniser.log"))
        studio.recognizer.before_window = fail_once(2, failure)
        said.look()
        assert studio.run("queue", "run", "--progress", "none") == 1
        (line,) = said.look().err
        assert line.startswith("a.wav: the recogniser stopped: it was killed. To go on there, run")
        assert states(studio) == ["failed", "done"]

        assert studio.run("queue", "retry") == 0
        assert said.look().out[-1] == "a.wav: waits again"
        assert studio.run("queue", "run") == 0
        assert texts_in(studio.folder / "a.wdproj") == ["word 0", "word 1", "word 2"]

    def test_a_model_that_is_missing_stops_all(self, studio: Any, said: Said) -> None:
        recordings = [studio.recording("a.wav"), studio.recording("b.wav")]
        studio.run("queue", "add", *recordings, "--model", "basil")
        said.look()
        assert studio.run("queue", "run", "--progress", "none") == 1
        failed, left = said.look().err
        assert failed.startswith("basil: there is no model of this name")
        assert left.startswith("queue: 1 waiting, and not begun")
        assert states(studio) == ["failed", "waiting"]
        assert studio.names() == ["a.wav", "b.wav", "home"]

    def test_a_bug_is_one_line_and_a_log_and_the_others_are_done(
        self, studio: Any, said: Said
    ) -> None:
        studio.run("queue", "add", studio.recording("a.wav"), studio.recording("b.wav"))
        studio.recognizer.before_window = fail_once(1, ZeroDivisionError("division by zero"))
        said.look()
        assert studio.run("queue", "run", "--progress", "none") == 1
        log = studio.home / "logs" / "crash.log"
        assert said.look().err == [
            f"a.wav: the program itself failed (ZeroDivisionError). Please report it, with {log}."
        ]
        assert states(studio) == ["failed", "done"]

    def test_what_another_program_works_on_is_left_to_it(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", studio.recording("a.wav"), studio.recording("b.wav"))
        claim = QueueFile(studio.home).claim()
        assert claim is not None
        said.look()
        assert studio.run("queue", "run", "--progress", "none") == 0
        assert said.look().err[-1].startswith("queue: 1 in the hands of another program")
        assert states(studio) == ["running", "done"]
        for action in (("remove", "1"), ("retry", "1")):
            assert studio.run("queue", *action) == 1
            assert said.look().err == ["a.wav: it is being transcribed. Stop that first."]
        claim.release()

    def test_a_queue_that_cannot_be_written_ends_the_run(self, studio: Any, said: Said) -> None:
        (studio.home).mkdir()
        (studio.home / "queue-locks").touch()
        assert studio.run("queue", "run") == 1
        assert said.look().err[-1].startswith("whisper-desktop: queue.json cannot be written")


def fail_once(at_window: int, failure: Exception) -> Any:
    left = [failure]

    def before_window(now: int) -> None:
        if now == at_window and left:
            raise left.pop()

    return before_window


class TestStop:
    def test_what_was_finished_is_kept_and_goes_on_next_time(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", studio.recording("a.wav"), studio.recording("b.wav"))

        def stop(now: int) -> None:
            if now == 2:
                os.kill(os.getpid(), signal.SIGINT)

        studio.recognizer.before_window = stop
        said.look()
        assert studio.run("queue", "run", "--progress", "none") == 130
        (line,) = said.look().err
        assert line.startswith("a.wav: it was stopped, and what was finished is kept. Run")
        assert states(studio) == ["waiting", "waiting"]
        assert texts_in(studio.folder / "a.wdproj") == ["word 0", "word 1"]
        assert not (studio.folder / "a.srt").exists()
        studio.run("queue", "list")
        assert said.look().out[1].startswith("1  waiting 66 %  a.wav")

        heard: list[int] = []
        studio.recognizer.before_window = heard.append
        assert studio.run("queue", "run") == 0
        # Nothing of the first was heard twice.
        assert heard == [2, 0, 1, 2]
        assert (studio.folder / "a.srt").read_text(encoding="utf-8") == GERMAN_WORDS
        project = Project.open(studio.folder / "a.wdproj")
        assert project.setting(RUN_SETTING) is None
        assert len(project.history.done) == 1
        project.close()


class TestOrder:
    def test_entries_move_up_and_down_and_go(self, studio: Any, said: Said) -> None:
        studio.run("queue", "add", *(studio.recording(f"{name}.wav") for name in "abc"))
        said.look()
        assert studio.run("queue", "up", "3") == 0
        assert studio.run("queue", "down", "1") == 0
        assert said.look().out == ["c.wav: number 2 of the queue", "a.wav: number 2 of the queue"]
        assert studio.run("queue", "remove", "1", "3") == 0
        assert said.look().out == [
            "c.wav: removed from the queue",
            "b.wav: removed from the queue",
        ]
        assert studio.run("queue", "clear", "--finished") == 0
        assert studio.run("queue", "clear") == 0
        assert said.look().out == ["queue: 0 removed, 1 left", "queue: 1 removed, 0 left"]

    def test_what_was_added_again_is_not_tried_again_beside_it(
        self, studio: Any, said: Said
    ) -> None:
        recording = studio.recording()
        studio.run("queue", "add", recording)
        queue = QueueFile(studio.home)
        queue.fail(entries(studio)[0].id, RecogniserDiedError(-9, "killed", Path("a.log")))
        studio.run("queue", "add", recording)
        said.look()
        assert studio.run("queue", "retry") == 1
        assert said.look().err == ["talk.wav: in the queue already, as number 2"]
        assert studio.run("queue", "retry", "1", "--overwrite") == 1
        assert said.look().err[0].startswith("talk.wav: number 2 of the queue makes talk.wdproj in")
        assert states(studio) == ["failed", "waiting"]

    def test_only_what_failed_is_tried_again(self, studio: Any, said: Said) -> None:
        assert studio.run("queue", "retry") == 0
        assert said.look().err == ["Nothing in the queue has failed."]
        studio.run("queue", "add", studio.recording())
        assert studio.run("queue", "retry", "1") == 1
        assert said.look().err == ['talk.wav: it waits. Run "whisper-desktop queue run".']

    @pytest.mark.parametrize(
        "words", [["up"], ["up", "0"], ["add"], [], ["add", "a", "--format", "x"]]
    )
    def test_what_makes_no_sense_is_a_usage_error(self, studio: Any, words: list[str]) -> None:
        assert studio.run("queue", *words) == 2


@pytest.mark.real_model
def test_the_sample_goes_through_the_real_queue(
    studio: Any, said: Said, base_model: Path, sample_audio: Path
) -> None:
    from whisper_desktop.app.wiring import wire
    from whisper_desktop.cli import main

    sample = studio.folder / "harbor.flac"
    sample.write_bytes(sample_audio.read_bytes())
    wiring = wire({"WHISPER_DESKTOP_HOME": str(studio.home)})
    assert main(["queue", "add", str(sample), "--model", str(base_model)], wiring) == 0
    assert main(["queue", "run", "--progress", "none"], wiring) == 0
    said.look()
    written = (studio.folder / "harbor.srt").read_text(encoding="utf-8")
    assert "Welcome to the harbor." in written
    assert "the wind out there is cold." in " ".join(written.split())
    assert "harbor.wdproj" in studio.names()
