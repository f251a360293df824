"""What goes wrong with inputs, outputs and models: one clear line each, and nothing lost."""

import errno
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.engines import real_engines
from whisper_desktop.app.model_manifest import Manifest, Origin, WeightsLayout
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError

THREE_WORDS = (
    "1\n00:00:00,000 --> 00:00:00,900\nword 0\n\n"
    "2\n00:00:01,000 --> 00:00:01,900\nword 1\n\n"
    "3\n00:00:02,000 --> 00:00:02,900\nword 2\n"
)


class TestBadInput:
    """Each failure is one line; what can be done is done."""

    def failure(self, studio: Any, lines: Any, *arguments: str | Path) -> str:
        """Run with a good input behind; return the line about the bad one."""
        good = studio.recording("good.wav")
        assert studio.run("transcribe", *arguments, good, "--progress", "none") == 1
        assert (studio.folder / "good.srt").read_text(encoding="utf-8") == THREE_WORDS
        (line,) = lines()
        return str(line)

    def test_a_file_that_is_not_there(self, studio: Any, lines: Any) -> None:
        line = self.failure(studio, lines, "gone/talk.mp3")
        assert line == "talk.mp3: the file does not exist. Check the path."

    def test_a_name_that_no_file_can_have(self, studio: Any, lines: Any) -> None:
        line = self.failure(studio, lines, "x" * 300)
        assert line.startswith(f"{'x' * 300}: the file does not exist.")

    @pytest.mark.parametrize(
        ("content", "told"),
        [(b"", "the file is empty"), (b"Dear diary, " * 500, "it is ")],
        ids=["empty", "text"],
    )
    def test_a_file_that_is_no_media(
        self, studio: Any, lines: Any, content: bytes, told: str
    ) -> None:
        (studio.folder / "talk.mp3").write_bytes(content)
        assert self.failure(studio, lines, "talk.mp3").startswith(f"talk.mp3: {told}")
        assert "talk.srt" not in studio.names()

    def test_a_folder(self, studio: Any, lines: Any) -> None:
        (studio.folder / "talk.mp3").mkdir()
        line = self.failure(studio, lines, "talk.mp3")
        assert line == "talk.mp3: it is a folder. Name the recordings in it."

    def test_a_folder_without_a_name(self, studio: Any, lines: Any) -> None:
        line = self.failure(studio, lines, ".")
        assert line == ".: it is a folder. Name the recordings in it."

    def test_audio_without_length(self, studio: Any, lines: Any) -> None:
        studio.recording(seconds=0)
        line = self.failure(studio, lines, "talk.wav")
        assert line.startswith("talk.wav: ")
        assert line.endswith("Choose a recording with sound.")

    def test_a_range_behind_the_end(self, studio: Any, lines: Any) -> None:
        studio.recording()
        assert studio.run("transcribe", "talk.wav", "--range", "60-", "--progress", "none") == 1
        (line,) = lines()
        assert line == (
            "talk.wav: its audio ends at 0:00:03, before the wanted range. Choose another --range."
        )

    def test_a_track_that_is_not_there(self, studio: Any, lines: Any) -> None:
        studio.recording()
        assert studio.run("transcribe", "talk.wav", "--audio-track", "2", "--progress", "none") == 1
        assert lines() == [
            "talk.wav: it has 1 audio track, and no number 2. Leave --audio-track out."
        ]


class TestOutputs:
    def test_an_output_that_exists_is_kept_and_no_work_is_wasted(
        self, studio: Any, lines: Any
    ) -> None:
        (studio.folder / "talk.srt").write_bytes(b"corrected by hand")
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 1
        assert lines() == [
            (
                "talk.wav: talk.srt exists already. "
                "Use --overwrite to replace it, or --output-dir to write elsewhere."
            )
        ]
        assert (studio.folder / "talk.srt").read_bytes() == b"corrected by hand"
        assert studio.loads == []

    def test_it_is_replaced_on_request(self, studio: Any) -> None:
        (studio.folder / "talk.srt").write_bytes(b"old")
        assert studio.run("transcribe", studio.recording(), "--overwrite") == 0
        assert (studio.folder / "talk.srt").read_text(encoding="utf-8") == THREE_WORDS

    @pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
    def test_inputs_of_one_name_do_not_replace_one_another(
        self, studio: Any, lines: Any, overwrite: tuple[str, ...]
    ) -> None:
        inputs = [studio.recording("talk.wav"), studio.recording("talk.mp3", seconds=1)]
        assert studio.run("transcribe", *inputs, "--progress", "none", *overwrite) == 1
        assert lines() == [
            (
                f"talk.mp3: talk.srt is written for {inputs[0]} already. "
                "Rename one of the two, or run them apart with --output-dir."
            )
        ]
        assert (studio.folder / "talk.srt").read_text(encoding="utf-8") == THREE_WORDS

    @pytest.mark.parametrize("name", ["talk.pgm", "talk.txt"])
    def test_what_is_no_recording_takes_no_name_from_one(
        self, studio: Any, lines: Any, name: str
    ) -> None:
        (studio.folder / name).write_bytes(b"P5 16 16 255\n" + bytes(256))
        assert studio.run("transcribe", name, studio.recording(), "--progress", "none") == 1
        (line,) = lines()
        assert line.startswith(f"{name}: it ")
        assert (studio.folder / "talk.srt").read_text(encoding="utf-8") == THREE_WORDS

    def test_an_input_named_twice_is_done_once(
        self, studio: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = studio.recording()
        assert studio.run("transcribe", "talk.wav", path, "--progress", "none") == 0
        assert capsys.readouterr() == ("talk.srt\n", "")

    def test_a_folder_that_is_not_there_is_made(self, studio: Any) -> None:
        status = studio.run("transcribe", studio.recording(), "--output-dir", "new/deep")
        assert status == 0
        written = studio.folder / "new" / "deep" / "talk.srt"
        assert written.read_text(encoding="utf-8") == THREE_WORDS

    def test_a_file_is_no_folder_to_write_to(self, studio: Any, lines: Any) -> None:
        (studio.folder / "taken").write_text("a file", encoding="utf-8")
        assert studio.run("transcribe", studio.recording(), "--output-dir", "taken") == 2
        assert lines()[-1].endswith("argument --output-dir: taken is a file, not a folder")

    def test_a_folder_that_cannot_be_made(self, studio: Any, lines: Any) -> None:
        (studio.folder / "taken").write_text("a file", encoding="utf-8")
        status = studio.run(
            *("transcribe", studio.recording(), "--output-dir", "taken/deep", "--progress", "none")
        )
        assert status == 1
        (line,) = lines()
        assert line.startswith("talk.wav: deep cannot be written: its folder is not a folder.")
        assert studio.loads == []

    def test_a_model_that_cannot_translate_is_refused_before_it_is_installed(
        self, studio: Any, lines: Any
    ) -> None:
        turbo = ("--model", "turbo", "--task", "translate")
        status = studio.run("transcribe", studio.recording(), *turbo, "--progress", "none")
        assert status == 1
        assert "not trained to translate" in lines()[0]

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            (errno.ENOSPC, "the disk is full"),
            (errno.EROFS, "the disk is read-only"),
            (errno.EACCES, "the folder may not be written to"),
        ],
    )
    def test_a_disk_that_takes_nothing_is_found_before_the_work(
        self,
        studio: Any,
        lines: Any,
        monkeypatch: pytest.MonkeyPatch,
        code: int,
        reason: str,
    ) -> None:
        def refuse(handle: int) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "fsync", refuse)
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 1
        assert lines() == [
            (
                f"talk.wav: talk.srt cannot be written: {reason}. "
                "Put that right, or write elsewhere with --output-dir."
            )
        ]
        assert (studio.loads, studio.names()) == ([], ["talk.wav"])

    def test_a_finished_text_whose_folder_is_gone_is_kept(self, studio: Any, lines: Any) -> None:
        (studio.folder / "out").mkdir()

        def remove_folder(window: int) -> None:
            if window == 2:
                shutil.rmtree(studio.folder / "out")

        studio.recognizer.before_window = remove_folder
        status = studio.run(
            *("transcribe", studio.recording(), "--output-dir", "out", "--progress", "none")
        )
        assert status == 1
        kept = studio.home / "recovered" / "talk.srt"
        assert kept.read_text(encoding="utf-8") == THREE_WORDS
        assert lines() == [
            (
                "talk.wav: talk.srt cannot be written: the folder does not exist. "
                "Put that right, or write elsewhere with --output-dir. "
                f"The finished transcript is in {kept}."
            )
        ]

    def test_an_output_that_appears_meanwhile_is_kept(self, studio: Any, lines: Any) -> None:
        studio.recognizer.before_window = lambda _: (studio.folder / "talk.srt").write_bytes(b"!")
        assert studio.run("transcribe", studio.recording(), "--progress", "none") == 1
        assert (studio.folder / "talk.srt").read_bytes() == b"!"
        assert (studio.home / "recovered" / "talk.srt").exists()

    @pytest.mark.parametrize("name", ["Gespräch über Äpfel 会議 🎙.wav", "x" * 240 + ".wav"])
    def test_any_name_that_the_disk_takes_is_fine(self, studio: Any, name: str) -> None:
        assert studio.run("transcribe", studio.recording(name)) == 0
        assert Path(name).with_suffix(".srt").name in studio.names()

    def test_a_path_longer_than_most(self, studio: Any) -> None:
        folder = "/".join(["a folder with a rather long name " * 5] * 10)
        recording = studio.recording(f"{folder}/talk.wav")
        assert studio.run("transcribe", recording) == 0
        assert recording.with_suffix(".srt").exists()

    def test_a_name_with_a_line_break_stays_on_its_line(self, studio: Any, lines: Any) -> None:
        (studio.folder / "a\nb.wav").write_bytes(b"")
        assert studio.run("transcribe", "a\nb.wav", "--progress", "none") == 1
        (line,) = lines()
        assert line.startswith("a b.wav: the file is empty.")


class TestModel:
    def refusal(self, studio: Any, lines: Any, *arguments: str) -> str:
        status = studio.run("transcribe", studio.recording(), "--progress", "none", *arguments)
        assert (status, studio.loads, studio.names()) == (1, [], ["talk.wav"])
        (line,) = lines()
        return str(line)

    def test_a_model_that_is_not_installed(self, studio: Any, lines: Any) -> None:
        studio.store_type = ModelStore
        assert self.refusal(studio, lines, "--model", "small") == (
            'small: this model is not installed. Run "whisper-desktop models install small".'
        )

    def test_a_model_that_nobody_knows(self, studio: Any, lines: Any) -> None:
        line = self.refusal(studio, lines, "--model", "bsae")
        assert line.startswith("bsae: there is no model of this name, and no such file. ")
        assert "Did you mean base" in line

    def test_a_turbo_model_asked_to_translate(self, studio: Any, lines: Any) -> None:
        line = self.refusal(studio, lines, "--model", "turbo", "--task", "translate")
        assert line.startswith(
            "large-v3-turbo: this model was not trained to translate. Use --model medium (also "
        )

    def test_a_model_for_english_asked_for_german(self, studio: Any, lines: Any) -> None:
        line = self.refusal(studio, lines, "--model", "tiny.en", "--language", "de")
        assert line.startswith(
            "tiny.en: this model was not trained to recognise German. Use --model tiny (also "
        )

    def test_a_gpu_that_is_not_here(self, studio: Any, lines: Any) -> None:
        assert self.refusal(studio, lines, "--device", "cuda") == (
            "cuda: no NVIDIA driver is installed. Use auto or cpu (fp32, int8)."
        )

    def test_damaged_weights_stop_the_run(self, studio: Any, lines: Any) -> None:
        def damaged(*_: object) -> Any:
            raise ModelFileError(Path("store/model.bin"), "the tensor encoder.conv1.weight is gone")

        studio.changes["load_recognizer"] = damaged
        inputs = [studio.recording("a.wav"), studio.recording("b.wav"), studio.recording("c.wav")]
        assert studio.run("transcribe", *inputs, "--progress", "none") == 1
        assert lines() == [
            (
                f"{Path('store/model.bin')}: the tensor encoder.conv1.weight is gone. "
                "Get the file again, or name another model with --model."
            ),
            "b.wav and c.wav: not begun. Run the command again for what is left.",
        ]

    @pytest.mark.parametrize("command", ["transcribe", "detect-language"])
    def test_damaged_weights_of_an_installed_model_name_the_model(
        self, studio: Any, lines: Any, command: str
    ) -> None:
        folder = studio.home / "models" / "base"
        folder.mkdir(parents=True)
        (folder / "model.bin").write_bytes(b"weights")
        layout = WeightsLayout.CTRANSLATE2
        Manifest.of_files(folder.iterdir(), Origin("base", "", "", layout), CancelToken()).write(
            folder
        )
        (folder / "model.bin").unlink()
        studio.store_type = ModelStore
        assert studio.run(command, studio.recording()) == 1
        assert lines() == [
            (
                "base (model.bin): it is missing. "
                'Run "whisper-desktop models install base" to get it again.'
            )
        ]

    def test_a_checkpoint_with_code_in_it_is_not_run(self, studio: Any, lines: Any) -> None:
        class Payload:
            def __reduce__(self) -> tuple[Any, ...]:
                return (os.mkdir, (str(studio.folder / "owned"),))

        (studio.folder / "evil.pt").write_bytes(pickle.dumps(Payload()))
        studio.changes["load_recognizer"] = real_engines().load_recognizer
        status = studio.run(
            *("transcribe", studio.recording(), "--model", "evil.pt", "--progress", "none")
        )
        assert status == 1
        (line,) = lines()
        assert line.startswith("evil.pt: ")
        assert "owned" not in studio.names()
