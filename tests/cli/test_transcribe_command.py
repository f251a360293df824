import json
import os
import signal
from pathlib import Path
from typing import Any, NoReturn

import pytest

from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.request import DefenceOptions
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError
from whisper_desktop.core.recipe import Task, TimestampMode

THREE_WORDS = (
    "1\n00:00:00,000 --> 00:00:00,900\nword 0\n\n"
    "2\n00:00:01,000 --> 00:00:01,900\nword 1\n\n"
    "3\n00:00:02,000 --> 00:00:02,900\nword 2\n"
)


def test_a_recording_becomes_subtitles_beside_it(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.recording("a/talk.wav")
    assert studio.run("transcribe", "a/talk.wav") == 0
    assert (studio.folder / "a/talk.srt").read_text(encoding="utf-8") == THREE_WORDS
    captured = capsys.readouterr()
    assert captured.out == f"{Path('a/talk.srt')}\n"
    assert captured.err.splitlines()[0] == ("talk.wav: recognising 0:03 with base on cpu in fp32")


def test_every_format_goes_to_the_wanted_folder(studio: Any) -> None:
    (studio.folder / "out").mkdir()
    formats = ["--format", "srt", "--format", "json", "--format", "txt"]
    status = studio.run("transcribe", studio.recording(), "--output-dir", "out", *formats)
    assert status == 0
    written = sorted(path.name for path in (studio.folder / "out").iterdir())
    assert written == ["talk.json", "talk.srt", "talk.txt"]
    document = json.loads((studio.folder / "out/talk.json").read_text(encoding="utf-8"))
    assert (document["media"], document["language"]) == ("talk.wav", "de")
    assert document["model"]["sha256"] == "ab12"


def test_the_options_reach_the_recogniser(studio: Any) -> None:
    status = studio.run(
        *("transcribe", studio.recording(), "--language", "German", "--task", "translate"),
        *("--timestamps", "words", "--mode", "batched", "--beam-size", "5", "--batch-size", "4"),
        *("--temperature", "0,0.4", "--no-previous-text", "--initial-prompt", "Äpfel"),
        *("--hotwords", "Birnen", "--threads", "2", "--precision", "int8", "--model", "small"),
    )
    assert status == 0
    (options,) = studio.recognizer.options
    assert (options.recipe.language, options.recipe.task) == ("de", Task.TRANSLATE)
    assert options.recipe.timestamps is TimestampMode.WORDS
    assert (options.recipe.initial_prompt, options.recipe.hotwords) == ("Äpfel", "Birnen")
    assert (options.search.beam_size, options.batch_size) == (5, 4)
    assert options.fallback.temperatures == (0.0, 0.4)
    assert options.use_previous_text is False
    assert options.defence == DefenceOptions()
    assert studio.recognizer.speech != [None]
    assert studio.loads == [(Path("weights"), "cpu", "int8", 2)]


def test_the_defence_can_be_switched_off(studio: Any) -> None:
    assert studio.run("transcribe", studio.recording(), "--no-defence") == 0
    (options,) = studio.recognizer.options
    assert options.defence == DefenceOptions.off()


def test_text_is_cut_for_reading_by_a_preset_or_the_rules_of_the_person(studio: Any) -> None:
    def lines(*cut: str) -> list[str]:
        options = "--format", "txt", "--overwrite", *cut
        assert studio.run("transcribe", studio.recording(), *options) == 0
        written: str = (studio.folder / "talk.txt").read_text(encoding="utf-8")
        return written.splitlines()

    assert lines() == ["word 0", "word 1", "word 2"]
    assert lines("--reading", "netflix") == ["word 0 word 1 word 2"]
    own = EditorSettings(custom_preset={"max_line_characters": 13, "max_lines": 1})
    studio.settings = LoadedSettings(Settings(editor=own))
    assert max(map(len, lines("--reading", "custom"))) <= 13


def test_a_preset_that_does_not_exist_is_refused(studio: Any) -> None:
    assert studio.run("transcribe", studio.recording(), "--reading", "comics") == 2


def test_the_settings_fill_what_is_left_open(studio: Any) -> None:
    studio.settings = LoadedSettings(Settings(model="small", precision="int8", threads=3))
    assert studio.run("transcribe", studio.recording(), "--threads", "1") == 0
    assert studio.loads == [(Path("weights"), "cpu", "int8", 1)]


def test_a_range_keeps_the_clock_of_the_recording(studio: Any) -> None:
    assert studio.run("transcribe", studio.recording(seconds=5), "--range", "0:02-4") == 0
    written = (studio.folder / "talk.srt").read_text(encoding="utf-8")
    assert written.startswith("1\n00:00:02,000 --> 00:00:02,900\n")
    assert written.count("-->") == 2


def test_the_model_is_loaded_once_for_all_inputs(studio: Any) -> None:
    inputs = [studio.recording(f"{name}.wav") for name in "abc"]
    assert studio.run("transcribe", *inputs) == 0
    assert len(studio.loads) == 1


def test_inputs_of_the_same_name_are_told_by_their_paths(studio: Any, lines: Any) -> None:
    first, second = Path("a/talk.wav"), Path("b/talk.wav")
    for path in (first, second):
        studio.recording(str(path))
    assert studio.run("transcribe", first, second, "--output-dir", "out") == 1
    clash, begun, *_ = lines()
    assert clash.startswith(f"{second}: talk.srt is written for {first} already. Rename")
    assert begun == f"{first}: recognising 0:03 with base on cpu in fp32"


class TestMidway:
    def stop_at(self, studio: Any, window: int, failure: Exception) -> None:
        def fail(now: int) -> None:
            if now == window:
                raise failure

        studio.recognizer.before_window = fail

    def test_a_bug_is_one_line_and_a_log(self, studio: Any, lines: Any) -> None:
        self.stop_at(studio, 2, ZeroDivisionError("division by zero"))
        inputs = [studio.recording(), studio.recording("next.wav", seconds=1)]
        assert studio.run("transcribe", *inputs, "--progress", "none") == 1
        log = studio.home / "logs" / "crash.log"
        assert lines() == [
            (
                "talk.wav: the program itself failed (ZeroDivisionError). "
                f"Please report it, with {log}. "
                f"What was finished until then is in {studio.folder / 'talk.partial.srt'}."
            )
        ]
        assert "ZeroDivisionError: division by zero" in log.read_text(encoding="utf-8")
        assert (studio.folder / "talk.partial.srt").read_text(encoding="utf-8").count("-->") == 2
        assert studio.names() == ["home", "next.srt", "next.wav", "talk.partial.srt", "talk.wav"]

    def test_too_little_memory_goes_on_smaller(self, studio: Any, lines: Any) -> None:
        failures = [InsufficientMemoryError("cpu", "full")]

        def fail_once(window: int) -> None:
            if window == 1 and failures:
                raise failures.pop()

        studio.recognizer.before_window = fail_once
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 0
        assert lines() == [
            (
                "talk.wav: warning: the memory did not suffice on cpu in fp32. "
                "The work goes on, on cpu in int8."
            )
        ]
        assert (studio.folder / "talk.srt").read_text(encoding="utf-8") == THREE_WORDS

    @pytest.mark.parametrize(
        "failure", [InsufficientMemoryError("cpu", "full"), MemoryError()], ids=["typed", "plain"]
    )
    def test_too_little_memory_at_the_bottom(
        self, studio: Any, lines: Any, failure: Exception
    ) -> None:
        self.stop_at(studio, 1, failure)
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 1
        line = lines()[-1]
        assert "does not suffice, even for the smallest step. Choose a smaller model" in line
        assert (studio.folder / "talk.partial.srt").read_text(encoding="utf-8").count("-->") == 1

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_stop_keeps_what_was_finished(
        self, studio: Any, lines: Any, number: signal.Signals
    ) -> None:
        def interrupt(window: int) -> None:
            if window == 2:
                os.kill(os.getpid(), number)

        studio.recognizer.before_window = interrupt
        inputs = [studio.recording(), studio.recording("next.wav")]
        before = signal.getsignal(number)
        options = ["--format", "srt", "--format", "json", "--progress", "none"]
        assert studio.run("transcribe", *inputs, *options) == 130
        assert signal.getsignal(number) is before
        partial = [studio.folder / "talk.partial.srt", studio.folder / "talk.partial.json"]
        assert lines() == [
            (
                "talk.wav: it was stopped. Run the command again to start over. "
                f"What was finished until then is in {partial[0]} and {partial[1]}."
            ),
            "next.wav: not begun. Run the command again for what is left.",
        ]
        assert partial[0].read_text(encoding="utf-8").count("-->") == 2
        document = json.loads(partial[1].read_text(encoding="utf-8"))
        assert (document["is_complete"], len(document["segments"])) == (False, 2)
        assert "talk.srt" not in studio.names()

    def test_a_stop_before_the_first_segment_leaves_nothing(self, studio: Any, lines: Any) -> None:
        studio.recognizer.before_window = lambda _: os.kill(os.getpid(), signal.SIGINT)
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 130
        assert lines() == ["talk.wav: it was stopped. Run the command again to start over."]
        assert studio.names() == ["talk.wav"]

    def test_a_stop_is_heard_while_the_model_is_looked_for(self, studio: Any, lines: Any) -> None:
        class SlowStore(ModelStore):
            def resolve(self, name_or_path: str, cancel: CancelToken | None = None) -> NoReturn:
                os.kill(os.getpid(), signal.SIGINT)
                assert cancel is not None
                cancel.raise_if_cancelled()
                pytest.fail("nobody asked the token")

        studio.store_type = SlowStore
        for command in (["transcribe", "--progress", "none"], ["detect-language"]):
            assert studio.run(*command, studio.recording()) == 130
            assert lines() == [
                "whisper-desktop: it was stopped. Run the command again to start over."
            ]

    @pytest.mark.parametrize("style", ["bar", "json", "none"])
    def test_a_stop_is_answered_at_once_in_a_line(
        self, studio: Any, capfd: pytest.CaptureFixture[str], style: str
    ) -> None:
        studio.recognizer.before_window = lambda _: os.kill(os.getpid(), signal.SIGINT)
        path = studio.recording()
        assert studio.run("transcribe", path, "--progress", style) == 130
        answer = "Stopping. Ctrl-C again ends at once."
        if style == "json":
            answer = json.dumps({"event": "told", "input": str(path), "message": answer})
        assert answer in capfd.readouterr().err.splitlines()

    def test_an_earlier_partial_result_is_kept(self, studio: Any) -> None:
        (studio.folder / "talk.partial.srt").write_bytes(b"longer")
        self.stop_at(studio, 1, ZeroDivisionError())
        studio.run("transcribe", studio.recording())
        assert (studio.folder / "talk.partial.srt").read_bytes() == b"longer"
        assert (studio.folder / "talk.partial-2.srt").exists()


def test_json_progress_is_json_to_the_last_line(
    studio: Any, lines: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = [studio.recording(), "gone.mp3"]
    assert studio.run("transcribe", *inputs, "--progress", "json") == 1
    records = [json.loads(line) for line in lines()]
    told = [(record["event"], Path(record["input"]).name) for record in records]
    told.remove(("speech_found", "talk.wav"))
    assert told == [
        ("begun", "gone.mp3"),
        ("failed", "gone.mp3"),
        ("begun", "talk.wav"),
        ("started", "talk.wav"),
        ("progress", "talk.wav"),
        ("language_detected", "talk.wav"),
        *[("segment_ready", "talk.wav"), ("progress", "talk.wav")] * 3,
        ("progress", "talk.wav"),
        ("finished", "talk.wav"),
        ("saved", "talk.wav"),
    ]
    assert records[1]["message"].startswith("gone.mp3: the file does not exist.")
    assert records[-1]["outputs"] == [str(studio.folder / "talk.srt")]
