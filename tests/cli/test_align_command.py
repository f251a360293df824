import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.aligning import WORDS, Room
from tests.cli.said import Said
from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.model_store import ModelStore, ResolvedModel
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli import main
from whisper_desktop.core.cancel import CancelToken


class FullStore(ModelStore):
    """Has every official model, without a byte of it."""

    def resolve(self, name_or_path: str, cancel: CancelToken | None = None) -> ResolvedModel:
        return ResolvedModel(
            name_or_path, Path("weights"), "", official_catalogue().find(name_or_path)
        )


class Desk:
    """A folder with a recording and its text, and a program with known words."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.room = folder, Room()
        self.media, self.text = folder / "talk.mp3", folder / "talk.txt"
        self.media.write_bytes(b"sound")
        self.text.write_text(" ".join(WORDS[:6]) + "\n" + " ".join(WORDS[6:]), encoding="utf-8")

    def run(self, *arguments: str | Path) -> int:
        home = self.folder / "home"
        engines = self.room.engines
        paths = AppPaths(home, home / "cache", home / "config")
        wiring = Wiring(paths, LoadedSettings(Settings()), FullStore(home), engines)
        words = ["align", self.media, *arguments, "--language", "en", "--progress", "none"]
        return main([str(word) for word in words], wiring)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("whisper_desktop.cli.align_command.check_input", lambda _: None)
    folder = tmp_path / "work"
    folder.mkdir()
    return Desk(folder)


def test_a_text_becomes_subtitles_beside_it(desk: Desk, said: Said) -> None:
    assert desk.run(desk.text) == 0
    srt = desk.folder / "talk.srt"
    assert said.look().out == [str(srt)]
    assert said.err == []
    lines = srt.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("00:00:00,0")
    assert lines[5].startswith(("00:00:06,0", "00:00:05,9"))


def test_several_formats_may_be_wanted(desk: Desk, said: Said) -> None:
    assert desk.run(desk.text, "--format", "json", "--format", "vtt") == 0
    assert said.look().out == [str(desk.folder / "talk.json"), str(desk.folder / "talk.vtt")]
    document = json.loads((desk.folder / "talk.json").read_text(encoding="utf-8"))
    assert len(json.dumps(document).split(WORDS[7])) > 1


def test_the_output_may_be_named(desk: Desk, said: Said) -> None:
    path = desk.folder / "deep" / "down.vtt"
    assert desk.run(desk.text, "--output", path) == 0
    assert path.read_text(encoding="utf-8").startswith("WEBVTT")


def test_sentences_may_be_rows(desk: Desk, said: Said) -> None:
    desk.text.write_text(" ".join(WORDS[:4]) + ".\n" + " ".join(WORDS[4:]), encoding="utf-8")
    assert desk.run(desk.text, "--rows", "sentences") == 0
    assert len((desk.folder / "talk.srt").read_text(encoding="utf-8").strip().split("\n\n")) == 2


def test_the_text_may_be_cut_for_reading(desk: Desk, said: Said) -> None:
    assert desk.run(desk.text, "--reading", "netflix") == 0
    rows = (desk.folder / "talk.srt").read_text(encoding="utf-8").strip().split("\n\n")
    assert len(rows) > 4
    assert all(len(line) <= 42 for row in rows for line in row.splitlines()[2:])
    words = " ".join(line for row in rows for line in row.splitlines()[2:]).split()
    assert words == list(WORDS)


def test_rows_that_are_not_heard_are_told(desk: Desk, said: Said) -> None:
    rows = ["Title", " ".join(WORDS[:5]), "xxxx", "qqqq", " ".join(WORDS[5:9]), "zzzz"]
    desk.text.write_text("\n".join(rows), encoding="utf-8")
    assert desk.run(desk.text) == 0
    (line,) = said.look().err
    assert line.startswith("talk.txt: warning: 4 of 6 rows were not heard: 1, 3 to 4, 6. ")
    assert line.endswith("Their times are guesses: look at them.")


def test_words_in_a_row_that_are_not_heard_are_told(desk: Desk, said: Said) -> None:
    words = [*WORDS[:10], *["bxqzvkw"] * 6, *WORDS[10:]]
    desk.text.write_text(" ".join(words), encoding="utf-8")
    assert desk.run(desk.text) == 0
    (line,) = said.look().err
    assert line.startswith("talk.txt: warning: words were not heard: 0:09.6 to 0:09.9. ")
    assert line.endswith("Their times are guesses: look at them.")


def test_what_cannot_be_read_of_subtitles_is_told(desk: Desk, said: Said) -> None:
    srt = desk.folder / "old.srt"
    body = f"1\n00:00:01,000 --> 00:00:02,000\n{' '.join(WORDS[:5])}\n\n2\n00:0x:01 --> 5\nlost\n"
    srt.write_text(body, encoding="utf-8")
    assert desk.run(srt) == 0
    assert said.look().err[0].startswith("old.srt: warning: ")
    assert "could not be read. The rest is used." in said.err[0]
    assert said.out == [str(desk.folder / "old.aligned.srt")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("qqqq xxxx", "talk.mp3: little or nothing of the text is said in it."),
        ("\n\n", "talk.txt: there is no text in it."),
    ],
)
def test_a_text_that_cannot_be_aligned_fails(desk: Desk, said: Said, text: str, line: str) -> None:
    desk.text.write_text(text, encoding="utf-8")
    assert desk.run(desk.text) == 1
    assert said.look().err[0].startswith(line)
    assert not (desk.folder / "talk.srt").exists()


def test_an_output_that_is_there_is_kept_unless_it_may_be_replaced(desk: Desk, said: Said) -> None:
    (desk.folder / "talk.srt").write_text("mine", encoding="utf-8")
    assert desk.run(desk.text) == 1
    assert "talk.srt exists already" in said.look().err[0]
    assert desk.room.loads == 0
    assert desk.run(desk.text, "--overwrite") == 0


def test_a_missing_recording_is_told_before_the_model_is_loaded(
    desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    desk.media.unlink()
    assert desk.run(desk.text) == 1
    assert said.look().err == ["talk.mp3: the file does not exist. Check the path."]
    assert desk.room.loads == 0


def test_a_stop_ends_with_its_own_status(desk: Desk, said: Said) -> None:
    def stop(_: int) -> str:
        raise KeyboardInterrupt

    desk.room.talk = replace(desk.room.talk, misheard=stop)
    assert desk.run(desk.text) == 130


def test_a_text_is_needed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run() == 2
    assert "usage: whisper-desktop align [OPTION ...] MEDIA SUBTITLES" in capsys.readouterr().err
